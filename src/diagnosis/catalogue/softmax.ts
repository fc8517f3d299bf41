import { columnsOf } from '../../calculus/lanes';
import { softmax } from '../../calculus/softmax';
import { byRow, foldRows, maxRows, scaled, sumRows, times, total, type Numbers } from '../elementwise';
import type { Values } from '../program';
import type { Setting } from '../setting';
import { byRule, type Mistake } from './mistake';

const exponentials = (u: Numbers): Numbers => u.map(Math.exp);

/** Applies `f` to the operand of softmax where there is one. */
const onOperand =
  (f: (u: Numbers, s: Setting, v: Values) => Numbers | null) =>
  (v: Values, s: Setting): Numbers | null =>
    v.u === undefined ? null : f(v.u, s, v);

const onLogits =
  (f: (z: Numbers, s: Setting) => Numbers | null) =>
  (v: Values, s: Setting): Numbers | null =>
    v.z === undefined ? null : f(v.z, s);

const onOutput =
  (f: (a: Numbers, s: Setting, v: Values) => Numbers | null) =>
  (v: Values, s: Setting): Numbers | null =>
    v.a === undefined ? null : f(v.a, s, v);

/** `wrong` where it lost something: a nan, an infinity, a zero that is none; else it is only rounded. */
function lossy(u: Numbers, s: Setting, wrong: Numbers | null): Numbers | null {
  if (wrong === null) return null;
  const right = softmax(u, s.lanes);
  const lost = wrong.some((x, i) => !Number.isFinite(x) || (x === 0 && (right[i] ?? 0) > 1e-12));
  return lost ? wrong : null;
}

/** Divided by a temperature; the root of the width of the keys has mistakes of its own. */
const tempered = (s: Setting): boolean => s.temperature !== 1 && s.keyWidth === null;

const batch = (s: Setting): boolean => s.samples > 1;

/** Row sums of the exponentials; those of row `column` stand where those of row `row` are due. */
function broadcastSums(u: Numbers, s: Setting): Numbers | null {
  if (!batch(s) || s.samples !== s.classes) return null;
  const e = exponentials(u);
  const sums = sumRows(e, s.classes);
  return e.map((x, at) => x / (sums[at % s.classes] ?? NaN));
}

/** Softmax of every row after a shift by the maximum of each column. */
function shiftedByColumn(u: Numbers, s: Setting): Numbers | null {
  if (!batch(s)) return null;
  const most = new Float64Array(s.classes).fill(-Infinity);
  u.forEach((x, at) => (most[at % s.classes] = Math.max(most[at % s.classes] ?? NaN, x)));
  return softmax(
    u.map((x, at) => x - (most[at % s.classes] ?? NaN)),
    s.lanes,
  );
}

