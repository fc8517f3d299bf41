import { magnitude, type Numbers } from './elementwise';

/** How far a printed number may be from what was computed. */
export interface Precision {
  /** Half a unit of what the array prints with: what a candidate has to meet to earn its digits. */
  readonly tight: Numbers;
  /** Half a unit of the element as it stands: what right numbers are allowed. */
  readonly loose: Numbers;
}

/** Relative room for what the arithmetic of a claim loses: single or half precision, finite differences. */
export const relativeRoom = { single: 5e-7, half: 2e-3, differences: 1e-4 } as const;
/** What an array of whole numbers may hide when it is a result. */
const wholeNumberRoom = 5e-3;

/** So many numbers on the grid of half precision are no chance. */
const leastTelling = 3;

/** A zero of two decimals or more: who writes them out does so of whole numbers too, unless digits are counted. */
const spelledZero = 0.005;

function significantDigits(value: number, half: number): number {
  return value === 0 || half === 0 ? 0 : Math.floor(Math.log10(Math.abs(value) / (2 * half) + 1e-9)) + 1;
}

const precisions = new WeakMap<Numbers, Precision>();

/** Precision of a printed array; one array is read in many ways. */
export function precisionOf(values: Numbers, halfUnits: Numbers): Precision {
  const known = precisions.get(values);
  if (known !== undefined) return known;
  const precision = readPrecision(values, halfUnits);
  precisions.set(values, precision);
  return precision;
}

/**
 * Precision of a printed array. A whole number beside decimals (`[0.09 0. -2.]`) and a shorter decimal beside
 * longer ones (trailing zeros trimmed) are as precise as their neighbours; an array of whole numbers is exact.
 */
function readPrecision(values: Numbers, halfUnits: Numbers): Precision {
  const tight = new Float64Array(values.length);
  const loose = new Float64Array(values.length);
  let least = Infinity;
  let coarsest = 0;
  let digits = 0;
  let spelled = false;
  for (let i = 0; i < values.length; i++) {
    const half = halfUnits[i] ?? 0;
    if (half >= 0.5 && Number.isInteger(values[i] ?? NaN)) continue;
    if (half > 0) least = Math.min(least, half);
    coarsest = Math.max(coarsest, half);
    digits = Math.max(digits, significantDigits(values[i] ?? NaN, half));
    spelled ||= values[i] === 0 && half > 0 && half <= spelledZero;
  }
  if (least === Infinity) return { tight, loose };
  // Nothing but `0.0` was hardly rounded: numbers that happen to be small have other digits.
  const allZero = values.every((x) => x === 0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    const own = halfUnits[i] ?? 0;
    const significant = (spelled && value !== 0) || (digits >= 2 && significantDigits(value, own) >= digits);
    const whole = own === 0.5 && Number.isInteger(value) && !significant;
    const bySignificance =
      value === 0 ? least : 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(value))) + 1 - digits);
    tight[i] = allZero && least >= 0.05 ? 0 : Math.min(own, Math.max(least, bySignificance));
    // A zero that is shorter than its neighbours is one: `[0.0, -36.443]`.
    loose[i] = value === 0 ? Math.min(own, least) : whole ? Math.min(own, coarsest) : own;
  }
  return { tight, loose };
}

/** Nearest number of a binary format with `bits` bits of significand; half precision has 10. */
export function onGrid(x: number, bits: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const step = 2 ** (Math.floor(Math.log2(Math.abs(x))) - bits);
  return Math.round(x / step) * step;
}

/** How many numbers tell that they are of half precision, and not only short; NaN where one of them is not. */
function halfPrecise(values: Numbers, halfUnits: Numbers): number {
  let telling = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i] ?? NaN;
    const half = halfUnits[i] ?? 0;
    if (!Number.isFinite(x) || Math.abs(x) < 1e-4) continue;
    const step = 2 ** (Math.floor(Math.log2(Math.abs(x))) - 10);
    if (Math.abs(x - onGrid(x, 10)) > half + 1e-12 * Math.abs(x)) return NaN;
    // A number printed more coarsely than the grid is on it by itself.
    if (2 * half < step / 2 && !Number.isInteger(x * 1000)) telling += 1;
  }
  return telling;
}

/** True where so many numbers of one array tell of half precision, or of all where none is of another. */
export function isHalfPrecision(
  arrays: readonly { readonly values: Numbers; readonly halfUnits: Numbers }[],
): boolean {
  const telling = arrays.map(({ values, halfUnits }) => halfPrecise(values, halfUnits));
  return [...telling, telling.reduce((x, y) => x + y, 0)].some((count) => count >= leastTelling);
}

/** Room beside the printed digits for the arithmetic that a claim was computed with. */
export function arithmeticRoom(
  values: Numbers,
  predicted: Numbers,
  arithmetic: 'single' | 'half' | 'differences',
): number {
  const scale = Math.max(magnitude(values), magnitude(predicted));
  return 1e-12 + relativeRoom[arithmetic] * scale;
}

/** Room for a result that is printed in whole numbers only. */
export function wholeRoom(precision: Precision): number {
  return precision.loose.every((half) => half === 0) ? wholeNumberRoom : 0;
}

/** Same number up to `tolerance`, counting nan and infinities as equal to themselves. */
export function close(x: number, y: number, tolerance: number): boolean {
  if (tolerance === Infinity) return true;
  if (Number.isFinite(x) && Number.isFinite(y)) return Math.abs(x - y) <= tolerance;
  return Object.is(x, y) || (Number.isNaN(x) && Number.isNaN(y)) || x === y;
}
