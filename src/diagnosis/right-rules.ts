import { zeros } from '../calculus/buffers';
import { softmaxJacobians, timesJacobian } from '../calculus/jacobian';
import { crossEntropyOfLogs, lossGradient, lossValues } from '../calculus/losses';
import { logSoftmax } from '../calculus/softmax';
import { oneHot } from '../calculus/targets';
import { byRow, type Numbers, scaled, sumRows, times, zip } from './elementwise';
import type { Structure, Values } from './registers';
import type { Setting } from './setting';

/** `g∘p`, with the limit where g is infinite only because p is 0. */
function weigh(g: Numbers, p: Numbers, v: Values): Numbers {
  return v.weighted !== undefined && p === v.a ? v.weighted : times(g, p);
}

export const rightStructure: Structure = {
  matrix: (p, _v, s) =>
    s.layer === 'softmax'
      ? softmaxJacobians(p, s.classes)
      : outerRows(p, s.classes, (pj, same) => (same ? 1 : 0) - pj),
  entry: (i, j, p) => (p[i] ?? NaN) * ((i === j ? 1 : 0) - (p[j] ?? NaN)),
  product: (g, p, v, s) => {
    if (s.layer === 'log-softmax')
      return combineRows(g, p, sumRows(g, s.classes), s, (gi, pi, sum) => gi - pi * sum);
    const w = weigh(g, p, v);
    const ignoreSum = s.targetSum === 'ignore' && v.weighted !== undefined && p === v.a;
    const sums = ignoreSum ? zeros(s.samples).fill(v.unitSum ?? -1) : sumRows(w, s.classes);
    return combineRows(w, p, sums, s, (wi, pi, sum) => wi - pi * sum);
  },
};

function outerRows(p: Numbers, classes: number, f: (pj: number, same: boolean) => number): Numbers {
  const out = zeros(p.length * classes);
  for (let at = 0; at < out.length; at++) {
    const base = Math.floor(at / (classes * classes)) * classes;
    const i = Math.floor(at / classes) % classes;
    const j = at % classes;
    out[at] = f(p[base + j] ?? NaN, i === j);
  }
  return out;
}

function combineRows(
  g: Numbers,
  p: Numbers,
  sums: Numbers,
  s: Setting,
  f: (g: number, p: number, sum: number) => number,
): Numbers {
  const out = zeros(g.length);
  for (let i = 0; i < g.length; i++) {
    out[i] = f(g[i] ?? NaN, p[i] ?? NaN, sums[Math.floor(i / s.classes)] ?? NaN);
  }
  return out;
}

/** Elements of the loss: log base and direction apart. */
export function losses(v: Values, s: Setting): Numbers | null {
  if (v.a === undefined || v.t === undefined || s.loss === 'given') return null;
  const loss = s.loss === 'distillation' ? 'kl-divergence' : s.loss;
  const t = modulated(weighedTarget(v.t, s), v.a, s, (a) => (1 - a) ** s.focusing);
  const plain = lossValues(loss, v.a, t, s.classes, s.logBase);
  // Where a probability underflows, the logarithm of softmax does not.
  const underflow = loss === 'cross-entropy' && v.u !== undefined && !plain.every(Number.isFinite);
  return underflow && v.u !== undefined
    ? scaled(crossEntropyOfLogs(logSoftmax(v.u, s.lanes), t, s.classes), 1 / Math.log(s.logBase))
    : plain;
}

/** The target, times the weights of the classes where there are any. */
function weighedTarget(t: Numbers, { classWeights: w, classes }: Setting): Numbers {
  return w === null ? t : byRow(t, t, classes, (x, _, k) => x * (w[k] ?? NaN));
}

/** A target whose terms are weighed by `f` of their probability, where the loss is focal. */
export function modulated(t: Numbers, a: Numbers, s: Setting, f: (a: number) => number): Numbers {
  return s.focusing === 0 ? t : zip(t, a, (x, p) => (x === 0 ? 0 : x * f(p)));
}

/** -a·d/da of the focal loss of one class, whose target is one (Lin et al. 2017, appendix A). */
const focalSlope =
  ({ focusing }: Setting) =>
  (a: number): number =>
    (1 - a) ** focusing - focusing * a * (1 - a) ** (focusing - 1) * Math.log(a);

