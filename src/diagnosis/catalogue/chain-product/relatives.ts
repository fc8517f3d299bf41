import { mapped } from '../../../calculus/buffers';
import { sumRows, times, type Numbers } from '../../elementwise';
import type { Rule } from '../../program';
import type { Values } from '../../registers';
import type { Setting } from '../../setting';
import { byFactor, byRule, type Form, type Mistake, type Rarity } from '../mistake';
import { softmaxProduct } from '../rules';

/** Backward passes of softmax's relatives: log-softmax, and the scaled softmax of attention. */
export const relativesMistakes: readonly Mistake[] = [
  {
    id: 'log-softmax-backward',
    step: 'chain-product',
    seen: 7,
    forms: [
      backward((g, a) => g + a),
      backward((g, _a, _y, dot) => g - dot),
      backward((g, a) => g - a),
      byRule('chain.product', asSoftmax, 1),
      backward((g, a, _y, _dot, sum) => g + a * sum, 1),
      backward((g, a, _y, _dot, sum) => a * (g - sum), 1),
      backward((g, _a, y, _dot, sum) => g - y * sum, 1),
      backward((g, _a, y, dot) => y * (g - dot), 1),
      backward((g, a) => g * (1 - a), 1),
    ],
  },
  {
    id: 'attention-scale-gradient',
    step: 'chain-product',
    seen: 2,
    forms: [
      ...[
        (d: number) => -0.5 * d ** -0.5,
        () => 1,
        (d: number) => 1 / d,
        (d: number) => -0.5 * d ** -1.5,
      ].map((scale) => byFactor('jacobian.factor', (s) => (s.keyWidth === null ? null : scale(s.keyWidth)))),
    ],
  },
];

/** A wrong backward pass of log-softmax, from g, a, y = log a, ⟨g,y⟩ and Σg. */
function backward(
  f: (g: number, a: number, y: number, dot: number, sum: number) => number,
  rarity: Rarity = 0,
): Form {
  const wrong: Rule = (v, s) => {
    const { g, a } = v;
    if (g === undefined || a === undefined || s.layer !== 'log-softmax') return null;
    const y = v.y ?? mapped(a, Math.log);
    const dots = sumRows(times(g, y), s.classes);
    const sums = sumRows(g, s.classes);
    return mapped(g, (x, i) => {
      const row = Math.floor(i / s.classes);
      return f(x, a[i] ?? NaN, y[i] ?? NaN, dots[row] ?? NaN, sums[row] ?? NaN);
    });
  };
  return byRule('chain.product', wrong, rarity);
}

/** Softmax's own backward pass. */
function asSoftmax({ g, a }: Values, s: Setting): Numbers | null {
  if (g === undefined || a === undefined || s.layer !== 'log-softmax') return null;
  return softmaxProduct(g, a, s.classes);
}
