import { lossValues } from '../../../calculus/losses';
import { minus, scaled, type Numbers } from '../../elementwise';
import type { Rule } from '../../program';
import type { Values } from '../../registers';
import { modulated } from '../../right-rules';
import type { Setting } from '../../setting';
import { byFactor, byRule, type Mistake } from '../mistake';
import { batchScale, crossEntropyValue, fromBoth, isSquared, rightScale, setWeighted } from '../rules';

/** Loss and gradient that do not belong together: another loss, another factor, another logarithm. */
export const otherLossMistakes: readonly Mistake[] = [
  {
    id: 'fused-shortcut-with-other-loss',
    step: 'fused-shortcut',
    seen: 5,
    forms: [
      byRule(
        'chain.product',
        otherLoss((a, t, s) => scaled(minus(a, t), (rightScale(s) * s.direction) / s.temperature)),
      ),
      // The gradient of a squared error is a multiple of a - t, and was passed on.
      byRule(
        'chain.product',
        otherLoss((_, __, s, { g }) =>
          g === undefined || !isSquared(s) ? null : scaled(g, 1 / s.temperature),
        ),
      ),
    ],
  },
  {
    id: 'factor-of-two',
    step: 'loss-gradient',
    seen: 2,
    forms: [
      byFactor('loss-gradient.scale', (s) => (s.loss === 'given' ? null : 2 * s.direction * rightScale(s))),
      byFactor('loss-gradient.scale', (s) => (s.loss === 'given' ? null : 0.5 * s.direction * rightScale(s))),
      byFactor('batch.scale', (s) => 2 * batchScale(s), 1),
      byFactor('batch.scale', (s) => 0.5 * batchScale(s), 1),
    ],
  },
  {
    id: 'log-base-mismatch',
    step: 'loss-gradient',
    seen: 5,
    forms: [
      byFactor('loss-gradient.scale', (s) =>
        s.logBase === Math.E ? null : Math.log(s.logBase) * rightScale(s) * s.direction,
      ),
      ...[2, 10].flatMap((base) => [
        byFactor(
          'loss-gradient.scale',
          (s) => (isNatural(s) ? (rightScale(s) * s.direction) / Math.log(base) : null),
          1,
        ),
        byRule('loss.value', crossEntropyIn(base), 1),
      ]),
    ],
  },
  {
    id: 'focal-loss-gradient-incomplete',
    step: 'loss-gradient',
    seen: 2,
    forms: [
      byRule(
        'loss-gradient.form',
        fromBoth((a, t, s, v) => {
          if (s.focusing === 0) return null;
          const weighed = scaled(
            modulated(t, a, s, (p) => (1 - p) ** s.focusing),
            -1,
          );
          return setWeighted(v, weighed, a);
        }),
      ),
    ],
  },
  {
    id: 'distillation-temperature-scale',
    step: 'loss-gradient',
    seen: 3,
    forms: [
      byFactor('loss-gradient.scale', (s) =>
        s.loss === 'distillation' ? (s.direction * rightScale(s)) / s.temperature ** 2 : null,
      ),
    ],
  },
];

/** True for cross-entropy whose logarithm is not said to be another one. */
function isNatural(s: Setting): boolean {
  return s.logBase === Math.E && s.loss === 'cross-entropy';
}

function crossEntropyIn(base: number): Rule {
  return crossEntropyValue((a, t, s) =>
    s.logBase === base
      ? null
      : scaled(lossValues('cross-entropy', a, t, s.classes), Math.log(s.logBase) / Math.log(base)),
  );
}

/** A wrong dE/dz that is right for cross-entropy, where the text says that the loss is another one. */
function otherLoss(f: (a: Numbers, t: Numbers, s: Setting, v: Values) => Numbers | null): Rule {
  return fromBoth((a, t, s, v) => ((isSquared(s) || s.focusing !== 0) && s.lossSaid ? f(a, t, s, v) : null));
}
