import { close } from './precision';
import { magnitude, type Numbers } from './elementwise';

/** No single number tells more than this: single precision is always allowed. */
const bitsPerElement = 20;
/** What a repeated number, or the same with the other sign, still tells. */
const bitsOfRepetition = 0.5;

/** Of very many numbers so many speak for all. */
const mostCounted = 4096;
const strideOf = (values: Numbers): number => Math.max(1, Math.ceil(values.length / mostCounted));
/** A nan or an infinity is predicted by little else than what made it. */
const bitsOfInfinity = 12;

/**
 * Puts the elements of `values` that are the same, up to their sign and the `half` width that they are known to,
 * into one group: the index of its first element, for every element that is counted. Structural zeros and symmetric
 * entries are counted once by this.
 */
export function groupsOf(values: Numbers, half: (index: number) => number): Uint32Array {
  const groups = Uint32Array.from(values, (_, i) => i);
  const size = (i: number): number => Math.abs(values[i] ?? NaN);
  const stride = strideOf(values);
  const counted = Array.from({ length: Math.ceil(values.length / stride) }, (_, k) => k * stride);
  const order = counted.sort((i, j) => size(i) - size(j) || i - j);
  let group = order[0] ?? 0;
  for (const i of order) {
    const [x, least] = [size(i), size(group)];
    const same = x === least || x - least <= 2 * half(i) || (Number.isNaN(x) && Number.isNaN(least));
    if (!same) group = i;
    groups[i] = group;
  }
  return groups;
}

/**
 * Bits that predicting `values` to `tolerance` earns over saying that they lie anywhere up to `scale`: an
 * interval of width 2·tolerance out of 2·scale each. Of each of the `groups` one earns that, and
 * the others next to nothing. `counted` restricts it to some elements.
 */
export function bitsEarned(
  values: Numbers,
  tolerance: (index: number) => number,
  groups: Uint32Array,
  atLeast = 0,
  counted: (index: number) => boolean = () => true,
): number {
  const own = magnitude(values);
  // Zeros tell by how much they could have been something else.
  const scale = own > 1e-3 * atLeast ? own : atLeast;
  const seen = new Uint8Array(values.length);
  let bits = 0;
  const stride = strideOf(values);
  for (let i = 0; i < values.length; i += stride) {
    if (!counted(i)) continue;
    const group = groups[i] ?? i;
    const before = seen[group] === 1;
    seen[group] = 1;
    if (before) bits += bitsOfRepetition;
    else if (!Number.isFinite(values[i])) bits += bitsOfInfinity;
    else bits += Math.min(bitsPerElement, Math.max(0, Math.log2(scale / (tolerance(i) + 1e-12))));
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

/** True where no element of `values` differs from `expected` by more than `tolerance`. */
export function agree(values: Numbers, expected: Numbers, tolerance: (index: number) => number): boolean {
  for (let i = 0; i < values.length; i++) {
    if (!close(values[i] ?? NaN, expected[i] ?? NaN, tolerance(i))) return false;
  }
  return true;
}
