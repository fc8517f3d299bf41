import type { NumericArray } from '../reader/reading';
import type { Role } from './diagnosis';
import type { NameReading } from './names';
import { ignoredLabel } from './right-rules';

interface Lines {
  readonly count: number;
  readonly length: number;
  readonly at: (line: number, k: number) => number;
}

/** The rows of an array: all of a vector is one row. */
function rowsOf(shape: readonly number[], size: number): Lines | null {
  const length = shape.length >= 2 ? (shape[shape.length - 1] ?? 1) : size;
  if (length === 1 && shape.length === 2) return { count: 1, length: size, at: (_, k) => k };
  return length === 0 ? null : { count: size / length, length, at: (line, k) => line * length + k };
}

function columnsOf(shape: readonly number[]): Lines | null {
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === undefined || columns === undefined || rows < 2 || columns < 2)
    return null;
  return { count: columns, length: rows, at: (line, k) => k * columns + line };
}

/** True where every line sums to `sum`, up to what was rounded away. */
function sumsTo(array: NumericArray, lines: Lines | null, sum: number): boolean {
  if (lines === null) return false;
  for (let line = 0; line < lines.count; line++) {
    let s = 0;
    let room = 1e-6;
    for (let k = 0; k < lines.length; k++) {
      s += array.values[lines.at(line, k)] ?? NaN;
      const half = array.halfUnits[lines.at(line, k)] ?? 0;
      room += half >= 0.5 ? 0 : 2 * half;
    }
    if (!(Math.abs(s - sum) <= room)) return false;
  }
  return true;
}

function oneHot(array: NumericArray, lines: Lines | null): boolean {
  if (lines === null || lines.length < 2) return false;
  for (let line = 0; line < lines.count; line++) {
    let ones = 0;
    for (let k = 0; k < lines.length; k++) {
      const x = array.values[lines.at(line, k)] ?? NaN;
      if (x !== 0 && x !== 1) return false;
      ones += x;
    }
    if (ones !== 1) return false;
  }
  return true;
}

/** True where an array is made of square matrices that are worth calling so. */
function isSquare(shape: readonly number[]): boolean {
  const [rows, columns] = shape.slice(-2);
  return shape.length >= 2 && rows === columns && (rows ?? 0) > 1;
}

function isSymmetric(array: NumericArray, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const x = array.values[i * n + j] ?? NaN;
      const y = array.values[j * n + i] ?? NaN;
      if (!(Math.abs(x - y) <= 2 * (array.halfUnits[i * n + j] ?? 0) + 1e-6)) return false;
    }
  }
  return true;
}

/** How many samples there are, and how many classes, as far as the arrays that hold a row for each sample tell. */
export function sizesIn(
  arrays: readonly NumericArray[],
  names: readonly NameReading[],
  columns: boolean,
): { readonly heights: ReadonlySet<number>; readonly widths: ReadonlySet<number> } {
  const heights = new Set<number>();
  const widths = new Set<number>();
  arrays.forEach(({ shape }, index) => {
    const scores = names[index]?.scores;
    const jacobian = scores?.has('jacobian') === true;
    if (!scores?.size || shape.length !== (jacobian ? 3 : 2) || shape.slice(1).includes(1)) return;
    const [first = 0, second = 0] = shape;
    const turned = columns && !jacobian;
    heights.add(turned ? second : first);
    widths.add(turned ? first : second);
  });
  return { heights, widths };
}

/**
 * Bits that the numbers of an array alone speak for or against each role. `perSample` where it holds one number
 * for each row of another array: then zeros and ones may be class numbers.
 */
export function readNumbers(array: NumericArray, perSample: boolean): Map<Role, number> {
  const { values, shape } = array;
  const size = values.length;
  const rows = rowsOf(shape, size);
  const columns = columnsOf(shape);
  const finite = values.every(Number.isFinite);
  const inUnit = values.every((x) => !(x < -1e-9 || x > 1 + 1e-9));
  const whole = values.every(Number.isInteger);
  const hot = oneHot(array, rows) || oneHot(array, columns);
  const toOne = sumsTo(array, rows, 1) || sumsTo(array, columns, 1);
  const toZero = sumsTo(array, rows, 0) || sumsTo(array, columns, 0);
  const square = isSquare(shape);
  const symmetric = square && shape.length === 2 && isSymmetric(array, shape[0] ?? 0);
  const notPositive = values.every((x) => !(x > 0));
  const bits = new Map<Role, number>();
  const set = (role: Role, value: number): void => void bits.set(role, value);

  set('probabilities', size < 2 ? -6 : hot ? -4 : toOne && inUnit ? 6 : inUnit || !finite ? -1 : -4);
  set('logProbabilities', notPositive && size > 1 ? 2 : -6);
  set(
    'target',
    size < 2
      ? -8
      : hot
        ? 8
        : whole && inUnit
          ? 3
          : toOne && inUnit
            ? 1
            : values.some((x) => x < 0)
              ? -10
              : whole
                ? -6
                : -2,
  );
  set(
    'classIndex',
    whole &&
      values.every((x) => x >= -1 || x === ignoredLabel) &&
      (shape.length <= 1 || shape.includes(1)) &&
      (!hot || perSample) &&
      (perSample || values.some((x) => x > (size > 1 ? 1 : 0)))
      ? 3
      : -30,
  );
  set('logits', size < 2 ? -6 : hot ? -5 : toOne && inUnit ? -3 : 0.5);
  set('jacobian', square ? (toZero ? 4 : 1) + (symmetric ? 3 : 0) : size < 2 ? -6 : -2);
  set(
    'delta',
    size < 2
      ? -6
      : hot
        ? -4
        : square && symmetric && shape[0] !== 2
          ? -2
          : toZero && !values.every((x) => x === 0)
            ? 3
            : 0,
  );
  set('lossGradient', size < 2 ? -6 : notPositive && !values.every((x) => x === 0) ? 2 : 0);
  set('upstream', size < 2 ? -4 : 0);
  set('loss', size === 1 ? 4 : shape.length <= 1 ? -1 : -5);
  set('weightGradient', shape.length === 2 ? 0 : -3);
  set('biasGradient', shape.length <= 1 || shape.includes(1) ? 0 : -6);
  set('classWeights', (shape.length <= 1 || shape.includes(1)) && values.every((x) => x >= 0) ? 0 : -12);
  set('inputs', 0);
  set('weights', shape.length === 2 && !shape.includes(1) ? 0 : -6);
  set('numericalOther', -30);
  return bits;
}