/** Weight of every sample: Σ_k t_k w_k. */
export function sampleWeights(t: Numbers, w: Numbers, classes: number): Numbers {
  return sumRows(
    byRow(t, t, classes, (x, _, column) => x * (w[column] ?? NaN)),
    classes,
  );
}

/** dE/da by the right rule; sets `weighted` where it is known. */
export function rightLossGradient(v: Values, s: Setting): Numbers | null {
  if (v.a === undefined || v.t === undefined || s.loss === 'given') return null;
  const loss = s.loss === 'distillation' ? 'kl-divergence' : s.loss;
  const t = modulated(weighedTarget(v.t, s), v.a, s, focalSlope(s));
  if (loss === 'cross-entropy' || loss === 'kl-divergence') {
    const scale = -1 / Math.log(s.logBase);
    v.weighted = scaled(t, scale);
    v.unitSum = scale;
  }
  return lossGradient(loss, v.a, t, s.classes, s.logBase);
}

/** T² of distillation, direction, and 1/N where the mean is taken this early. */
export function lossGradientFactor(s: Setting): number {
  const distilled = s.loss === 'distillation' ? s.temperature * s.temperature : 1;
  return s.direction * distilled * (s.meanAt === 'loss-gradient' ? 1 / s.divisor : 1);
}

/** The Jacobian written out, from whichever form has been chosen. */
export function jacobianOf(v: Values, s: Setting): Numbers | null {
  if (v.J !== undefined) return v.J;
  if (v.written !== undefined) return v.written;
  if (v.structure === undefined || v.p === undefined) return null;
  const matrix = v.structure.matrix(v.p, v, s);
  if (matrix === null) return null;
  const c = v.factor ?? 1;
  v.written = c === 1 ? matrix : scaled(matrix, c);
  return v.written;
}

/** How many entries a Jacobian has that is not written out; null where they cannot be had one by one. */
export function entriesOf({ J, p, structure }: Values, s: Setting): number | null {
  const alone = J === undefined && structure?.entry !== undefined && s.layer === 'softmax';
  return p !== undefined && alone ? p.length * s.classes : null;
}

/** One entry of the Jacobian that is not written out; null where it cannot be had alone. */
export function entryOf(v: Values, s: Setting, at: number): number | null {
  const { p, structure, factor } = v;
  if (p === undefined || structure?.entry === undefined || entriesOf(v, s) === null) return null;
  const row = Math.floor(at / s.classes);
  const column = row - (row % s.classes) + (at % s.classes);
  return (factor ?? 1) * structure.entry(row, column, p, v, s);
}

/** More classes than this, and a Jacobian is not written out only to be multiplied. */
export const mostWrittenOut = 64;

/** The Jacobian for a chain product: null where it would be written out for that alone and is large. */
export function factorOf(v: Values, s: Setting): Numbers | null {
  return v.J === undefined && s.classes > mostWrittenOut ? null : jacobianOf(v, s);
}

/** `gᵀJ` for a full Jacobian, `g∘J` for one that is only a vector per sample. */
export function chainProduct(v: Values, s: Setting): Numbers | null {
  if (v.g === undefined) return null;
  if (v.J === undefined && v.structure?.product !== undefined && v.p !== undefined) {
    const d = v.structure.product(v.g, v.p, v, s);
    const c = v.factor ?? 1;
    return d === null || c === 1 ? d : scaled(d, c);
  }
  const J = factorOf(v, s);
  if (J === null) return null;
  if (J.length === v.g.length) return times(v.g, J);
  const square = s.classes * s.classes;
  if (J.length !== square && J.length !== s.samples * square) return null;
  return timesJacobian(v.g, J, s.classes);
}

/** Logits that a mask hides at minus infinity. */
export function hidden(u: Numbers, mask: Numbers | null): Numbers {
  return mask === null ? u : zip(u, mask, (x, m) => (m === 0 ? -Infinity : x));
}

/** What frameworks write for a sample that takes no part. */
export const ignoredLabel = -100;

/** One-hot rows, empty ones for samples that are ignored; null where a class does not exist. */
export function oneHotRows(labels: readonly number[], classes: number): Numbers | null {
  const known = labels.every((k) => k === ignoredLabel || (Number.isInteger(k) && k >= 0 && k < classes));
  return known ? oneHot(Float64Array.from(labels), classes, ignoredLabel) : null;
}
