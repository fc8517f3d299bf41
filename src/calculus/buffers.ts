/** Numbers in one block of memory that small arrays share. */
const block = 8192;
/** Arrays up to this length share a block. */
const longest = 1024;

let shared = new Float64Array(block);
let used = 0;

/**
 * `length` zeros. An engine takes many times as long to find memory for a typed array of more than a few elements as
 * a search takes to fill it: small arrays are therefore parts of a larger block, each part given away once.
 */
export function zeros(length: number): Float64Array {
  if (length > longest) return new Float64Array(length);
  if (used + length > block) {
    shared = new Float64Array(block);
    used = 0;
  }
  used += length;
  return shared.subarray(used - length, used);
}

/** `f(a_i, i)` for every element. */
export function mapped(a: Float64Array, f: (x: number, index: number) => number): Float64Array {
  const out = zeros(a.length);
  for (let i = 0; i < a.length; i++) out[i] = f(a[i] ?? NaN, i);
  return out;
}
