import { assemble } from '../brackets/assembly';
import { DEEPEST, NotAList } from '../brackets/list';
import { listAt } from '../brackets/list-parser';
import {
  changedBy,
  isBody,
  isNoValue,
  isSubscriptOrCall,
  isTarget,
  isTypeOrIndex,
} from '../brackets/no-array';
import { found } from '../brackets/one-array';
import { readPlain } from '../brackets/plain-numbers';
import { refuseBroken } from '../brackets/refusals';
import { isFortran } from '../languages';
import { isAssigned } from '../lexical';
import { trimmedSpan } from '../lines';
import { arrayOf } from '../matrix';
import type { Find, Notation, Refused, Source } from '../notation';
import { Numbers } from '../number';
import type { Span } from '../reading';

/**
 * Nested brackets of any kind with commas, semicolons or blanks between the elements: literals of programming
 * languages, JSON, and what NumPy, PyTorch, Node, Go, Rust print. The first attempt takes plain numbers in one pass;
 * whatever it does not know is read again with care.
 */
export const bracketed: Notation = {
  id: 'bracketed',
  begins: '[({',
  read(source, at) {
    if (!source.language.brackets.includes(source.text.charAt(at))) return null;
    if (source.broken.has(at) || isSubscriptOrCall(source, at)) return null;
    const run = openersFrom(source.text, at);
    if (run > DEEPEST) return tooDeep(source, at, run);
    if (source.language.id === 'diff') return refuseDiff(source, at);
    const special = slashed(source, at) ?? complexPairs(source, at) ?? decimalCommas(source, at);
    if (special) return special;
    const find = (isFortran(source.language) ? null : readPlain(source, at)) ?? readCarefully(source, at);
    if (!find || isTarget(source, find)) return null;
    if (isTypeOrIndex(source, find)) return { ...find, arrays: [] };
    if (isNoValue(source, find)) return null;
    return changedBy(source, find) ?? asRow(source, find);
  },
};

/** `[5  2.41  -2.72]`: a matrix of one row, as SymPy prints it. NumPy would write `5.`. */
function asRow({ text }: Source, find: Find): Find {
  const [array] = find.arrays;
  const { start, end } = find.extent;
  if (array?.shape.length !== 1 || end - start > 400 || text.charAt(start) !== '[') return find;
  const cells = text.slice(start + 1, end - 1).split('  ');
  const isRow =
    cells.length > 1 &&
    cells.every((cell) => /^[^\s,]+$/.test(cell)) &&
    cells.some((cell) => cell.includes('.')) &&
    cells.some((cell) => /^-?\d+$/.test(cell));
  return isRow ? { ...find, arrays: [{ ...array, shape: [1, cells.length] }] } : find;
}

/** How many brackets open one directly behind the other. */
function openersFrom(text: string, at: number): number {
  let i = at;
  for (let code = text.charCodeAt(i); code === 91 || code === 40 || code === 123; code = text.charCodeAt(i))
    i++;
  return i - at;
}

/** More brackets than any array has axes: passed over at once, and said where numbers follow. */
function tooDeep({ text }: Source, at: number, run: number): Find {
  const span = { start: at, end: at + run };
  const numeric = /^[-+.]?\d/.test(text.slice(at + run, at + run + 3));
  const refusals: Refused[] = numeric
    ? [{ reason: 'too-deep', span, at: span, found: `${run} brackets` }]
    : [];
  return { extent: { start: at, end: numeric ? at + run : at + run - DEEPEST }, arrays: [], refusals };
}

function readCarefully(source: Source, at: number): Find | null {
  const list = listAt(source, at);
  if (list instanceof NotAList) return list.why === null ? null : refuseBroken(source, at, list.why);
  const span = { start: list.start, end: list.end };
  const numbers = new Numbers();
  const elements: Span[] = [];
  const shape = assemble(source, list, numbers, elements);
  if (shape === null) return null;
  if ('reason' in shape && shape.weak && !isAssigned(source.text, at)) return null;
  if ('reason' in shape && isBody(source, at)) return null;
  if ('reason' in shape) {
    const refused: Refused = { ...shape, span };
    return { extent: span, arrays: [], refusals: [refused] };
  }
  const size = /^\(\d+(?:x\d+)+\)/.exec(source.text.slice(list.end, list.end + 40));
  const end = numbers.count === 0 && size ? list.end + size[0].length : list.end;
  return found(source, list.start, end, shape.lengths, numbers, elements);
}

