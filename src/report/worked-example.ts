import { oneHot } from '../calculus/targets';
import type { Mistake } from '../diagnosis/catalogue/mistake';
import { diagnose } from '../diagnosis/diagnose';
import type { MistakeId } from '../diagnosis/diagnosis';
import { outcomeOf, type Outcome, type Start } from '../diagnosis/outcome';
import type { Register } from '../diagnosis/registers';
import { defaultSetting, type Setting } from '../diagnosis/setting';
import { read } from '../reader/read';

/** A small derivation in which a mistake shows. */
export interface WorkedExample {
  /** What a person would have written, with the mistake in its last line. */
  readonly text: string;
  /** What that line should be. */
  readonly right: string;
}

/** Numbers to make mistakes in, and the words that tell their conventions. */
interface Ground extends Start {
  readonly words: string;
}

/** The quantities that a text states, in the order of a derivation, by the names that it states them under. */
const stated: readonly (readonly [Register, string])[] = [
  ['z', 'z'],
  ['a', 'a'],
  ['t', 't'],
  ['E', 'loss'],
  ['g', 'dE/da'],
  ['J', 'J'],
  ['d', 'dE/dz'],
];

/** What a derivation can do without. */
const sparing: readonly Register[] = ['J', 'E'];

const one = [1.2, 0.3, -0.7];
const two = [1.2, 0.3, -0.7, -0.4, 0.9, 0.1];

function ground(
  words: string,
  z: readonly number[],
  change: Partial<Setting> = {},
  given: { readonly t?: readonly number[]; readonly g?: readonly number[] } = {},
): Ground {
  const samples = z.length / 3;
  const hot = oneHot(samples === 1 ? [1] : [1, 0], 3);
  const t = given.t !== undefined ? Float64Array.from(given.t) : given.g === undefined ? hot : null;
  const g = given.g === undefined ? null : Float64Array.from(given.g);
  return { words, z: Float64Array.from(z), t, g, setting: { ...defaultSetting(samples, 3), ...change } };
}

const grounds: readonly Ground[] = [
  ground('softmax and cross-entropy', one),
  ground('softmax and cross-entropy', one, {}, { t: [0.2, 0.5, 0.3] }),
  ground('softmax layer', one, { loss: 'given' }, { g: [0.4, -1.1, 0.7] }),
  ground('softmax and cross-entropy, temperature = 2', one, { temperature: 2 }),
  ground('softmax and cross-entropy, summed over the batch, one row per sample', two),
  ground('softmax and cross-entropy, mean over the batch, one row per sample', two, { meanAt: 'delta' }),
  ground('half squared error 0.5*sum((a-t)^2)', one, { loss: 'half-squared-error' }),
  ground('binary cross-entropy, summed over the classes', one, { loss: 'binary-cross-entropy' }),
  ground('backward of log-softmax', one, { loss: 'given', layer: 'log-softmax' }, { g: [0.4, -1.1, 0.7] }),
  ground('softmax and cross-entropy', [800.2, 1.3, -0.7]),
];

/**
 * The smallest derivation in which the mistake alone changes a number, and in which a check finds it and nothing else; null
 * where no such is known.
 */
export function workedExample({ id, forms }: Mistake): WorkedExample | null {
  for (const form of forms) {
    for (const each of grounds) {
      const right = outcomeOf(each, null);
      const wrong = outcomeOf(each, form);
      if (right === null || wrong === null) continue;
      // With dE/da first: that is how a derivation goes. Where it is stated a mean over the batch may stand in either.
      for (const spared of [sparing, [...sparing, 'g' as const]]) {
        const example = exampleOf(each, right, wrong, spared);
        if (example !== null && isFound(example, id)) return example;
      }
    }
  }
  return null;
}

function isFound({ text }: WorkedExample, id: MistakeId): boolean {
  const { findings } = diagnose(read(text));
  const [found] = findings;
  const isSure = found?.certainty === 'certain' || found?.certainty === 'likely';
  return findings.length === 1 && isSure && found.mistakes.join() === id;
}

/** The text up to the first quantity that differs; null where none does. What is `spared` is stated only where it differs. */
function exampleOf(
  each: Ground,
  right: Outcome,
  wrong: Outcome,
  spared: readonly Register[],
): WorkedExample | null {
  const lines = [`# ${each.words}`];
  for (const [register, name] of stated) {
    const [due, claimed] = [right.get(register), wrong.get(register)];
    if (due === undefined || claimed === undefined) continue;
    const [before, after] = [printed(due, each), printed(claimed, each)];
    if (before !== after)
      return { text: [...lines, `${name} = ${after}`].join('\n'), right: `${name} = ${before}` };
    if (!spared.includes(register)) lines.push(`${name} = ${before}`);
  }
  return null;
}

/** Numbers to four decimals, or as short as they are, in nested lists of the shape that they have. */
function printed(values: ArrayLike<number>, { setting: { samples, classes } }: Ground): string {
  const numbers = Array.from(values);
  const isShort = numbers.every((value) => Number(value.toFixed(2)) === value || !Number.isFinite(value));
  let items = numbers.map((value) => (isShort ? String(value) : value.toFixed(4)));
  if (items.length === 1) return items.join();
  if (items.length > classes && items.length % classes === 0) items = inLists(items, classes);
  if (samples > 1 && items.length > samples && items.length % samples === 0)
    items = inLists(items, items.length / samples);
  return `[${items.join(', ')}]`;
}

function inLists(items: readonly string[], length: number): string[] {
  return Array.from(
    { length: items.length / length },
    (_, index) => `[${items.slice(index * length, (index + 1) * length).join(', ')}]`,
  );
}
