import { mapped, zeros } from '../calculus/buffers';
import type { TrainingCurves } from './diagnosis';

export interface TrainingRun {
  /** The person's own logits, where the descent starts. */
  readonly z: Float64Array;
  readonly loss: (z: Float64Array) => number;
  readonly right: (z: Float64Array) => Float64Array | null;
  readonly wrong: (z: Float64Array) => Float64Array | null;
  readonly steps?: number;
  readonly learningRate?: number;
}

/**
 * Loss over `steps` steps of gradient descent `z ← z − η·∇` on the person's own logits, once with the right and
 * once with the wrong gradient. Each curve has `steps + 1` values and begins at the person's numbers. A curve that
 * diverges stays at its last finite loss. Null where a gradient has not the length of `z`, or the loss is not
 * finite at the start.
 */
export function trainingCurves(run: TrainingRun): TrainingCurves | null {
  const { z, loss, steps = 200, learningRate = 0.5 } = run;
  const follow = (gradient: (z: Float64Array) => Float64Array | null): Float64Array | null => {
    const curve = zeros(steps + 1);
    let at = z;
    let last = loss(z);
    if (!Number.isFinite(last)) return null;
    for (let step = 0; step <= steps; step++) {
      curve[step] = last;
      const slope = gradient(at);
      if (slope?.length !== z.length) return null;
      const next = mapped(at, (value, i) => value - learningRate * (slope[i] ?? NaN));
      const value = loss(next);
      if (!Number.isFinite(value)) continue;
      at = next;
      last = value;
    }
    return curve;
  };
  const right = follow(run.right);
  const wrong = right === null ? null : follow(run.wrong);
  return right === null || wrong === null ? null : { learningRate, right, wrong };
}
