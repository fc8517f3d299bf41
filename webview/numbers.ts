import type { ReportArray } from '../src/report/report';

export type PlainNumber = ReportArray['values'][number];

const POINT = 46;
const LOWER_E = 101;
const UPPER_E = 69;

const DECIMAL = /^[+\-\u2212]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * An element as it is shown: as the text prints it where that is a plain decimal number, so that nothing is
 * rounded silently; its value to six digits where the text has an expression (`\frac{1}{3}`).
 */
export function shown(printed: string | undefined, value: PlainNumber): string {
  const text = printed?.trim() ?? '';
  return DECIMAL.test(text) ? text.replaceAll('-', '\u2212') : short(value);
}

/** A value to six significant digits, with a minus sign that is as wide as a digit. */
export function short(value: PlainNumber): string {
  if (value === 'nan') return 'nan';
  if (value === 'inf') return '\u221e';
  if (value === '-inf') return '\u2212\u221e';
  return String(Number(value.toPrecision(6))).replaceAll('-', '\u2212');
}

/** The number itself; nan and infinities are JavaScript's. */
export function asNumber(value: PlainNumber | undefined): number {
  if (value === undefined || value === 'nan') return NaN;
  if (value === 'inf') return Infinity;
  return value === '-inf' ? -Infinity : value;
}

/** Characters before and from the decimal point on, of the widest of many numbers. */
export interface DecimalWidth {
  readonly before: number;
  readonly after: number;
}

export function widthOf(columns: readonly ((index: number) => string)[], size: number): DecimalWidth {
  let before = 0;
  let after = 0;
  for (const textAt of columns)
    for (let index = 0; index < size; index++) {
      const text = textAt(index);
      const point = pointOf(text);
      before = Math.max(before, point);
      after = Math.max(after, text.length - point);
    }
  return { before, after };
}

/** Blanks on the right so that, set flush right in a monospaced font, all decimal points stand in one line. */
export function aligned(text: string, width: DecimalWidth): string {
  if (!/\d/.test(text)) return text;
  return text + '\u00a0'.repeat(Math.max(0, width.after - (text.length - pointOf(text))));
}

function pointOf(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === POINT || code === LOWER_E || code === UPPER_E) return at;
  }
  return text.length;
}

/** The numbers in brackets, nested by their shape, at full precision: what most languages read. */
export function nested(values: readonly PlainNumber[], shape: readonly number[]): string {
  const [, ...inner] = shape;
  if (shape.length === 0) return String(values[0] ?? 'nan');
  if (inner.length === 0) return `[${values.join(', ')}]`;
  const size = inner.reduce((product, length) => product * length, 1);
  const parts: string[] = [];
  for (let start = 0; start < values.length; start += size)
    parts.push(nested(values.slice(start, start + size), inner));
  return `[${parts.join(', ')}]`;
}
