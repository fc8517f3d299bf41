import { zeros } from './buffers';
import { requireLength, type Lanes } from './lanes';

function largest(z: Float64Array, offset: number, { classes, classStep }: Lanes): number {
  let max = -Infinity;
  for (let k = 0; k < classes; k++) {
    const value = z[offset + k * classStep] ?? NaN;
    // NaN has to win, or a sample that holds one would look sound.
    if (value > max || Number.isNaN(value)) max = value;
  }
  return max;
}

/**
 * `a_k = exp((z_k - max z)/T) / Σ_j exp((z_j - max z)/T)` for every sample.
 *
 * Same shape as `z`. Finite for all finite logits; exactly 0 where a logit is -∞; NaN for a sample that
 * holds NaN or +∞, or nothing but -∞, as frameworks do. The shift by the maximum: Blanchard, Higham, Higham,
 * "Accurately computing the log-sum-exp and softmax functions", IMA J. Numer. Anal. 41 (2021).
 */
export function softmax(z: Float64Array, lanes: Lanes, temperature = 1, out = zeros(z.length)): Float64Array {
  requireLength('logits', z, lanes.samples * lanes.classes);
  const { samples, classes, sampleStep, classStep } = lanes;
  for (let i = 0; i < samples; i++) {
    const offset = i * sampleStep;
    const max = largest(z, offset, lanes);
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const at = offset + k * classStep;
      const e = Math.exp(((z[at] ?? NaN) - max) / temperature);
      out[at] = e;
      sum += e;
    }
    for (let k = 0; k < classes; k++) {
      const at = offset + k * classStep;
      out[at] = (out[at] ?? NaN) / sum;
    }
  }
  return out;
}

/**
 * `y_k = (z_k - max z)/T - log Σ_j exp((z_j - max z)/T)` for every sample: the logarithm of `softmax`
 * without its underflow. Same shape as `z`; -∞ where a logit is -∞. Source as for `softmax`.
 */
export function logSoftmax(
  z: Float64Array,
  lanes: Lanes,
  temperature = 1,
  out = zeros(z.length),
): Float64Array {
  requireLength('logits', z, lanes.samples * lanes.classes);
  const { samples, classes, sampleStep, classStep } = lanes;
  for (let i = 0; i < samples; i++) {
    const offset = i * sampleStep;
    const max = largest(z, offset, lanes);
    // The term of the maximum is 1 exactly; kept apart, log1p keeps the digits of a nearly certain sample.
    let rest = 0;
    let seen = false;
    for (let k = 0; k < classes; k++) {
      const value = z[offset + k * classStep] ?? NaN;
      if (value === max && !seen) seen = true;
      else rest += Math.exp((value - max) / temperature);
    }
    const logSum = Math.log1p(rest);
    for (let k = 0; k < classes; k++) {
      const at = offset + k * classStep;
      out[at] = ((z[at] ?? NaN) - max) / temperature - logSum;
    }
  }
  return out;
}
