import { mapped, zeros } from '../../../calculus/buffers';
import { softmaxJacobians, timesJacobian } from '../../../calculus/jacobian';
import { byRow, minus, sumRows, times, type Numbers } from '../../elementwise';
import type { Rule } from '../../program';
import type { Values } from '../../registers';
import { factorOf } from '../../right-rules';
import type { Setting } from '../../setting';
import { byRule, byStructure, type Mistake } from '../mistake';
import { fusedScale, isBatch, isSquared } from '../rules';

/** The product of gradient and Jacobian: left out, of other factors, or over other indices. */
export const matrixProductMistakes: readonly Mistake[] = [
  {
    id: 'chain-elementwise-product',
    step: 'chain-product',
    seen: 20,
    forms: [byRule('chain.product', elementwise(false)), byRule('chain.product', elementwise(true), 1)],
  },
  {
    id: 'jacobian-row-sum',
    step: 'chain-product',
    seen: 7,
    forms: [
      byStructure(
        (p, _, s) => rowSums(p, s),
        (g, p, _, s) => times(g, rowSums(p, s)),
      ),
      byRule('chain.product', (v, s) => {
        const J = factorOf(v, s);
        return J === null || v.g === undefined || J.length === v.g.length
          ? null
          : times(v.g, sumRows(J, s.classes));
      }),
      byRule(
        'chain.product',
        (v, s) => {
          const J = factorOf(v, s);
          return J === null || v.p === undefined || J.length === v.p.length ? null : sumRows(J, s.classes);
        },
        1,
      ),
    ],
  },
  {
    id: 'jacobian-not-contracted',
    step: 'chain-product',
    seen: 4,
    forms: [byRule('chain.product', factorOf)],
  },
  {
    id: 'jacobian-skipped',
    step: 'chain-product',
    seen: 6,
    forms: [
      // What the squared error hands down is a - t: passed on, it has a name of its own.
      byRule('chain.product', (v, s) => (v.g === undefined || isSquared(s) ? null : v.g)),
    ],
  },
  {
    id: 'fused-delta-times-jacobian',
    step: 'fused-shortcut',
    seen: 13,
    forms: [
      byRule('loss-gradient.form', (v, s) =>
        v.a === undefined || v.t === undefined || s.loss !== 'cross-entropy' ? null : minus(v.a, v.t),
      ),
    ],
  },
  {
    id: 'einsum-subscripts',
    step: 'chain-product',
    seen: 2,
    forms: [
      byStructure(
        (p, _, s) => samplesMoved(p, s, 2),
        (g, p, _, s) => (s.samples === s.classes ? productOf(g, samplesMoved(p, s, 2), s) : null),
      ),
      byStructure(
        (p, _, s) => samplesMoved(p, s, 1),
        (g, p, _, s) => (s.samples === s.classes ? productOf(g, samplesMoved(p, s, 1), s) : null),
        1,
      ),
      byRule('chain.product', summedOverSamples, 1),
    ],
  },
  {
    id: 'chain-index-swap',
    step: 'chain-product',
    seen: 1,
    forms: [
      byRule('chain.product', ({ a, t }, s) => {
        if (a === undefined || t === undefined || s.loss !== 'cross-entropy') return null;
        const dots = sumRows(times(a, t), s.classes);
        return byRow(t, dots, s.classes, (x, dot) => fusedScale(s) * (dot - x));
      }),
    ],
  },
];

/** `g∘J`, the gradient along the columns or along the rows of each sample's matrix. */
function elementwise(alongRows: boolean): Rule {
  return (v, s) => {
    const J = factorOf(v, s);
    const { g } = v;
    if (J === null || g === undefined || J.length !== g.length * s.classes) return null;
    return mapped(J, (x, at) => {
      const base = Math.floor(at / (s.classes * s.classes)) * s.classes;
      const index = alongRows ? Math.floor(at / s.classes) % s.classes : at % s.classes;
      return x * (g[base + index] ?? NaN);
    });
  };
}

/** Row sums of the Jacobian, which are zero. */
function rowSums(p: Numbers, s: Setting): Numbers {
  return byRow(p, sumRows(p, s.classes), s.classes, (x, sum) => x * (1 - sum));
}

function productOf(g: Numbers, J: Numbers | null, s: Setting): Numbers | null {
  return J === null ? null : timesJacobian(g, J, s.classes);
}

/** Right Jacobians with the sample index moved to place `at` of their axes: 2 is the last, 1 the middle. */
function samplesMoved(p: Numbers, s: Setting, at: 1 | 2): Numbers | null {
  if (!isBatch(s)) return null;
  const { samples: N, classes: n } = s;
  const J = softmaxJacobians(p, n);
  const out = zeros(J.length);
  for (let k = 0; k < N; k++) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        out[at === 2 ? (i * n + j) * N + k : (i * N + k) * n + j] = J[(k * n + i) * n + j] ?? NaN;
      }
    }
  }
  return out;
}

/** `Σ_n g_ni J_nij`: the sample index is summed, the class index kept. Fits where there are as many of both. */
function summedOverSamples(v: Values, s: Setting): Numbers | null {
  const J = factorOf(v, s);
  const { g } = v;
  const n = s.classes;
  if (J === null || g === undefined || s.samples !== n || !isBatch(s) || J.length !== g.length * n)
    return null;
  const out = zeros(g.length);
  J.forEach((x, at) => {
    const element = at % (n * n);
    out[element] = (out[element] ?? NaN) + x * (g[Math.floor(at / n)] ?? NaN);
  });
  return out;
}
