import { zeros } from './buffers';
import { requireLength } from './lanes';

/**
 * Jacobian of softmax of one sample, `J_ij = ∂a_i/∂z_j = a_i(δ_ij − a_j)/T`, into `out` from `outOffset` on
 * (row-major `n × n`). `a` holds the probabilities from `offset` on. Symmetric; every row sums to 0.
 * Bishop, "Pattern Recognition and Machine Learning" (2006), eq. 4.106.
 */
export function softmaxJacobian(
  a: Float64Array,
  n = a.length,
  temperature = 1,
  out = zeros(n * n),
  offset = 0,
  outOffset = 0,
): Float64Array {
  const minus = -1 / temperature;
  for (let i = 0; i < n; i++) {
    const ai = a[offset + i] ?? NaN;
    const row = outOffset + i * n;
    // The product of the two probabilities comes first: J is symmetric to the last bit.
    for (let j = 0; j < n; j++) out[row + j] = ai * (a[offset + j] ?? NaN) * minus;
    out[row + i] = (ai * (1 - ai)) / temperature;
  }
  return out;
}

/** The Jacobian of every sample: `a` is `samples × classes`, the result `samples × classes × classes`. */
export function softmaxJacobians(a: Float64Array, classes: number, temperature = 1): Float64Array {
  const out = zeros(a.length * classes);
  for (let offset = 0; offset < a.length; offset += classes) {
    softmaxJacobian(a, classes, temperature, out, offset, offset * classes);
  }
  return out;
}

/** Jacobian of log-softmax of one sample: `∂y_i/∂z_j = (δ_ij − a_j)/T`, row-major `n × n`; rows sum to 0. */
export function logSoftmaxJacobian(
  a: Float64Array,
  n = a.length,
  temperature = 1,
  out = zeros(n * n),
  offset = 0,
  outOffset = 0,
): Float64Array {
  for (let i = 0; i < n; i++) {
    const row = outOffset + i * n;
    for (let j = 0; j < n; j++) out[row + j] = -(a[offset + j] ?? NaN) / temperature;
    out[row + i] = (1 - (a[offset + i] ?? NaN)) / temperature;
  }
  return out;
}

/** The log-softmax Jacobian of every sample, `samples × classes × classes`. */
export function logSoftmaxJacobians(a: Float64Array, classes: number, temperature = 1): Float64Array {
  const out = zeros(a.length * classes);
  for (let offset = 0; offset < a.length; offset += classes) {
    logSoftmaxJacobian(a, classes, temperature, out, offset, offset * classes);
  }
  return out;
}

/**
 * `gᵀJ` for any Jacobians that stand in `jacobians`: `g` is `samples × n`, `jacobians` is `samples × n × n`
 * (or one `n × n` for all samples), the result `samples × n` with `Σ_i g_i J_ij`.
 */
export function timesJacobian(g: Float64Array, jacobians: Float64Array, n: number): Float64Array {
  const samples = g.length / n;
  const shared = jacobians.length === n * n;
  if (!shared) requireLength('jacobians', jacobians, samples * n * n);
  const out = zeros(g.length);
  for (let s = 0; s < samples; s++) {
    const base = shared ? 0 : s * n * n;
    for (let i = 0; i < n; i++) {
      const gi = g[s * n + i] ?? NaN;
      const row = base + i * n;
      for (let j = 0; j < n; j++) {
        out[s * n + j] = (out[s * n + j] ?? NaN) + gi * (jacobians[row + j] ?? NaN);
      }
    }
  }
  return out;
}
