import { lineEnd, nextLine, words } from '../lines';
import { arrayOf, refusalOf } from '../matrix';
import type { Notation } from '../notation';
import type { Span } from '../reading';

/** What Julia prints: `2×2 Matrix{Float64}:` or `3-element Vector{Float64}:`, then rows without brackets. */
export const juliaOutput: Notation = {
  id: 'julia-output',
  begins: 'line',
  read(source, at) {
    const { text } = source;
    const headEnd = lineEnd(text, at);
    const head = /^[ \t]*(\d+)(?:×(\d+)|-element) .{1,150}:[ \t]*$/.exec(
      text.slice(at, Math.min(headEnd, at + 200)),
    );
    if (!head) return null;
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
      cells.push(...row);
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
    const rows = Number(head[1]);
    const shape = head[2] === undefined ? [rows] : [rows, Number(head[2])];
    return shape.reduce((product, length) => product * length, 1) === cells.length
      ? arrayOf(source, extent, cells, shape)
      : null;
  },
};

/** A number, a ratio, `1.0 + 2.0im` in its parts, or a sign that something is left out. */
const ELEMENT = /^(?:[-+]?(?:\d+\.?\d*(?:[ef][-+]?\d+)?(?:\/\/\d+)?(?:im)?|Inf|NaN)|[-+]|[⋮⋯…⋱])$/;
