import { append } from '../append';
import { isBlankLine, lineEnd, nextLine, trimmedSpan } from '../lines';
import { arrayOf } from '../matrix';
import type { Notation, Source } from '../notation';
import type { Span } from '../reading';

/** Block sequences of YAML: `- 1.5` on lines of their own, nested by indentation (`- - 1`) or with flow rows (`- [1, 2]`). */
export const yamlSequence: Notation = {
  id: 'yaml-sequence',
  begins: 'line',
  read(source, at) {
    const { text } = source;
    const start = at + indentOf(text, at);
    if (!isDash(text, start)) return null;
    const cells: Span[] = [];
    const sequence = readSequence(source, at, start - at, cells, 0);
    if (!sequence || cells.length < 2) return null;
    const extent = { start: at, end: sequence.next };
    const end = sequence.end;
    return arrayOf(source, extent, cells, sequence.shape, { span: { start, end } });
  },
};

const DEEPEST = 16;

interface Sequence {
  readonly shape: readonly number[];
  readonly end: number;
  readonly next: number;
}

function indentOf(text: string, at: number): number {
  let i = at;
  while (text.charCodeAt(i) === 32) i++;
  return i - at;
}

function isDash(text: string, at: number): boolean {
  return text.charCodeAt(at) === 45 && text.charCodeAt(at + 1) === 32;
}

/**
 * The items whose dashes stand `indent` columns from the left. The first dash may follow others on its line, which
 * begins at `at`.
 */
function readSequence(
  source: Source,
  at: number,
  indent: number,
  cells: Span[],
  depth: number,
): Sequence | null {
  const { text } = source;
  if (depth > DEEPEST) return null;
  let inner: string | null = null;
  let count = 0;
  let end = at;
  let line = at;
  while (line < text.length) {
    const dash = line + indent;
    if (!isDash(text, dash) || (count > 0 && indentOf(text, line) !== indent)) break;
    const item = dash + 2 + indentOf(text, dash + 2);
    let shape: readonly number[];
    if (isDash(text, item)) {
      const nested: Sequence | null = readSequence(source, line, item - line, cells, depth + 1);
      if (!nested) return null;
      ({ shape, end } = nested);
      line = nested.next;
    } else {
      const stop = lineEnd(text, line);
      const value = trimmedSpan(text, item, withoutComment(text, item, stop));
      const flow = flowRow(text, value);
      if (!flow) return null;
      append(cells, flow.cells);
      shape = flow.shape;
      end = value.end;
      line = nextLine(text, stop);
    }
    if (inner !== null && inner !== shape.join()) return null;
    inner = shape.join();
    count++;
    if (line < text.length && isBlankLine(text, line)) break;
  }
  if (inner === null) return null;
  return { shape: [count, ...inner.split(',').filter(Boolean).map(Number)], end, next: line };
}

function withoutComment(text: string, from: number, to: number): number {
  const comment = text.slice(from, to).search(/\s#/);
  return comment < 0 ? to : from + comment;
}

const NUMBER =
  /^[-+]?(?:\.(?:nan|NaN|NAN|inf|Inf|INF)|\d[\d_]*\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)$/;

/** A number, or numbers in one pair of brackets. */
function flowRow(text: string, { start, end }: Span): { cells: Span[]; shape: number[] } | null {
  const isNumber = (span: Span): boolean =>
    span.end - span.start < 60 && NUMBER.test(text.slice(span.start, span.end));
  if (text.charCodeAt(start) !== 91)
    return isNumber({ start, end }) ? { cells: [{ start, end }], shape: [] } : null;
  if (text.charCodeAt(end - 1) !== 93) return null;
  const cells: Span[] = [];
  let from = start + 1;
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code !== 44 && i !== end - 1) continue;
    cells.push(trimmedSpan(text, from, i));
    from = i + 1;
  }
  return cells.every(isNumber) ? { cells, shape: [cells.length] } : null;
}
