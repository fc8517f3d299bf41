import { byRow, foldRows, outerOf, sumRows, times, total, zip, type Numbers } from '../elementwise';
import { softmax } from '../../calculus/softmax';
import { softmaxJacobians } from '../../calculus/jacobian';
import type { Setting } from '../setting';
import { byFactor, byRule, byStructure, containing, type Mistake } from './mistake';

const diagonal = (p: Numbers): Numbers => p.map((x) => x * (1 - x));

/** One vector per sample as the diagonal of a matrix per sample. */
function onDiagonal(vector: Numbers, classes: number): Numbers {
  const out = new Float64Array(vector.length * classes);
  vector.forEach((x, at) => (out[at * classes + (at % classes)] = x));
  return out;
}

/** Row `row(base)` of every sample's Jacobian. */
function rowOfJacobian(p: Numbers, classes: number, row: (base: number) => number): Numbers {
  const out = new Float64Array(p.length);
  for (let base = 0; base < p.length; base += classes) {
    const i = row(base);
    const pi = p[base + i] ?? NaN;
    for (let k = 0; k < classes; k++) out[base + k] = pi * ((k === i ? 1 : 0) - (p[base + k] ?? NaN));
  }
  return out;
}

/** Index of the largest entry of the row that starts at `base`. */
function largestOf(p: Numbers, base: number, classes: number): number {
  let best = 0;
  for (let k = 1; k < classes; k++) if ((p[base + k] ?? NaN) > (p[base + best] ?? NaN)) best = k;
  return best;
}

const single = (s: Setting): boolean => s.samples === 1;

/** Per-sample normalisers 1/Σe^z, from the logits or from what the text gives beside them. */
function inverseSums(z: Numbers | undefined, s: Setting, which: number): Numbers | null {
  if (which === 0) return z === undefined ? null : sumRows(z.map(Math.exp), s.classes).map((x) => 1 / x);
  const given = s.perSample[which - 1];
  return given?.length === s.samples ? given : null;
}

