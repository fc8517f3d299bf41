import { magnitude, type Numbers } from './elementwise';

/** How far a printed number may be from what was computed. */
export interface Precision {
  /** Half a unit of what the array prints with: what a candidate has to meet to earn its digits. */
  readonly tight: Numbers;
  /** Half a unit of the element as it stands: what right numbers are allowed. */
  readonly loose: Numbers;
}

/** Relative room for single precision arithmetic. */
const singleRoom = 5e-7;
/** Relative room for a gradient that was found by finite differences. */
const differenceRoom = 1e-4;
/** What an array of whole numbers may hide when it is a result. */
const wholeNumberRoom = 5e-3;

function significantDigits(value: number, half: number): number {
  return value === 0 || half === 0 ? 0 : Math.floor(Math.log10(Math.abs(value) / half + 1e-9)) + 1;
}

/**
 * Precision of a printed array. A whole number beside decimals (`[0.09 0. -2.]`) and a shorter decimal beside
 * longer ones (trailing zeros trimmed) are as precise as their neighbours; an array of whole numbers is exact.
 */
export function precisionOf(values: Numbers, halfUnits: Numbers): Precision {
  const tight = new Float64Array(values.length);
  const loose = new Float64Array(values.length);
  let least = Infinity;
  let coarsest = 0;
  let digits = 0;
  for (let i = 0; i < values.length; i++) {
    const half = halfUnits[i] ?? 0;
    if (half >= 0.5 && Number.isInteger(values[i] ?? NaN)) continue;
    if (half > 0) least = Math.min(least, half);
    coarsest = Math.max(coarsest, half);
    digits = Math.max(digits, significantDigits(values[i] ?? NaN, half));
  }
  if (least === Infinity) return { tight, loose };
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    const own = halfUnits[i] ?? 0;
    const whole = own >= 0.5 && Number.isInteger(value);
    const bySignificance =
      value === 0 ? least : 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(value))) + 1 - digits);
    tight[i] = Math.min(own, Math.max(least, bySignificance));
    loose[i] = whole ? Math.min(own, coarsest) : own;
  }
  return { tight, loose };
}

/** Room beside the printed digits for the arithmetic that a claim was computed with. */
export function arithmeticRoom(values: Numbers, predicted: Numbers, byDifferences: boolean): number {
  const scale = Math.max(magnitude(values), magnitude(predicted));
  return 1e-12 + (byDifferences ? differenceRoom : singleRoom) * scale;
}

/** Room for a result that is printed in whole numbers only. */
export function wholeRoom(precision: Precision): number {
  return precision.loose.every((half) => half === 0) ? wholeNumberRoom : 0;
}

/** Same number, counting nan and infinities as equal to themselves. */
export function close(x: number, y: number, tolerance: number): boolean {
  if (Number.isFinite(x) && Number.isFinite(y)) return Math.abs(x - y) <= tolerance;
  return Object.is(x, y) || (Number.isNaN(x) && Number.isNaN(y)) || x === y;
}
