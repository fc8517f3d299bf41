import { oneHot } from '../calculus/targets';
import type { Form, Mistake } from '../diagnosis/catalogue/mistake';
import { diagnose } from '../diagnosis/diagnose';
import type { MistakeId } from '../diagnosis/diagnosis';
import { program, run } from '../diagnosis/program';
import { noValues, type Register } from '../diagnosis/registers';
import { jacobianOf } from '../diagnosis/right-rules';
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
interface Ground {
  readonly words: string;
  readonly z: readonly number[];
  readonly t?: readonly number[];
  readonly g?: readonly number[];
  readonly setting: Setting;
}

type Quantities = ReadonlyMap<Register, ArrayLike<number>>;

/** The quantities that a text states, in the order of a derivation, by the names that it states them under. */
const stated: readonly (readonly [Register, string])[] = [
  ['z', 'z'],
  ['a', 'a'],
  ['t', 't'],
  ['E', 'loss'],
  ['g', 'dE/da'],
  ['J', 'J'],
  ['d', 'dE/dz'],
  ['dW', 'dE/dW'],
  ['db', 'dE/db'],
];

/** What a derivation can do without. */
const sparing: readonly Register[] = ['J', 'E'];

const one = [1.2, 0.3, -0.7];
const two = [1.2, 0.3, -0.7, -0.4, 0.9, 0.1];

function ground(
  words: string,
  z: readonly number[],
  change: Partial<Setting> = {},
  given: Pick<Ground, 't' | 'g'> = {},
): Ground {
  const samples = z.length / 3;
  const labels = samples === 1 ? [1] : [1, 0];
  const isLabelled = given.t === undefined && given.g === undefined;
  const t = isLabelled ? Array.from(oneHot(labels, 3)) : given.t;
  const setting = { ...defaultSetting(samples, 3), ...change };
  return { words, z, setting, ...given, ...(t !== undefined && { t }) };
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
      const right = quantitiesOf(each, null);
      const wrong = quantitiesOf(each, form);
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
  right: Quantities,
  wrong: Quantities,
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

/** Every quantity of a derivation in which `form` stands in the place of a right rule; null where it does not apply. */
function quantitiesOf({ z, t, g, setting }: Ground, form: Form | null): Quantities | null {
  const v = noValues();
  v.z = Float64Array.from(z);
  if (t) v.t = Float64Array.from(t);
  if (g) v.g = Float64Array.from(g);
  for (const slot of program) {
    const isChosen = form?.slot === slot.id;
    if (!isChosen && ((slot.writes === 't' && t) || (slot.writes === 'g' && g))) continue;
    if (slot.writes === 'dW' || slot.writes === 'db') continue;
    if (!run(slot, isChosen ? form.replacement : slot.right, v, setting) && isChosen) return null;
  }
  v.J = jacobianOf(v, setting) ?? undefined;
  return new Map(stated.flatMap(([register]) => (v[register] ? [[register, v[register]] as const] : [])));
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
