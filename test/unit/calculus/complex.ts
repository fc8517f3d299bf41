/** A complex number as [real, imaginary]; an oracle for derivatives that shares no line with the kernels. */
export type Complex = readonly [number, number];

export const add = ([a, b]: Complex, [c, d]: Complex): Complex => [a + c, b + d];
export const multiply = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
export const divide = ([a, b]: Complex, [c, d]: Complex): Complex => {
  const norm = c * c + d * d;
  return [(a * c + b * d) / norm, (b * c - a * d) / norm];
};
export const exp = ([a, b]: Complex): Complex => [Math.exp(a) * Math.cos(b), Math.exp(a) * Math.sin(b)];
export const log = ([a, b]: Complex): Complex => [Math.log(Math.hypot(a, b)), Math.atan2(b, a)];

/** Softmax straight from its definition, on complex logits. */
export function softmax(z: readonly Complex[]): Complex[] {
  const e = z.map(exp);
  const sum = e.reduce(add, [0, 0]);
  return e.map((value) => divide(value, sum));
}

/**
 * Derivatives `∂f_i/∂x_j` as `Im f_i(x + ih·e_j)/h` with h = 1e-30: exact to rounding, since nothing is subtracted.
 * Row-major, `outputs × inputs`.
 */
export function complexStep(
  f: (x: readonly Complex[]) => readonly Complex[],
  x: ArrayLike<number>,
): Float64Array {
  const h = 1e-30;
  const inputs = Array.from(x);
  const columns = inputs.map((_, j) => f(inputs.map((value, k): Complex => [value, k === j ? h : 0])));
  const outputs = columns[0]?.length ?? 0;
  const derivatives = new Float64Array(outputs * inputs.length);
  columns.forEach((column, j) =>
    column.forEach(([, imaginary], i) => (derivatives[i * inputs.length + j] = imaginary / h)),
  );
  return derivatives;
}
