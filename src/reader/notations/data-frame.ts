import { append } from '../append';
import { readGrid } from '../grid';
import { isBlankLine, lineEnd, lineHeadEnd, nearLineEnd, nextLine, words } from '../lines';
import { arrayOf } from '../matrix';
import type { Find, Notation, Source } from '../notation';
import type { Span } from '../reading';

/**
 * Tables whose columns end under their headers, with or without labels at the left: pandas, R and tibble data frames,
 * named vectors of R, simple tables of reStructuredText. Columns may be split over blocks.
 */
export const dataFrame: Notation = {
  id: 'data-frame',
  begins: 'line',
  read(source, at) {
    return readFrame(source, at) ?? readSeries(source, at);
  },
};

const REMEDY = "pd.set_option('display.max_rows', None, 'display.max_columns', None)";

interface Block {
  readonly header: readonly Span[];
  /** Labels at the left of each row, then its data cells. */
  readonly rows: readonly (readonly Span[])[];
  readonly labels: number;
  readonly next: number;
  /** A `\` behind the header says that more columns follow. */
  readonly continued: boolean;
}

function readFrame(source: Source, at: number): Find | null {
  const { text } = source;
  const start = isRuleLine(text, at) ? nextLine(text, at) : at;
  let block = readBlock(text, start, 0);
  if (!block) return null;
  const header = [...block.header];
  const rows = block.rows.map((row) => [...row]);
  const { labels } = block;
  let counted = countedIn(text, header);
  let end = block.next;
  for (;;) {
    const from: number = block.continued && isBlankLine(text, end) ? nextLine(text, end) : end;
    const more: Block | null = block.continued || labels > 0 ? readBlock(text, from, counted) : null;
    if (more?.labels !== labels || more.rows.length !== rows.length) break;
    if (!more.rows.every((row, k) => sameLabel(text, row[0], rows[k]?.[0]))) break;
    append(header, more.header);
    counted += countedIn(text, more.header);
    more.rows.forEach((row, k) => append(rows[k] ?? [], row.slice(labels)));
    end = more.next;
    block = more;
  }
  const blank = { start: at, end: at };
  const head = [...Array<Span>(labels).fill(blank), ...header];
  const extent = { start: at, end: isRuleLine(text, end) ? nextLine(text, end) : end };
  const stata = /(?:^|\n)(\w+)\[\d+,\d+\]\r?\n$/.exec(text.slice(Math.max(0, at - 80), at))?.[1];
  if (rows.length === 1 && labels === 0) return namedVector(source, extent, header, rows[0] ?? []);
  const find = readGrid(source, { header: head, rows, extent, labels, decimalComma: false, remedy: REMEDY });
  return find && stata !== undefined
    ? { ...find, arrays: find.arrays.map((array) => ({ ...array, name: stata, label: stata })) }
    : find;
}

/** How many columns have numbers for headers. */
function countedIn(text: string, header: readonly Span[]): number {
  return header.filter(({ start, end }) => /^\d{1,6}$/.test(text.slice(start, end))).length;
}

function sameLabel(text: string, one: Span | undefined, other: Span | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    text.slice(one.start, one.end) === text.slice(other.start, other.end)
  );
}

/** `a b c` over `1.5 -2.0 3.0`: a vector whose elements have names. */
function namedVector(
  source: Source,
  extent: Span,
  header: readonly Span[],
  cells: readonly Span[],
): Find | null {
  const columns = header.map(({ start, end }) => source.text.slice(start, end));
  return arrayOf(source, extent, cells, [cells.length], { columns });
}

