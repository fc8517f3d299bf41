import { isIdentifier } from '../lexical';
import type { Find, Source } from '../notation';
import { halfUnitOf, Numbers, powerOfTen, scanned, scanNumber } from '../number';
import type { Span } from '../reading';
import { DEEPEST } from './list';
import { found } from './one-array';

/** Numbers, nan and inf in nested brackets, and nothing else; null where anything else stands there. */
export function readPlain(source: Source, at: number): Find | null {
  const { text, language, withSpans } = source;
  const numbers = new Numbers();
  const elements: Span[] = [];
  const closers: number[] = [];
  const counts: number[] = [];
  const lengths: number[] = [];
  let leaf = -1;
  let depth = -1;
  let i = at;
  let commas = false;
  let blanks = false;
  let afterNumber = false;
  let lineBroken = false;
  let commaPending = false;
  for (;;) {
    const code = text.charCodeAt(i);
    if (code === 32) {
      i++;
    } else if ((code >= 48 && code <= 57) || code === 45 || code === 46 || code === 43 || code === 0x2212) {
      if (depth !== leaf) {
        if (leaf >= 0) return null;
        leaf = depth;
      }
      let count = counts[depth] ?? 0;
      // Numbers one after the other: where nearly all the time is spent.
      for (;;) {
        let j = i;
        let code = text.charCodeAt(j);
        const negative = code === 45;
        if (negative) code = text.charCodeAt(++j);
        const first = j;
        let mantissa = 0;
        while (code >= 48 && code <= 57) {
          mantissa = mantissa * 10 + (code - 48);
          code = text.charCodeAt(++j);
        }
        let decimals = 0;
        if (code === 46) {
          const point = j;
          code = text.charCodeAt(++j);
          while (code >= 48 && code <= 57) {
            mantissa = mantissa * 10 + (code - 48);
            code = text.charCodeAt(++j);
          }
          decimals = j - point - 1;
        }
        let end = j;
        let value: number;
        let half: number;
        // Short decimals without exponent are read here; what else a number may be, by `scanNumber`.
        if (
          j - first < 16 &&
          j > first + (decimals > 0 ? 1 : 0) &&
          (code === 44 || endsElement(code)) &&
          text.charCodeAt(first) !== 46
        ) {
          value = decimals > 0 ? mantissa / powerOfTen(decimals) : mantissa;
          if (negative) value = -value;
          half = halfUnitOf(-decimals);
        } else {
          end = scanNumber(text, i);
          half = end < 0 ? 0 : halfUnitOf(scanned.exponent);
          if (end < 0) end = notFinite(text, i);
          if (end < 0) return null;
          value = scanned.value;
        }
        if (afterNumber && !commaPending) blanks = true;
        if (numbers.count === numbers.values.length) numbers.grow((text.length - at) / (end - at));
        numbers.push(value, half);
        if (withSpans) elements.push({ start: i, end });
        count++;
        afterNumber = true;
        commaPending = false;
        i = end;
        let next = text.charCodeAt(i);
        if (next === 44) {
          commas = true;
          commaPending = true;
          next = text.charCodeAt(++i);
        } else if (!endsElement(next)) return null;
        while (next === 32) next = text.charCodeAt(++i);
        if (!((next >= 48 && next <= 57) || next === 45)) break;
      }
      counts[depth] = count;
    } else if (code === 44) {
      if (!afterNumber && (depth === leaf || leaf < 0)) return null;
      if (commaPending) return null;
      if (depth === leaf) commas = true;
      commaPending = true;
      i++;
    } else if (code === 91 || code === 40 || code === 123) {
      if (depth === leaf && leaf >= 0) return null;
      if (++depth > DEEPEST) return null;
      closers[depth] = code === 40 ? 41 : code + 2;
      counts[depth] = 0;
      if (lengths.length <= depth) lengths.push(-1);
      afterNumber = false;
      commaPending = false;
      i++;
    } else if (code === 93 || code === 41 || code === 125) {
      if (code !== closers[depth]) return null;
      const count = counts[depth] ?? 0;
      if (count === 0) return null;
      const expected = lengths[depth] ?? -1;
      if (expected < 0) lengths[depth] = count;
      else if (expected !== count) return null;
      // A parenthesis around one number is arithmetic; a tuple has a comma.
      if (code === 41 && count < 2 && depth === leaf) return null;
      i++;
      depth--;
      if (depth < 0) break;
      counts[depth] = (counts[depth] ?? 0) + 1;
      afterNumber = false;
      commaPending = false;
    } else if (code === 10 || code === 13 || code === 9) {
      if (depth === leaf && afterNumber && !commaPending) lineBroken = true;
      i++;
    } else if (code === 110 || code === 105 || code === 78 || code === 73) {
      if (depth !== leaf) {
        if (leaf >= 0) return null;
        leaf = depth;
      }
      const end = notFinite(text, i);
      if (end < 0) return null;
      if (afterNumber && !commaPending) blanks = true;
      if (numbers.count === numbers.values.length) numbers.grow((text.length - at) / (end - at));
      numbers.push(scanned.value, 0);
      if (withSpans) elements.push({ start: i, end });
      counts[depth] = (counts[depth] ?? 0) + 1;
      afterNumber = true;
      commaPending = false;
      i = end;
    } else return null;
  }
  if (leaf < 0) return null;
  if (commas && blanks && !language.matrixRows) return null;
  if (lineBroken && (language.matrixRows || (blanks && lengths.length === 1))) return null;
  const opened = text.charCodeAt(at);
  if (blanks && opened === 40) return null;
  const shape = lengths.slice();
  if (language.matrixRows && shape.length === 1 && opened === 91 && !(language.commaVectors && commas))
    shape.unshift(1);
  return found(source, at, i, shape, numbers, elements);
}

/** What may follow a number: a blank, a line break, a closing bracket. */
function endsElement(code: number): boolean {
  return (
    code === 32 || code === 93 || code === 10 || code === 41 || code === 125 || code === 13 || code === 9
  );
}

/** End of `nan`, `inf`, `NaN`, `Infinity` at `at` with or without a sign; the value is in `scanned`. */
function notFinite(text: string, at: number): number {
  let i = at;
  const sign = text.charCodeAt(i);
  const negative = sign === 45 || sign === 0x2212;
  if (negative || sign === 43) i++;
  for (const [word, value] of WORDS) {
    if (!text.startsWith(word, i)) continue;
    const next = text.charCodeAt(i + word.length);
    if (isIdentifier(next) || next === 40 || next === 46) continue;
    scanned.value = negative ? -value : value;
    return i + word.length;
  }
  return -1;
}

const WORDS: readonly (readonly [string, number])[] = [
  ['nan', NaN],
  ['inf', Infinity],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['Inf', Infinity],
];
