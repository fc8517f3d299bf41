import type { NumericArray } from './reading';
import { elementSpans } from './element-spans';

/**
 * Writes `value` in place of element `index` of `array` (row-major) in the notation and precision of the text: as many
 * decimals or digits, the same exponent form, minus sign, decimal comma, spelling of nan and infinities; the common
 * factor is divided out.
 */
export function printElement(array: NumericArray, index: number, value: number, text: string): string {
  const span = elementSpans(text, array)[index];
  const written = span ? text.slice(span.start, span.end) : '';
  return printLike(value / array.factor, written, {
    span: text.slice(array.span.start, array.span.end),
    latex: array.notation === 'latex',
  });
}

interface Manner {
  /** The text of the whole array, in which the spelling of nan and infinities is looked for. */
  readonly span: string;
  readonly latex: boolean;
}

function printLike(value: number, written: string, manner: Manner): string {
  if (Number.isNaN(value)) return /nan|Indeterminate|\bNA\b/i.exec(manner.span)?.[0] ?? 'nan';
  if (!Number.isFinite(value)) {
    const spelled = /\\infty|Infinity|inf|Inf|∞/.exec(manner.span)?.[0] ?? (manner.latex ? '\\infty' : 'inf');
    return value < 0 ? `-${spelled}` : spelled;
  }
  const plain = /^([+\-−–]?)\s*(\d*)([.,]|\{,\})?(\d*)(?:(\s?[eEdD]|\*\^)([+\-−]?)(\d+))?(\D{0,4})$/.exec(
    written.trim(),
  );
  const number = plain ?? [];
  const mark = number[3] ?? '.';
  const decimals = plain ? (number[4] ?? '').length : 6;
  const sign =
    value < 0 || Object.is(value, -0) ? (/[−]/.test(manner.span) ? '−' : '-') : number[1] === '+' ? '+' : '';
  const size = Math.abs(value);
  let digits: string;
  if (plain && number[5] !== undefined) {
    const [mantissa = '', exponent = '0'] = size.toExponential(decimals).split('e');
    const amount = exponent.replace(/^[+-]/, '').padStart((number[7] ?? '').length, '0');
    const down = exponent.startsWith('-')
      ? '-'
      : number[6] === '+' || /[eEdD]\+/.test(manner.span)
        ? '+'
        : '';
    digits = `${mantissa}${number[5]}${down}${amount}`;
  } else if (plain && decimals === 0) {
    // An integer stays one where the right number is one; otherwise the array's own precision serves.
    digits = Number.isInteger(size)
      ? String(size) + (number[3] ?? '')
      : shortest(size, decimalsOf(manner.span));
  } else
    digits = plain
      ? size.toFixed(Math.min(100, decimals))
      : shortest(size, Math.max(6, decimalsOf(manner.span)));
  if (plain && number[2] === '' && number[4] !== '') digits = digits.replace(/^0(?=\.)/, '');
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
