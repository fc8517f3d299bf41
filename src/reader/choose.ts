import { block } from './notations/block';
import { bracketed } from './notations/bracketed';
import { call } from './notations/call';
import { commaInitializer } from './notations/comma-initializer';
import { dataFrame } from './notations/data-frame';
import { delimitedTable } from './notations/delimited-table';
import { drawnMatrix } from './notations/drawn-matrix';
import { htmlTable } from './notations/html-table';
import { indexedLines } from './notations/indexed-lines';
import { juliaOutput } from './notations/julia-output';
import { latex } from './notations/latex';
import { matlabOutput } from './notations/matlab-output';
import { matrixMarket } from './notations/matrix-market';
import { phpOutput } from './notations/php-output';
import { pipedTable } from './notations/piped-table';
import { rOutput } from './notations/r-output';
import { records } from './notations/records';
import { wikiTable } from './notations/wiki-table';
import { yamlSequence } from './notations/yaml-sequence';
import type { Find, Notation, Source } from './notation';

/** Every notation. Where two read the same text equally well, the earlier wins. */
export const NOTATIONS: readonly Notation[] = [
  latex,
  bracketed,
  call,
  phpOutput,
  records,
  htmlTable,
  commaInitializer,
  matrixMarket,
  drawnMatrix,
  matlabOutput,
  juliaOutput,
  rOutput,
  yamlSequence,
  wikiTable,
  pipedTable,
  indexedLines,
  dataFrame,
  block,
  delimitedTable,
];

export interface Chosen {
  readonly notation: Notation;
  readonly find: Find;
}

/**
 * The better reading of what begins at `at`, by this rule alone: arrays win over refusals, refusals over nothing;
 * then the reading that accounts for more of the text wins; then the notation that stands earlier in the list.
 */
export function better(source: Source, at: number, candidates: readonly Notation[]): Chosen | null {
  let best: Chosen | null = null;
  for (const notation of candidates) {
    const find = notation.read(source, at);
    if (find && (!best || isBetter(find, best.find))) best = { notation, find };
  }
  return best;
}

function isBetter(find: Find, than: Find): boolean {
  const rank = rankOf(find) - rankOf(than);
  return rank !== 0 ? rank > 0 : find.extent.end > than.extent.end;
}

function rankOf(find: Find): number {
  return find.arrays.length > 0 ? 2 : find.refusals.length > 0 ? 1 : 0;
}
