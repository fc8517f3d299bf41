import { lineEnd, nearLineEnd, nearLineStart, nextLine, trimmedSpan, words } from '../lines';
import { arrayOf, refusalOf } from '../matrix';
import type { Find, Notation, Source } from '../notation';
import type { Span } from '../reading';

/**
 * Matrices drawn over several lines, each row between brackets of its own: SymPy and nalgebra with bracket pieces,
 * Maple, Maxima and SymPy with `[ ]` and empty rows between, PARI with blank lines between, Sage below its prompt, Eigen
 * with padded commas.
 */
export const drawnMatrix: Notation = {
  id: 'drawn-matrix',
  begins: '[(|⎡⎛┌│╭',
  read(source, at) {
    return readDrawn(source, at);
  },
};

const LEFT: Readonly<Record<string, string>> = {
  '[': '[',
  '(': '(',
  '|': '|',
  '⎡': '⎢⎣',
  '⎛': '⎜⎝',
  '┌': '│└',
  '│': '│',
  '╭': '│╰',
};
const RIGHT = /[\])|⎤⎥⎦⎞⎟⎠┐│┘╮╯]$/;

const LONGEST_ROW = 4000;

interface DrawnRow {
  readonly inside: Span;
  /** Behind the closing bracket. */
  readonly end: number;
}

function readDrawn(source: Source, at: number): Find | null {
  const { text } = source;
  const open = text.charAt(at);
  const lineStart = nearLineStart(text, at, 200);
  if (lineStart < 0) return null;
  const column = at - lineStart;
  const drawn = !'[(|'.includes(open);
  if (at < (source.barrenUntil.get('drawn') ?? 0)) return null;
  const first = drawnRow(text, at, drawn);
  if (!first) return null;
  const rows: DrawnRow[] = [first];
  let blankLines = 0;
  let blanksBefore = 0;
  let line = nextLine(text, first.end);
  let end = first.end;
  let name: string | undefined;
  while (line < text.length && rows.length < 100000) {
    const here = line + column;
    const margin = text.slice(line, here);
    const stop = lineEnd(text, line);
    if (line === stop || text.slice(line, stop).trim() === '') {
      if (open !== '[' || ++blanksBefore > 1) break;
      line = nextLine(text, stop);
      continue;
    }
    // Maxima labels the middle row, and Maple names the matrix there.
    const label = /^\s*(?:\(%o\d+\)\s*|(\w{1,20}) := )?$/.exec(margin);
    if (!label || !(LEFT[open] ?? '').includes(text.charAt(here))) break;
    name ??= label[1];
    const row = drawnRow(text, here, drawn);
    if (!row) break;
    rows.push(row);
    blankLines += blanksBefore;
    blanksBefore = 0;
    end = row.end;
    line = nextLine(text, stop);
  }
  if (rows.length < 2) return null;
  const filled = rows.filter(({ inside }) => inside.end > inside.start);
  source.barrenUntil.set('drawn', end);
  if (!drawn && !isOneMatrix(text, rows, filled, blankLines)) return null;
  const cells = filled.map(({ inside }) => elementsOf(text, inside));
  const width = cells[0]?.length ?? 0;
  const extent = { start: at, end };
  const uneven = cells.findIndex((row) => row.length !== width);
  const numeric = cells.every((row) => row.every((cell) => isElement(text, cell)));
  if (drawn && (uneven >= 0 || !numeric)) {
    // Fractions and roots that are drawn over several lines are not put together again.
    return refusalOf(source, extent, extent, filled[Math.max(uneven, 0)]?.inside ?? extent, 'symbolic');
  }
  if (uneven >= 0 || !numeric || width === 0) return null;
  const about = { span: extent, ...(name === undefined ? {} : { name, label: name }) };
  return arrayOf(source, extent, cells.flat(), [cells.length, width], about, (written) =>
    written.replace(/^([-−+])\s+/, '$1'),
  );
}

