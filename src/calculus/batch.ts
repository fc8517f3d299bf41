import { mapped, zeros } from './buffers';
import { requireLength } from './lanes';

export type Reduction = 'sum' | 'mean' | 'none';

/**
 * Losses of the samples as the reduction leaves them: all of them, their sum, or their sum over `divisor`
 * (by default their number; Σw for a weighted mean, the number of valid samples where some are ignored).
 */
export function reduceLosses(
  losses: Float64Array,
  reduction: Reduction,
  divisor = losses.length,
): Float64Array {
  if (reduction === 'none') return losses.slice();
  let sum = 0;
  for (const loss of losses) sum += loss;
  return Float64Array.of(reduction === 'mean' ? sum / divisor : sum);
}

/** Delta of the reduced loss from the deltas of the samples: divided by `divisor` for a mean, else a copy. */
export function reduceDelta(delta: Float64Array, reduction: Reduction, divisor: number): Float64Array {
  return reduction === 'mean' ? mapped(delta, (value) => value / divisor) : delta.slice();
}

/** `w_i·x_ik`: one weight per sample applied to rows of `classes`. */
export function weightSamples(x: Float64Array, weights: Float64Array, classes: number): Float64Array {
  requireLength('matrix', x, weights.length * classes);
  return mapped(x, (value, at) => value * (weights[Math.floor(at / classes)] ?? NaN));
}

/**
 * Gradient of the weights of a layer z = X·W + b: `Xᵀδ`, row-major `inputs × classes`, from X `samples × inputs`
 * and δ `samples × classes`. The batch reduction is in δ already.
 */
export function weightGradient(
  x: Float64Array,
  delta: Float64Array,
  samples: number,
  inputs: number,
  classes: number,
): Float64Array {
  requireLength('inputs', x, samples * inputs);
  requireLength('delta', delta, samples * classes);
  const out = zeros(inputs * classes);
  for (let s = 0; s < samples; s++) {
    for (let i = 0; i < inputs; i++) {
      const xi = x[s * inputs + i] ?? NaN;
      for (let k = 0; k < classes; k++) {
        const at = i * classes + k;
        out[at] = (out[at] ?? NaN) + xi * (delta[s * classes + k] ?? NaN);
      }
    }
  }
  return out;
}

/** Gradient of the bias of a layer z = X·W + b: Σ over the samples of δ (`samples × classes`), length `classes`. */
export function biasGradient(delta: Float64Array, classes: number): Float64Array {
  const out = zeros(classes);
  for (let at = 0; at < delta.length; at++) {
    const k = at % classes;
    out[k] = (out[k] ?? NaN) + (delta[at] ?? NaN);
  }
  return out;
}
