import { byRow, minus, scaled, sumRows, times, zip, type Numbers } from '../elementwise';
import { factorOf, type Rule, type Values } from '../program';
import type { Setting } from '../setting';
import { batchScale, rightScale } from './loss-gradient';
import { byFactor, byRule, byStructure, type Mistake } from './mistake';

/** A wrong chain product from the gradient and the probabilities, for a softmax layer. */
const fromGradient =
  (f: (g: Numbers, p: Numbers, s: Setting, v: Values) => Numbers | null): Rule =>
  (v, s) => {
    const p = v.p ?? v.a;
    if (v.g === undefined || p === undefined || s.layer !== 'softmax') return null;
    const d = f(v.g, p, s, v);
    return d === null ? null : scaled(d, v.factor ?? 1);
  };

/** Sum of `x` over the samples, for every class. */
function sumColumns(x: Numbers, classes: number): Numbers {
  const out = new Float64Array(classes);
  x.forEach((value, at) => (out[at % classes] = (out[at % classes] ?? NaN) + value));
  return out;
}

const onLogSoftmax =
  (f: (g: number, a: number, y: number, dot: number, sum: number) => number): Rule =>
  (v, s) => {
    const { g, a } = v;
    if (g === undefined || a === undefined || s.layer !== 'log-softmax') return null;
    const y = v.y ?? a.map(Math.log);
    const dots = sumRows(times(g, y), s.classes);
    const sums = sumRows(g, s.classes);
    return g.map((x, i) => {
      const row = Math.floor(i / s.classes);
      return f(x, a[i] ?? NaN, y[i] ?? NaN, dots[row] ?? NaN, sums[row] ?? NaN);
    });
  };

