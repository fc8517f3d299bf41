import { byRow, foldRows, minus, scaled, sumRows, times, zip, type Numbers } from '../elementwise';
import { oneHotRows, type Rule, type Values } from '../program';
import type { Setting } from '../setting';
import { byFactor, byRule, type Form, type Mistake } from './mistake';

/** A rule from probabilities and target, for losses that the text defines itself. */
const fromBoth =
  (f: (a: Numbers, t: Numbers, s: Setting, v: Values) => Numbers | null): Rule =>
  (v, s) =>
    v.a === undefined || v.t === undefined || s.loss === 'given' ? null : f(v.a, v.t, s, v);

/** The same for cross-entropy only: what is wrong there may be right for another loss. */
const forCrossEntropy = (f: (a: Numbers, t: Numbers, s: Setting, v: Values) => Numbers | null): Rule =>
  fromBoth((a, t, s, v) => (isLogarithmic(s) ? f(a, t, s, v) : null));

const isLogarithmic = (s: Setting): boolean => s.loss === 'cross-entropy' || s.loss === 'kl-divergence';

/** A wrong dE/da of cross-entropy, in the units of the logarithm that the loss uses. */
const crossEntropyGradient = (f: (a: Numbers, t: Numbers, s: Setting, v: Values) => Numbers | null): Rule =>
  forCrossEntropy((a, t, s, v) => {
    const g = f(a, t, s, v);
    if (g === null || s.logBase === Math.E) return g;
    const unit = 1 / Math.log(s.logBase);
    if (v.weighted !== undefined) v.weighted = scaled(v.weighted, unit);
    return scaled(g, unit);
  });

const forSquaredError = (f: (a: Numbers, t: Numbers, s: Setting, v: Values) => Numbers | null): Rule =>
  fromBoth((a, t, s, v) => (s.loss.endsWith('squared-error') ? f(a, t, s, v) : null));

const quotient = (x: number, y: number): number => (x === 0 ? 0 : x / y);

/** The target made from class numbers that are off by `shift`; rows of classes that do not exist are zero. */
function shiftedLabels(s: Setting, shift: number): Numbers | null {
  if (s.writtenLabels === null) return null;
  const out = new Float64Array(s.samples * s.classes);
  s.writtenLabels.forEach((label, n) => {
    const k = label + shift;
    if (k >= 0 && k < s.classes) out[n * s.classes + k] = 1;
  });
  return out;
}

/** Every row of the target moved by one class, around the end or over it. */
function movedClasses(t: Numbers, s: Setting, by: number, around: boolean): Numbers {
  const out = new Float64Array(t.length);
  for (let at = 0; at < t.length; at++) {
    const k = (at % s.classes) + by;
    if (!around && (k < 0 || k >= s.classes)) continue;
    out[at - (at % s.classes) + ((k + s.classes) % s.classes)] = t[at] ?? NaN;
  }
  return out;
}

const isHard = (t: Numbers): boolean => t.every((x) => x === 0 || x === 1);

const onTarget =
  (f: (t: Numbers, s: Setting) => Numbers | null): Rule =>
  (v, s) => {
    const t = v.t ?? (s.labels === null ? null : oneHotRows(s.labels, s.classes));
    return t === null ? null : f(t, s);
  };

const smoothed = (f: (t: number, epsilon: number, classes: number) => number): Rule =>
  onTarget((t, s) => (s.smoothing === 0 ? null : t.map((x) => f(x, s.smoothing, s.classes))));

const epsilonForms = (count: number): Form[] =>
  Array.from({ length: count }, (_, i): Form[] => [
    byRule(
      'loss-gradient.form',
      crossEntropyGradient((a, t, s) => {
        const e = s.epsilons[i];
        return e === undefined ? null : zip(t, a, (x, y) => quotient(-x, y + e));
      }),
      i / 2,
    ),
    byRule(
      'loss-gradient.form',
      crossEntropyGradient((a, t, s) => {
        const e = s.epsilons[i];
        return e === undefined ? null : zip(t, a, (x, y) => quotient(-x, Math.min(Math.max(y, e), 1 - e)));
      }),
      1 + i / 2,
    ),
  ]).flat();

const clippedForms = (count: number): Form[] =>
  Array.from({ length: count }, (_, i) =>
    byRule(
      'softmax.output',
      (v, s) => {
        const e = s.epsilons[i];
        return v.a === undefined || e === undefined ? null : v.a.map((x) => Math.min(Math.max(x, e), 1 - e));
      },
      1 + i / 2,
    ),
  );

