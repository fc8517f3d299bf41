import type { Span } from '../reading';

/** More brackets than this, one in the other, no array has. */
export const DEEPEST = 32;

/** An element or a list as written: the first pass of the careful reading, which knows no values yet. */
export type Piece = Span;

export interface List extends Span {
  readonly open: string;
  readonly rows: readonly (readonly Item[])[];
  readonly commas: boolean;
  /** A word stands before the brackets that makes an array of them: `tensor([1, 2])`. */
  readonly made?: boolean;
}

export type Item = List | Piece;

export const isList = (item: Item): item is List => 'rows' in item;

/** Thrown where brackets do not hold a list; caught by `listAt`. */
export class NotAList extends Error {
  constructor(readonly why: 'unclosed' | 'too-large' | 'too-deep' | null) {
    super('no list');
  }
}

// Made once: what is thrown a million times should not record a million stacks.
export const NO_LIST = new NotAList(null);
export const UNCLOSED = new NotAList('unclosed');
export const TOO_LARGE = new NotAList('too-large');
export const TOO_DEEP = new NotAList('too-deep');
