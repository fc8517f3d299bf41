import type { Diagnosis } from '../diagnosis/diagnosis';
import type { Reading, Span } from '../reader/reading';
import type { Explanations } from './mistake-words';
import type { Translate } from './words';

/** What every part of a report is drawn from. */
export interface Draft {
  readonly reading: Reading;
  readonly diagnosis: Diagnosis;
  /** The spans of the elements of each array, row-major. */
  readonly spans: readonly (readonly Span[])[];
  readonly explanations: Explanations;
  readonly dismissed: ReadonlySet<string>;
  /** Which arrays a program printed. */
  readonly output: readonly boolean[];
  readonly t: Translate;
}