/** The header that begins at `at` and its rows; columns that are numbered may go on from `counted`. */
function readBlock(text: string, at: number, counted: number): Block | null {
  const headEnd = nearLineEnd(text, at, 2000);
  if (headEnd < 0) return null;
  let header = words(text, at, headEnd);
  const continued = header.length > 1 && text.charAt(header.at(-1)?.start ?? 0) === '\\';
  if (continued) header = header.slice(0, -1);
  if (header.length === 0) return null;
  let line = nextLine(text, headEnd);
  const typed = isTypeLine(text, line);
  const ruled =
    header.length > 1 &&
    isRuleLine(text, line) &&
    words(text, line, lineHeadEnd(text, line, 2000)).length === header.length;
  if (typed || isRuleLine(text, line)) line = nextLine(text, line);
  if (ruled && isBlankLine(text, line)) line = nextLine(text, line);
  const indexNames = indexNamesOf(text, line, (header[0]?.start ?? at) - at);
  if (indexNames > 0) line = nextLine(text, line);
  const rows: Span[][] = [];
  let labels = 0;
  while (line < text.length) {
    const end = nearLineEnd(text, line, 2000);
    if (end < 0) break;
    const row = words(text, line, end);
    // A label that is the same as in the row above is left out where rows have several.
    const missing = header.length + labels - row.length;
    if (
      labels > 1 &&
      missing > 0 &&
      missing < labels &&
      endsUnder(at, header, line, row.slice(labels - missing))
    )
      row.unshift(...(rows.at(-1)?.slice(0, missing) ?? []));
    if (rows.length === 0) {
      labels = row.length - header.length;
      if (
        labels < 0 ||
        labels > 3 ||
        (indexNames > 0 && indexNames !== labels) ||
        (!typed &&
          !ruled &&
          !isFirstOfNumbered(text, row, labels) &&
          !endsUnder(at, header, line, row.slice(labels)))
      )
        return null;
      if (!isHeader(text, at, header, labels, counted) && !isNumbered(text, header, row)) return null;
    }
    if (row.length !== header.length + labels) break;
    if (labels > 0 && isStatement(text, row[labels - 1])) break;
    if (!row.slice(labels).every((cell) => isCell(text, cell))) {
      // Columns of words stand in frames whose rows are numbered.
      const first = row[0];
      const numbered = labels === 1 && first && text.slice(first.start, first.end) === String(rows.length);
      if (!numbered || !row.slice(1).some((cell) => isCell(text, cell))) break;
    }
    rows.push(row);
    line = nextLine(text, end);
  }
  return rows.length > 0 ? { header, rows, labels, next: line, continued } : null;
}

/** Whether the row is numbered 0 under a header of one word less: then nothing needs to stand below anything. */
function isFirstOfNumbered(text: string, row: readonly Span[], labels: number): boolean {
  const first = row[0];
  return labels === 1 && first !== undefined && text.slice(first.start, first.end) === '0';
}

/** Whether every cell ends in the column where its header ends. */
function endsUnder(head: number, header: readonly Span[], line: number, row: readonly Span[]): boolean {
  const aligned = header.filter((cell, k) => cell.end - head === (row[k]?.end ?? -1) - line).length;
  return aligned === header.length;
}

/**
 * Whether words stand in the header. Over labelled rows numbers may that count the columns, alone or behind words, from 0 or 1
 * or on from `counted`.
 */
