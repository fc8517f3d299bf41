import { lineHeadEnd, nextLine, skipBlankLines } from '../lines';
import type { Find, Notation, Source } from '../notation';
import { halfUnitOf, Numbers, scanned, scanNumber } from '../number';
import type { Span } from '../reading';

/**
 * Rows of numbers without brackets: what Octave, Eigen, `savetxt` and `printf` print, below a line that names them
 * (`A =`, `in:`) or with none.
 */
export const block: Notation = {
  id: 'block',
  begins: 'line',
  read(source, at) {
    return readBlock(source, at);
  },
};

interface Row {
  readonly cells: readonly Span[];
  readonly values: readonly number[];
  readonly halves: readonly number[];
  readonly next: number;
}

/** What a comma is where it stands between digits or behind them. */
type Comma = 'separator' | 'decimal' | null;

/** A line of nothing but numbers and blanks, or commas and blanks, between them; null for any other. */
function readRow(text: string, at: number, commas: Comma = null): Row | null {
  const cells: Span[] = [];
  const values: number[] = [];
  const halves: number[] = [];
  let i = at;
  for (;;) {
    while (text.charCodeAt(i) === 32 || text.charCodeAt(i) === 9 || text.charCodeAt(i) === 0xa0) i++;
    const code = text.charCodeAt(i);
    if (i >= text.length || code === 10 || code === 13) break;
    // `0.1 1.5   # peak`
    if (cells.length > 1 && (code === 35 || code === 37) && /^.[ A-Za-z]/.test(text.slice(i, i + 2))) {
      i = lineHeadEnd(text, i, 400);
      break;
    }
    let end = scanNumber(text, i);
    let value = scanned.value;
    let half = end < 0 ? 0 : halfUnitOf(scanned.exponent);
    FRACTION.lastIndex = end;
    if (commas === 'decimal' && end > i && FRACTION.test(text)) {
      end = FRACTION.lastIndex;
      scanNumber(text.slice(i, end).replace(',', '.'), 0);
      value = scanned.value;
      half = halfUnitOf(scanned.exponent);
    } else if (end < 0) {
      const word = WORD.exec(text.slice(i, i + 10));
      if (!word) return null;
      end = i + word[0].length;
      value = word[2] ? NaN : word[1] === '-' ? -Infinity : Infinity;
      half = 0;
    }
    EXPONENT.lastIndex = end;
    const exponent = EXPONENT.exec(text)?.[1];
    if (exponent !== undefined) {
      value = Number(`${text.slice(i, end)}e${exponent}`);
      half *= 10 ** Number(exponent);
      end = EXPONENT.lastIndex;
    }
    const next = text.charCodeAt(end);
    const comma =
      commas === 'separator' && next === 44 && /^[ \t]+[-+]?[.\d]/.test(text.slice(end + 1, end + 8));
    if (
      !comma &&
      end < text.length &&
      next !== 32 &&
      next !== 9 &&
      next !== 10 &&
      next !== 13 &&
      next !== 0xa0
    )
      return null;
    cells.push({ start: i, end });
    values.push(value);
    halves.push(half);
    i = comma ? end + 1 : end;
  }
  if (cells.length === 0) return null;
  if (text.charCodeAt(i) === 13) i++;
  if (text.charCodeAt(i) === 10) i++;
  return { cells, values, halves, next: i };
}

/** `,5` of `2,5`. */
const FRACTION = /,\d+(?:[eE][-+]?\d{1,3})?(?=\s|$)/y;
/** Numbers between blanks of which one cannot be in thousands: `0,5 1,250`. */
const DECIMAL_COMMAS =
  /^[ \t]*(?=[^\n]*(?:(?:^|[\s+−-])0,\d|,(?:\d{1,2}|\d{4,})(?:\s|$)))(?:[-+−]?\d+(?:,\d+)?[ \t]+)+[-+−]?\d+(?:,\d+)?[ \t]*(?:\r?\n|$)/;
/** So much of a line is looked at for its commas. */
const LINE_HEAD = 400;

