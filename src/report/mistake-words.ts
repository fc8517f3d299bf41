import type { Explanation } from '../diagnosis/catalogue/mistake';
import type { MistakeId } from '../diagnosis/diagnosis';
import type { MistakeWords } from './report';
import type { Translate } from './words';

/** The catalogue's words, by the ids of its entries. */
export type Explanations = Readonly<Record<MistakeId, Explanation>>;

/** All that is said of a mistake, in the person's language. Throws a RangeError for an unknown id. */
export function mistakeWords(id: MistakeId, explanations: Explanations, t: Translate): MistakeWords {
  const explanation = explanations[id];
  if (explanation === undefined) throw new RangeError(`nothing explains the mistake ${id}`);
  const { name, why, remedy, ...rest } = explanation;
  return { id, name: t(name), why: t(why), remedy: t(remedy), ...rest };
}
