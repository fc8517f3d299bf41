import type { NumericArray, Span } from './reading';
import { elementSpans } from './element-spans';

/**
 * Writes `values`, one for each element of `array` (row-major), in the notation and precision of the text: as many
 * decimals or digits, the same exponent form, minus sign, decimal comma, spelling of nan and infinities; the common
 * factor is divided out. `spans` are those of `elementSpans`.
 */
export function printElements(
  array: NumericArray,
  values: Float64Array,
  text: string,
  spans: readonly Span[] = elementSpans(text, array),
): string[] {
  const manner = mannerOf(array, text.slice(array.span.start, array.span.end));
  return Array.from(values, (value, index) => {
    const span = spans[index];
    const printed = printLike(value / array.factor, span ? text.slice(span.start, span.end) : '', manner);
    return array.within ? printed.replaceAll('\\', '\\\\') : printed;
  });
}

/** How the array as a whole is written, for elements whose own text does not tell. */
interface Manner {
  readonly nan: string;
  readonly infinity: string;
  readonly minus: string;
  readonly plusInExponent: boolean;
  readonly decimals: number;
}

function mannerOf(array: NumericArray, written: string): Manner {
  return {
    nan: /nan|Indeterminate|\bNA\b/i.exec(written)?.[0] ?? 'nan',
    infinity:
      /\\infty|Infinity|inf|Inf|∞/.exec(written)?.[0] ??
      (/^(?:latex|tabular)$/.test(array.notation) ? '\\infty' : 'inf'),
    minus: written.includes('−') ? '−' : '-',
    plusInExponent: /[eEdD]\+/.test(written),
    decimals: decimalsOf(written),
  };
}

function printLike(value: number, written: string, manner: Manner): string {
  if (Number.isNaN(value)) return manner.nan;
  if (!Number.isFinite(value)) return value < 0 ? `-${manner.infinity}` : manner.infinity;
  const plain =
    /^([+\-−–]?)\s*(?=[.,]?\d)(\d*)([.,]|\{,\})?(\d*)(?:(\s?[eEdD]|\*\^)([+\-−]?)(\d+))?(\D{0,4})$/.exec(
      written.trim(),
    );
  const number = plain ?? [];
  const mark = number[3] ?? '.';
  const decimals = plain ? (number[4] ?? '').length : 6;
  const size = Math.abs(value) * (written.endsWith('%') ? 100 : 1);
  let digits: string;
  if (plain && number[5] !== undefined) {
    const [mantissa = '', exponent = '0'] = size.toExponential(decimals).split('e');
    const amount = exponent.replace(/^[+-]/, '').padStart((number[7] ?? '').length, '0');
    const down = exponent.startsWith('-') ? '-' : number[6] === '+' || manner.plusInExponent ? '+' : '';
    digits = `${mantissa}${number[5]}${down}${amount}`;
  } else if (plain && decimals === 0) {
    // An integer stays one where the right number is one; otherwise the array's own precision serves.
    digits = Number.isInteger(size) ? String(size) + (number[3] ?? '') : shortest(size, manner.decimals);
  } else
    digits = plain ? size.toFixed(Math.min(100, decimals)) : shortest(size, Math.max(6, manner.decimals));
  if (plain && number[2] === '' && number[4] !== '') digits = digits.replace(/^0(?=\.)/, '');
  // What rounds to zero has no sign.
  const sign = value < 0 && /[1-9]/.test(digits) ? manner.minus : number[1] === '+' ? '+' : '';
  return `${sign}${digits.replace('.', mark)}${number[8] ?? ''}`;
}

function shortest(size: number, decimals: number): string {
  const fixed = size.toFixed(decimals === 0 ? 4 : decimals);
  return fixed.includes('.') ? fixed.replace(/0+$/, '').replace(/\.$/, '') : fixed;
}

function decimalsOf(written: string): number {
  let most = 0;
  for (const match of written.slice(0, 4000).matchAll(/\d[.,](\d+)/g))
    most = Math.max(most, (match[1] ?? '').length);
  return most;
}
