import { mapped, zeros } from '../../../calculus/buffers';
import { lossValues } from '../../../calculus/losses';
import { softmax } from '../../../calculus/softmax';
import { byRow, foldRows, maxRows, minus, sumRows, type Numbers } from '../../elementwise';
import type { Values } from '../../registers';
import type { Setting } from '../../setting';
import { byRule, type Mistake } from '../mistake';
import {
  fusedScale,
  inFusedDelta,
  inLoss,
  isLogarithmic,
  onOperand,
  onOutput,
  softmaxProduct,
} from '../rules';

/** Another function in the place of softmax, or softmax once too often. */
export const softmaxFunctionMistakes: readonly Mistake[] = [
  {
    id: 'softmax-applied-twice',
    step: 'softmax',
    seen: 13,
    forms: [
      byRule(
        'softmax.output',
        onOutput((a, s) => softmax(a, s.lanes)),
      ),
      byRule('delta.after', throughSecondSoftmax),
      inFusedDelta((a, t, s) => outerDelta(a, t, s), 1),
      inLoss((a, t, s) => lossValues('cross-entropy', softmax(a, s.lanes), t, s.classes)),
    ],
  },
  {
    id: 'sigmoid-for-softmax',
    step: 'softmax',
    seen: 3,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u) => mapped(u, (x) => 1 / (1 + Math.exp(-x)))),
      ),
      byRule(
        'softmax.normalisation',
        onOperand((u) => mapped(u, (x) => Math.max(0, x))),
        1,
      ),
      byRule(
        'softmax.normalisation',
        onOperand((u) => mapped(u, Math.tanh)),
        2,
      ),
    ],
  },
  {
    id: 'softmax-missing-exponential',
    step: 'softmax',
    seen: 3,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => shares(u, zeros(s.samples), s.classes)),
      ),
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => shares(u, maxRows(u, s.classes), s.classes)),
      ),
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => shares(u, foldRows(u, s.classes, Infinity, Math.min), s.classes)),
        2,
      ),
    ],
  },
  {
    id: 'softmax-singleton-axis',
    step: 'softmax',
    seen: 1,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => (s.classes > 1 ? zeros(u.length).fill(1) : null)),
      ),
    ],
  },
];

/** Shifted operands divided by their sum, with no exponential. */
function shares(u: Numbers, shifts: Numbers, classes: number): Numbers {
  const shifted = byRow(u, shifts, classes, (x, shift) => x - shift);
  return byRow(shifted, sumRows(shifted, classes), classes, (x, sum) => x / sum);
}

/** `softmax(a)·Σt - t`: the delta of a loss that applies softmax to probabilities, with respect to these. */
function outerDelta(a: Numbers, t: Numbers, s: Setting): Numbers {
  const outer = softmax(a, s.lanes);
  return minus(
    byRow(outer, sumRows(t, s.classes), s.classes, (x, sum) => x * sum),
    t,
  );
}

/** The same through the first softmax: what automatic differentiation makes of such a loss. */
function throughSecondSoftmax({ a, t }: Values, s: Setting): Numbers | null {
  if (a === undefined || t === undefined || s.layer !== 'softmax' || !isLogarithmic(s)) return null;
  const c = fusedScale(s);
  return softmaxProduct(outerDelta(a, t, s), a, s.classes).map((x) => c * x);
}