function isHeader(
  text: string,
  at: number,
  header: readonly Span[],
  labels: number,
  counted: number,
): boolean {
  const written = header.map(({ start, end }) => text.slice(start, end));
  if (written.every((word) => /^[-+]?(?:nan|inf|NA)$/i.test(word))) return false;
  const named = written.filter(
    (word) =>
      /^[A-Za-z_."'(\u0370-\u03ff][\w.:"'()/%\u0370-\u03ff-]*$/.test(word) || /^(?:\.\.\.|…)$/.test(word),
  );
  if (named.length === header.length) return labels > 0 || header.length > 1;
  const numbers = written.filter((word) => /^\d{1,4}$/.test(word)).map(Number);
  const first = numbers[0] ?? 0;
  return (
    named.length + numbers.length === header.length &&
    (first <= 1 || first === counted) &&
    numbers.every((number, k) => number === first + k) &&
    labels > 0 &&
    (header[0]?.start ?? at) > at
  );
}

/** Whether the header counts the columns from 0 over decimals without labels. */
function isNumbered(text: string, header: readonly Span[], row: readonly Span[]): boolean {
  return (
    header.length > 1 &&
    row.length === header.length &&
    header.every(({ start, end }, k) => text.slice(start, end) === String(k)) &&
    row.every(({ start, end }) => /\.|nan/i.test(text.slice(start, end)))
  );
}

/** `x = 1`: a sign stands where a label should. */
function isStatement(text: string, label: Span | undefined): boolean {
  return (
    label !== undefined && /^(?:-|[-+*/|&]?=|:=|<-|return|[({[])$/.test(text.slice(label.start, label.end))
  );
}

/** How many names of labels stand on the line at `at`, all of them left of where the first column has its header. */
function indexNamesOf(text: string, at: number, left: number): number {
  const end = nearLineEnd(text, at, 500);
  if (end < 0 || left < 2) return 0;
  const names = words(text, at, end);
  const last = names.at(-1);
  const isNames =
    last !== undefined &&
    last.end - at < left &&
    names.every((name) => /^[A-Za-z_][\w.]*$/.test(text.slice(name.start, name.end)));
  return isNames ? names.length : 0;
}

function isCell(text: string, { start, end }: Span): boolean {
  return (
    end - start < 40 &&
    /^(?:[-+−]?(?:\d[\d.]*(?:[eE][-+]?\d+)?|\.\d+|[Ii]nf|[Nn]a[Nn])|NA|<NA>|\.{2,}|…|[⋮⋯])$/.test(
      text.slice(start, end),
    )
  );
}

/** `=====  ===`: a line that only rules. */
function isRuleLine(text: string, at: number): boolean {
  const line = text.slice(at, lineHeadEnd(text, at, 500));
  return /^[ \t=_-]+$/.test(line) && /[=_-]{2}/.test(line);
}

/** `<dbl> <dbl>`: the types below a tibble's header. */
function isTypeLine(text: string, at: number): boolean {
  return /^[ \t]*(?:<[a-z]+>[ \t]*)+$/.test(text.slice(at, lineHeadEnd(text, at, 500)));
}

/** A pandas series: labels and a value on each line, and `dtype:` or `Name: z, dtype:` below. */
function readSeries(source: Source, at: number): Find | null {
  const { text } = source;
  if (at < (source.barrenUntil.get('series') ?? 0)) return null;
  const cells: Span[] = [];
  const rows: string[] = [];
  let line = indexNamesOf(text, at, 200) > 1 ? nextLine(text, at) : at;
  while (line < text.length) {
    const end = nearLineEnd(text, line, 300);
    if (end < 0) break;
    const labels = words(text, line, end);
    const value = labels.pop();
    if (!value || labels.length === 0 || labels.length > 3 || !isCell(text, value)) break;
    cells.push(value);
    rows.push(labels.map((label) => text.slice(label.start, label.end)).join(' '));
    line = nextLine(text, end);
  }
  const end = lineEnd(text, line);
  const foot = /^(?:Name: (.*?), )?(?:Length: \d+, )?dtype: \w+[ \t]*$/.exec(
    text.slice(line, Math.min(end, line + 200)),
  );
  if (!foot || cells.length === 0) {
    source.barrenUntil.set('series', line);
    return null;
  }
  const extent = { start: at, end: nextLine(text, end) };
  const header = foot[1] !== undefined ? { name: foot[1], label: foot[1] } : { name: null };
  const cut = cells.find(
    ({ start }) => /[.…⋮]/.test(text.charAt(start)) && !/\d/.test(text.charAt(start + 1)),
  );
  if (cut) {
    const find = arrayOf(source, extent, [cut], [1], {
      ...header,
      remedy: REMEDY,
      span: { start: cells[0]?.start ?? at, end: cells.at(-1)?.end ?? at },
    });
    return find;
  }
  return arrayOf(source, extent, cells, [cells.length], { ...header, rows });
}
