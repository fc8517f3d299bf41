import type { Evaluate } from './expression';
import { languageOf, type Language } from './languages';
import type { Refusal, Span } from './reading';

/** The text being read and what is known of it. */
export interface Source {
  readonly text: string;
  readonly language: Language;
  evaluate: Evaluate | undefined;
  /** Arithmetic that nothing could evaluate because no `evaluate` was given. */
  arithmeticMissing: boolean;
  /** By kind of thing looked for: the offset before which none begins, so that no text is searched twice. */
  readonly barrenUntil: Map<string, number>;
  /** Brackets that are known to hold no list. */
  readonly broken: Set<number>;
  /** Characters that were looked ahead over in vain: what bounds the time such looks may take. */
  wasted: number;
  /** True where the spans of elements are wanted too: they are found again on demand, never stored. */
  readonly withSpans: boolean;
}

/** An array as its notation read it; what stands around it (name, label, place) is found by others. */
export interface Found {
  readonly shape: readonly number[];
  readonly values: Float64Array;
  readonly halfUnits: Float64Array;
  readonly span: Span;
  readonly factor: number;
  /** The name where the notation prints it in a form of its own; absent where it is looked for before the array. */
  readonly name?: string | null;
  readonly label?: string;
  readonly columns?: readonly string[];
  readonly rows?: readonly string[];
  /** Row-major, only where the source asks for them. */
  readonly elements?: readonly Span[];
}

/** What a notation refuses. `weak` ones are only said where a name shows that an array was meant. */
export interface Refused extends Omit<Refusal, 'name'> {
  readonly name?: string | null;
  readonly weak?: boolean;
}

/** All that one notation read from one place of the text. */
export interface Find {
  /** The text that is accounted for, headers and labels included. */
  readonly extent: Span;
  readonly arrays: readonly Found[];
  readonly refusals: readonly Refused[];
}

/** One way to write arrays. To add one: a file in `notations/` that exports one of these, and its line in `rare-notations.ts`. */
export interface Notation {
  readonly id: string;
  /** Characters at which it can begin, or the word `line`: at the beginning of one. */
  readonly begins: string;
  /** Reads what begins at `at`; null where this notation does not begin there. Takes time linear in what it accounts for. */
  read(source: Source, at: number): Find | null;
}

/** `text` with letters, digits and signs of double width as their plain ones, each in its place. */
const plainWidth = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));

/** A text to read in the language of that id. */
export function sourceOf(
  text: string,
  language: string,
  evaluate: Evaluate | undefined,
  withSpans: boolean,
): Source {
  return {
    text: plainWidth(text),
    language: languageOf(language),
    evaluate,
    withSpans,
    arithmeticMissing: false,
    barrenUntil: new Map(),
    broken: new Set(),
    wasted: 0,
  };
}
