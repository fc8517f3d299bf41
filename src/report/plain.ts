import type { PlainNumber } from './report';

/** A number as JSON can hold it: nan and infinities become words, and zero has no sign. */
export function plainNumber(value: number): PlainNumber {
  if (Number.isNaN(value)) return 'nan';
  if (value === Infinity) return 'inf';
  if (value === -Infinity) return '-inf';
  return value === 0 ? 0 : value;
}

/** `values` as JSON can hold them, in the same order. */
export function plainNumbers(values: Float64Array): PlainNumber[] {
  return Array.from(values, plainNumber);
}

/** The number that a plain one stands for. */
export function fromPlain(value: PlainNumber): number {
  switch (value) {
    case 'nan':
      return NaN;
    case 'inf':
      return Infinity;
    case '-inf':
      return -Infinity;
    default:
      return value;
  }
}

/** A number for a sentence: up to `digits` significant digits, without trailing zeros. */
export function shortNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return String(plainNumber(value));
  return String(Number(value.toPrecision(digits)));
}

/** Numbers as they stand in a sentence: `(0.5, -0.5)`, each row of a matrix in brackets of its own. */
export function nestedNumbers(numbers: readonly string[], shape: readonly number[]): string {
  const [length = 0, ...inner] = shape;
  if (inner.length === 0 || length === 0) return `(${numbers.join(', ')})`;
  const size = numbers.length / length;
  const parts = Array.from({ length }, (_, at) =>
    nestedNumbers(numbers.slice(at * size, (at + 1) * size), inner),
  );
  return `(${parts.join(', ')})`;
}

/** `2 × 3`, as a shape stands in a sentence. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? '1' : shape.join(' × ');
}
