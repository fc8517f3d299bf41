import { mapped, zeros } from '../../calculus/buffers';
import { lossValues } from '../../calculus/losses';
import { logSoftmax, softmax } from '../../calculus/softmax';
import { byRow, maxRows, minus, sumRows, times, zip, type Numbers } from '../elementwise';
import type { Rule } from '../program';
import type { Values } from '../registers';
import type { Setting } from '../setting';
import { byRule, containing, type Mistake } from './mistake';
import { inFusedDelta, inGradient, isHard, onLogits, quotient, rightScale, targetOf } from './rules';

/** Steps of one-sided and of central differences that are far too large; smaller ones pass for noise. */
const oneSided = [0.1, 0.01, -0.1, -0.01];
const central = [1, 0.5];
/** More classes than this, and nobody checks them one by one. */
const mostDifferences = 64;

/** Right rules on numbers that are not what they were taken for. */

export const numericsMistakes: readonly Mistake[] = [
  {
    id: 'in-place-mutation',
    step: 'numerics',
    seen: 3,
    forms: [
      // `p[y] -= 1` on the array that holds the probabilities: the delta is right, what is computed from p later is not.
      byRule('jacobian.operand', lessTarget),
      inGradient((_, t, s, v) => {
        const altered = lessTarget(v, s);
        return altered === null ? null : zip(t, altered, (x, y) => quotient(-x, y));
      }),
      inFusedDelta((a, t) => minus(minus(a, t), t), 1),
      containing(
        ['jacobian-at-logits'],
        byRule(
          'jacobian.operand',
          onLogits((z, s) => byRow(z, maxRows(z, s.classes), s.classes, (x, most) => x - most)),
          1,
        ),
      ),
    ],
  },
  {
    id: 'finite-difference-step',
    step: 'numerics',
    seen: 2,
    forms: [
      ...oneSided.map((h) => byRule('chain.product', quotients(h, 0))),
      ...central.map((h) => byRule('chain.product', quotients(h, h))),
    ],
  },
];

/** What is left of the probabilities when a one-hot target was subtracted in their place. */
function lessTarget(v: Values, s: Setting): Numbers | null {
  const t = targetOf(v, s);
  return v.a === undefined || t === null || !isHard(t) ? null : minus(v.a, t);
}

/** `(E(z + ahead) - E(z - behind)) / (ahead + behind)` for every logit, where the text speaks of differences. */
function quotients(ahead: number, behind: number): Rule {
  return (v, s) => {
    const { z } = v;
    if (z === undefined || !s.differences || s.classes > mostDifferences) return null;
    const out = zeros(z.length);
    for (let k = 0; k < s.classes; k++) {
      const moved = (h: number): Numbers => mapped(z, (x, at) => (at % s.classes === k ? x + h : x));
      const after = energies(moved(ahead), v, s);
      const before = energies(moved(-behind), v, s);
      if (after === null || before === null) return null;
      after.forEach(
        (e, row) =>
          (out[row * s.classes + k] = (rightScale(s) * (e - (before[row] ?? NaN))) / (ahead + behind)),
      );
    }
    return out;
  };
}

/** What is differentiated, one value per sample: the loss, or ⟨g, softmax⟩ for a gradient that is given. */
function energies(z: Numbers, { t, g }: Values, s: Setting): Numbers | null {
  if (s.loss === 'given') {
    if (g === undefined) return null;
    const layer = s.layer === 'softmax' ? softmax : logSoftmax;
    return sumRows(times(g, layer(z, s.lanes, s.temperature)), s.classes);
  }
  if (t === undefined || s.classWeights !== null) return null;
  const loss = s.loss === 'distillation' ? 'kl-divergence' : s.loss;
  return lossValues(loss, softmax(z, s.lanes, s.temperature), t, s.classes, s.logBase).map(
    (e) => s.direction * e,
  );
}