/** `D+00` of Fortran's double precision. */
const EXPONENT = /[dD]([-+]?\d{1,3})(?=\s|$)/y;
const WORD = /^([+-]?)(?:(nan|NaN|Nan|NA)|inf|Inf|Infinity)(?=\s|$)/;

/** `1. 3` of prose: a numbered line, where no other number ends in a point. */
function isNumbered(text: string, { cells }: Row): boolean {
  const written = cells.map(({ start, end }) => text.slice(start, end));
  return (
    /^\d{1,3}\.$/.test(written[0] ?? '') &&
    written.length > 1 &&
    !written.some((cell, k) => k > 0 && cell.endsWith('.'))
  );
}

/** `name =` where numbers follow on the same line. */
function nameBefore(text: string, at: number): RegExpExecArray | null {
  return /^[ \t]*([A-Za-z_][\w.()/ ]{0,40}?)\s?(?:=|:)[ \t]+(?=[-+.\d])/.exec(text.slice(at, at + 60));
}

/** `teacher logits: 1.20,-0.30,2.10`: decimals with commas to the end of the line, of which one is negative or below 1. */
function decimalsAt(text: string, from: number): Row | null {
  const written = DECIMALS.exec(text.slice(from, from + 400))?.[0];
  if (written === undefined || !/(?:^|,[ \t]*)(?:[-−]|\+?0?\.)/.test(written)) return null;
  const cells: Span[] = [];
  const values: number[] = [];
  const halves: number[] = [];
  for (const { 0: cell, index } of written.matchAll(/[^\s,]+/g)) {
    scanNumber(cell, 0);
    cells.push({ start: from + index, end: from + index + cell.length });
    values.push(scanned.value);
    halves.push(halfUnitOf(scanned.exponent));
  }
  return { cells, values, halves, next: nextLine(text, from) };
}

const DECIMALS = /^[-+−]?\d*\.\d+(?:,[ \t]*[-+−]?\d*\.\d+)+(?=[ \t]*(?:\r?\n|$))/;

/** Wolfram prints a matrix below or behind this, with blank lines between the rows. */
const MATRIX_FORM = /^(Out\[\d+\])\/\/MatrixForm=[ \t]*(?:\n[ \t]*)?/;

function readBlock(source: Source, at: number): Find | null {
  const { text } = source;
  const form = MATRIX_FORM.exec(text.slice(at, at + 80));
  const label = form ?? nameBefore(text, at);
  const from = at + (label?.[0].length ?? 0);
  const commas: Comma = DECIMAL_COMMAS.test(text.slice(from, lineHeadEnd(text, from, LINE_HEAD) + 1))
    ? 'decimal'
    : null;
  const blanks = readRow(text, from, commas);
  // `z = 1.75, 1.75` is a tuple without its parentheses.
  const assigned = label?.[0].trimEnd().endsWith('=') === true;
  const first =
    blanks ?? (assigned ? readRow(text, from, 'separator') : null) ?? (label ? decimalsAt(text, from) : null);
  if (!first || isNumbered(text, first)) return null;
  const numbers = new Numbers();
  const elements: Span[] = [];
  const width = first.cells.length;
  let rows = 0;
  let end = at;
  let next = at;
  for (let row: Row | null = first; row?.cells.length === width; row = readRow(text, next, commas)) {
    for (let k = 0; k < width; k++) numbers.push(row.values[k] ?? 0, row.halves[k] ?? 0);
    if (source.withSpans) for (const cell of row.cells) elements.push(cell);
    end = row.cells[width - 1]?.end ?? end;
    next = form ? skipBlankLines(text, row.next) : row.next;
    rows++;
    if (next >= text.length || !blanks) break;
  }
  const start = first.cells[0]?.start ?? at;
  if (rows === 1 && width === 1) return null;
  const shape = width === 1 ? [rows] : rows === 1 ? [width] : [rows, width];
  return {
    extent: { start: at, end: next },
    arrays: [
      {
        shape,
        ...numbers.taken(),
        span: { start, end },
        factor: 1,
        ...(label?.[1] !== undefined ? { name: label[1], label: label[1] } : {}),
        ...(source.withSpans ? { elements } : {}),
      },
    ],
    refusals: [],
  };
}
