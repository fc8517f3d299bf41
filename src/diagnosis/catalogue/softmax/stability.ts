import { mapped, zeros } from '../../../calculus/buffers';
import { softmax } from '../../../calculus/softmax';
import { byRow, maxRows, sumRows, type Numbers } from '../../elementwise';
import type { Setting } from '../../setting';
import { byRule, type Mistake } from '../mistake';
import { isBatch, onLogits, onOperand } from '../rules';

/** What libraries add to a sum that may be zero. */
const usualGuard = 1e-16;

/** The shift by the maximum: left out, over the whole batch, or done otherwise. */
export const softmaxStabilityMistakes: readonly Mistake[] = [
  {
    id: 'shift-replaces-logits',
    step: 'softmax',
    seen: 1,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => zeros(u.length).fill(1 / s.classes)),
      ),
    ],
  },
  {
    id: 'softmax-underflow',
    step: 'softmax',
    seen: 4,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => (isBatch(s) ? normalised(belowLargest(u), s, u, false) : null)),
      ),
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => (isBatch(s) ? normalised(belowLargest(u), s, u, true, usualGuard) : null)),
        1,
      ),
    ],
  },
  {
    id: 'softmax-overflow',
    step: 'softmax',
    seen: 12,
    forms: [
      ...[false, true].flatMap((single) => [
        byRule(
          'softmax.normalisation',
          onOperand((u, s) => normalised(u, s, u, single)),
        ),
        byRule(
          'softmax.normalisation',
          onOperand((u, s) => normalised(aboveLargest(u, s.classes), s, u, single)),
          1,
        ),
      ]),
    ],
  },
  {
    id: 'logits-divided-by-max',
    step: 'softmax',
    seen: 1,
    forms: [
      byRule(
        'softmax.operand',
        onLogits((z, s) => byRow(z, maxRows(z, s.classes), s.classes, (x, most) => x / most / s.temperature)),
      ),
    ],
  },
];

/** Exponentials divided by their row sums and a guard, in double or single precision; null where nothing got lost. */
function normalised(exponents: Numbers, s: Setting, u: Numbers, single: boolean, guard = 0): Numbers | null {
  const kept = (x: number): number => (single ? Math.fround(x) : x);
  const e = mapped(exponents, (x) => kept(Math.exp(kept(x))));
  const sums = sumRows(e, s.classes).map(kept);
  const wrong = byRow(e, sums, s.classes, (x, sum) => x / (sum + guard));
  const right = softmax(u, s.lanes);
  // What rounding alone changes is no mistake: a nan has to show, an infinity, or a zero that is none.
  const lost = wrong.some((x, i) => !Number.isFinite(x) || (x === 0 && (right[i] ?? 0) > 1e-12));
  return lost ? wrong : null;
}

/** Operands less the largest of the whole batch. */
function belowLargest(u: Numbers): Numbers {
  const most = u.reduce((x, y) => Math.max(x, y), -Infinity);
  return mapped(u, (x) => x - most);
}

/** Operands plus the largest of their sample. */
function aboveLargest(u: Numbers, classes: number): Numbers {
  return byRow(u, maxRows(u, classes), classes, (x, most) => x + most);
}
