import { isIdentifier, skipComment } from '../lexical';
import { isBlankLine, trimmedSpan } from '../lines';
import { arrayOf } from '../matrix';
import type { Notation } from '../notation';
import type { Span } from '../reading';

/** How Eigen fills a matrix: `J << 0.25, -0.25,` and so on to the `;`, with the shape of its declaration or else of its lines. */
export const commaInitializer: Notation = {
  id: 'comma-initializer',
  begins: '<',
  read(source, at) {
    const { text } = source;
    const head = /^<<\s*(?=[-+.\d])/.exec(text.slice(at, at + 80));
    const before = /([A-Za-z_]\w*)[ \t]*$/.exec(text.slice(Math.max(0, at - 80), at));
    const name = before?.[1];
    if (!head || name === undefined) return null;
    const start = at + head[0].length;
    const cells: Span[] = [];
    let rows = 1;
    let from = start;
    let i = start;
    for (; text.charAt(i) !== ';'; i++) {
      const char = text.charAt(i);
      if (i >= text.length || i - from > LONGEST_CELL || '<>{}[]"='.includes(char)) return null;
      const comment = skipComment(source, i);
      if (comment > i) {
        if (text.slice(from, i).trim() !== '') return null;
        from = comment;
        i = comment - 1;
      } else if (char === ',') {
        cells.push(trimmedSpan(text, from, i));
        from = i + 1;
        if (isBlankLine(text, from)) rows++;
      }
    }
    cells.push(trimmedSpan(text, from, i));
    if (cells.length < 2) return null;
    const shape =
      declaredShape(text, name, at, cells.length) ??
      (rows === 1 ? [cells.length] : [rows, cells.length / rows]);
    if (shape.reduce((product, length) => product * length, 1) !== cells.length) return null;
    return arrayOf(source, { start: at, end: i }, cells, shape, { name, label: name });
  },
};

const LONGEST_CELL = 2000;
/** How far before its numbers a declaration is looked for. */
const NEAR = 2000;

/** The shape that `Matrix2d J`, `MatrixXd J(2, 3)` or `VectorXd z(2)` declares; null where none is found that fits. */
function declaredShape(text: string, name: string, at: number, count: number): readonly number[] | null {
  const near = text.slice(Math.max(0, at - NEAR), at);
  for (let found = near.lastIndexOf(name); found > 0; found = near.lastIndexOf(name, found - 1)) {
    if (isIdentifier(near.charCodeAt(found - 1)) || isIdentifier(near.charCodeAt(found + name.length)))
      continue;
    const type = /(Matrix|(?:Row)?Vector|Array)([\dX]*)[a-z]*(?:<[^<>;]*>)?\s+$/.exec(near.slice(0, found));
    if (!type) continue;
    if (
      type[1] !== 'Matrix' &&
      !/\(\s*\d+\s*,/.test(near.slice(found + name.length, found + name.length + 12))
    )
      return [count];
    const sizes = /^\(\s*(\d+)\s*,\s*(\d+)\s*\)/.exec(near.slice(found + name.length));
    const fixed = /<\w+,\s*(\d+),\s*(\d+)>\s+$/.exec(near.slice(0, found));
    if (fixed) return fixed[2] === '1' ? [Number(fixed[1])] : [Number(fixed[1]), Number(fixed[2])];
    const side = Number(type[2]);
    if (sizes) return [Number(sizes[1]), Number(sizes[2])];
    return side > 0 ? [side, side] : null;
  }
  return null;
}
