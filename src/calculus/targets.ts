import { mapped, zeros } from './buffers';
import { requireLength } from './lanes';

/**
 * Class indices as one-hot rows, `indices.length × classes`. A row is all zero where its index is
 * `ignoreIndex`. Throws a RangeError for any other index that is no class.
 */
export function oneHot(indices: ArrayLike<number>, classes: number, ignoreIndex?: number): Float64Array {
  const out = zeros(indices.length * classes);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] ?? NaN;
    if (index === ignoreIndex) continue;
    if (!Number.isInteger(index) || index < 0 || index >= classes) {
      throw new RangeError(`class index ${index} of sample ${i} is not one of 0 to ${classes - 1}`);
    }
    out[i * classes + index] = 1;
  }
  return out;
}

/**
 * Label smoothing `(1 - ε)·t + ε/n`, shape of `t` (rows of `classes`). For targets that do not sum to one the
 * uniform part is still ε/n, as in PyTorch. Szegedy et al., "Rethinking the Inception Architecture" (2016), sec. 7.
 */
export function smoothLabels(t: Float64Array, classes: number, epsilon: number): Float64Array {
  return mapped(t, (value) => (1 - epsilon) * value + epsilon / classes);
}

/** `w_k·t_ik`: class weights (length `classes`) applied to the rows of a target. */
export function weightClasses(t: Float64Array, classWeights: Float64Array): Float64Array {
  const classes = classWeights.length;
  return mapped(t, (value, at) => value * (classWeights[at % classes] ?? NaN));
}

/** Σ_k t_ik of every row, length `t.length / classes`. */
export function rowSums(t: Float64Array, classes: number): Float64Array {
  const rows = t.length / classes;
  requireLength('matrix', t, Math.floor(rows) * classes);
  const out = zeros(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += t[i * classes + k] ?? NaN;
    out[i] = sum;
  }
  return out;
}
