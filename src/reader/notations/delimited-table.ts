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
    if (!/^[ \t"]*[-+−.\w"\u00c0-\uffff]|^[\t,;]["\w]/.test(head)) return null;
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
  const isLabelled = (row: readonly Span[]): boolean =>
    delimiter === '\t' && row[0] !== undefined && !isNumeric(text, row[0]) && isDataRow(text, row, []);
  let line = at;
  while (line < text.length) {
    const end = lineEnd(text, line);
    const cells = end - line > LONGEST_LINE ? null : split(text, line, end, delimiter);
    if (!cells || cells.length < 2 || (rows[0] && cells.length !== rows[0].length)) break;
    const above = rows[0];
    if (above && !known && !isDataRow(text, cells, above) && !(isLabelled(above) && isLabelled(cells))) break;
    // Only a header may be words: a list of words is none.
    if (rows.length === 0 && !known && !cells.every((cell) => isNumeric(text, cell) || isHeading(text, cell)))
      return null;
    rows.push(cells);
    line = nextLine(text, end);
  }
  const first = rows[0];
  if (!first) return null;
  // `;0;1;2`: pandas numbers the columns, and heads the index with nothing.
  const numbered = first.every(
    ({ start, end }, k) => text.slice(start, end) === (k === 0 ? '' : String(k - 1)),
  );
  const headed = numbered || first.some((cell) => cell.end > cell.start && !isNumeric(text, cell));
  const extent = { start: at, end: line };
  // One line of numbers in code is a list of arguments.
  if (rows.length === 1 && source.language.lineComments.length > 0) return null;
  if (rows.length > 1 && rows.every(isLabelled))
    return readGrid(source, { header: null, rows, extent, labels: 1, decimalComma: true });
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
  // `(0, 1)`: where an element of a sparse matrix stands.
  if (/^\(\d+, \d+\)$/.test(text.slice(label.start, label.end))) return false;
  return isNumeric(text, label) || header.every((cell) => isHeading(text, cell));
}

function isNumeric(text: string, { start, end }: Span): boolean {
  if (end - start > 60) return false;
  const written = text.slice(start, end);
  return /^"?[-+−]?(?:\d[\d.,']*(?: \d{3}(?!\d)[\d.,']*)*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|nan|NaN|NA|inf|Inf|)"?$|^-?inf$/i.test(
    written,
  );
}

/** Words that may head a column, perhaps with a unit: `dE/dz`, `time [s]`, `err (%)`. */
function isHeading(text: string, { start, end }: Span): boolean {
  return end - start < 60 && HEADING.test(text.slice(start, end));
}

const HEADING = /^"?[A-Za-z_\u00c0-\uffff][\w .()/%^*'\u00c0-\uffff-]*(?:\[[\w/%^ ]*\])?"?$|^$/;