const PAIR = String.raw`\([-+]?\d*\.\d*(?:[eE][-+]?\d+)?,[-+]?\d*\.\d*(?:[eE][-+]?\d+)?\)`;
const PAIRS = new RegExp(String.raw`(${PAIR})(?:[ \t]+${PAIR})+[ \t]*(?=\r?\n|$)`, 'y');

/** `(0.5,0.1) (0.25,-0.3)` to the end of a line: complex numbers as Fortran prints them. */
function complexPairs({ text }: Source, at: number): Find | null {
  if (text.charCodeAt(at) !== 40) return null;
  if (!/(?:^|[\n=:])[ \t]*$/.test(text.slice(Math.max(0, at - 60), at))) return null;
  PAIRS.lastIndex = at;
  const pairs = PAIRS.exec(text);
  if (!pairs) return null;
  const span = { start: at, end: at + pairs[0].trimEnd().length };
  const first = pairs[1] ?? '';
  const refused: Refused = {
    reason: 'complex',
    span,
    at: { start: at, end: at + first.length },
    found: first,
  };
  return { extent: span, arrays: [], refusals: [refused] };
}

/** `(/ 1.75, 0.5 /)`: a list of Fortran. */
function slashed(source: Source, at: number): Find | null {
  const { text } = source;
  if (!text.startsWith('(/', at)) return null;
  const inside = /\s*[-+.\d][^()/]{0,4000}/y;
  inside.lastIndex = at + 2;
  if (!inside.test(text) || !text.startsWith('/)', inside.lastIndex)) return null;
  const span = { start: at, end: inside.lastIndex + 2 };
  const cells = [...text.slice(at + 2, span.end - 2).matchAll(/[^\s,][^,]*/g)].map(({ 0: cell, index }) =>
    trimmedSpan(text, at + 2 + index, at + 2 + index + cell.length),
  );
  return cells.length === 0 ? null : arrayOf(source, span, cells, [cells.length], { span });
}

const COMMA_NUMBER = String.raw`[-+−]?\d{1,20}(?:,\d{1,20})?`;
const DECIMAL_COMMAS = new RegExp(
  String.raw`\([ \t]*${COMMA_NUMBER}(?:[ \t]*;[ \t]*${COMMA_NUMBER}){1,1000}[ \t]*\)`,
  'y',
);

/** `(1,75; 0,5)`: parentheses hold no rows, so that the commas are decimal. */
function decimalCommas(source: Source, at: number): Find | null {
  const { text } = source;
  if (text.charCodeAt(at) !== 40 || source.language.matrixRows) return null;
  DECIMAL_COMMAS.lastIndex = at;
  const written = DECIMAL_COMMAS.exec(text)?.[0];
  if (written?.includes(',') !== true) return null;
  const span = { start: at, end: at + written.length };
  const cells = [...written.matchAll(/[^\s;()]+/g)].map(({ 0: cell, index }) => ({
    start: at + index,
    end: at + index + cell.length,
  }));
  return arrayOf(source, span, cells, [cells.length], { span }, (cell) => cell.replace(',', '.'));
}

/** In a diff, brackets that go over several lines hold two versions of the array. */
function refuseDiff(source: Source, at: number): Find | null {
  const { text } = source;
  const list = listAt(source, at);
  if (list instanceof NotAList) return null;
  const span = { start: at, end: list.end };
  if (!text.slice(at, list.end).includes('\n')) return readPlain(source, at);
  return {
    extent: span,
    arrays: [],
    refusals: [{ reason: 'non-numeric', span, at: span, found: 'a diff of two versions' }],
  };
}
