import { mistakeById } from '../diagnosis/catalogue/catalogue';
import type { Explanation, Mistake } from '../diagnosis/catalogue/mistake';
import type { MistakeId } from '../diagnosis/diagnosis';
import type { Draft } from './draft';
import type { MistakeWords } from './report';
import type { Translate } from './words';

/** The catalogue's prose, by the ids of its entries. */
export type Explanations = Readonly<Record<MistakeId, Explanation>>;

/** Whether the catalogue has it: what was remembered may be older. */
export function isMistake(id: MistakeId): boolean {
  return mistakeById(id) !== undefined;
}

/** What a mistake is called, in the person's language. Throws a RangeError for an unknown id. */
export function mistakeName(id: MistakeId, t: Translate): string {
  return t(entryOf(id).name);
}

/** All that is said of a mistake, in the person's language. Throws a RangeError for an unknown id. */
export function mistakeWords(id: MistakeId, { explanations, t }: Draft): MistakeWords {
  const { name, wrongForm, rightForm } = entryOf(id);
  const explanation = explanations[id];
  if (explanation === undefined) throw new RangeError(`nothing explains the mistake ${id}`);
  const { why, remedy, reference } = explanation;
  return { id, name: t(name), why: t(why), remedy: t(remedy), wrongForm, rightForm, reference };
}

function entryOf(id: MistakeId): Mistake {
  const entry = mistakeById(id);
  if (entry === undefined) throw new RangeError(`the catalogue has no mistake ${id}`);
  return entry;
}
