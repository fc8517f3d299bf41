import type { Source } from './notation';

/** Letters, digits, `_`, and everything beyond ASCII that names are made of. */
export function isIdentifier(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    (code >= 0xc0 && code < 0x2000 && code !== 0xd7 && code !== 0xf7)
  );
}

export function isLineComment({ text, language }: Source, at: number): boolean {
  // `78\%` of LaTeX.
  if (text.charCodeAt(at - 1) === 92 && text.charCodeAt(at) === 37) return false;
  for (const mark of language.lineComments) if (text.startsWith(mark, at)) return true;
  return false;
}

/** Behind the comment that begins at `at` (a line comment ends before its line break); `at` where none begins. */
export function skipComment(source: Source, at: number): number {
  const { text, language } = source;
  for (const [open, close] of language.blockComments) {
    if (!text.startsWith(open, at)) continue;
    const end = text.indexOf(close, at + open.length);
    return end < 0 ? text.length : end + close.length;
  }
  if (!isLineComment(source, at)) return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/**
 * Like `skipComment`, for use inside brackets: there a text of no known language has comments too, behind a blank and
 * with a blank or a letter behind their mark.
 */
export function skipCommentInBrackets(source: Source, at: number): number {
  const { text, language } = source;
  if (language.lineComments.length > 0 || language.blockComments.length > 0) return skipComment(source, at);
  if (!isBlank(text.charCodeAt(at - 1)) || !COMMENT_MARKS.includes(text.charAt(at))) return at;
  COMMENT.lastIndex = at;
  return COMMENT.test(text) ? lineBreakFrom(source, at) : at;
}

/** The line break at or behind `at`, or the text's end. Remembered, so that a long line is not searched again and again. */
export function lineBreakFrom({ text, barrenUntil }: Source, at: number): number {
  const from = barrenUntil.get('line') ?? Infinity;
  const known = barrenUntil.get('line break') ?? -1;
  if (from <= at && at <= known) return known;
  const found = text.indexOf('\n', at);
  const end = found < 0 ? text.length : found;
  barrenUntil.set('line', at);
  barrenUntil.set('line break', end);
  return end;
}

const COMMENT_MARKS = '#%/';
const COMMENT = /(?:#|%|\/\/) *(?=[A-Za-z])/y;

/** Behind the string that begins at `at` and closes on its line; `at` where none does. */
export function skipString({ text, language }: Source, at: number): number {
  const quote = text.charAt(at);
  if (!(language.quotes === '' ? '"\'' : language.quotes).includes(quote) || quote === '') return at;
  for (let i = at + 1; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\') i++;
    else if (char === quote) return i + 1;
    else if (char === '\n' && quote !== '`') return at;
  }
  return at;
}

/** The first offset from `at` on where neither a blank nor a line break stands. */
export function skipBlanks(text: string, at: number): number {
  let i = at;
  while (isBlank(text.charCodeAt(i))) i++;
  return i;
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 9 || code === 13 || code === 0xa0 || code === 0x2009;
}

/** Whether a sign that assigns stands before `at`: only there are symbols in brackets meant as an array. */
export function isAssigned(text: string, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && at - i < 100 && isBlank(text.charCodeAt(i))) i--;
  const sign = text.charAt(i);
  const signs = text.slice(i - 1, i + 1);
  if (sign === '=') return !/^[=!<>+*/&|^%~-]=$/.test(signs);
  return sign === ':' || /^(?:<-|=>|->)$/.test(signs);
}
