import { readGrid } from '../grid';
import { isBlankLine, nearLineEnd, nextLine, trimmedSpan } from '../lines';
import type { Find, Notation, Source } from '../notation';
import type { Span } from '../reading';

/** Tables of wikis and AsciiDoc: `|===` blocks, `||head||head||` of Jira, `{| ... |}` of MediaWiki. */
export const wikiTable: Notation = {
  id: 'wiki-table',
  begins: 'line',
  read(source, at) {
    const { text } = source;
    if (text.startsWith('|===', at)) return readAsciiDoc(source, at);
    if (text.startsWith('||', at)) return readJira(source, at);
    return text.startsWith('{|', at) ? readMediaWiki(source, at) : null;
  },
};

const LONGEST_ROW = 20_000;

/** Rows of cells between one `|` and the next, to the closing `|===`. A row may stand on one line or have a line for each cell. */
function readAsciiDoc(source: Source, at: number): Find | null {
  const { text } = source;
  const lines: Span[][] = [];
  let headed = false;
  let line = nextLine(text, at);
  for (; !text.startsWith('|===', line); line = nextLine(text, line)) {
    if (isBlankLine(text, line)) {
      headed ||= lines.length === 1;
      if (line >= text.length) return null;
      continue;
    }
    const cells = cellsOf(text, line, '|');
    if (!cells) return null;
    lines.push(cells);
  }
  const width = lines[0]?.length ?? 0;
  const rows = lines.every((cells) => cells.length === width) ? lines : chunks(lines.flat(), width);
  return tableOf(source, at, nextLine(text, line), headed ? rows : [[], ...rows]);
}

/** `||head||head||`, then `|cell|cell|`. */
function readJira(source: Source, at: number): Find | null {
  const { text } = source;
  const header = cellsOf(text, at, '||');
  const rows: Span[][] = [];
  let line = nextLine(text, at);
  while (!text.startsWith('||', line)) {
    const cells = cellsOf(text, line, '|');
    if (!cells) break;
    rows.push(cells);
    line = nextLine(text, line);
  }
  return header && tableOf(source, at, line, [header, ...rows]);
}

/** `! head !! head`, `|-` between rows, `| cell || cell` or a line for each cell, to the closing `|}`. */
function readMediaWiki(source: Source, at: number): Find | null {
  const { text } = source;
  const rows: Span[][] = [];
  let header: Span[] = [];
  let line = nextLine(text, at);
  for (; !text.startsWith('|}', line); line = nextLine(text, line)) {
    if (line >= text.length || text.startsWith('{|', line)) return null;
    if (text.startsWith('|-', line)) rows.push([]);
    else if (text.startsWith('!', line)) header = [...header, ...(cellsOf(text, line, '!!') ?? [])];
    else if (text.startsWith('|+', line)) continue;
    else {
      const cells = cellsOf(text, line, '||');
      if (!cells) return null;
      if (rows.length === 0) rows.push([]);
      rows.at(-1)?.push(...cells);
    }
  }
  const filled = rows.filter((row) => row.length > 0);
  return tableOf(source, at, nextLine(text, line), [header, ...filled]);
}

function tableOf(
  source: Source,
  start: number,
  end: number,
  [header, ...rows]: readonly Span[][],
): Find | null {
  const headed = header !== undefined && header.length > 0;
  return readGrid(source, {
    header: headed ? header : null,
    rows,
    extent: { start, end },
    decimalComma: true,
  });
}

/** The cells of the line at `at`, which begins with a mark and has `separator` between them; null for another line. */
function cellsOf(text: string, at: number, separator: string): Span[] | null {
  const end = nearLineEnd(text, at, LONGEST_ROW);
  if (end < 0 || !/[|!]/.test(text.charAt(at))) return null;
  let { end: stop } = trimmedSpan(text, at, end);
  if (stop - at > separator.length && text.startsWith(separator, stop - separator.length))
    stop -= separator.length;
  const cells: Span[] = [];
  let from = text.startsWith(separator, at) ? at + separator.length : at + 1;
  for (const written of text.slice(from, stop).split(separator)) {
    cells.push(trimmedSpan(text, from, from + written.length));
    from += written.length + separator.length;
  }
  return cells.length > 0 ? cells : null;
}

function chunks(cells: readonly Span[], width: number): Span[][] {
  const rows: Span[][] = [];
  for (let from = 0; width > 0 && from < cells.length; from += width)
    rows.push(cells.slice(from, from + width));
  return rows;
}
