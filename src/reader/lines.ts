import { isBlank } from './lexical';
import type { Span } from './reading';

/** The end of the line that holds `at`, before its line break. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end < 0) return text.length;
  return text.charCodeAt(end - 1) === 13 && end > at ? end - 1 : end;
}

/** The end of the line that holds `at`, or `at + most` where that is nearer: for a look at how a line begins. */
export function lineHeadEnd(text: string, at: number, most: number): number {
  const end = nearLineEnd(text, at, most);
  return end < 0 ? at + most : end;
}

/** The end of the line that holds `at` where it is nearer than `most` characters; -1 where it is not. */
export function nearLineEnd(text: string, at: number, most: number): number {
  const limit = Math.min(text.length, at + most);
  for (let i = at; i < limit; i++) {
    if (text.charCodeAt(i) === 10) return i > at && text.charCodeAt(i - 1) === 13 ? i - 1 : i;
  }
  return limit === text.length ? limit : -1;
}

/** The beginning of the line that holds `at` where it is nearer than `most` characters; -1 where it is not. */
export function nearLineStart(text: string, at: number, most: number): number {
  for (let i = at - 1; i >= Math.max(0, at - most); i--) if (text.charCodeAt(i) === 10) return i + 1;
  return at <= most ? 0 : -1;
}

/** The beginning of the next line; the text's length where there is none. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

/** What stands between blanks in `[from, to)`. */
export function words(text: string, from: number, to: number): Span[] {
  const found: Span[] = [];
  let start = -1;
  for (let i = from; i <= to; i++) {
    const blank = i === to || isBlank(text.charCodeAt(i));
    if (blank && start >= 0) {
      found.push({ start, end: i });
      start = -1;
    } else if (!blank && start < 0) start = i;
  }
  return found;
}

/** Whether nothing but blanks stands on the line that begins at `at`. */
export function isBlankLine(text: string, at: number): boolean {
  for (let i = at; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) return true;
    if (!isBlank(code)) return false;
  }
  return true;
}

/** The first line from `at` on that is not blank; the text's length where there is none. */
export function skipBlankLines(text: string, at: number): number {
  let line = at;
  while (line < text.length && isBlankLine(text, line)) line = nextLine(text, line);
  return line;
}

/** `[start, end)` without the blanks at its edges. */
export function trimmedSpan(text: string, start: number, end: number): Span {
  let from = start;
  let to = end;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return { start: from, end: to };
}