export const chainProductMistakes: readonly Mistake[] = [
  {
    id: 'chain-elementwise-product',
    step: 'chain-product',
    name: 'Element-wise product in place of the matrix product',
    wrongForm: 'g \\circ J',
    rightForm: 'J^{\\top} g',
    seen: 20,
    forms: [byRule('chain.product', elementwise(false)), byRule('chain.product', elementwise(true), 1)],
  },
  {
    id: 'jacobian-row-sum',
    step: 'chain-product',
    name: 'Jacobian summed over its rows',
    wrongForm: '\\sum_j J_{ij} = 0',
    rightForm: '\\sum_j J_{ij} g_j',
    seen: 7,
    forms: [
      byStructure(
        (p, _, s) => byRow(p, sumRows(p, s.classes), s.classes, (x, sum) => x * (1 - sum)),
        (g, p, _, s) =>
          times(
            g,
            byRow(p, sumRows(p, s.classes), s.classes, (x, sum) => x * (1 - sum)),
          ),
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
    name: 'Jacobian not multiplied by the gradient',
    wrongForm: '\\frac{\\partial E}{\\partial z} = J',
    rightForm: '\\frac{\\partial E}{\\partial z} = J g',
    seen: 4,
    forms: [byRule('chain.product', (v, s) => factorOf(v, s))],
  },
  {
    id: 'jacobian-skipped',
    step: 'chain-product',
    name: 'Jacobian skipped',
    wrongForm: '\\frac{\\partial E}{\\partial z} = g',
    rightForm: '\\frac{\\partial E}{\\partial z} = J^{\\top} g',
    seen: 6,
    forms: [byRule('chain.product', (v) => v.g ?? null)],
  },
  {
    id: 'fused-delta-times-jacobian',
    step: 'fused-shortcut',
    name: 'Fused delta multiplied by the Jacobian again',
    wrongForm: 'J (a - t)',
    rightForm: 's - t',
    seen: 13,
    forms: [
      byRule('loss-gradient.form', (v, s) =>
        v.a === undefined || v.t === undefined || s.loss !== 'cross-entropy' ? null : minus(v.a, v.t),
      ),
    ],
  },
  {
    id: 'dot-product-term-missing',
    step: 'chain-product',
    name: 'Dot-product term missing',
    wrongForm: 's \\circ g',
    rightForm: 's \\circ (g - \\langle g, a \\rangle)',
    seen: 1,
    forms: [
      byRule(
        'chain.product',
        fromGradient((g, p) => times(g, p)),
      ),
    ],
  },
  {
    id: 'dot-product-term-wrong-operand',
    step: 'chain-product',
    name: 'Gradient and probabilities exchanged',
    wrongForm: 'g \\circ \\bigl(a - \\textstyle\\sum a^2\\bigr)',
    rightForm: 's \\circ (g - \\langle g, a \\rangle)',
    seen: 2,
    forms: [
      byRule(
        'chain.product',
        fromGradient((g, p, s) => {
          const squares = sumRows(times(p, p), s.classes);
          return zip(
            g,
            byRow(p, squares, s.classes, (x, c) => x - c),
            (x, y) => x * y,
          );
        }),
      ),
      byRule(
        'chain.product',
        fromGradient((g, p, s) => {
          const dots = sumRows(times(p, g), s.classes);
          return zip(
            g,
            byRow(p, dots, s.classes, (x, c) => x - c),
            (x, y) => x * y,
          );
        }),
        1,
      ),
      byRule(
        'chain.product',
        fromGradient((g, p, s) => {
          const squares = sumRows(times(p, p), s.classes);
          return times(
            p,
            byRow(g, squares, s.classes, (x, c) => x - c),
          );
        }),
        1,
      ),
    ],
  },
  {
    id: 'dot-product-over-wrong-axis',
    step: 'chain-product',
    name: 'Dot product summed over the wrong axis',
    wrongForm: '\\sum_n g_{nk} a_{nk}',
    rightForm: '\\sum_k g_{nk} a_{nk}',
    seen: 2,
    forms: [
      byRule(
        'chain.product',
        fromGradient((g, p, s) => {
          if (s.samples < 2) return null;
          const dots = sumColumns(times(g, p), s.classes);
          return zip(g, p, (x) => x).map((x, at) => (p[at] ?? NaN) * (x - (dots[at % s.classes] ?? NaN)));
        }),
      ),
      byRule(
        'chain.product',
        fromGradient((g, p, s) => {
          if (s.samples !== s.classes || s.samples < 2) return null;
          const dots = sumRows(times(g, p), s.classes);
          return g.map((x, at) => (p[at] ?? NaN) * (x - (dots[at % s.classes] ?? NaN)));
        }),
        1,
      ),
      byRule(
        'chain.product',
        fromGradient((g, p, s) => {
          if (s.samples < 2) return null;
          const dot = times(g, p).reduce((sum, x) => sum + x, 0);
          return g.map((x, at) => (p[at] ?? NaN) * (x - dot));
        }),
        1,
      ),
    ],
  },
  {
    id: 'einsum-subscripts',
    step: 'chain-product',
    name: 'Wrong subscripts in einsum',
    wrongForm: "\\texttt{'ki,kj->ijk'}",
    rightForm: "\\texttt{'ki,kj->kij'}",
    seen: 2,
    forms: [],
  },
  {
    id: 'upstream-as-target',
    step: 'chain-product',
    name: 'Upstream gradient subtracted as if it were the target',
    wrongForm: 's - g',
    rightForm: 's \\circ (g - \\langle g, a \\rangle)',
    seen: 2,
    forms: [
      byRule(
        'chain.product',
        fromGradient((g, p, s) => (s.loss === 'given' ? minus(p, g) : null)),
      ),
      byRule(
        'chain.product',
        fromGradient((g, p, s) => (s.loss === 'given' ? minus(g, p) : null)),
      ),
    ],
  },
  {
    id: 'upstream-gradient-ignored',
    step: 'chain-product',
    name: 'Upstream gradient ignored',
    wrongForm: '\\frac{\\partial E}{\\partial z} = a - t',
    rightForm: '\\frac{\\partial E}{\\partial z} = g_{\\text{up}}\\,(a - t)',
    seen: 7,
    forms: [
      byFactor('batch.scale', (s) => (s.upstreamScale === 1 ? null : batchScale(s) / s.upstreamScale)),
      byRule('chain.product', (v, s) =>
        v.a === undefined || v.t === undefined || s.loss !== 'given' ? null : minus(v.a, v.t),
      ),
    ],
  },
  {
    id: 'upstream-applied-twice',
    step: 'chain-product',
    name: 'Upstream gradient multiplied in twice',
    wrongForm: 'g \\circ (J^{\\top} g)',
    rightForm: 'J^{\\top} g',
    seen: 1,
    forms: [
      byRule('delta.after', (v) =>
        v.d === undefined || v.g?.length !== v.d.length ? null : times(v.g, v.d),
      ),
    ],
  },
  {
    id: 'chain-index-swap',
    step: 'chain-product',
    name: 'Wrong index left after cancelling',
    wrongForm: '\\sum_k t_k a_k - t_i',
    rightForm: '\\sum_k t_k a_i - t_i = a_i - t_i',
    seen: 1,
    forms: [
      byRule('chain.product', (v, s) => {
        const { a, t } = v;
        if (a === undefined || t === undefined || s.loss !== 'cross-entropy') return null;
        const dots = sumRows(times(a, t), s.classes);
        return byRow(
          t,
          dots,
          s.classes,
          (x, dot) => (rightScale(s) * s.direction * (dot - x)) / s.temperature,
        );
      }),
    ],
  },
  {
    id: 'log-softmax-backward',
    step: 'chain-product',
    name: 'Backward pass of log-softmax',
    wrongForm: 'g + e^{y}',
    rightForm: 'g - e^{y} \\textstyle\\sum_k g_k',
    seen: 7,
    forms: [
      byRule(
        'chain.product',
        onLogSoftmax((g, a) => g + a),
      ),
      byRule(
        'chain.product',
        onLogSoftmax((g, _a, y, dot) => g - dot + 0 * y),
      ),
      byRule(
        'chain.product',
        onLogSoftmax((g, a) => g - a),
      ),
      byRule(
        'chain.product',
        onLogSoftmax((g, a, _y, _dot, sum) => g + a * sum),
        1,
      ),
      byRule(
        'chain.product',
        onLogSoftmax((g, a, _y, _dot, sum) => a * (g - sum)),
        1,
      ),
      byRule(
        'chain.product',
        onLogSoftmax((g, _a, y, _dot, sum) => g - y * sum),
        1,
      ),
      byRule(
        'chain.product',
        onLogSoftmax((g, _a, y, dot) => y * (g - dot)),
        1,
      ),
      byRule(
        'chain.product',
        onLogSoftmax((g, a) => g * (1 - a)),
        1,
      ),
      byRule(
        'chain.product',
        onLogSoftmax((g, a, _y, _dot, sum) => g - sum + 0 * a),
        2,
      ),
      byRule('chain.product', (v, s) => (s.layer === 'log-softmax' ? softmaxProduct(v, s) : null), 1),
    ],
  },
  {
    id: 'attention-scale-gradient',
    step: 'chain-product',
    name: 'Attention scale in the backward pass',
    wrongForm: 'dS \\cdot (-\\tfrac12 d^{-1/2})',
    rightForm: 'dS \\cdot d^{-1/2}',
    seen: 2,
    forms: [
      byFactor('jacobian.factor', (s) => (s.keyWidth === null ? null : -0.5 / s.temperature)),
      byFactor('jacobian.factor', (s) => (s.keyWidth === null ? null : 1)),
      byFactor('jacobian.factor', (s) => (s.keyWidth === null ? null : s.temperature ** -2)),
    ],
  },
];

/** `g∘J`, the gradient along the columns or along the rows of each sample's matrix. */
function elementwise(alongRows: boolean): Rule {
  return (v, s) => {
    const J = factorOf(v, s);
    const { g } = v;
    if (J === null || g === undefined || J.length !== g.length * s.classes) return null;
    return J.map((x, at) => {
      const base = Math.floor(at / (s.classes * s.classes)) * s.classes;
      const index = alongRows ? Math.floor(at / s.classes) % s.classes : at % s.classes;
      return x * (g[base + index] ?? NaN);
    });
  };
}

/** Softmax's own vector-Jacobian product, where log-softmax's is due. */
function softmaxProduct(v: Values, s: Setting): Numbers | null {
  const { g, a } = v;
  if (g === undefined || a === undefined) return null;
  const weighted = times(g, a);
  const dots = sumRows(weighted, s.classes);
  return weighted.map((x, i) => x - (a[i] ?? NaN) * (dots[Math.floor(i / s.classes)] ?? NaN));
}
