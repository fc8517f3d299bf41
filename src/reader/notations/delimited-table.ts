import { readGrid } from '../grid';
import { lineEnd, lineHeadEnd, nextLine, trimmedSpan } from '../lines';
import type { Find, Notation, Source } from '../notation';
import type { Span } from '../reading';

/** Lines whose cells are separated by commas, semicolons or tabs, with or without a header: CSV, TSV, pasted spreadsheets. */
export const delimitedTable: Notation = {
  id: 'delimited-table',
  begins: 'line',
  read(source, at) {
    const head = source.text.slice(at, lineHeadEnd(source.text, at, 400));
    if (!/^[ \t"]*[-+−.\w"\u00c0-\uffff]|^[\t,;]["A-Za-z_]/.test(head)) return null;
    for (const delimiter of ['\t', ';', ',']) {
      if (!head.includes(delimiter)) continue;
      const find = readWith(source, at, delimiter);
      if (find) return find;
    }
    return null;
  },
};

const LONGEST_LINE = 1_000_000;

function readWith(source: Source, at: number, delimiter: string): Find | null {
  const { text } = source;
  const known = /^(?:csv|tsv)/.test(source.language.id);
  const rows: Span[][] = [];
  let line = at;
  while (line < text.length) {
    const end = lineEnd(text, line);
    const cells = end - line > LONGEST_LINE ? null : split(text, line, end, delimiter);
    if (!cells || cells.length < 2 || (rows[0] && cells.length !== rows[0].length)) break;
    if (rows.length > 0 && !known && !isDataRow(text, cells, rows[0] ?? [])) break;
    // Only a header may be words: a list of words is none.
    if (rows.length === 0 && !known && !cells.every((cell) => isNumeric(text, cell) || isHeading(text, cell)))
      return null;
    rows.push(cells);
    line = nextLine(text, end);
  }
  const first = rows[0];
  if (!first) return null;
  const headed = first.some((cell) => cell.end > cell.start && !isNumeric(text, cell));
  const extent = { start: at, end: line };
  // One line of numbers in code is a list of arguments.
  if (rows.length === 1 && source.language.lineComments.length > 0) return null;
  const body = headed ? rows.slice(1) : rows;
  if (body.length === 0 || (body.length === 1 && !headed && first.length < 3)) return null;
  // One line of words before a number is a sentence rather than a labelled row.
  if (!known && delimiter === ',' && body.length === 1 && body[0]?.[0] && !isNumeric(text, body[0][0]))
    return null;
  return readGrid(source, {
    header: headed ? first : null,
    rows: body,
    extent,
    decimalComma: delimiter !== ',',
  });
}

/** The cells of one line; a delimiter that ends it ends its last cell. */
function split(text: string, start: number, end: number, delimiter: string): Span[] {
  const cells: Span[] = [];
  let from = start;
  let quoted = false;
  for (let i = start; i < end; i++) {
    const char = text.charAt(i);
    if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) {
      cells.push(trimmedSpan(text, from, i));
      from = i + 1;
    }
  }
  const last = trimmedSpan(text, from, end);
  if (last.end > last.start || delimiter === '\t') cells.push(last);
  return cells;
}

/** Whether numbers stand in all cells, or in all but the first below a header of words. */
function isDataRow(text: string, [label, ...cells]: readonly Span[], header: readonly Span[]): boolean {
  if (!label || !cells.every((cell) => isNumeric(text, cell))) return false;
  return isNumeric(text, label) || header.every((cell) => isHeading(text, cell));
}

function isNumeric(text: string, { start, end }: Span): boolean {
  if (end - start > 60) return false;
  const written = text.slice(start, end);
  return /^"?[-+−]?(?:\d[\d.,' ]*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|nan|NaN|NA|inf|Inf|)"?$|^-?inf$/i.test(
    written,
  );
}

/** Words that may head a column, perhaps with a unit: `dE/dz`, `time [s]`, `err (%)`. */
function isHeading(text: string, { start, end }: Span): boolean {
  return end - start < 60 && HEADING.test(text.slice(start, end));
}

const HEADING = /^"?[A-Za-z_\u00c0-\uffff][\w .()/%^*'\u00c0-\uffff-]*(?:\[[\w/%^ ]*\])?"?$|^$/;
