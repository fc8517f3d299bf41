import { zeros } from './buffers';
/**
 * Which elements of a row-major buffer make up one sample: class `k` of sample `i` stands at
 * `i * sampleStep + k * classStep`.
 */
export interface Lanes {
  readonly samples: number;
  readonly classes: number;
  readonly sampleStep: number;
  readonly classStep: number;
}

/** `samples × classes`, one sample per row (softmax over the last axis). */
export function rowsOf(samples: number, classes: number): Lanes {
  return { samples, classes, sampleStep: classes, classStep: 1 };
}

/** `classes × samples`, one sample per column (softmax over the first axis). */
export function columnsOf(samples: number, classes: number): Lanes {
  return { samples, classes, sampleStep: 1, classStep: samples };
}

/** The transpose of a row-major `rows × columns` matrix, as a new `columns × rows` buffer. */
export function transpose(matrix: Float64Array, rows: number, columns: number): Float64Array {
  requireLength('matrix', matrix, rows * columns);
  const out = zeros(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = matrix[i * columns + j] ?? NaN;
  }
  return out;
}

/** Throws a RangeError that names the array unless it has `length` elements. */
export function requireLength(name: string, array: ArrayLike<number>, length: number): void {
  if (array.length !== length) {
    throw new RangeError(`${name} has ${array.length} elements, ${length} are needed`);
  }
}
