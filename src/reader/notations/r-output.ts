import { append } from '../append';
import { lineEnd, lineHeadEnd, nextLine, skipBlankLines, words } from '../lines';
import { arrayOf, refusalOf, type Shaped } from '../matrix';
import type { Find, Notation, Source } from '../notation';
import type { Span } from '../reading';

/** What R prints: vectors whose lines begin with `[1]`, matrices under `[,1] [,2]`, and their slices `, , 1`. */
export const rOutput: Notation = {
  id: 'r-output',
  begins: 'line',
  read(source, at) {
    const { text } = source;
    const first = words(text, at, lineHeadEnd(text, at, 200))[0];
    if (!first) return null;
    const mark = text.slice(first.start, first.end);
    if (mark === '[1]') return readVector(source, at);
    if (mark === '[,1]') return readMatrix(source, at);
    return mark === ',' ? readSlices(source, at) : null;
  },
};

const REMEDY = 'options(max.print = .Machine$integer.max)';
const ELEMENT = /^[-+]?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|Inf|NaN|NA)$|^NA$|^0x[0-9a-f]+$/;
const COMPLEX = /^[-+]?(?:\d[\d.]*(?:e[-+]?\d+)?|NA|NaN|Inf)(?:[-+][\d.]+(?:e[-+]?\d+)?i)?$/;

function isElement(text: string, { start, end }: Span): boolean {
  return end - start < 40 && ELEMENT.test(text.slice(start, end));
}

function readVector(source: Source, at: number): Find | null {
  const { text } = source;
  const cells: Span[] = [];
  let line = at;
  let complex: Span | null = null;
  while (line < text.length) {
    const end = lineEnd(text, line);
    const [label, ...rest] = words(text, line, end);
    if (!label || rest.length === 0 || text.slice(label.start, label.end) !== `[${cells.length + 1}]`) break;
    for (const cell of rest) {
      if (isElement(text, cell)) continue;
      if (!text.slice(cell.start, cell.end).endsWith('i') || !COMPLEX.test(text.slice(cell.start, cell.end)))
        return null;
      complex ??= cell;
    }
    append(cells, rest);
    line = nextLine(text, end);
  }
  const first = cells[0];
  const last = cells.at(-1);
  if (!first || !last) return null;
  const extent = { start: at, end: line };
  const span = { start: first.start, end: last.end };
  const about = nameAbove(text, at);
  if (complex) return refusalOf(source, extent, span, complex, 'complex', about);
  const cut = omitted(text, line);
  if (cut)
    return refusalOf(source, { start: at, end: cut.end }, span, cut, 'truncated', {
      ...about,
      remedy: REMEDY,
    });
  return arrayOf(source, extent, cells, [cells.length], about);
}

/** `[ reached getOption("max.print") -- omitted 900 entries ]`. */
function omitted(text: string, at: number): Span | null {
  const end = lineEnd(text, at);
  const found = /^\s*\[ reached [^\n]*max[^\n]*\]/.exec(text.slice(at, Math.min(end, at + 200)));
  return found ? { start: at + found[0].indexOf('['), end: at + found[0].length } : null;
}

/** The name in `$z` above a printed element of a list; what stands above otherwise is left to others. */
function nameAbove(text: string, at: number): Shaped {
  const above = text.slice(Math.max(0, at - 100), at).trimEnd();
  const line = above.slice(above.lastIndexOf('\n') + 1);
  const component = /^\$(?:.*\$)?`?([\w.]+)`?$/.exec(line)?.[1];
  if (component !== undefined) return { name: component, label: component };
  return /^\[\[\d+\]\]$/.test(line) ? { name: null } : {};
}

interface Block {
  readonly rows: readonly (readonly Span[])[];
  readonly next: number;
}

/** Rows `[1,] 1.5 3` under column labels `[,k]`, which begin at `first`. */
function readBlock(text: string, at: number, first: number): Block | null {
  const headEnd = lineEnd(text, at);
  const head = words(text, at, headEnd);
  if (head.length === 0 || !head.every(({ start, end }, k) => text.slice(start, end) === `[,${first + k}]`))
    return null;
  const rows: Span[][] = [];
  let line = nextLine(text, headEnd);
  while (line < text.length) {
    const end = lineEnd(text, line);
    const [label, ...cells] = words(text, line, end);
    if (!label || cells.length !== head.length) break;
    const name = text.slice(label.start, label.end);
    // Rows may have names although columns have none.
    if (
      name !== `[${rows.length + 1},]` &&
      (name.startsWith('[') || !cells.every((cell) => isElement(text, cell)))
    )
      break;
    rows.push(cells);
    line = nextLine(text, end);
  }
  return { rows, next: line };
}

/** A matrix whose columns may be split over several blocks. */
function readBlocks(text: string, at: number): Block | null {
  const rows: Span[][] = [];
  let next = at;
  for (;;) {
    const block = readBlock(text, next, (rows[0]?.length ?? 0) + 1);
    if (!block || (rows.length > 0 && block.rows.length !== rows.length)) break;
    block.rows.forEach((cells, k) => append((rows[k] ??= []), cells));
    next = block.next;
    if (rows.length === 0) break;
  }
  return rows.length > 0 ? { rows, next } : null;
}

function readMatrix(source: Source, at: number): Find | null {
  const { text } = source;
  const matrix = readBlocks(text, at);
  if (!matrix) return null;
  const cells = matrix.rows.flat();
  const about = nameAbove(text, at);
  const extent = { start: at, end: matrix.next };
  const cut = omitted(text, matrix.next);
  const span = { start: cells[0]?.start ?? at, end: cells.at(-1)?.end ?? at };
  if (cut) return refusalOf(source, extent, span, cut, 'truncated', { ...about, remedy: REMEDY });
  if (!cells.every((cell) => isElement(text, cell))) {
    const bad = cells.find((cell) => !isElement(text, cell));
    if (!bad || !text.slice(bad.start, bad.end).endsWith('i')) return null;
    return refusalOf(source, extent, span, bad, 'complex', about);
  }
  return arrayOf(source, extent, cells, [matrix.rows.length, matrix.rows[0]?.length ?? 0], about);
}

/** `, , 1`, a matrix, `, , 2`, a matrix: slices over the last axis. */
function readSlices(source: Source, at: number): Find | null {
  const { text } = source;
  const slices: Block[] = [];
  let line = at;
  let end = at;
  while (line < text.length) {
    const stop = lineEnd(text, line);
    if (text.slice(line, Math.min(stop, line + 30)).trim() !== `, , ${slices.length + 1}`) break;
    const matrix = readBlocks(text, skipBlankLines(text, nextLine(text, stop)));
    if (!matrix || (slices[0] && slices[0].rows.length !== matrix.rows.length)) break;
    slices.push(matrix);
    end = matrix.next;
    line = skipBlankLines(text, end);
  }
  const first = slices[0];
  if (!first) return null;
  const rows = first.rows.length;
  const columns = first.rows[0]?.length ?? 0;
  const cells: Span[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (const slice of slices) {
        const cell = slice.rows[row]?.[column];
        if (!cell) return null;
        cells.push(cell);
      }
    }
  }
  return arrayOf(source, { start: at, end }, cells, [rows, columns, slices.length], nameAbove(text, at));
}
