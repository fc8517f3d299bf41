import type { Diagnosis, MistakeId } from '../diagnosis/diagnosis';
import type { Reading, Span } from '../reader/reading';
import type { MistakeWords } from './report';
import type { Translate } from './words';

/** What every part of a report is drawn from. */
export interface Draft {
  readonly reading: Reading;
  readonly diagnosis: Diagnosis;
  /** The spans of the elements of each array, row-major. */
  readonly spans: readonly (readonly Span[])[];
  /** All that is said of a mistake. Throws a RangeError for an unknown id. */
  readonly mistake: (id: MistakeId) => MistakeWords;
  readonly dismissed: ReadonlySet<string>;
  /** Which arrays a program printed. */
  readonly output: readonly boolean[];
  readonly t: Translate;
}
