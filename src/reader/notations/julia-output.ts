import { append } from '../append';
import { lineEnd, lineHeadEnd, nextLine, skipBlankLines, words } from '../lines';
import { arrayOf, refusalOf } from '../matrix';
import type { Find, Notation, Source } from '../notation';
import type { Span } from '../reading';

/** What Julia prints: `2×2 Matrix{Float64}:` or `3-element Vector{Float64}:`, then rows without brackets. */
export const juliaOutput: Notation = {
  id: 'julia-output',
  begins: 'line',
  read(source, at) {
    const { text } = source;
    const headEnd = lineHeadEnd(text, at, 200);
    const head = /^[ \t]*(\d+(?:×\d+)*)(-element)? .{1,150}:[ \t]*$/.exec(text.slice(at, headEnd));
    const shape = head?.[1]?.split('×').map(Number) ?? [];
    if (shape.length === 0 || shape.length > 3 || shape.length > 1 === (head?.[2] !== undefined)) return null;
    if (shape.length === 3) return readSlices(source, at, nextLine(text, headEnd), shape);
    const cells: Span[] = [];
    let line = nextLine(text, headEnd);
    let cut: Span | null = null;
    let complex: Span | null = null;
    while (line < text.length) {
      const end = lineEnd(text, line);
      const row = words(text, line, end);
      if (
        row.length === 0 ||
        !row.every(({ start, end: stop }) => ELEMENT.test(text.slice(start, Math.min(stop, start + 40))))
      )
        break;
      cut ??= row.find(({ start }) => /[⋮⋯…⋱]/.test(text.charAt(start))) ?? null;
      complex ??= row.find(({ start, end: stop }) => text.slice(start, stop).endsWith('im')) ?? null;
      append(cells, row);
      line = nextLine(text, end);
    }
    const first = cells[0];
    const last = cells.at(-1);
    if (!first || !last) return null;
    const extent = { start: at, end: line };
    const span = { start: first.start, end: last.end };
    const about = { remedy: 'show(IOContext(stdout, :limit => false), MIME("text/plain"), array)' };
    if (complex) return refusalOf(source, extent, span, complex, 'complex', about);
    if (cut) return refusalOf(source, extent, span, cut, 'truncated', about);
    return shape.reduce((product, length) => product * length, 1) === cells.length
      ? arrayOf(source, extent, cells, shape)
      : null;
  },
};

/** `[:, :, 1] =`, rows, `[:, :, 2] =`, rows: slices run over the last axis. */
function readSlices(source: Source, at: number, from: number, shape: readonly number[]): Find | null {
  const { text } = source;
  const [rows = 0, columns = 0, slices = 0] = shape;
  const cells: Span[] = [];
  let line = from;
  let end = from;
  for (let slice = 0; slice < slices; slice++) {
    line = skipBlankLines(text, line);
    if (!text.startsWith(`[:, :, ${slice + 1}] =`, line)) return null;
    line = nextLine(text, line);
    for (let row = 0; row < rows; row++) {
      const stop = lineEnd(text, line);
      const found = words(text, line, stop);
      if (found.length !== columns) return null;
      for (const [column, cell] of found.entries()) cells[(row * columns + column) * slices + slice] = cell;
      end = line = nextLine(text, stop);
    }
  }
  return cells.length > 0 ? arrayOf(source, { start: at, end }, cells, shape, { span: spanOf(cells) }) : null;
}

function spanOf(cells: readonly Span[]): Span {
  return {
    start: cells.reduce((least, { start }) => Math.min(least, start), Infinity),
    end: cells.reduce((most, { end }) => Math.max(most, end), 0),
  };
}

/** A number, a ratio, `1.0 + 2.0im` in its parts, or a sign that something is left out. */
const ELEMENT = /^(?:[-+]?(?:\d+\.?\d*(?:[ef][-+]?\d+)?(?:\/\/\d+)?(?:im)?|Inf|NaN)|[-+]|[⋮⋯…⋱])$/;
