import { readElement } from '../element';
import { latexToCode } from '../latex-arithmetic';
import { isAssigned } from '../lexical';
import type { Find, Notation, Refused, Source } from '../notation';
import { Numbers } from '../number';
import type { Span } from '../reading';

/**
 * LaTeX: environments whose cells stand between `&` and whose rows end with `\\`, and tuples whose elements hold
 * `\frac`, `\,` and the like.
 */
export const latex: Notation = {
  id: 'latex',
  begins: '\\([',
  read(source, at) {
    if (source.text.charAt(at) === '\\')
      return readScaled(source, at) ?? readMatrix(source, at) ?? readTuple(source, at);
    return readTuple(source, at);
  },
};

const BEGIN = /\\begin\{((?:p|b|v|B|V|small|psmall|bsmall)?(?:m|NiceM)atrix|array)\*?\}(?:\[[a-z]*\])?/y;
/** `\\pmatrix{1 & 2 \\cr 3 & 4}` */
const PLAIN_TEX = /\\[pbvBV]?matrix\s*\{/y;
const LONGEST_CELL = 2000;
/** A matrix in a matrix is looked for over so many characters, so that openings without an end cost linear time. */
const LONGEST_NEST = 5000;

function readMatrix(source: Source, at: number): Find | null {
  return readEnvironment(source, at, BEGIN, (span, rows) => cellsToFind(source, span, rows, null));
}

/** What `make` makes of the cells of the environment that `opening` finds at `at`. */
export function readEnvironment(
  source: Source,
  at: number,
  opening: RegExp,
  make: (span: Span, rows: readonly Span[][]) => Find | null,
): Find | null {
  const { text } = source;
  opening.lastIndex = at;
  PLAIN_TEX.lastIndex = at;
  const inBraces = PLAIN_TEX.test(text);
  const begin = inBraces ? [] : opening.exec(text);
  if (!begin) return null;
  let i = inBraces ? PLAIN_TEX.lastIndex : opening.lastIndex;
  const name = begin[1] ?? '';
  if (name === 'tabularx' || name === 'tabular*') i = behindGroup(text, i);
  if (/^array|^tabular/.test(name)) i = behindGroup(text, i);
  const rows: Span[][] = [[]];
  let cell = i;
  let depth = 0;
  const endCell = (end: number): void => {
    rows[rows.length - 1]?.push(trimmed(text, cell, end));
  };
  for (;;) {
    const char = text.charAt(i);
    if (i >= text.length) return null;
    if (char === '\\') {
      if (text.startsWith('\\end{', i) && depth === 0) {
        endCell(i);
        i = text.indexOf('}', i) + 1;
        break;
      }
      if (text.startsWith('\\begin{', i)) return nested(source, at, i);
      const row = /\\(?:\\\*?|cr(?![a-z])|tabularnewline)/y;
      row.lastIndex = i;
      if (depth === 0 && row.test(text)) {
        endCell(i);
        i = row.lastIndex;
        const spacing = /\s?\[-?[\d.]+ ?[a-z]{2}\]/y;
        spacing.lastIndex = i;
        if (spacing.test(text)) i = spacing.lastIndex;
        rows.push([]);
        cell = i;
        continue;
      }
      i += 2;
      continue;
    }
    if (char === '{') depth++;
    else if (char === '}' && inBraces && depth === 0) {
      endCell(i++);
      break;
    } else if (char === '}') depth--;
    else if (char === '&' && depth === 0) {
      endCell(i);
      cell = i + 1;
    } else if (char === '%') {
      while (i < text.length && text.charAt(i) !== '\n') i++;
    }
    if (i - cell > LONGEST_CELL) return null;
    i++;
  }
  return make({ start: at, end: i }, rows);
}

/** A matrix whose cells are matrices: refused whole, from here to the `\\end` of its own `\\begin`. */
function nested(source: Source, at: number, inner: number): Find | null {
  const { text } = source;
  const tag = /\\(begin|end)\{[a-z]+\*?\}/gi;
  tag.lastIndex = at;
  let depth = 0;
  for (let found = tag.exec(text); found && tag.lastIndex - at < LONGEST_NEST; found = tag.exec(text)) {
    depth += found[1] === 'begin' ? 1 : -1;
    if (depth > 0) continue;
    if (tag.lastIndex <= inner) return null;
    const span = { start: at, end: tag.lastIndex };
    const cell = { start: inner, end: Math.min(inner + 14, span.end) };
    return {
      extent: span,
      arrays: [],
      refusals: [{ reason: 'non-numeric', span, at: cell, found: 'a matrix in a matrix' }],
    };
  }
  return null;
}

/** `\frac{1}{100}`, `\tfrac14` directly before a matrix: a factor of all of it. */
const FACTOR =
  /\\[dt]?frac(?:\{(\d[\d.]{0,12})\}\{(\d[\d.]{0,12})\}|(\d)(\d))\s?(?:\\(?:cdot|times|[,;:! ])\s?)?(?:\\left\s?[[(.]\s?)?(?=\\begin\{)/y;

function readScaled(source: Source, at: number): Find | null {
  FACTOR.lastIndex = at;
  const [, over, under, first, second] = FACTOR.exec(source.text) ?? [];
  const factor = Number(over ?? first) / Number(under ?? second);
  const find = factor > 0 && factor < Infinity ? readMatrix(source, FACTOR.lastIndex) : null;
  if (!find) return null;
  const times = (x: number): number => x * factor;
  return {
    ...find,
    extent: { start: at, end: find.extent.end },
    arrays: find.arrays.map((array) => ({
      ...array,
      values: array.values.map(times),
      halfUnits: array.halfUnits.map(times),
      factor,
    })),
  };
}

const RULE = /\\(?:hline|(?:top|mid|bottom)rule|c(?:mid)?(?:line|rule)(?:\([a-z]*\))?\{[^{}]*\})/y;

function trimmed(text: string, start: number, end: number): Span {
  let from = start;
  let to = end;
  for (;;) {
    while (from < to && /\s/.test(text.charAt(from))) from++;
    RULE.lastIndex = from;
    if (RULE.test(text)) from = RULE.lastIndex;
    else if (text.charAt(from) === '%') {
      const line = text.indexOf('\n', from);
      from = line < 0 || line > to ? to : line;
    } else break;
  }
  const comment = /(?<!\\)%/.exec(text.slice(from, to));
  if (comment) to = from + comment.index;
  while (to > from && /\s/.test(text.charAt(to - 1))) to--;
  return { start: from, end: to };
}

const OPEN = /(?:\\left\s*)?(?:\(|\[|\\lbrack|\\langle)/y;
const CLOSE = /(?:\\right\s*)?(?:\)|\]|\\rbrack|\\rangle)/y;

/** Whether a backslash stands near behind `at`; looked for once between two of them. */
function hasCommand(source: Source, at: number): boolean {
  const key = 'backslash';
  let next = source.barrenUntil.get(key) ?? -1;
  if (next < at) {
    const found = source.text.indexOf('\\', at);
    next = found < 0 ? Infinity : found;
    source.barrenUntil.set(key, next);
  }
  return next - at < LONGEST_CELL && source.wasted < 4 * source.text.length + 100_000;
}

/** `(-\frac{0}{0.5}, -\frac{1}{0.5})`, `\left( \frac12, 3 \right)`: a tuple in which commands of LaTeX stand. */
function readTuple(source: Source, at: number): Find | null {
  const { text } = source;
  if (!hasCommand(source, at)) return null;
  OPEN.lastIndex = at;
  if (!OPEN.test(text)) return null;
  let i = OPEN.lastIndex;
  if (/[\w})']/.test(text.charAt(at - 1)) && text.charAt(at) !== '\\') return null;
  const inside = i;
  const rows: Span[][] = [[]];
  let cell = i;
  let braces = 0;
  let parentheses = 0;
  let commands = false;
  for (;;) {
    if (i >= text.length || i - at > LONGEST_CELL) {
      source.wasted += i - at;
      return null;
    }
    const char = text.charAt(i);
    if (char === '\n' && text.charAt(i + 1) === '\n') return null;
    if (braces === 0 && parentheses === 0) {
      CLOSE.lastIndex = i;
      if (CLOSE.test(text)) {
        rows[rows.length - 1]?.push(trimmed(text, cell, i));
        i = CLOSE.lastIndex;
        break;
      }
      if (char === ',' || char === ';') {
        rows[rows.length - 1]?.push(trimmed(text, cell, i));
        i++;
        cell = i;
        continue;
      }
    }
    if (char === '\\') {
      if (/[a-z,]/i.test(text.charAt(i + 1))) commands = true;
      i += 2;
      continue;
    }
    if (char === '{') braces++;
    else if (char === '}') braces--;
    else if (char === '(') parentheses++;
    else if (char === ')') parentheses--;
    else if (char === '$' || char === '&') {
      source.wasted += i - at;
      return null;
    }
    i++;
  }
  const leftRight = OPEN.lastIndex > 0 && text.charAt(at) === '\\';
  if ((!commands && !leftRight) || (rows[0]?.length ?? 0) < 2 || inside === i) return null;
  const find = cellsToFind(source, { start: at, end: i }, rows, 1);
  return find.arrays.length > 0 || isAssigned(text, at) ? find : null;
}

function cellsToFind(source: Source, span: Span, rowsFound: readonly Span[][], rank: 1 | null): Find {
  const rows = rowsFound.filter((row) => row.some((cell) => cell.end > cell.start));
  const width = rows[0]?.length ?? 0;
  const numbers = new Numbers();
  const elements: Span[] = [];
  const refuse = (refused: Omit<Refused, 'span'>): Find => ({
    extent: span,
    arrays: [],
    refusals: [{ ...refused, span }],
  });
  const found = (at: Span): string => source.text.slice(at.start, Math.min(at.end, at.start + 40));
  let symbolic: Span | null = null;
  let failed: Omit<Refused, 'span'> | null = null;
  for (const row of rows) {
    for (const at of row) {
      const cell = latexToCode(source.text.slice(at.start, at.end));
      const reading = cell === '' ? 'symbolic' : readElement(source, cell);
      if (typeof reading === 'string') {
        if (reading === 'symbolic' || reading === 'pending') symbolic ??= at;
        else failed ??= { reason: reading, at, found: found(at), ...(reading === 'truncated' ? REMEDY : {}) };
        continue;
      }
      numbers.push(reading.value, reading.halfUnit);
      if (source.withSpans) elements.push(at);
    }
  }
  if (symbolic) return refuse({ reason: 'symbolic', at: symbolic, found: found(symbolic), weak: rank === 1 });
  if (failed) return refuse(failed);
  const uneven = rows.find((row) => row.length !== width);
  if (uneven) {
    const at = { start: uneven[0]?.start ?? span.start, end: uneven[uneven.length - 1]?.end ?? span.end };
    return refuse({
      reason: 'ragged',
      at,
      found: found(at),
      lengths: { expected: width, found: uneven.length },
    });
  }
  if (numbers.count === 0) return { extent: span, arrays: [], refusals: [] };
  return {
    extent: span,
    arrays: [
      {
        shape: rank === 1 ? [width] : [rows.length, width],
        ...numbers.taken(),
        span,
        factor: 1,
        ...(source.withSpans ? { elements } : {}),
      },
    ],
    refusals: [],
  };
}

const REMEDY = { remedy: 'write out every row and column' };

/** Behind the braces that open at `at`; `at` where none do or they do not close within a cell's length. */
function behindGroup(text: string, at: number): number {
  if (text.charAt(at) !== '{') return at;
  let depth = 0;
  for (let i = at; i < Math.min(text.length, at + LONGEST_CELL); i++) {
    const char = text.charAt(i);
    if (char === '\\') i++;
    else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return i + 1;
  }
  return at;
}