export const jacobianMistakes: readonly Mistake[] = [
  {
    id: 'jacobian-diagonal-only',
    step: 'jacobian',
    name: 'Only the diagonal of the Jacobian',
    wrongForm: '\\frac{\\partial E}{\\partial z} = g \\circ a \\circ (1 - a)',
    rightForm: '\\frac{\\partial E}{\\partial z} = a \\circ (g - \\langle g, a \\rangle)',
    seen: 45,
    forms: [
      byStructure(diagonal, (g, p) => times(g, diagonal(p))),
      byStructure((p, _, s) => onDiagonal(diagonal(p), s.classes), undefined, 1),
    ],
  },
  {
    id: 'jacobian-at-logits',
    step: 'jacobian',
    name: 'Jacobian evaluated at the logits',
    wrongForm: 'J_{ij} = z_i (\\delta_{ij} - z_j)',
    rightForm: 'J_{ij} = a_i (\\delta_{ij} - a_j),\\quad a = \\operatorname{softmax}(z)',
    seen: 8,
    forms: [byRule('jacobian.operand', (v) => v.z ?? null)],
  },
  {
    id: 'jacobian-at-softmax-of-activation',
    step: 'jacobian',
    name: 'Jacobian evaluated at the softmax of the activation',
    wrongForm: 'J\\bigl(\\operatorname{softmax}(\\operatorname{softmax}(z))\\bigr)',
    rightForm: 'J\\bigl(\\operatorname{softmax}(z)\\bigr)',
    seen: 8,
    forms: [byRule('jacobian.operand', (v, s) => (v.a === undefined ? null : softmax(v.a, s.lanes)))],
  },
  {
    id: 'jacobian-at-upstream-gradient',
    step: 'jacobian',
    name: 'Jacobian evaluated at the upstream gradient',
    wrongForm: 'J\\bigl(\\operatorname{softmax}(g)\\bigr)',
    rightForm: 'J\\bigl(\\operatorname{softmax}(z)\\bigr)\\,g',
    seen: 2,
    forms: [
      byRule('jacobian.operand', (v, s) => (v.g === undefined ? null : softmax(v.g, s.lanes))),
      byRule('jacobian.operand', (v) => v.g ?? null, 3),
    ],
  },
  {
    id: 'jacobian-off-diagonal-sign',
    step: 'jacobian',
    name: 'Sign of the off-diagonal entries',
    wrongForm: 'J_{ij} = +a_i a_j\\quad (i \\ne j)',
    rightForm: 'J_{ij} = -a_i a_j\\quad (i \\ne j)',
    seen: 2,
    forms: [
      byStructure(
        (p, _, s) => outerOf(p, s.classes, (x, y, same) => (same ? x * (1 - x) : x * y)),
        (g, p, _, s) => combine(g, p, s, (gp, x, sum) => x * sum + gp * (1 - 2 * x)),
      ),
    ],
  },
  {
    id: 'jacobian-delta-omitted',
    step: 'jacobian',
    name: 'Kronecker delta left out',
    wrongForm: 'J_{ij} = a_i (1 - a_j)',
    rightForm: 'J_{ij} = a_i (\\delta_{ij} - a_j)',
    seen: 1,
    forms: [
      byStructure(
        (p, _, s) => outerOf(p, s.classes, (x, y) => x * (1 - y)),
        (g, p, _, s) => combine(g, p, s, (_gp, x, sum) => sum * (1 - x)),
      ),
    ],
  },
  {
    id: 'jacobian-kronecker-product-for-delta',
    step: 'jacobian',
    name: 'Kronecker product in place of the Kronecker delta',
    wrongForm: 'J = a \\,(a \\otimes a - a)',
    rightForm: 'J_{ij} = a_i (\\delta_{ij} - a_j)',
    seen: 1,
    forms: [byStructure((p, _, s) => outerOf(p, s.classes, (x, y) => x * (x * y - y)))],
  },
  {
    id: 'jacobian-diagonal-overwritten',
    step: 'jacobian',
    name: 'Diagonal overwritten',
    wrongForm: 'J = -a a^{\\top}',
    rightForm: 'J = \\operatorname{diag}(a) - a a^{\\top}',
    seen: 1,
    forms: [
      byStructure(
        (p, _, s) => outerOf(p, s.classes, (x, y) => -x * y),
        (g, p, _, s) => combine(g, p, s, (_gp, x, sum) => -x * sum),
      ),
    ],
  },
  {
    id: 'jacobian-columns-overwritten',
    step: 'jacobian',
    name: 'Columns overwritten: only the last survives',
    wrongForm: 'd_i = J_{i n}',
    rightForm: 'd_{ij} = a_i (\\delta_{ij} - a_j)',
    seen: 4,
    forms: [
      byStructure(
        (p, _, s) => rowOfJacobian(p, s.classes, () => s.classes - 1),
        (g, p, _, s) =>
          times(
            g,
            rowOfJacobian(p, s.classes, () => s.classes - 1),
          ),
      ),
    ],
  },
  {
    id: 'jacobian-batch-overwritten',
    step: 'jacobian',
    name: "The last sample's Jacobian used for all",
    wrongForm: 'J_n = J(a_N)',
    rightForm: 'J_n = J(a_n)',
    seen: 1,
    forms: [
      byStructure((p, _, s) => {
        if (single(s)) return null;
        const last = softmaxJacobians(p.slice(p.length - s.classes), s.classes);
        const out = new Float64Array(p.length * s.classes);
        for (let n = 0; n < s.samples; n++) out.set(last, n * last.length);
        return out;
      }),
      byStructure(
        (p, _, s) => (single(s) ? null : softmaxJacobians(p.slice(p.length - s.classes), s.classes)),
        undefined,
        2,
      ),
    ],
  },
  {
    id: 'jacobian-inner-product-for-outer',
    step: 'jacobian',
    name: 'Inner product in place of the outer product',
    wrongForm: 'J = \\operatorname{diag}(a) - a \\cdot s',
    rightForm: 'J = \\operatorname{diag}(a) - a a^{\\top}',
    seen: 1,
    forms: [
      byStructure((p, _, s) => {
        const squares = sumRows(times(p, p), s.classes);
        return outerOf(p, s.classes, () => 0).map((_zero, at) => {
          const base = Math.floor(at / (s.classes * s.classes));
          const i = Math.floor(at / s.classes) % s.classes;
          const own = i === at % s.classes ? (p[base * s.classes + i] ?? NaN) : 0;
          return own - (squares[base] ?? NaN);
        });
      }),
    ],
  },
  {
    id: 'jacobian-diag-of-column-vector',
    step: 'jacobian',
    name: 'diag extracted in place of building',
    wrongForm: 'J_{ij} = a_0 - a_i a_j',
    rightForm: 'J_{ij} = \\delta_{ij} a_i - a_i a_j',
    seen: 2,
    forms: [
      byStructure((p, _, s) => {
        const first = foldRows(p, s.classes, NaN, (kept, x) => (Number.isNaN(kept) ? x : kept));
        const outer = outerOf(p, s.classes, (x, y) => -x * y);
        return byRow(outer, first, s.classes * s.classes, (x, s0) => x + s0);
      }),
    ],
  },
  {
    id: 'jacobian-transpose-no-op',
    step: 'jacobian',
    name: 'Transpose of a one-dimensional array',
    wrongForm: 'J_{ij} = a_j (\\delta_{ij} - a_j)',
    rightForm: 'J_{ij} = a_i (\\delta_{ij} - a_j)',
    seen: 1,
    forms: [byStructure((p, _, s) => outerOf(p, s.classes, (_x, y, same) => y * ((same ? 1 : 0) - y)))],
  },
  {
    id: 'jacobian-truncated-shape',
    step: 'jacobian',
    name: 'Jacobian cut to the shape of the probabilities',
    wrongForm: 'd_i = J_{i 1}',
    rightForm: 'J \\in \\mathbb{R}^{n \\times n}',
    seen: 1,
    forms: [
      byStructure(
        (p, _, s) => rowOfJacobian(p, s.classes, () => 0),
        (g, p, _, s) =>
          times(
            g,
            rowOfJacobian(p, s.classes, () => 0),
          ),
      ),
    ],
  },
  {
    id: 'jacobian-single-row',
    step: 'jacobian',
    name: 'One row stands for the whole Jacobian',
    wrongForm: 'd = J_{k,:},\\ k = \\arg\\max s',
    rightForm: 'J = \\operatorname{diag}(a) - a a^{\\top}',
    seen: 2,
    forms: [
      byStructure(
        (p, _, s) => rowOfJacobian(p, s.classes, (base) => largestOf(p, base, s.classes)),
        (g, p, _, s) =>
          times(
            g,
            rowOfJacobian(p, s.classes, (base) => largestOf(p, base, s.classes)),
          ),
      ),
      byStructure(
        (p, _, s) =>
          byRow(
            p,
            foldRows(p, s.classes, NaN, (kept, x) => (Number.isNaN(kept) ? x * (1 - x) : kept)),
            s.classes,
            (_x, d) => d,
          ),
        undefined,
        2,
      ),
    ],
  },
  {
    id: 'jacobian-batch-flattened',
    step: 'jacobian',
    name: 'One Jacobian over the flattened batch',
    wrongForm:
      'J = \\operatorname{diag}(\\operatorname{vec} S) - \\operatorname{vec} S\\,(\\operatorname{vec} S)^{\\top}',
    rightForm: 'J_n = \\operatorname{diag}(a_n) - a_n a_n^{\\top}',
    seen: 4,
    forms: [
      byStructure(
        (p, _, s) => (single(s) ? null : softmaxJacobians(p, p.length)),
        (g, p, _, s) => {
          if (single(s)) return null;
          const sum = total(times(g, p));
          return zip(g, p, (x, y) => y * (x - sum));
        },
      ),
    ],
  },
  {
    id: 'quotient-rule-error',
    step: 'jacobian',
    name: 'Slip in the quotient rule',
    wrongForm: 's_i - \\frac{1}{(\\sum_k e^{z_k})^2}',
    rightForm: '\\frac{e^{z_i}\\sum_k e^{z_k} - e^{2 z_i}}{(\\sum_k e^{z_k})^2} = a_i - a_i^2',
    seen: 2,
    forms: [
      containing(
        ['jacobian-diagonal-only'],
        byStructure(
          (p) => p.map((x) => 1 - x),
          (g, p) => zip(g, p, (x, y) => x * (1 - y)),
        ),
      ),
      ...[0, 1, 2].map((which) =>
        containing(
          ['jacobian-diagonal-only'],
          byStructure(
            (p, v, s) => {
              const inverse = inverseSums(v.z, s, which);
              return inverse === null ? null : byRow(p, inverse, s.classes, (x, c) => x - c * c);
            },
            undefined,
            1,
          ),
        ),
      ),
      byStructure((p, _, s) => outerOf(p, s.classes, (x, y, same) => (same ? 1 - x : -x * y)), undefined, 2),
      byStructure((p, _, s) => outerOf(p, s.classes, (x, y, same) => (same ? 1 - x : -y)), undefined, 3),
    ],
  },
  {
    id: 'exponent-rule-error',
    step: 'jacobian',
    name: 'Product of exponentials written as the exponential of a product',
    wrongForm: '\\frac{e^{z_i z_j}}{(\\sum_k e^{z_k})^2}',
    rightForm: '\\frac{e^{z_i + z_j}}{(\\sum_k e^{z_k})^2}',
    seen: 1,
    forms: [
      byStructure((p, v, s) => {
        if (v.z === undefined) return null;
        const sums = sumRows(v.z.map(Math.exp), s.classes);
        const cross = outerOf(v.z, s.classes, (x, y) => Math.exp(x * y));
        const own = onDiagonal(p, s.classes);
        return byRow(cross, sums, s.classes * s.classes, (x, sum) => -x / (sum * sum)).map(
          (x, at) => x + (own[at] ?? NaN),
        );
      }),
      byStructure(
        (_p, v, s) => {
          if (v.z === undefined) return null;
          const { z } = v;
          const sums = sumRows(z.map(Math.exp), s.classes);
          return z.map((x, at) => {
            const base = at - (at % s.classes);
            const sum = sums[base / s.classes] ?? NaN;
            let others = 0;
            for (let k = 0; k < s.classes; k++)
              if (base + k !== at) others += Math.exp(x * (z[base + k] ?? NaN));
            return others / (sum * sum);
          });
        },
        undefined,
        1,
      ),
    ],
  },
  {
    id: 'jacobian-missing-temperature',
    step: 'jacobian',
    name: 'Factor 1/T of the temperature missing',
    wrongForm: 'J = \\operatorname{diag}(a) - a a^{\\top}',
    rightForm: 'J = \\frac{1}{T}\\bigl(\\operatorname{diag}(a) - a a^{\\top}\\bigr)',
    seen: 2,
    forms: [byFactor('jacobian.factor', (s) => (s.temperature === 1 || s.keyWidth !== null ? null : 1))],
  },
];

/** `f(g_j p_j, p_j, ⟨g,p⟩)` for every element. */
function combine(
  g: Numbers,
  p: Numbers,
  s: Setting,
  f: (gp: number, p: number, sum: number) => number,
): Numbers {
  const weighted = times(g, p);
  const sums = sumRows(weighted, s.classes);
  return weighted.map((x, at) => f(x, p[at] ?? NaN, sums[Math.floor(at / s.classes)] ?? NaN));
}
