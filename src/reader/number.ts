/** Exact powers of ten: a product or quotient with one of them is correctly rounded for integers below 2^53. */
const POWERS = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${String(k)}`));

/** Half units 0.5 * 10^k for k from -400 to 400, by `k + 400`. */
const HALVES = Float64Array.from({ length: 801 }, (_, k) => Number(`5e${String(k - 401)}`));

/** 10^`exponent` for exponents from 0 to 22, where it is exact. */
export function powerOfTen(exponent: number): number {
  return POWERS[exponent] ?? NaN;
}

/** Half a unit of a digit that stands for 10^`exponent`. */
export function halfUnitOf(exponent: number): number {
  return HALVES[Math.max(-400, Math.min(400, exponent)) + 400] ?? 0;
}

/** What `scanNumber` found last; one object, so that the scan allocates nothing. */
export const scanned = {
  value: 0,
  /** Power of ten that the last printed digit stands for. */
  exponent: 0,
};

/**
 * Reads a plain decimal number (`-1.5`, `.5`, `2.`, `+3e-07`, also with U+2212 as the minus) that begins at `at`.
 * Answers the offset behind it, or -1 where none begins. `1e` and `1e+` end before the `e`. The result is in
 * `scanned`; values equal `Number(text)`: up to 15 digits with a small exponent take a path that rounds once.
 */
export function scanNumber(text: string, at: number): number {
  let i = at;
  let code = text.charCodeAt(i);
  const negative = code === 45 || code === 0x2212 || code === 0x2013;
  if (negative || code === 43) code = text.charCodeAt(++i);
  let mantissa = 0;
  const digitsFrom = i;
  while (code >= 48 && code <= 57) {
    mantissa = mantissa * 10 + (code - 48);
    code = text.charCodeAt(++i);
  }
  let digits = i - digitsFrom;
  let decimals = 0;
  if (code === 46) {
    const from = ++i;
    code = text.charCodeAt(i);
    while (code >= 48 && code <= 57) {
      mantissa = mantissa * 10 + (code - 48);
      code = text.charCodeAt(++i);
    }
    decimals = i - from;
    digits += decimals;
  }
  if (digits === 0) return -1;
  let exponent = 0;
  if (code === 101 || code === 69) {
    let j = i + 1;
    let next = text.charCodeAt(j);
    const down = next === 45 || next === 0x2212;
    if (down || next === 43) next = text.charCodeAt(++j);
    if (next >= 48 && next <= 57) {
      while (next >= 48 && next <= 57) {
        if (exponent < 100000) exponent = exponent * 10 + (next - 48);
        next = text.charCodeAt(++j);
      }
      if (down) exponent = -exponent;
      i = j;
    }
  }
  const scale = exponent - decimals;
  scanned.exponent = scale;
  let value: number;
  if (digits <= 15 && scale <= 22 && scale >= -22) {
    value = scale < 0 ? mantissa / (POWERS[-scale] ?? 1) : mantissa * (POWERS[scale] ?? 1);
  } else {
    value = Math.abs(Number(text.slice(at, i).replace(/[−–]/g, '-')));
  }
  scanned.value = negative ? -value : value;
  return i;
}

const NONE = new Float64Array(0);

/** Values and half units of an array while it is being read. */
export class Numbers {
  values = NONE;
  halfUnits = NONE;
  count = 0;

  push(value: number, halfUnit: number): void {
    if (this.count === this.values.length) this.grow();
    this.values[this.count] = value;
    this.halfUnits[this.count++] = halfUnit;
  }

  /**
   * Makes room for more. `expansion` is by how much the whole text exceeds what was read of it: long arrays mostly go on
   * as they began.
   */
  grow(expansion = 1.5): void {
    const { count } = this;
    const expected = Math.ceil(count * Math.max(1.25, Math.min(4, expansion * 1.02)));
    const size = count < 65536 ? Math.max(16, count * 4) : expected;
    const values = new Float64Array(size);
    values.set(this.values);
    this.values = values;
    const halfUnits = new Float64Array(size);
    halfUnits.set(this.halfUnits);
    this.halfUnits = halfUnits;
  }

  /** What was pushed, without room that is left over. */
  taken(): { readonly values: Float64Array; readonly halfUnits: Float64Array } {
    const { values, halfUnits, count } = this;
    // A little room is cheaper than a copy.
    if (count > values.length * 0.8)
      return { values: values.subarray(0, count), halfUnits: halfUnits.subarray(0, count) };
    return { values: values.slice(0, count), halfUnits: halfUnits.slice(0, count) };
  }
}
