import { zeros } from '../calculus/buffers';
/** Element-wise and row-wise helpers over `samples × classes` buffers, for the right rules and the wrong ones. */

export type Numbers = Float64Array;

/** `f(a_i, b_i)` for every element; NaN where `b` is shorter. */
export function zip(a: Numbers, b: Numbers, f: (x: number, y: number) => number): Numbers {
  const out = zeros(a.length);
  for (let i = 0; i < a.length; i++) out[i] = f(a[i] ?? NaN, b[i] ?? NaN);
  return out;
}

export const times = (a: Numbers, b: Numbers): Numbers => zip(a, b, (x, y) => x * y);
export const minus = (a: Numbers, b: Numbers): Numbers => zip(a, b, (x, y) => x - y);

/** `c·a`. */
export function scaled(a: Numbers, c: number): Numbers {
  const out = zeros(a.length);
  for (let i = 0; i < a.length; i++) out[i] = c * (a[i] ?? NaN);
  return out;
}

/** Reduces every row of `classes` to one number with `f(accumulated, value)`. */
export function foldRows(
  a: Numbers,
  classes: number,
  start: number,
  f: (accumulated: number, value: number) => number,
): Numbers {
  const out = zeros(a.length / classes);
  for (let row = 0; row < out.length; row++) {
    let value = start;
    for (let k = 0; k < classes; k++) value = f(value, a[row * classes + k] ?? NaN);
    out[row] = value;
  }
  return out;
}

export const sumRows = (a: Numbers, classes: number): Numbers => foldRows(a, classes, 0, (s, x) => s + x);
export const maxRows = (a: Numbers, classes: number): Numbers => foldRows(a, classes, -Infinity, Math.max);

/** `f(value, perRow[row], column)` for every element. */
export function byRow(
  a: Numbers,
  perRow: Numbers,
  classes: number,
  f: (x: number, row: number, column: number) => number,
): Numbers {
  const out = zeros(a.length);
  for (let i = 0; i < a.length; i++) {
    out[i] = f(a[i] ?? NaN, perRow[Math.floor(i / classes)] ?? NaN, i % classes);
  }
  return out;
}

/** Sum of all elements. */
export function total(a: Numbers): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] ?? NaN;
  return sum;
}

/** Largest finite magnitude, 0 where there is none. */
export function magnitude(a: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const size = Math.abs(a[i] ?? NaN);
    if (size > most && size < Infinity) most = size;
  }
  return most;
}

/** A matrix `J_ij = f(p_i, p_j, i === j)` for every row of `p`. */
export function outerOf(
  p: Numbers,
  classes: number,
  f: (pi: number, pj: number, same: boolean) => number,
): Numbers {
  const out = zeros(p.length * classes);
  for (let base = 0; base < p.length; base += classes) {
    for (let i = 0; i < classes; i++) {
      for (let j = 0; j < classes; j++) {
        out[(base + i) * classes + j] = f(p[base + i] ?? NaN, p[base + j] ?? NaN, i === j);
      }
    }
  }
  return out;
}
