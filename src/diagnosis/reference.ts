import { catalogue } from './catalogue/catalogue';
import type { Form, Mistake } from './catalogue/mistake';
import { looseTolerance, tightTolerance, type Stated } from './claim';
import { scaled } from './elementwise';
import { agree, bitsEarned } from './evidence';
import { program, type SlotId } from './program';
import { noValues } from './registers';
import { shownBy, type Explanation } from './search';
import type { Setting } from './setting';

/** A mistake that only multiplies a claim, and by what. */
interface Multiple {
  readonly mistake: Mistake;
  readonly form: Form;
  readonly ratio: number;
}

const scales: readonly SlotId[] = ['loss-gradient.scale', 'jacobian.factor', 'batch.scale'];

/** All mistakes that do nothing but scale dE/dz, under `setting`. */
function multiples(setting: Setting): Multiple[] {
  return catalogue.flatMap((mistake) =>
    mistake.forms.flatMap((form) => {
      const slot = program.find(({ id }) => id === form.slot);
      const { replacement } = form;
      if (slot?.right.kind !== 'factor' || replacement.kind !== 'factor' || !scales.includes(form.slot))
        return [];
      const right = slot.right.factor(setting, noValues());
      const wrong = replacement.factor(setting, noValues());
      return right === null || wrong === null || wrong === right
        ? []
        : [{ mistake, form, ratio: wrong / right }];
    }),
  );
}

/**
 * Explains a claim by the reference beside it, where the text gives nothing else to compute it from: a mistake
 * that multiplies everything by one factor shows without the inputs. Best first.
 */
export function explainByReference(claim: Stated, reference: Stated, setting: Setting): Explanation[] {
  if (reference.values.length !== claim.values.length) return [];
  const found = new Map<string, Explanation>();
  const signed = multiples({ ...setting, loss: 'cross-entropy' });
  const seen = Math.log2(signed.reduce((sum, { mistake }) => sum + mistake.seen, 1));
  for (const { mistake, form, ratio } of [...signed, ...signs(signed)]) {
    const predicted = scaled(reference.values, ratio);
    const half = (i: number): number => Math.abs(ratio) * (reference.precision.loose[i] ?? 0);
    const tight = tightTolerance(claim, predicted);
    const loose = looseTolerance(reference, reference.values);
    const tolerance = (i: number): number => tight(i) + half(i) + Math.abs(ratio) * loose(i);
    if (!agree(claim.values, predicted, tolerance)) continue;
    // One number, the factor, is all that such a claim tells.
    const earned = bitsEarned(claim.values, tolerance, claim.groups) / Math.max(1, claim.values.length / 2);
    const cost = seen - Math.log2(mistake.seen) + form.rarity;
    const known = found.get(mistake.id);
    if (known !== undefined && known.cost <= cost) continue;
    found.set(mistake.id, shownBy(mistake.id, predicted, earned, cost));
  }
  return [...found.values()].sort((x, y) => x.cost - y.cost);
}

/** The reversed sign, which is a factor wherever it is made. */
function signs(all: readonly Multiple[]): Multiple[] {
  return all
    .filter(({ mistake }) => mistake.id === 'sign-flipped-delta')
    .map((one) => ({ ...one, ratio: -1 }));
}

/** True where a claim says the same as the reference beside it. */
export function agreesWith(claim: Stated, reference: Stated): boolean {
  if (claim.values.length !== reference.values.length) return false;
  const mine = looseTolerance(claim, reference.values);
  const theirs = looseTolerance(reference, claim.values);
  return agree(claim.values, reference.values, (i) => mine(i) + theirs(i));
}