export const lossGradientMistakes: readonly Mistake[] = [
  {
    id: 'sign-flipped-delta',
    step: 'loss-gradient',
    name: 'Sign reversed',
    wrongForm: '\\frac{\\partial E}{\\partial z} = t - s',
    rightForm: '\\frac{\\partial E}{\\partial z} = a - t',
    seen: 11,
    forms: [
      byFactor('loss-gradient.scale', (s) => (s.loss === 'given' ? null : -s.direction * rightScale(s))),
      byRule('delta.after', (v) => (v.d === undefined ? null : scaled(v.d, -1))),
    ],
  },
  {
    id: 'binary-cross-entropy-on-softmax',
    step: 'loss-gradient',
    name: 'Gradient of the binary cross-entropy',
    wrongForm: 'g = -\\frac{t}{a} + \\frac{1 - t}{1 - a}',
    rightForm: 'g = -\\frac{t}{a}',
    seen: 12,
    forms: [
      byRule(
        'loss-gradient.form',
        crossEntropyGradient((a, t) => zip(t, a, (x, y) => quotient(-x, y) + quotient(1 - x, 1 - y))),
      ),
      byRule(
        'loss.value',
        forCrossEntropy((a, t, s) =>
          sumRows(
            zip(t, a, (x, y) => -(x === 0 ? 0 : x * Math.log(y)) - (x === 1 ? 0 : (1 - x) * Math.log(1 - y))),
            s.classes,
          ),
        ),
      ),
    ],
  },
  {
    id: 'nll-on-probabilities',
    step: 'loss-gradient',
    name: 'Negative log-likelihood fed with probabilities',
    wrongForm: 'E = -a_y,\\quad g = -t',
    rightForm: 'E = -\\log a_y,\\quad g = -\\frac{t}{a}',
    seen: 8,
    forms: [
      byRule(
        'loss-gradient.form',
        crossEntropyGradient((_, t) => scaled(t, -1)),
      ),
      byRule(
        'loss.value',
        forCrossEntropy((a, t, s) => scaled(sumRows(times(a, t), s.classes), -1)),
      ),
    ],
  },
  {
    id: 'loss-value-used-as-gradient',
    step: 'loss-gradient',
    name: 'The loss itself used as its gradient',
    wrongForm: 'g = -t \\log s',
    rightForm: 'g = -\\frac{t}{a}',
    seen: 1,
    forms: [
      byRule(
        'loss-gradient.form',
        crossEntropyGradient((a, t) => zip(t, a, (x, y) => (x === 0 ? 0 : -x * Math.log(y)))),
      ),
    ],
  },
  {
    id: 'loss-gradient-wrong-operand',
    step: 'loss-gradient',
    name: 'Target divided by something else than the probabilities',
    wrongForm: 'g = -\\frac{t}{z}',
    rightForm: 'g = -\\frac{t}{a}',
    seen: 1,
    forms: [
      byRule('loss-gradient.form', (v, s) =>
        v.z === undefined || v.t === undefined || s.loss !== 'cross-entropy'
          ? null
          : zip(v.t, v.z, (x, y) => quotient(-x, y)),
      ),
      byRule(
        'loss-gradient.form',
        crossEntropyGradient((_, t) => t.map((x) => (x === 0 ? 0 : -1))),
        2,
      ),
    ],
  },
  {
    id: 'loss-derivative-omitted',
    step: 'loss-gradient',
    name: 'Derivative of the loss left out',
    wrongForm: '\\frac{\\partial E}{\\partial z_i} = \\frac{\\partial a_y}{\\partial z_i}',
    rightForm: '\\frac{\\partial E}{\\partial z_i} = -\\frac{1}{a_y}\\frac{\\partial a_y}{\\partial z_i}',
    seen: 2,
    forms: [
      byRule(
        'loss-gradient.form',
        crossEntropyGradient((_, t) => t),
      ),
    ],
  },
  {
    id: 'fused-shortcut-with-other-loss',
    step: 'fused-shortcut',
    name: 'Fused shortcut for a loss that is not cross-entropy',
    wrongForm: '\\frac{\\partial E}{\\partial z} = a - t',
    rightForm: '\\frac{\\partial E}{\\partial z} = J\\,\\frac{\\partial E}{\\partial a}',
    seen: 5,
    forms: [
      byRule(
        'chain.product',
        forSquaredError((a, t, s) => scaled(minus(a, t), s.direction / s.temperature)),
      ),
      byRule(
        'chain.product',
        forSquaredError((_, __, s, v) => (v.g === undefined ? null : scaled(v.g, 1 / s.temperature))),
      ),
    ],
  },
  {
    id: 'factor-of-two',
    step: 'loss-gradient',
    name: 'A factor of two too much or too little',
    wrongForm: '\\frac{\\partial E}{\\partial z} = 2 (a - t)',
    rightForm: '\\frac{\\partial E}{\\partial z} = a - t',
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
    name: 'Logarithm of another base than the gradient assumes',
    wrongForm: '\\frac{\\partial E}{\\partial z} = a - t\\ \\text{for}\\ E = -\\sum t \\log_b s',
    rightForm: '\\frac{\\partial E}{\\partial z} = \\frac{a - t}{\\ln b}',
    seen: 5,
    forms: [
      byFactor('loss-gradient.scale', (s) =>
        s.logBase === Math.E ? null : Math.log(s.logBase) * rightScale(s) * s.direction,
      ),
      byFactor(
        'loss-gradient.scale',
        (s) => (isNatural(s) ? (rightScale(s) * s.direction) / Math.LN2 : null),
        1,
      ),
      byFactor(
        'loss-gradient.scale',
        (s) => (isNatural(s) ? (rightScale(s) * s.direction) / Math.LN10 : null),
        1,
      ),
      byRule(
        'loss.value',
        forCrossEntropy((a, t, s) => crossEntropyIn(a, t, s, 2)),
        1,
      ),
      byRule(
        'loss.value',
        forCrossEntropy((a, t, s) => crossEntropyIn(a, t, s, 10)),
        1,
      ),
    ],
  },
  {
    id: 'label-smoothing-mass',
    step: 'target',
    name: 'Smoothed target with the wrong mass',
    wrongForm: "t' = (1 - \\varepsilon)\\,t + \\frac{1}{C}",
    rightForm: "t' = (1 - \\varepsilon)\\,t + \\frac{\\varepsilon}{C}",
    seen: 3,
    forms: [
      byRule(
        'target',
        smoothed((t, e, n) => (1 - e) * t + 1 / n),
      ),
      byRule(
        'target',
        smoothed((t, e, n) => (t === 1 ? 1 - e : (1 - e) / n)),
        1,
      ),
      byRule(
        'target',
        smoothed((t, e, n) => (t === 1 ? 1 - e / n : e / n)),
        1,
      ),
      byRule(
        'target',
        smoothed((t, e, n) => (t === 1 ? 1 - e : e / n)),
        1,
      ),
      byRule(
        'target',
        smoothed((t, e, n) => t + e / n),
        1,
      ),
      byRule(
        'target',
        smoothed((t, e) => (1 - e) * t),
        1,
      ),
      byRule(
        'target',
        smoothed((t, e) => (1 - e) * t + e),
        1,
      ),
    ],
  },
  {
    id: 'target-not-distribution',
    step: 'fused-shortcut',
    name: 'Fused shortcut with a target that does not sum to one',
    wrongForm: '\\frac{\\partial E}{\\partial z} = a - t',
    rightForm: '\\frac{\\partial E}{\\partial z} = a \\sum_k t_k - t',
    seen: 5,
    forms: [
      byRule(
        'chain.product',
        forCrossEntropy((a, t, s) =>
          s.targetSum === 'scale'
            ? scaled(minus(a, t), (rightScale(s) * s.direction) / (s.temperature * Math.log(s.logBase)))
            : null,
        ),
      ),
    ],
  },
  {
    id: 'target-index-mismatch',
    step: 'target',
    name: 'Class numbers off by one',
    wrongForm: 't = \\operatorname{onehot}(y),\\ y \\in 1..C',
    rightForm: 't = \\operatorname{onehot}(y - 1)',
    seen: 1,
    forms: [
      byRule('target', (_, s) => shiftedLabels(s, 0)),
      byRule('target', (_, s) => shiftedLabels(s, -1)),
      byRule('target', (_, s) => shiftedLabels(s, 1)),
      byRule(
        'target',
        onTarget((t, s) => (isHard(t) ? movedClasses(t, s, 1, true) : null)),
        1,
      ),
      byRule(
        'target',
        onTarget((t, s) => (isHard(t) ? movedClasses(t, s, -1, true) : null)),
        1,
      ),
      byRule(
        'target',
        onTarget((t, s) => (isHard(t) ? movedClasses(t, s, 1, false) : null)),
        2,
      ),
      byRule(
        'target',
        onTarget((t, s) => (isHard(t) ? movedClasses(t, s, -1, false) : null)),
        2,
      ),
    ],
  },
  {
    id: 'one-hot-subtracted-from-all-rows',
    step: 'fused-shortcut',
    name: 'One-hot subtracted from every row',
    wrongForm: 's_{nk} - 1\\ \\text{for all}\\ n,\\ k \\in \\{y_1, \\dots, y_N\\}',
    rightForm: 's_{n y_n} - 1',
    seen: 2,
    forms: [
      byRule(
        'chain.product',
        forCrossEntropy((a, t, s) => {
          if (s.samples < 2 || !isHard(t)) return null;
          const any = new Float64Array(s.classes);
          t.forEach((x, at) => (any[at % s.classes] = Math.max(any[at % s.classes] ?? 0, x)));
          const c = (rightScale(s) * s.direction) / s.temperature;
          return a.map((x, at) => c * (x - (any[at % s.classes] ?? 0)));
        }),
      ),
    ],
  },
  {
    id: 'soft-target-weight-dropped',
    step: 'loss-gradient',
    name: 'Soft target treated as a hard one',
    wrongForm: 'E = -\\sum_{t_k \\ne 0} \\log a_k',
    rightForm: 'E = -\\sum_k t_k \\log a_k',
    seen: 10,
    forms: [
      byRule(
        'loss-gradient.form',
        crossEntropyGradient((a, t, _, v) =>
          setWeighted(
            v,
            t.map((x) => (x === 0 ? 0 : -1)),
            a,
          ),
        ),
      ),
      byRule(
        'loss-gradient.form',
        crossEntropyGradient((a, t, s, v) => {
          const most = foldRows(t, s.classes, -Infinity, Math.max);
          return setWeighted(
            v,
            byRow(t, most, s.classes, (x, top) => (x === top ? -1 : 0)),
            a,
          );
        }),
        1,
      ),
      byRule(
        'loss.value',
        forCrossEntropy((a, t, s) =>
          sumRows(
            zip(t, a, (x, y) => (x === 0 ? 0 : -Math.log(y))),
            s.classes,
          ),
        ),
      ),
    ],
  },
  {
    id: 'epsilon-changes-gradient',
    step: 'loss-gradient',
    name: 'A guard large enough to change the gradient',
    wrongForm: 'g = -\\frac{t}{a + \\varepsilon}',
    rightForm: 'g = -\\frac{t}{a}',
    seen: 3,
    forms: [...epsilonForms(8), ...clippedForms(8)].map((form, i) => ({
      ...form,
      guess: (s) => (Math.floor(i < 16 ? i / 2 : i - 16) < s.epsilonsSaid ? 0 : 6),
    })),
  },
  {
    id: 'log-of-zero',
    step: 'loss',
    name: 'Logarithm of zero',
    wrongForm: 'E = -t \\log 0',
    rightForm: 'E = -\\sum_k t_k \\bigl(z_k - \\log \\sum_j e^{z_j}\\bigr)',
    seen: 2,
    forms: [
      byRule(
        'loss.value',
        forCrossEntropy((a, t, s) =>
          sumRows(
            zip(t, a, (x, y) => -x * Math.log(y)),
            s.classes,
          ),
        ),
      ),
      byRule(
        'loss.value',
        forCrossEntropy((a, t, s) =>
          sumRows(
            zip(t, a, (x, y) => (x === 0 ? 0 : -x * Math.log(Math.fround(y)))),
            s.classes,
          ),
        ),
        1,
      ),
      byRule(
        'loss-gradient.form',
        crossEntropyGradient((a, t) => zip(t, a, (x, y) => -x / y)),
        1,
      ),
    ],
  },
  {
    id: 'focal-loss-gradient-incomplete',
    step: 'loss-gradient',
    name: 'Modulating factor of the focal loss not differentiated',
    wrongForm: '(1 - a_y)^{\\gamma} (a - t)',
    rightForm: '(1 - a_y)^{\\gamma - 1}\\bigl[(1 - a_y) - \\gamma a_y \\log a_y\\bigr](a - t)',
    seen: 2,
    forms: [],
  },
];

/** Sets `g∘a` from what g is to be times a, and returns g. */
function setWeighted(v: Values, weighted: Numbers, a: Numbers): Numbers {
  v.weighted = weighted;
  return zip(weighted, a, quotient);
}

/** What the right factor of dE/da would be, direction apart. */
export function rightScale(s: Setting): number {
  const distilled = s.loss === 'distillation' ? s.temperature * s.temperature : 1;
  return distilled * (s.meanAt === 'loss-gradient' ? 1 / s.divisor : 1);
}

/** What the right factor of the batch is. */
export function batchScale(s: Setting): number {
  return s.upstreamScale * (s.meanAt === 'delta' ? 1 / s.divisor : 1);
}

const isNatural = (s: Setting): boolean => s.logBase === Math.E && s.loss === 'cross-entropy';

function crossEntropyIn(a: Numbers, t: Numbers, s: Setting, base: number): Numbers | null {
  if (s.logBase === base) return null;
  return sumRows(
    zip(t, a, (x, y) => (x === 0 ? 0 : (-x * Math.log(y)) / Math.log(base))),
    s.classes,
  );
}
