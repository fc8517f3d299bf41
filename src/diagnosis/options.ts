import { catalogue } from './catalogue/catalogue';
import type { Form, Mistake } from './catalogue/mistake';
import { noValues, type Slot, type SlotId } from './program';
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