export const softmaxMistakes: readonly Mistake[] = [
  {
    id: 'softmax-wrong-axis',
    step: 'softmax',
    name: 'Softmax over the wrong axis',
    wrongForm: 's_{nk} = \\frac{e^{z_{nk}}}{\\sum_{m} e^{z_{mk}}}',
    rightForm: 's_{nk} = \\frac{e^{z_{nk}}}{\\sum_{j} e^{z_{nj}}}',
    seen: 17,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => (batch(s) ? softmax(u, columnsOf(s.classes, s.samples)) : null)),
      ),
    ],
  },
  {
    id: 'softmax-global-normalisation',
    step: 'softmax',
    name: 'One normaliser for the whole batch',
    wrongForm: 's_{nk} = \\frac{e^{z_{nk}}}{\\sum_{m,j} e^{z_{mj}}}',
    rightForm: 's_{nk} = \\frac{e^{z_{nk}}}{\\sum_{j} e^{z_{nj}}}',
    seen: 8,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => (batch(s) ? scaled(exponentials(u), 1 / total(exponentials(u))) : null)),
      ),
    ],
  },
  {
    id: 'softmax-normaliser-broadcast',
    step: 'softmax',
    name: 'Normalisers broadcast along the wrong direction',
    wrongForm: 's_{nk} = \\frac{e^{z_{nk}}}{\\sum_{j} e^{z_{kj}}}',
    rightForm: 's_{nk} = \\frac{e^{z_{nk}}}{\\sum_{j} e^{z_{nj}}}',
    seen: 5,
    forms: [byRule('softmax.normalisation', onOperand(broadcastSums))],
  },
  {
    id: 'max-subtraction-wrong-axis',
    step: 'softmax',
    name: 'Maximum subtracted along the wrong axis',
    wrongForm: 's_n = \\operatorname{softmax}(z_n - m),\\quad m_k = \\max_n z_{nk}',
    rightForm: 's_n = \\operatorname{softmax}(z_n - \\max_k z_{nk})',
    seen: 5,
    forms: [
      byRule('softmax.normalisation', onOperand(shiftedByColumn)),
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => {
          if (!batch(s) || s.samples !== s.classes) return null;
          const most = maxRows(u, s.classes);
          return softmax(
            u.map((x, at) => x - (most[at % s.classes] ?? NaN)),
            s.lanes,
          );
        }),
        1,
      ),
    ],
  },
  {
    id: 'shift-replaces-logits',
    step: 'softmax',
    name: 'The maximum replaces the logits',
    wrongForm: 's = \\operatorname{softmax}(\\max z)',
    rightForm: 's = \\operatorname{softmax}(z - \\max z)',
    seen: 1,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => new Float64Array(u.length).fill(1 / s.classes)),
      ),
    ],
  },
  {
    id: 'softmax-underflow',
    step: 'softmax',
    name: 'Shift by the maximum of the whole batch',
    wrongForm: 's_{nk} = \\frac{e^{z_{nk} - \\max_{m,j} z_{mj}}}{\\sum_j e^{z_{nj} - \\max_{m,j} z_{mj}}}',
    rightForm: 's_{nk} = \\frac{e^{z_{nk} - \\max_j z_{nj}}}{\\sum_j e^{z_{nj} - \\max_j z_{nj}}}',
    seen: 4,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => {
          if (!batch(s)) return null;
          const most = u.reduce((x, y) => Math.max(x, y), -Infinity);
          const e = u.map((x) => Math.exp(x - most));
          const sums = sumRows(e, s.classes);
          return lossy(
            u,
            s,
            byRow(e, sums, s.classes, (x, sum) => x / sum),
          );
        }),
      ),
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => {
          if (!batch(s)) return null;
          const most = u.reduce((x, y) => Math.max(x, y), -Infinity);
          const e = u.map((x) => Math.fround(Math.exp(Math.fround(x - most))));
          const sums = sumRows(e, s.classes);
          return lossy(
            u,
            s,
            byRow(e, sums, s.classes, (x, sum) => x / (sum + 1e-16)),
          );
        }),
        1,
      ),
    ],
  },
  {
    id: 'softmax-overflow',
    step: 'softmax',
    name: 'Overflow of the exponentials',
    wrongForm: 's_k = \\frac{e^{z_k}}{\\sum_j e^{z_j}}\\ \\text{in floating point}',
    rightForm: 's_k = \\frac{e^{z_k - \\max z}}{\\sum_j e^{z_j - \\max z}}',
    seen: 12,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u, s) =>
          lossy(
            u,
            s,
            byRow(exponentials(u), sumRows(exponentials(u), s.classes), s.classes, (x, sum) => x / sum),
          ),
        ),
      ),
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => {
          const e = u.map((x) => Math.fround(Math.exp(x)));
          const sums = sumRows(e, s.classes).map(Math.fround);
          return lossy(
            u,
            s,
            byRow(e, sums, s.classes, (x, sum) => x / sum),
          );
        }),
      ),
    ],
  },
  {
    id: 'logits-divided-by-max',
    step: 'softmax',
    name: 'Logits divided by their maximum',
    wrongForm: 's = \\operatorname{softmax}(z / \\max z)',
    rightForm: 's = \\operatorname{softmax}(z - \\max z)',
    seen: 1,
    forms: [
      byRule(
        'softmax.operand',
        onLogits((z, s) => byRow(z, maxRows(z, s.classes), s.classes, (x, most) => x / most / s.temperature)),
      ),
    ],
  },
  {
    id: 'softmax-applied-twice',
    step: 'softmax',
    name: 'Softmax applied twice',
    wrongForm: 's = \\operatorname{softmax}(\\operatorname{softmax}(z))',
    rightForm: 's = \\operatorname{softmax}(z)',
    seen: 13,
    forms: [
      byRule(
        'softmax.output',
        onOutput((a, s) => softmax(a, s.lanes)),
      ),
      byRule('delta.after', (v, s) => throughSecondSoftmax(v, s)),
    ],
  },
  {
    id: 'sigmoid-for-softmax',
    step: 'softmax',
    name: 'Sigmoid in place of softmax',
    wrongForm: 's_i = \\frac{1}{1 + e^{-z_i}}',
    rightForm: 's_i = \\frac{e^{z_i}}{\\sum_k e^{z_k}}',
    seen: 3,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u) => u.map((x) => 1 / (1 + Math.exp(-x)))),
      ),
      byRule(
        'softmax.normalisation',
        onOperand((u) => u.map((x) => Math.max(0, x))),
        2,
      ),
      byRule(
        'softmax.normalisation',
        onOperand((u) => u.map(Math.tanh)),
        4,
      ),
    ],
  },
  {
    id: 'softmax-missing-exponential',
    step: 'softmax',
    name: 'Normalised without the exponential',
    wrongForm: 's_i = \\frac{z_i - m}{\\sum_k (z_k - m)}',
    rightForm: 's_i = \\frac{e^{z_i - m}}{\\sum_k e^{z_k - m}}',
    seen: 3,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => byRow(u, sumRows(u, s.classes), s.classes, (x, sum) => x / sum)),
      ),
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => {
          const shifted = byRow(u, maxRows(u, s.classes), s.classes, (x, most) => x - most);
          return byRow(shifted, sumRows(shifted, s.classes), s.classes, (x, sum) => x / sum);
        }),
      ),
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => {
          const least = foldRows(u, s.classes, Infinity, Math.min);
          const shifted = byRow(u, least, s.classes, (x, most) => x - most);
          return byRow(shifted, sumRows(shifted, s.classes), s.classes, (x, sum) => x / sum);
        }),
        2,
      ),
    ],
  },
  {
    id: 'temperature-misapplied',
    step: 'softmax',
    name: 'Temperature misapplied',
    wrongForm: 's = \\operatorname{softmax}(z T)\\ \\text{or}\\ \\operatorname{softmax}(z / T^2)',
    rightForm: 's = \\operatorname{softmax}(z / T)',
    seen: 5,
    forms: [
      byRule(
        'softmax.operand',
        onLogits((z, s) => (!tempered(s) ? null : scaled(z, s.temperature))),
      ),
      byRule(
        'softmax.operand',
        onLogits((z, s) => (!tempered(s) ? null : scaled(z, s.temperature ** -2))),
      ),
      byRule(
        'softmax.operand',
        onLogits((z, s) => (!tempered(s) ? null : z)),
      ),
      byRule(
        'softmax.output',
        onOutput((a, s) => (!tempered(s) ? null : scaled(a, 1 / s.temperature))),
        1,
      ),
    ],
  },
  {
    id: 'class-weights-on-logits',
    step: 'softmax',
    name: 'Class weights multiply the logits',
    wrongForm: 's = \\operatorname{softmax}(w \\circ z)',
    rightForm: 'E = w_y \\cdot \\bigl(-\\log \\operatorname{softmax}(z)_y\\bigr)',
    seen: 1,
    forms: [
      byRule(
        'softmax.operand',
        onLogits((z, s) => {
          const w = s.classWeights;
          return w === null ? null : z.map((x, at) => (x * (w[at % s.classes] ?? NaN)) / s.temperature);
        }),
      ),
    ],
  },
  {
    id: 'softmax-singleton-axis',
    step: 'softmax',
    name: 'Softmax over an axis of length one',
    wrongForm: 's = \\frac{e^{z}}{e^{z}} = 1',
    rightForm: 's_k = \\frac{e^{z_k}}{\\sum_j e^{z_j}}',
    seen: 1,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => (s.classes > 1 ? new Float64Array(u.length).fill(1) : null)),
      ),
    ],
  },
  {
    id: 'mask-after-softmax',
    step: 'softmax',
    name: 'Mask applied after softmax, not renormalised',
    wrongForm: 's = m \\circ \\operatorname{softmax}(z)',
    rightForm: 's = \\operatorname{softmax}(z + \\log m)',
    seen: 1,
    forms: [],
  },
  {
    id: 'attention-scale-misplaced',
    step: 'softmax',
    name: 'Attention scale misplaced',
    wrongForm: 's = \\operatorname{softmax}(q K^{\\top}) / \\sqrt{d}',
    rightForm: 's = \\operatorname{softmax}(q K^{\\top} / \\sqrt{d})',
    seen: 3,
    forms: [
      byRule('softmax.normalisation', (v, s) =>
        v.z === undefined || s.keyWidth === null
          ? null
          : scaled(softmax(v.z, s.lanes), 1 / Math.sqrt(s.keyWidth)),
      ),
      byRule(
        'softmax.operand',
        onLogits((z, s) => (s.keyWidth === null ? null : z)),
      ),
      byRule(
        'softmax.output',
        onOutput((a, s) => (s.keyWidth === null ? null : scaled(a, 1 / Math.sqrt(s.keyWidth)))),
        1,
      ),
      byRule(
        'softmax.operand',
        onLogits((z, s) => (s.keyWidth === null ? null : scaled(z, 1 / s.keyWidth))),
        1,
      ),
    ],
  },
];

/** δ of a loss that applies softmax to probabilities: the delta of the outer softmax through the inner one. */
function throughSecondSoftmax(v: Values, s: Setting): Numbers | null {
  const { a, t } = v;
  if (a === undefined || t === undefined || s.layer !== 'softmax') return null;
  if (s.loss !== 'cross-entropy' && s.loss !== 'kl-divergence') return null;
  const outer = softmax(a, s.lanes);
  const delta = byRow(outer, sumRows(t, s.classes), s.classes, (x, sum) => x * sum);
  for (let i = 0; i < delta.length; i++) delta[i] = s.direction * ((delta[i] ?? NaN) - (t[i] ?? NaN));
  const weighted = times(delta, a);
  const sums = sumRows(weighted, s.classes);
  const early = s.meanAt === 'loss-gradient' ? 1 / s.divisor : 1;
  return weighted.map(
    (x, i) => (x - (a[i] ?? NaN) * (sums[Math.floor(i / s.classes)] ?? NaN)) * (early / s.temperature),
  );
}
