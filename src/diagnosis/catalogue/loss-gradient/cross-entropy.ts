import { lossValues } from '../../../calculus/losses';
import { scaled, sumRows, times, zip, type Numbers } from '../../elementwise';
import type { Values } from '../../registers';
import { byFactor, byRule, type Form, type Mistake, type Rarity } from '../mistake';
import { crossEntropyGradient, inGradient, inLoss, isHard, quotient, rightScale } from '../rules';

/** Cross-entropy and its gradient with respect to the probabilities. */
export const crossEntropyMistakes: readonly Mistake[] = [
  {
    id: 'sign-flipped-delta',
    step: 'loss-gradient',
    seen: 11,
    forms: [
      byFactor('loss-gradient.scale', (s) => (s.loss === 'given' ? null : -s.direction * rightScale(s))),
      byRule('delta.after', (v) => (v.d === undefined ? null : scaled(v.d, -1))),
      inLoss((a, t, s) => {
        const right = lossValues('cross-entropy', a, t, s.classes);
        return s.direction === 1 ? scaled(right, -1) : null;
      }, 1),
    ],
  },
  {
    id: 'binary-cross-entropy-on-softmax',
    step: 'loss-gradient',
    seen: 12,
    forms: [
      inGradient((a, t) => zip(t, a, (x, y) => quotient(-x, y) + quotient(1 - x, 1 - y))),
      inLoss((a, t, s) => lossValues('binary-cross-entropy', a, t, s.classes)),
    ],
  },
  {
    id: 'nll-on-probabilities',
    step: 'loss-gradient',
    seen: 8,
    forms: [
      inGradient((_, t) => scaled(t, -1)),
      inLoss((a, t, s) => scaled(sumRows(times(a, t), s.classes), -1)),
    ],
  },
  {
    id: 'loss-value-used-as-gradient',
    step: 'loss-gradient',
    seen: 1,
    forms: [inGradient((a, t) => zip(t, a, (x, y) => (x === 0 ? 0 : -x * Math.log(y))))],
  },
  {
    id: 'loss-gradient-wrong-operand',
    step: 'loss-gradient',
    seen: 1,
    forms: [
      byOperand((v) => v.z),
      // Of a one-hot target -t/t leaves -t, which has a name of its own.
      byOperand(({ t }) => (t === undefined || isHard(t) ? undefined : t), 1),
    ],
  },
  {
    id: 'loss-derivative-omitted',
    step: 'loss-gradient',
    seen: 2,
    forms: [inGradient((_, t) => t)],
  },
];

/** -t divided by another buffer than the probabilities. */
function byOperand(operand: (v: Values) => Numbers | undefined, rarity: Rarity = 0): Form {
  const wrong = crossEntropyGradient((_, t, __, v) => {
    const buffer = operand(v);
    return buffer?.length === t.length ? zip(t, buffer, (x, y) => quotient(-x, y)) : null;
  });
  return byRule('loss-gradient.form', wrong, rarity);
}
