import { mapped } from '../calculus/buffers';
import { catalogue } from './catalogue/catalogue';
import type { Form, Mistake } from './catalogue/mistake';
import { scaled } from './elementwise';
import { close } from './precision';
import { run, type Replacement, type Slot, type SlotId } from './program';
import { copyOf, noValues, startOf, type Register, type Values } from './registers';
import type { Setting } from './setting';

/** A wrong form that a slot can take. */
export interface Option {
  readonly mistake: Mistake;
  readonly form: Form;
  /** Bits beyond those of a mistake that was seen once. */
  readonly cost: number;
}

const formsOf = new Map<SlotId, Option[]>();
for (const mistake of catalogue) {
  for (const form of mistake.forms) {
    const list = formsOf.get(form.slot) ?? [];
    list.push({ mistake, form, cost: form.rarity - Math.log2(mistake.seen) });
    formsOf.set(form.slot, list);
  }
}
for (const list of formsOf.values()) list.sort((a, b) => a.cost - b.cost);

/** The wrong forms of a slot, the commonest first. */
export const formsAt = (slot: SlotId): readonly Option[] => formsOf.get(slot) ?? [];

const bending = new WeakMap<Replacement, boolean>();

/** The forms of a slice that take dE/da for more than a factor: where it is doubled, something else than that comes out. */
export function bentBy(slice: readonly Slot[], values: Values, register: Register, s: Setting): Option[] {
  const v = startOf(values, register);
  const bent: Option[] = [];
  for (const slot of slice) {
    if (v.g !== undefined && slot.right.kind === 'rule' && slot.writes !== 'g') {
      for (const option of formsAt(slot.id))
        if (bends(slot, option.form.replacement, v, s)) bent.push(option);
    }
    if (!run(slot, slot.right, v, s)) break;
  }
  return bent;
}

function bends(slot: Slot, replacement: Replacement, v: Values, s: Setting): boolean {
  const known = bending.get(replacement);
  if (known === false || !run(slot, replacement, copyOf(v), s)) return false;
  if (known === true) return true;
  const once = generic(v);
  const twice = doubled(once);
  if (!run(slot, replacement, once, s) || !run(slot, replacement, twice, s)) return false;
  const [x, y] = [once[slot.writes], twice[slot.writes]];
  const linear = (by: number): boolean =>
    x?.every(
      (value, i) => !Number.isFinite(value) || close(by * value, y?.[i] ?? NaN, 1e-9 * (1 + Math.abs(value))),
    ) === true;
  const answer = !linear(1) && (slot.writes === 'p' || !linear(2));
  bending.set(replacement, answer);
  return answer;
}

/** The same derivation on plain numbers: what a form does with dE/da is no matter of these. */
function generic(v: Values): Values {
  const out = copyOf(v);
  for (const register of ['a', 't', 'g', 'p', 'd'] as const) {
    const values = v[register];
    if (values !== undefined) out[register] = mapped(values, (_, i) => 0.5 + 0.4 * Math.cos(i * i + 1));
  }
  out.weighted = undefined;
  out.unitSum = undefined;
  return out;
}

/** The same derivation with dE/da twice as large, and what follows from it by right rules. */
function doubled(v: Values): Values {
  const out = copyOf(v);
  if (v.g !== undefined) out.g = scaled(v.g, 2);
  if (v.d !== undefined) out.d = scaled(v.d, 2);
  if (v.weighted !== undefined) out.weighted = scaled(v.weighted, 2);
  if (v.unitSum !== undefined) out.unitSum = 2 * v.unitSum;
  return out;
}

/** Wrong factors of one or several slots together: all that they do is to scale the claim. */
export interface Scaling {
  readonly ratio: number;
  readonly options: readonly Option[];
}

/** Every way of making `count` mistakes in the factors of a slice, each slot at most once. */
export function scalings(slice: readonly Slot[], count: number, s: Setting): Scaling[] {
  let all: Scaling[][] = [[{ ratio: 1, options: [] }]];
  for (const slot of slice) {
    if (slot.right.kind !== 'factor') continue;
    const right = slot.right.factor(s, noValues());
    const ways = formsAt(slot.id).flatMap((option) => {
      const { replacement } = option.form;
      const c = replacement.kind === 'factor' ? replacement.factor(s, noValues()) : null;
      return c === null || right === null || Math.abs(c / right - 1) < 1e-9
        ? []
        : [{ ratio: c / right, option }];
    });
    all = Array.from({ length: count + 1 }, (_, n) => [
      ...(all[n] ?? []),
      ...(all[n - 1] ?? []).flatMap((before) =>
        ways
          .filter(({ option }) => !before.options.some(({ mistake }) => mistake === option.mistake))
          .map(({ ratio, option }) => ({
            ratio: before.ratio * ratio,
            options: [...before.options, option],
          })),
      ),
    ]);
  }
  // Two mistakes that undo each other leave nothing to be seen.
  return (all[count] ?? []).filter(
    ({ ratio, options }) => options.length === 0 || Math.abs(ratio - 1) > 1e-9,
  );
}
