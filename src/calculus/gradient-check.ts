import { mapped } from './buffers';
/**
 * Gradient of a scalar function by central differences, `(f(x + h·e_i) − f(x − h·e_i)) / 2h`, with
 * `h = step·max(1, |x_i|)`. The default step ∛ε balances truncation against rounding for doubles
 * (Press et al., "Numerical Recipes", sec. 5.7). `x` is left as it was.
 */
export function centralDifferences(
  f: (x: Float64Array) => number,
  x: Float64Array,
  step = Math.cbrt(Number.EPSILON),
): Float64Array {
  const probe = x.slice();
  return mapped(x, (value, i) => {
    const h = step * Math.max(1, Math.abs(value));
    const above = value + h;
    const below = value - h;
    probe[i] = above;
    const high = f(probe);
    probe[i] = below;
    const low = f(probe);
    probe[i] = value;
    return (high - low) / (above - below);
  });
}

/** The largest `|a_i − b_i| / max(1, |a_i|, |b_i|)`: how far a gradient is from its numeric check. */
export function largestDifference(a: Float64Array, b: Float64Array): number {
  let worst = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? NaN;
    const y = b[i] ?? NaN;
    worst = Math.max(worst, Math.abs(x - y) / Math.max(1, Math.abs(x), Math.abs(y)));
  }
  return worst;
}
