import { lineEnd, nextLine, skipBlankLines } from '../lines';
import { refusalOf } from '../matrix';
import type { Notation } from '../notation';

/**
 * A MatrixMarket file: sizes, then elements column by column or with their coordinates. It is refused, because as rows
 * of numbers it would be misread.
 */
export const matrixMarket: Notation = {
  id: 'matrix-market',
  begins: 'line',
  read(source, at) {
    const { text } = source;
    if (!text.startsWith('%%MatrixMarket', at)) return null;
    let line = at;
    let end = lineEnd(text, at);
    for (; line < text.length; line = nextLine(text, line)) {
      line = skipBlankLines(text, line);
      if (!/^(?:%|[ \t]*[-+.\d])/.test(text.slice(line, line + 40))) break;
      end = lineEnd(text, line);
    }
    const span = { start: at, end };
    const header = { start: at, end: lineEnd(text, at) };
    return refusalOf(source, span, span, header, 'non-numeric', { name: null });
  },
};
