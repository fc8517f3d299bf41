import type { Evaluate } from './expression';

/** Half-open range `[start, end)` of UTF-16 offsets in the text that was read. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where an array stands in a statement such as `A - T = (0.5, 0.5) - (0, 1) = (0.5, -0.5)`.
 *
 * `statement` numbers the statements of a reading. `member` is how many equal signs of the statement stand before the
 * array: 1 and 2 above, 1 in `z = (1, 2)`, 0 where nothing is assigned. A `whole` member is itself a value of the named quantity; an `operand` is only part
 * of an expression (`(0.5, 0.5)` above) and a value of something else.
 */
export interface Place {
  readonly statement: number;
  readonly member: number;
  readonly part: 'whole' | 'operand';
}

/** A numeric array of the text. Values are row-major; the common factor is applied to them. */
export interface NumericArray {
  /** What a person would say that the array belongs to: identifier, key, header, LaTeX left side; else null. */
  readonly name: string | null;
  /**
   * The words beside the array, for inferring its role: the whole left side of its statement as written
   * (`dLdPreOut = labels - p`, `dx (our CPU kernel)`), or the line of prose that introduces it. May be ''.
   */
  readonly label: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** Half a unit of the last printed digit of each element, common factor counted in; 0 for nan and infinities. */
  readonly halfUnits: Float64Array;
  readonly span: Span;
  /** The text that the notation accounted for, header and labels included: where it reads the array again. */
  readonly extent: Span;
  /** Id of the language by which it was read: it decides what `1/3` and `[3 -1]` mean. */
  readonly language: string;
  /** Id of the notation that read it: the file of `src/reader/notations` without its ending. */
  readonly notation: string;
  /** Common factor printed once for the array (`1.0e+03 *`), which stands outside `span`; 1 where there is none. */
  readonly factor: number;
  readonly place: Place;
  /** The strings of JSON that hold the text in which the array stands, where it stands in such. */
  readonly within?: Span;
  /** Headers of the columns where the array is a table. */
  readonly columns?: readonly string[];
  /** Labels of the rows where the array is a table. */
  readonly rows?: readonly string[];
  /** Where the array is a part of the one that stands at `span`: which of its elements it is made of, row-major. */
  readonly cells?: readonly number[];
}

/** A named number of the text that is no array: `temperature = 2.5`, `N = 4`, `loss: 0.7437`. */
export interface NamedScalar {
  readonly name: string;
  readonly value: number;
  readonly halfUnit: number;
  readonly span: Span;
}

export type RefusalReason =
  | 'complex'
  | 'truncated'
  | 'ragged'
  | 'masked'
  | 'non-numeric'
  | 'symbolic'
  | 'unclosed'
  | 'too-large'
  | 'too-deep';

/** An array that cannot be read as numbers. `span` is the whole array, `at` the element that is to blame. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly name: string | null;
  readonly span: Span;
  readonly at: Span;
  /** What stands at `at`, shortened; for `truncated` the printing option that avoids it, in `remedy`. */
  readonly found: string;
  readonly remedy?: string;
  /** Lengths that do not fit, for `ragged`: what was expected and what was found. */
  readonly lengths?: { readonly expected: number; readonly found: number };
}

/** All that was read of a text. Arrays, scalars and refusals are in the order of the text. */
export interface Reading {
  readonly text: string;
  /** Language id of the editor, or the one inferred from the text. */
  readonly language: string;
  readonly arrays: readonly NumericArray[];
  readonly scalars: readonly NamedScalar[];
  readonly refusals: readonly Refusal[];
  /** True where arithmetic stands as an element and no `evaluate` was given: load it and read again. */
  readonly arithmeticMissing: boolean;
}

export interface ReadOptions {
  /** Language id of the editor (`python`, `latex`, ...); inferred from the text where absent. */
  readonly language?: string;
  /** Arrays with more elements than this are refused as `too-large`. */
  readonly sizeLimit?: number;
  /** Evaluates arithmetic that stands as an element (`1/3`, `\\frac{1}{2}`); see `arithmetic.ts`. */
  readonly evaluate?: Evaluate;
}
