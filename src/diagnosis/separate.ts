import { Cancelled } from './diagnosis';

/** An input on which candidates are compared; buffers are `samples × n`. */
export interface TrialInput {
  readonly z: Float64Array;
  readonly t: Float64Array;
  readonly g: Float64Array;
  readonly n: number;
  readonly samples: number;
}

/** What a candidate claims on an input; null where it says nothing there. */
export type Candidate = (input: TrialInput) => Float64Array | null;

export interface SeparatingInput {
  readonly z: number[];
  readonly t: number[];
  readonly g: number[];
  /** Smallest relative difference between two candidates on this input. */
  readonly gap: number;
}

export interface SeparateOptions {
  readonly n?: number;
  readonly samples?: number;
  readonly trials?: number;
  readonly cancelled?: () => boolean;
}

/** Differences below this share of the numbers' size do not show in four printed digits. */
const visible = 0.01;

/**
 * The input in short decimals (logits and upstream gradient with one decimal, one-hot target) on which the two
 * most alike candidates differ most. Deterministic. Null where some pair differs on no input tried: what no
 * input separates is one class.
 */
export function separatingInput(
  candidates: readonly Candidate[],
  options: SeparateOptions = {},
): SeparatingInput | null {
  const { n = 3, samples = 1, trials = 300, cancelled } = options;
  const next = decimals();
  let best: SeparatingInput | null = null;
  for (let trial = 0; trial < trials; trial++) {
    if (trial % 32 === 0 && cancelled?.() === true) throw new Cancelled();
    const z = Float64Array.from({ length: samples * n }, () => next(25));
    const g = Float64Array.from({ length: samples * n }, () => next(20));
    const t = new Float64Array(samples * n);
    for (let i = 0; i < samples; i++) t[i * n + ((i + trial) % n)] = 1;
    const outputs = candidates.map((candidate) => candidate({ z, t, g, n, samples }));
    const gap = smallestGap(outputs);
    // Inputs that were found earlier are no worse to read; a later one has to be clearly better.
    if (gap > visible && (best === null || gap > 1.05 * best.gap)) {
      best = { z: Array.from(z), t: Array.from(t), g: Array.from(g), gap };
    }
  }
  return best;
}

/** One-decimal numbers between −limit/10 and limit/10, never 0, the same sequence every time. */
function decimals(): (limit: number) => number {
  let state = 1;
  return (limit) => {
    // Park and Miller, "Random number generators: good ones are hard to find" (1988).
    state = (state * 48271) % 2147483647;
    const size = 1 + (state % limit);
    return ((state >> 16) % 2 === 0 ? size : -size) / 10;
  };
}

function smallestGap(outputs: readonly (Float64Array | null)[]): number {
  let least = Infinity;
  for (let i = 0; i < outputs.length; i++) {
    for (let j = i + 1; j < outputs.length; j++) {
      least = Math.min(least, gapBetween(outputs[i] ?? null, outputs[j] ?? null));
    }
  }
  return Number.isFinite(least) ? least : 0;
}

/** Largest difference as a share of the larger candidate's largest element; 1 where their shapes differ. */
function gapBetween(one: Float64Array | null, other: Float64Array | null): number {
  if (one === null || other === null) return 0;
  if (one.length !== other.length) return 1;
  let difference = 0;
  let size = 0;
  for (let i = 0; i < one.length; i++) {
    const a = one[i] ?? NaN;
    const b = other[i] ?? NaN;
    if (!Number.isFinite(a) || !Number.isFinite(b)) return 0;
    difference = Math.max(difference, Math.abs(a - b));
    size = Math.max(size, Math.abs(a), Math.abs(b));
  }
  return size < 1e-9 ? 0 : difference / size;
}
