import { append } from '../append';
import { nearLineEnd, nextLine } from '../lines';
import { arrayOf } from '../matrix';
import type { Notation } from '../notation';
import type { Span } from '../reading';

/**
 * One element a line, each with its indices: `dz[0] = 0.5`, `W[0][1]: 3`, `J(1,2) = -0.25`, as loops print them. Indices
 * count from 0 or 1 with the last one fastest, and fill the array.
 */
export const indexedLines: Notation = {
  id: 'indexed-lines',
  begins: 'line',
  read(source, at) {
    const { text } = source;
    const first = elementAt(text, at);
    if (!first || first.indices.some((index) => index !== first.indices[0] || index > 1)) return null;
    const base = first.indices[0] ?? 0;
    const found: Element[] = [first];
    let line = first.next;
    for (let next = elementAt(text, line); next; next = elementAt(text, line)) {
      const last = found.at(-1) ?? first;
      if (next.name !== first.name || !follows(last.indices, next.indices, base)) break;
      found.push(next);
      line = next.next;
    }
    const last = found.at(-1) ?? first;
    const shape = last.indices.map((index) => index - base + 1);
    if (found.length < 2 || shape.reduce((product, length) => product * length, 1) !== found.length)
      return null;
    const cells: Span[] = [];
    append(
      cells,
      found.map(({ value }) => value),
    );
    return arrayOf(source, { start: at, end: line }, cells, shape, { name: first.name, label: first.name });
  },
};

interface Element {
  readonly name: string;
  readonly indices: readonly number[];
  readonly value: Span;
  readonly next: number;
}

const ELEMENT =
  /^([ \t]*)([A-Za-z_\u0370-\u03ff][\w./\u0370-\u03ff]*)((?:\[\d{1,6}\])+|\[\d{1,6}(?:, ?\d{1,6})+\]|\(\d{1,6}(?:, ?\d{1,6})*\))([ \t]*[:=][ \t]*)([-+−]?(?:\d[\d.]*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|nan|NaN|inf|Inf))[,;]?[ \t]*$/;

function elementAt(text: string, at: number): Element | null {
  const end = nearLineEnd(text, at, 160);
  const found = end < 0 ? null : ELEMENT.exec(text.slice(at, end));
  if (!found) return null;
  const [, blanks = '', name = '', subscript = '', sign = '', value = ''] = found;
  const start = at + blanks.length + name.length + subscript.length + sign.length;
  return {
    name,
    indices: (subscript.match(/\d+/g) ?? []).map(Number),
    value: { start, end: start + value.length },
    next: nextLine(text, end),
  };
}

/** Whether `next` comes directly behind `last` in row-major order; how long an axis is, is seen when it wraps. */
function follows(last: readonly number[], next: readonly number[], base: number): boolean {
  if (last.length !== next.length) return false;
  let axis = 0;
  while (axis < last.length && last[axis] === next[axis]) axis++;
  return (
    axis < last.length &&
    next[axis] === (last[axis] ?? 0) + 1 &&
    next.slice(axis + 1).every((index) => index === base)
  );
}