/** What stands between the bracket at `at` and the one that ends its line. */
function drawnRow(text: string, at: number, drawn: boolean): DrawnRow | null {
  const stop = nearLineEnd(text, at, LONGEST_ROW);
  if (stop < 0) return null;
  const { end } = trimmedSpan(text, at, stop);
  if (end - at < 2 || !RIGHT.test(text.charAt(end - 1))) return null;
  const inside = trimmedSpan(text, at + 1, end - 1);
  const written = text.slice(inside.start, inside.end);
  if (!drawn && !/^[\s\d.,+\-−–eE/naifNAIF*sqrt()]*$/.test(written)) return null;
  return /[[\](){}|⎡⎢⎣⎤⎥⎦│=:]/.test(written.replace(/sqrt\([^()]*\)/g, '')) ? null : { inside, end };
}

/**
 * Whether rows in plain brackets are one matrix rather than vectors that follow one another: empty rows between them,
 * blank lines between rows without commas, or commas with padding that aligns the columns.
 */
function isOneMatrix(
  text: string,
  rows: readonly DrawnRow[],
  filled: readonly DrawnRow[],
  blankLines: number,
): boolean {
  if (filled.length === rows.length && blankLines === 0 && isNamed(text, rows[0]?.inside.start ?? 0))
    return true;
  const widths = new Set(rows.map(({ inside, end }) => end - lineStartOf(text, inside.start)));
  if (rows.length > filled.length && filled.length > 0) return widths.size === 1;
  const written = filled.map(({ inside, end }) => text.slice(inside.start - 1, end));
  const open = text
    .slice(0, filled[0]?.inside.start ?? 0)
    .trimEnd()
    .slice(-1);
  if (open !== '[')
    return filled.length >= 2 && blankLines === 0 && written.every((row) => !row.includes(','));
  if (blankLines > 0) {
    const exact = written.every((row) => !/[,.]\d{1,17}(?!\d)|\.(?!\d)/.test(row));
    return blankLines === filled.length - 1 && written.every((row) => !row.includes(',')) && exact;
  }
  return (
    widths.size === 1 &&
    written.every((row) => row.includes(',')) &&
    written.some((row) => /^\s|,\s{2}/.test(row))
  );
}

/** `J =`, `J:` or `sage: J` above the first row, or a name before it where the others stand below. */
function isNamed(text: string, inside: number): boolean {
  return /(?:^|\n)[ \t]*[^\s=:]{1,40} ?(?:=|:)(?:[ \t]*\n|[ \t]+)\[\s*$|(?:^|\n)sage: [^\n]{1,60}\n\[\s*$/.test(
    text.slice(Math.max(0, inside - 80), inside),
  );
}

function lineStartOf(text: string, at: number): number {
  return nearLineStart(text, at, LONGEST_ROW);
}

/** The elements of a row: between commas, else between blanks; `- 4` and `1.0 E-7` are one. */
function elementsOf(text: string, inside: Span): Span[] {
  const written = text.slice(inside.start, inside.end);
  if (written.includes(',')) {
    const cells: Span[] = [];
    let from = inside.start;
    for (let i = inside.start; i <= inside.end; i++) {
      if (i < inside.end && text.charAt(i) !== ',') continue;
      cells.push(trimmedSpan(text, from, i));
      from = i + 1;
    }
    return cells;
  }
  const cells: Span[] = [];
  for (const word of words(text, inside.start, inside.end)) {
    const before = cells.at(-1);
    const lone = before && /^[-−+]$/.test(text.slice(before.start, before.end));
    const exponent =
      /^E[-+]?\d+$/.test(text.slice(word.start, word.end)) && word.start - (before?.end ?? 0) === 1;
    if (before && (lone || exponent)) cells[cells.length - 1] = { start: before.start, end: word.end };
    else cells.push(word);
  }
  return cells;
}

function isElement(text: string, { start, end }: Span): boolean {
  return /^[-−+]?\s?(?:\d+\.?\d*(?:\s?[eE][-+]?\d+)?(?:\/\d+)?|\.\d+|nan|NaN|[Ii]nf|oo|sqrt\(\d+\)(?:\/\d+)?)$/.test(
    text.slice(start, end),
  );
}
