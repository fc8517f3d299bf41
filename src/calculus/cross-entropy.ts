import { mapped } from './buffers';
import { fusedDelta, type TargetSum } from './backward';
import { reduceDelta, reduceLosses, type Reduction } from './batch';
import { requireLength, rowsOf } from './lanes';
import { crossEntropyOfLogs } from './losses';
import { logSoftmax, softmax } from './softmax';
import { oneHot, smoothLabels, weightClasses } from './targets';

/** Either a row of `classes` per sample, or one class index per sample. */
export type Target =
  | { readonly kind: 'rows'; readonly values: Float64Array }
  | { readonly kind: 'indices'; readonly values: ArrayLike<number> };

export interface CrossEntropyConventions {
  readonly reduction?: Reduction;
  readonly targetSum?: TargetSum;
  readonly temperature?: number;
  /** ε of label smoothing. */
  readonly smoothing?: number;
  readonly classWeights?: Float64Array;
  /** Samples with this class index have no loss, no gradient and no share in a mean. */
  readonly ignoreIndex?: number;
  /** Base of the loss's logarithm; e by default. */
  readonly logBase?: number;
  /** Divisor of a mean; by default Σ of the weights of the samples' classes for indices, their number for rows. */
  readonly meanOver?: 'samples' | 'weights';
}

/** Loss as the reduction leaves it (length 1, or one per sample) and dE/dz, `samples × classes`. */
export interface LossAndDelta {
  readonly loss: Float64Array;
  readonly delta: Float64Array;
}

/**
 * Cross-entropy of softmax(z/T) against a target, from logits of `samples × classes`, under all the conventions of
 * frameworks: E_i = −Σ_k w_k·t'_ik·log_b a_ik with t' the smoothed target. The means are those of PyTorch's
 * `CrossEntropyLoss`: over Σ_i w_{y_i} of the samples that count for class indices, over N for rows.
 */
export function crossEntropy(
  z: Float64Array,
  target: Target,
  classes: number,
  conventions: CrossEntropyConventions = {},
): LossAndDelta {
  const samples = z.length / classes;
  const lanes = rowsOf(samples, classes);
  const { reduction = 'mean', targetSum = 'scale', temperature = 1, smoothing = 0 } = conventions;
  const { classWeights, ignoreIndex, logBase } = conventions;

  let t = target.kind === 'rows' ? target.values : oneHot(target.values, classes, ignoreIndex);
  requireLength('target', t, z.length);
  const divisor = meanDivisor(target, samples, conventions);
  if (smoothing !== 0) t = smoothLabels(t, classes, smoothing);
  if (classWeights !== undefined) t = weightClasses(t, classWeights);

  const losses = crossEntropyOfLogs(logSoftmax(z, lanes, temperature), t, classes);
  const deltas = fusedDelta(softmax(z, lanes, temperature), t, lanes, targetSum, temperature);
  if (target.kind === 'indices') {
    for (let i = 0; i < samples; i++) {
      if (target.values[i] !== ignoreIndex) continue;
      losses[i] = 0;
      deltas.fill(0, i * classes, (i + 1) * classes);
    }
  }
  const scale = logBase === undefined ? 1 : 1 / Math.log(logBase);
  return {
    loss: reduceLosses(losses, reduction, divisor).map((value) => value * scale),
    delta: reduceDelta(deltas, reduction, divisor).map((value) => value * scale),
  };
}

function meanDivisor(target: Target, samples: number, conventions: CrossEntropyConventions): number {
  const { classWeights, ignoreIndex, meanOver } = conventions;
  if (target.kind === 'rows') {
    if (meanOver !== 'weights' || classWeights === undefined) return samples;
    let sum = 0;
    const weighted = weightClasses(target.values, classWeights);
    for (const value of weighted) sum += value;
    return sum;
  }
  let sum = 0;
  for (let i = 0; i < samples; i++) {
    const index = target.values[i];
    if (index === undefined || index === ignoreIndex) continue;
    sum += classWeights === undefined || meanOver === 'samples' ? 1 : (classWeights[index] ?? NaN);
  }
  return sum;
}

/**
 * Distillation loss of one student row per teacher row, `samples × classes` logits each:
 * `E_i = c·Σ_k q_k·log(q_k/p_k)` with q = softmax(teacher/T), p = softmax(student/T) and c = T² (or 1 where
 * `scaled` is false), delta `c·(p − q)/T` with respect to the student's logits; no reduction.
 * Hinton, Vinyals, Dean, "Distilling the Knowledge in a Neural Network" (2015), sec. 2.
 */
export function distillation(
  student: Float64Array,
  teacher: Float64Array,
  classes: number,
  temperature: number,
  scaled = true,
): LossAndDelta {
  requireLength('teacher logits', teacher, student.length);
  const lanes = rowsOf(student.length / classes, classes);
  const scale = scaled ? temperature * temperature : 1;
  const q = softmax(teacher, lanes, temperature);
  const cross = crossEntropyOfLogs(logSoftmax(student, lanes, temperature), q, classes);
  const own = crossEntropyOfLogs(logSoftmax(teacher, lanes, temperature), q, classes);
  return {
    loss: mapped(cross, (value, i) => scale * (value - (own[i] ?? NaN))),
    delta: fusedDelta(softmax(student, lanes, temperature), q, lanes, 'ignore', temperature).map(
      (value) => scale * value,
    ),
  };
}
