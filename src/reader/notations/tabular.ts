import { readGrid } from '../grid';
import { latexToCode } from '../latex-arithmetic';
import type { Find, Notation, Source } from '../notation';
import type { Span } from '../reading';
import { readEnvironment } from './latex';

const BEGIN = /\\begin\{(tabular[x*]?)\}(?:\[[a-z]*\])?/y;

/** A table typeset in LaTeX: its first row is the header unless it is numbers as the others are. */
export const tabular: Notation = {
  id: 'tabular',
  begins: '\\',
  read(source, at) {
    return readEnvironment(source, at, BEGIN, (span, rows) => readTable(source, span, rows));
  },
};

function readTable(source: Source, extent: Span, found: readonly Span[][]): Find | null {
  const rows = found.filter((row) => row.some(({ start, end }) => end > start));
  const [header, ...body] = rows;
  if (!header || body.length === 0) return null;
  const plain = (cell: string): string => latexToCode(cell);
  return readGrid(source, { header, rows: body, extent, decimalComma: true, plain });
}
