import { append } from '../append';
import { skipCommentInBrackets } from '../lexical';
import { words } from '../lines';
import type { Source } from '../notation';
import { isList, type Item, type List, type Piece } from './list';

const BINARY_END = /(?:[*/^+(]|\*\*|[^\deE.][-−]|^[-−+])$/;

/** Splits items at blanks where blanks separate: everywhere in MATLAB, elsewhere only in lists without commas. */
export function separated(source: Source, list: List, commas: boolean, breaks: readonly number[]): List {
  const { text, language } = source;
  const blanksSeparate = language.matrixRows || !commas;
  const rowsBetweenCommas = commas && language.lineComments.length === 0 ? matrixOf(source, list) : null;
  if (rowsBetweenCommas) return rowsBetweenCommas;
  if (!blanksSeparate || (list.open === '(' && !language.matrixRows)) return list;
  const rows: Item[][] = [];
  for (const row of list.rows) {
    const split: Item[] = [];
    for (const item of row) {
      if (isList(item)) split.push(item);
      else append(split, splitAtBlanks(source, item));
    }
    rows.push(split);
  }
  const only = rows.filter((row) => row.length > 0);
  const single = only[0];
  if (only.length === 1 && single && breaks.length > 0 && !single.some(isList) && !commas) {
    const lines = splitAtBreaks(single, breaks);
    const widest = Math.max(
      ...lines.map((line) => (line[line.length - 1]?.end ?? 0) - (line[0]?.start ?? 0)),
    );
    const even = lines.every((line) => line.length === lines[0]?.length);
    // NumPy wraps long rows; a short line that ends early was ended by its writer.
    if (
      lines.length > 1 &&
      even &&
      widest < 40 &&
      text.charAt(list.start) === '[' &&
      (lines[0]?.length ?? 0) > 1
    ) {
      return { ...list, rows: lines };
    }
  }
  return { ...list, rows };
}

/** `{0.25 -0.25, -0.25 0.25}` of SAS: numbers between blanks, as many between one comma and the next. */
function matrixOf({ text }: Source, list: List): List | null {
  const [row, ...others] = list.rows;
  if (!row || row.length < 2 || others.length > 0) return null;
  const rows: Item[][] = [];
  for (const item of row) {
    if (isList(item) || !NUMBERS.test(text.slice(item.start, Math.min(item.end, item.start + 2000))))
      return null;
    rows.push(words(text, item.start, item.end));
    if (rows[0]?.length !== rows.at(-1)?.length) return null;
  }
  return { ...list, rows };
}

const NUMBERS = /^[-+]?\.?\d[\d.eE+-]*(?:\s+[-+]?\.?\d[\d.eE+-]*)+$/;

function splitAtBreaks(items: readonly Item[], breaks: readonly number[]): Item[][] {
  const lines: Item[][] = [[]];
  let k = 0;
  for (const item of items) {
    let broken = false;
    while (k < breaks.length && (breaks[k] ?? 0) < item.start) {
      k++;
      broken = true;
    }
    if (broken && (lines[lines.length - 1]?.length ?? 0) > 0) lines.push([]);
    lines[lines.length - 1]?.push(item);
  }
  return lines;
}

function splitAtBlanks(source: Source, item: Piece): Piece[] {
  const { text } = source;
  const pieces: Piece[] = [];
  let start = -1;
  let depth = 0;
  for (let i = item.start; i < item.end; i++) {
    const comment = skipCommentInBrackets(source, i);
    if (comment > i) {
      if (start >= 0) pieces.push({ start, end: i });
      start = -1;
      i = comment - 1;
      continue;
    }
    const char = text.charAt(i);
    if (char === '(' || char === '[') depth++;
    if (char === ')' || char === ']') depth--;
    if (depth === 0 && /\s/.test(char)) {
      if (start < 0) continue;
      const next = /\S\s?/.exec(text.slice(i, Math.min(item.end, i + 200)))?.[0] ?? '';
      const soFar = text.slice(start, i);
      // `3 - 1` and `1 // 2` are one element, `3 -1` is two.
      if (soFar === '--') {
        pieces.push({ start, end: i });
        start = -1;
        continue;
      }
      const operator = /^[*/^]/.test(next) || /^[-+−]\s$/.test(next);
      if (operator || BINARY_END.test(soFar)) continue;
      pieces.push({ start, end: i });
      start = -1;
    } else if (start < 0) start = i;
  }
  if (start >= 0) {
    let end = item.end;
    while (end > start && /\s/.test(text.charAt(end - 1))) end--;
    pieces.push({ start, end });
  }
  return pieces;
}
