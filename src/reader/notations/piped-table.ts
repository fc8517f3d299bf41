import { readGrid } from '../grid';
import { lineHeadEnd, nearLineEnd, nextLine, trimmedSpan } from '../lines';
import type { Notation } from '../notation';
import type { Span } from '../reading';

/** Tables drawn with `|`: Markdown, reStructuredText grids, psql, org-mode, and those with box-drawing lines. */
export const pipedTable: Notation = {
  id: 'piped-table',
  begins: 'line',
  read(source, at) {
    const { text } = source;
    if (at < (source.barrenUntil.get('piped') ?? 0)) return null;
    let line = at;
    if (isRule(text, line)) line = nextLine(text, line);
    const header = isRule(text, line) ? null : cellsOf(text, line);
    if (!header) return null;
    line = nextLine(text, line);
    // Rows of types stand between the header and the line below it in some.
    for (let k = 0; k < 3 && !isRule(text, line) && cellsOf(text, line); k++) line = nextLine(text, line);
    if (!isRule(text, line)) return null;
    line = nextLine(text, line);
    const types = cellsOf(text, line);
    if (types?.every(({ start, end }) => TYPE.test(text.slice(start, end)))) {
      line = nextLine(text, line);
      if (isRule(text, line)) line = nextLine(text, line);
    }
    const rows: Span[][] = [];
    while (line < text.length) {
      const row = isRule(text, line) ? null : cellsOf(text, line);
      if (row) rows.push(row);
      else if (!isRule(text, line)) break;
      line = nextLine(text, line);
    }
    // A border that only the header draws is an empty first header.
    const first = rows[0];
    if (
      first?.length === header.length + 1 &&
      header[0] &&
      PIPE.test(text.charAt(trimmedSpan(text, at, text.length).start))
    )
      header.unshift({ start: at, end: at });
    const width = header.length;
    const even = rows.map((row) => row.slice(0, width));
    const extent = { start: at, end: line };
    const find = readGrid(source, { header, rows: even, extent, decimalComma: true });
    // What is no table as a whole is none from one of its rows on either.
    if (!find) source.barrenUntil.set('piped', line);
    return find;
  },
};

const TYPE =
  /^(?:[fiu]\d+|str|bool|cat|Float\d+|U?Int\d+|String|double|varchar|u?(?:big|tiny|small)?int(?:eger)?)\??$/;
const LONGEST_ROW = 20_000;
const PIPE = /[|│┃║┆]/;

/** The cells of a line between pipes; null where it has none. */
function cellsOf(text: string, at: number): Span[] | null {
  const end = nearLineEnd(text, at, LONGEST_ROW);
  if (end < 0) return null;
  const { start, end: stop } = trimmedSpan(text, at, end);
  const cells: Span[] = [];
  let from = start;
  for (let i = start; i < stop; i++) {
    if (!PIPE.test(text.charAt(i)) || text.charAt(i - 1) === '\\') continue;
    if (i > start) cells.push(trimmedSpan(text, from, i));
    from = i + 1;
  }
  if (from === start) return null;
  if (from < stop) cells.push(trimmedSpan(text, from, stop));
  return cells.length > 0 ? cells : null;
}

/** A line that only draws: `|---|--:|`, `+====+`, `├──┼──┤`. */
function isRule(text: string, at: number): boolean {
  const line = text.slice(at, lineHeadEnd(text, at, LONGEST_ROW));
  return (
    /[-=─━═]{2}|-:|:-|\|\s*-\s*\|/.test(line) &&
    /^[\s|+:=\-─━═│┃║┆┌┐└┘├┤┬┴┼╞╡╪╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋┡┩╇┠┨╂╟╢╫╤╧╒╕╘╛]+$/.test(line)
  );
}
