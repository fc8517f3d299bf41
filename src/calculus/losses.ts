import { mapped, zeros } from './buffers';
import { requireLength } from './lanes';

/** A loss of probabilities `a` and target `t`, one value per sample. */
export type Loss =
  | 'cross-entropy'
  | 'half-squared-error'
  | 'squared-error'
  | 'mean-squared-error'
  | 'binary-cross-entropy'
  | 'kl-divergence';

/** `x·log y` with the limit 0 at x = 0. */
function xLogY(x: number, y: number): number {
  return x === 0 ? 0 : x * Math.log(y);
}

/** `x/y` with 0 at x = 0: the derivative of a term that is absent, also where its probability is 0. */
function ratio(x: number, y: number): number {
  return x === 0 ? 0 : x / y;
}

function term(loss: Loss, a: number, t: number, classes: number): number {
  switch (loss) {
    case 'cross-entropy':
      return -xLogY(t, a);
    case 'half-squared-error':
      return 0.5 * (a - t) * (a - t);
    case 'squared-error':
      return (a - t) * (a - t);
    case 'mean-squared-error':
      return ((a - t) * (a - t)) / classes;
    case 'binary-cross-entropy':
      return -xLogY(t, a) - xLogY(1 - t, 1 - a);
    case 'kl-divergence':
      return xLogY(t, t) - xLogY(t, a);
  }
}

function slope(loss: Loss, a: number, t: number, classes: number): number {
  switch (loss) {
    case 'cross-entropy':
    case 'kl-divergence':
      return -ratio(t, a);
    case 'half-squared-error':
      return a - t;
    case 'squared-error':
      return 2 * (a - t);
    case 'mean-squared-error':
      return (2 * (a - t)) / classes;
    case 'binary-cross-entropy':
      return -ratio(t, a) + ratio(1 - t, 1 - a);
  }
}

/**
 * Loss of every sample, summed over its classes; `a` and `t` are rows of `classes`, the result has one value
 * per row. With y = log_b: cross-entropy −Σ t·y(a), half-squared ½Σ(a−t)², squared Σ(a−t)²,
 * mean-squared Σ(a−t)²/n, binary cross-entropy −Σ[t·y(a) + (1−t)·y(1−a)] (element-wise, summed),
 * Kullback-Leibler Σ t·y(t/a). `logBase` (default e) concerns those with a logarithm.
 */
export function lossValues(
  loss: Loss,
  a: Float64Array,
  t: Float64Array,
  classes: number,
  logBase = Math.E,
): Float64Array {
  requireLength('target', t, a.length);
  const scale = logScale(loss, logBase);
  const out = zeros(a.length / classes);
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const at = i * classes + k;
      sum += term(loss, a[at] ?? NaN, t[at] ?? NaN, classes);
    }
    out[i] = sum * scale;
  }
  return out;
}

/**
 * dE/da of every sample's own loss (no reduction over the batch), shape of `a`: −t/a for cross-entropy and
 * Kullback-Leibler, a−t, 2(a−t), 2(a−t)/n for the squared errors, −t/a + (1−t)/(1−a) for binary
 * cross-entropy; divided by ln b where the loss has a logarithm to base b. 0 where t = 0 and a = 0.
 */
export function lossGradient(
  loss: Loss,
  a: Float64Array,
  t: Float64Array,
  classes: number,
  logBase = Math.E,
): Float64Array {
  requireLength('target', t, a.length);
  const scale = logScale(loss, logBase);
  const out = zeros(a.length);
  for (let at = 0; at < out.length; at++) {
    out[at] = slope(loss, a[at] ?? NaN, t[at] ?? NaN, classes) * scale;
  }
  return out;
}

function logScale(loss: Loss, logBase: number): number {
  if (logBase === Math.E) return 1;
  const logarithmic = loss === 'cross-entropy' || loss === 'binary-cross-entropy' || loss === 'kl-divergence';
  return logarithmic ? 1 / Math.log(logBase) : 1;
}

/**
 * −Σ_k t_k·y_k of every row from log-probabilities `y = logSoftmax(z)`: the cross-entropy that stays finite
 * where a probability underflows. `t` and `y` are rows of `classes`.
 */
export function crossEntropyOfLogs(y: Float64Array, t: Float64Array, classes: number): Float64Array {
  requireLength('target', t, y.length);
  const out = zeros(y.length / classes);
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const target = t[i * classes + k] ?? NaN;
      if (target !== 0) sum -= target * (y[i * classes + k] ?? NaN);
    }
    out[i] = sum;
  }
  return out;
}

/** Entropy −Σ a·ln a of every row of `classes` probabilities, in nats; 0·ln 0 = 0. */
export function entropy(a: Float64Array, classes: number): Float64Array {
  return lossValues('cross-entropy', a, a, classes);
}

/** dH/dz of the entropy H of a = softmax(z): −a_k·(ln a_k + H), rows of `classes`; 0 where a = 0. */
export function entropyDelta(a: Float64Array, classes: number): Float64Array {
  const h = entropy(a, classes);
  return mapped(a, (value, at) => -(xLogY(value, value) + value * (h[Math.floor(at / classes)] ?? NaN)));
}
