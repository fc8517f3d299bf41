import { zeros } from './buffers';
import { requireLength, type Lanes } from './lanes';

/**
 * Chain product through softmax without its Jacobian: `gᵀJ = a ⊙ (g − ⟨g,a⟩)/T` for every sample.
 * `a` and `g = dE/da` have the shape that `lanes` describes, so has the result.
 */
export function softmaxBackward(
  a: Float64Array,
  g: Float64Array,
  lanes: Lanes,
  temperature = 1,
  out = zeros(a.length),
): Float64Array {
  requireLength('upstream gradient', g, a.length);
  const { samples, classes, sampleStep, classStep } = lanes;
  for (let i = 0; i < samples; i++) {
    const offset = i * sampleStep;
    let dot = 0;
    for (let k = 0; k < classes; k++) {
      const at = offset + k * classStep;
      dot += (g[at] ?? NaN) * (a[at] ?? NaN);
    }
    for (let k = 0; k < classes; k++) {
      const at = offset + k * classStep;
      out[at] = ((a[at] ?? NaN) * ((g[at] ?? NaN) - dot)) / temperature;
    }
  }
  return out;
}

/** Chain product through log-softmax: `(g_k − a_k·Σ_j g_j)/T`, with `g = dE/dy` and `a = exp(y)`. */
export function logSoftmaxBackward(
  a: Float64Array,
  g: Float64Array,
  lanes: Lanes,
  temperature = 1,
  out = zeros(a.length),
): Float64Array {
  requireLength('upstream gradient', g, a.length);
  const { samples, classes, sampleStep, classStep } = lanes;
  for (let i = 0; i < samples; i++) {
    const offset = i * sampleStep;
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += g[offset + k * classStep] ?? NaN;
    for (let k = 0; k < classes; k++) {
      const at = offset + k * classStep;
      out[at] = ((g[at] ?? NaN) - (a[at] ?? NaN) * sum) / temperature;
    }
  }
  return out;
}

/**
 * What to do with a target whose classes do not sum to one: PyTorch and optax differentiate
 * −Σ t·log a and `scale` the probabilities by Σt; TensorFlow's fused operation `ignore`s the sum.
 */
export type TargetSum = 'scale' | 'ignore';

/**
 * Fused delta dE/dz of cross-entropy of softmax for every sample: `(a·Σt − t)/T`, or `(a − t)/T` where the sum
 * of the target is to be ignored. All shapes as `lanes` says; no reduction over the batch.
 */
export function fusedDelta(
  a: Float64Array,
  t: Float64Array,
  lanes: Lanes,
  targetSum: TargetSum = 'scale',
  temperature = 1,
  out = zeros(a.length),
): Float64Array {
  requireLength('target', t, a.length);
  const { samples, classes, sampleStep, classStep } = lanes;
  for (let i = 0; i < samples; i++) {
    const offset = i * sampleStep;
    let sum = 1;
    if (targetSum === 'scale') {
      sum = 0;
      for (let k = 0; k < classes; k++) sum += t[offset + k * classStep] ?? NaN;
    }
    for (let k = 0; k < classes; k++) {
      const at = offset + k * classStep;
      out[at] = ((a[at] ?? NaN) * sum - (t[at] ?? NaN)) / temperature;
    }
  }
  return out;
}
