import { halfUnitOf, scanned, scanNumber } from './number';
import type { NamedScalar, Span } from './reading';

/** The named numbers of `[from, to)`: `temperature = 2.5`, `loss: 0.7437`. */
export function scalarsBetween(text: string, from: number, to: number): NamedScalar[] {
  const found: NamedScalar[] = [];
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code !== 61 && code !== 58) continue;
    const scalar = scalarAt(text, i, from);
    if (scalar && scalar.span.end <= to) found.push(scalar);
  }
  return found;
}

function scalarAt(text: string, sign: number, from: number): NamedScalar | null {
  let nameEnd = text.charCodeAt(sign - 1) === 58 ? sign - 1 : sign;
  while (nameEnd > from && (text.charAt(nameEnd - 1) === ' ' || text.charAt(nameEnd - 1) === '"')) nameEnd--;
  let nameStart = nameEnd;
  while (
    nameStart > from &&
    nameEnd - nameStart < 40 &&
    /[\w.\\{}^\u0370-\u03ff]/.test(text.charAt(nameStart - 1))
  )
    nameStart--;
  const name = text.slice(nameStart, nameEnd);
  if (!/^[A-Za-z_\\\u0370-\u03ff]/.test(name) || name.split('{').length !== name.split('}').length)
    return null;
  let start = sign + 1;
  while (text.charAt(start) === ' ') start++;
  if (text.startsWith('tensor(', start)) start += 7;
  const end = scanNumber(text, start);
  if (end < 0 || !/^(?:[\s,;)}\]$]|\.(?!\d)|$)/.test(text.slice(end, end + 2))) return null;
  // The first number of several is no value of its own.
  if (/^,[ \t]*[-+]?\.?\d/.test(text.slice(end, end + 8))) return null;
  const behind = /^[ \t]*([\w([*/^+-])/.exec(text.slice(end, end + 8));
  if (behind && (text.charAt(sign) === ':' || !/[A-Za-z]/.test(behind[1] ?? ''))) return null;
  const span: Span = { start, end };
  return { name, value: scanned.value, halfUnit: halfUnitOf(scanned.exponent), span };
}
