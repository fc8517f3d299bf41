import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue } from '../../../src/diagnosis/catalogue/catalogue';
import type { Form } from '../../../src/diagnosis/catalogue/mistake';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { outcomeOf, type Outcome } from '../../../src/diagnosis/outcome';
import type { Register } from '../../../src/diagnosis/registers';
import { read } from '../../../src/reader/read';
import { changes, groundsOf, type Ground } from './grounds';

const names: ReadonlyMap<Register, string> = new Map([
  ['a', 'a'],
  ['y', 'log_softmax(z)'],
  ['t', 'target'],
  ['E', 'loss'],
  ['g', 'dE/da'],
  ['J', 'da/dz'],
  ['d', 'dE/dz'],
  ['dW', 'dE/dW'],
  ['db', 'dE/db'],
]);

/** Entries that drawn texts cannot show, and why; `catalogue.test.ts` holds a text by hand for each. */
const byHand: Readonly<Record<string, string>> = {
  'log-of-zero': 'the probability that was lost is not in the text: other losses of information fit as well',
};

/** Of the guards of one kind, the first stands for all. */
const guards = { id: 'epsilon-changes-gradient', forms: 4 } as const;

const grounds = [...groundsOf(1, 4, 3), ...groundsOf(3, 5, 4), ...groundsOf(4, 4, 5)];

/** Numbers in nested brackets, the innermost of `lengths` last. */
function nested(values: readonly string[], lengths: readonly number[]): string {
  const [inner, ...outer] = [...lengths].reverse();
  if (inner === undefined || values.length <= inner) return `[${values.join(', ')}]`;
  const rows = Array.from(
    { length: values.length / inner },
    (_, i) => `[${values.slice(i * inner, (i + 1) * inner).join(', ')}]`,
  );
  return nested(rows, outer.reverse());
}

const decimals = (x: number, digits: number): string =>
  Number.isFinite(x) ? x.toFixed(digits) : Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf';

/** A derivation in which some quantities are wrong, as a person writes it down: the right dE/dz beside a wrong one. */
function textOf(ground: Ground, right: Outcome, wrong: Outcome, digits: number): string | null {
  const { words, setting, z, t, g } = ground;
  const { samples, classes } = setting;
  const lines = [...words];
  const lay = (values: Float64Array): readonly number[] => {
    const square = classes * classes;
    if (values.length === samples * square) return [samples, classes, classes];
    if (values.length === square && samples > 1 && samples !== classes) return [classes, classes];
    const all = samples * classes;
    return values.length === all * all ? [all, all] : [samples, classes];
  };
  const typed = (name: string, values: Float64Array, lengths = lay(values)): void => {
    lines.push(`${name} = ${nested([...values].map(String), lengths)}`);
  };
  const printed = (name: string, values: Float64Array): void => {
    const numbers = [...values].map((x) => decimals(x, digits));
    lines.push(`${name} = ${nested(numbers, lay(values))}`);
  };

  if (setting.keyWidth !== null) lines.push(`d = ${String(setting.keyWidth)}`);
  else if (setting.temperature !== 1) lines.push(`temperature = ${String(setting.temperature)}`);
  if (setting.upstreamScale !== 1) lines.push(`grad_output = ${String(setting.upstreamScale)}`);
  if (setting.epsilonsSaid > 0) lines.push(`eps = ${String(setting.epsilons[0])}`);
  if (setting.inputs !== null) typed('X', setting.inputs, [samples, 2]);
  typed('z', z);
  if (setting.mask !== null) typed('mask', setting.mask);
  if (setting.classWeights !== null) typed('class_weights', setting.classWeights);
  if (setting.writtenLabels !== null && t === null) {
    const list = setting.writtenLabels.join(', ');
    lines.push(samples === 1 ? `label = ${list}` : `labels = [${list}]`);
  }
  for (const [i, values] of setting.perSample.entries()) typed(`ise${String(i)}`, values);
  if (t !== null) typed('t', t);
  if (g !== null) typed('upstream', g);

  const reference = right.get('d');
  const differences = wrong.get('d');
  if (setting.differences && reference !== undefined && differences !== undefined) {
    printed('dE/dz', reference);
    printed('numeric dE/dz', differences);
    return lines.join('\n');
  }
  let told = 0;
  for (const [register, name] of names) {
    const values = wrong.get(register) ?? (register === 'a' ? right.get('a') : undefined);
    const shown =
      register === 'E' ? values?.length === samples : register !== 'db' || setting.inputs !== null;
    if (values === undefined || !shown || (register === 't' && t !== null)) continue;
    if (wrong.has(register)) told++;
    printed(name, values);
  }
  if (reference !== undefined && wrong.has('d')) printed('autograd dE/dz', reference);
  return told === 0 ? null : lines.join('\n');
}

/** A text that makes the mistake in this way; null where the ground does not show it. */
function drawn(form: Form, ground: Ground, digits: number): string | null {
  if (form.slot === 'target' && ground.t !== null) return null;
  const right = outcomeOf(ground, null) ?? assert.fail('the right derivation');
  const wrong = changes(outcomeOf(ground, form), right);
  return wrong === null ? null : textOf(ground, right, wrong, digits);
}

/** Sets of mistakes that the findings name, those that they cannot tell apart included. */
function answers(text: string): string[] {
  const { findings } = diagnose(read(text, { language: 'plaintext' }));
  const set = (ids: readonly string[]): string => [...new Set(ids)].sort().join(' ');
  return [
    set(findings.flatMap(({ mistakes }) => mistakes)),
    ...findings.flatMap(({ alternatives }) => alternatives.map(set)),
  ];
}

for (const { id, forms } of catalogue) {
  if (id in byHand) continue;
  test(`${id} is named in texts that make it, in each of its ways`, () => {
    const misses: string[] = [];
    forms.slice(0, id === guards.id ? guards.forms : undefined).forEach((form, index) => {
      const wanted = [id, ...(form.contains ?? [])].sort().join(' ');
      const shows = grounds.filter((ground) => drawn(form, ground, 4) !== null);
      for (const ground of [...shows.slice(0, 1), ...shows.slice(1).slice(-1)]) {
        for (const digits of [4, 8]) {
          const text = drawn(form, ground, digits) ?? assert.fail('a text');
          const found = answers(text);
          if (!found.includes(wanted)) misses.push(`form ${String(index)}: ${found.join(' | ')}\n${text}`);
        }
      }
    });
    assert.deepEqual(misses, []);
  });
}
