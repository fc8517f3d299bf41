import { close } from './precision';
import { magnitude, type Numbers } from './elementwise';

/** No single number tells more than this: single precision is always allowed. */
const bitsPerElement = 20;
/** What a repeated number, or the same with the other sign, still tells. */
const bitsOfRepetition = 0.5;

const mostCounted = 4096;
/** A nan or an infinity is predicted by little else than what made it. */
const bitsOfInfinity = 12;

/**
 * Bits that predicting `values` to `tolerance` earns over saying that they lie anywhere up to `scale`: an
 * interval of width 2·tolerance out of 2·scale each. Numbers that stand there already earn next to nothing,
 * so that structural zeros and symmetric entries count once. `counted` restricts it to some elements.
 */
export function bitsEarned(
  values: Numbers,
  tolerance: (index: number) => number,
  atLeast = 0,
  counted: (index: number) => boolean = () => true,
): number {
  const own = magnitude(values);
  // Zeros tell by how much they could have been something else.
  const scale = own > 1e-3 * atLeast ? own : atLeast;
  let bits = 0;
  // Of very many numbers some speak for all.
  const stride = Math.ceil(values.length / mostCounted);
  const known = new Set<number>();
  for (let i = 0; i < values.length; i += stride) {
    if (!counted(i)) continue;
    const value = Math.abs(values[i] ?? NaN);
    const width = tolerance(i);
    const key = Number.isFinite(value) ? Math.round(value / (4 * width + 1e-300)) : value;
    const seen = known.has(key) || known.has(key + 1) || known.has(key - 1);
    known.add(key);
    if (!Number.isFinite(value)) bits += seen ? bitsOfRepetition : bitsOfInfinity;
    else if (seen) bits += bitsOfRepetition;
    else bits += Math.min(bitsPerElement, Math.max(0, Math.log2(scale / (width + 1e-12))));
  }
  return bits;
}

/** Flat indices where `values` and `expected` differ by more than `tolerance`. */
export function differing(
  values: Numbers,
  expected: Numbers,
  tolerance: (index: number) => number,
): number[] {
  const wrong: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (!close(values[i] ?? NaN, expected[i] ?? NaN, tolerance(i))) wrong.push(i);
  }
  return wrong;
}
