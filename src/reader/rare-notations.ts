import type { Notation } from './notation';
import { block } from './notations/block';
import { call } from './notations/call';
import { commaInitializer } from './notations/comma-initializer';
import { countedLines } from './notations/counted-lines';
import { dataFrame } from './notations/data-frame';
import { delimitedTable } from './notations/delimited-table';
import { debuggerMembers } from './notations/debugger-members';
import { drawnMatrix } from './notations/drawn-matrix';
import { htmlTable } from './notations/html-table';
import { juliaOutput } from './notations/julia-output';
import { labelledLines } from './notations/labelled-lines';
import { latex } from './notations/latex';
import { matlabOutput } from './notations/matlab-output';
import { matrixMarket } from './notations/matrix-market';
import { phpOutput } from './notations/php-output';
import { pipedTable } from './notations/piped-table';
import { rOutput } from './notations/r-output';
import { records } from './notations/records';
import { resultComment } from './notations/result-comment';
import { singleElements } from './notations/single-elements';
import { tabular } from './notations/tabular';
import { wikiTable } from './notations/wiki-table';
import { yamlSequence } from './notations/yaml-sequence';

export { textsOfNotebook } from './notebook';

/** Notations that a text shows a sign of. Where two read the same text equally well, the earlier wins. */
export const rareNotations: readonly Notation[] = [
  latex,
  resultComment,
  call,
  phpOutput,
  records,
  htmlTable,
  commaInitializer,
  matrixMarket,
  juliaOutput,
  rOutput,
  yamlSequence,
  wikiTable,
  singleElements,
  countedLines,
  drawnMatrix,
  matlabOutput,
  pipedTable,
  dataFrame,
  debuggerMembers,
  tabular,
  block,
  delimitedTable,
  labelledLines,
];
