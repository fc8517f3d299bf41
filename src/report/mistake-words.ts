import { mistakeById } from '../diagnosis/catalogue/catalogue';
import type { MistakeWords } from './report';
import type { Translate } from './words';

/** What the catalogue says of a mistake, in the person's language. Throws a RangeError for an unknown id. */
export function mistakeWords(id: string, t: Translate): MistakeWords {
  const entry = mistakeById(id);
  if (entry === undefined) throw new RangeError(`the catalogue has no mistake ${id}`);
  return {
    id,
    name: t(entry.name),
    why: t(entry.why),
    remedy: t(entry.remedy),
    wrongForm: entry.wrongForm,
    rightForm: entry.rightForm,
    reference: entry.reference,
  };
}
