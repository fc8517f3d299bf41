import { isIdentifier, skipComment, skipString } from '../lexical';
import { trimmedSpan } from '../lines';
import { arrayOf } from '../matrix';
import type { Find, Notation, Source } from '../notation';
import type { Span } from '../reading';

/**
 * Calls whose arguments are the elements and fix the shape: `c(1, 2)`, `matrix(c(...), nrow = 2)`, `rbind(c(..), c(..))`,
 * `array(...)`, `structure(...)` of R, `reshape([...], [2, 2])` of Fortran, `matrix([1, 2], [3, 4])` of Maxima,
 * `mat(1, 2; 3, 4)` and `vec(1, 2)` of Typst, `array(1, 2)` of PHP.
 */
export const call: Notation = {
  id: 'call',
  begins: 'cmrasv',
  read(source, at) {
    const { text } = source;
    const before = text.charCodeAt(at - 1);
    // There `c(1)` takes an element.
    if (source.language.matrixRows || source.language.integerDivision) return null;
    if (isIdentifier(before) || before === 46 || before === 92) return null;
    const head = HEAD.exec(text.slice(at, at + 12));
    if (!head) return null;
    const parsed = parseCall(source, at);
    const shaped = parsed && shapeOf(source, parsed);
    if (!parsed || !shaped || shaped.cells.length === 0) return null;
    const span = { start: at, end: parsed.end };
    return arrayOf(source, span, shaped.cells, shaped.shape, { span }) satisfies Find;
  },
};

const HEAD = /^(?:c|matrix|rbind|cbind|array|structure|reshape|mat|vec)\(/;
const LONGEST = 2_000_000;
const DEEPEST = 8;

interface Argument {
  readonly key: string | null;
  readonly value: Span;
  /** Where the argument is a call or brackets of its own. */
  readonly inner: Call | null;
  /** Behind `;`. */
  readonly newRow: boolean;
}

interface Call {
  readonly name: string;
  readonly arguments: readonly Argument[];
  readonly end: number;
}

/** The call at `at` with its arguments, brackets (`[..]`, `(/ .. /)`) counted as calls without a name. */
function parseCall(source: Source, at: number, depth = 0): Call | null {
  const { text } = source;
  if (depth > DEEPEST) return null;
  let open = at;
  while (isIdentifier(text.charCodeAt(open)) || text.charCodeAt(open) === 46) open++;
  const name = text.slice(at, open);
  const bracket = text.startsWith('(/', open) ? '(/' : text.charAt(open);
  const close = bracket === '(/' ? '/)' : bracket === '[' ? ']' : ')';
  if (bracket !== '(' && bracket !== '[' && bracket !== '(/') return null;
  const found: Argument[] = [];
  let i = open + bracket.length;
  let from = i;
  let key: string | null = null;
  let inner: Call | null = null;
  let newRow = false;
  const finish = (end: number): void => {
    const value = trimmedSpan(text, from, end);
    if (value.end > value.start)
      found.push({ key, value, inner: inner?.end === value.end ? inner : null, newRow });
    key = null;
    inner = null;
    newRow = false;
  };
  while (i < text.length && i - at < LONGEST) {
    const comment = skipComment(source, i);
    if (comment > i) {
      if (text.slice(from, i).trim() === '') from = comment;
      i = comment;
      continue;
    }
    if (text.startsWith(close, i)) {
      finish(i);
      return { name, arguments: found, end: i + close.length };
    }
    const char = text.charAt(i);
    const quoted = skipString(source, i);
    if (quoted > i) i = quoted;
    else if (char === ',' || char === ';') {
      finish(i);
      newRow = char === ';';
      from = ++i;
    } else if (
      (char === '=' || (char === ':' && /^(?:mat|vec)$/.test(name))) &&
      text.slice(from, i).trim() !== ''
    ) {
      key = text.slice(from, i).trim();
      from = ++i;
    } else if (char === '(' || char === '[') {
      let start = i;
      while (start > from && (isIdentifier(text.charCodeAt(start - 1)) || text.charCodeAt(start - 1) === 46))
        start--;
      inner = parseCall(source, start, depth + 1);
      if (!inner) return null;
      i = inner.end;
    } else if (char === ')' || char === ']' || char === '{' || char === '}') return null;
    else i++;
  }
  return null;
}

interface ShapedCells {
  readonly cells: readonly Span[];
  readonly shape: readonly number[];
}

function shapeOf(source: Source, called: Call): ShapedCells | null {
  const r = !['mat', 'vec', 'reshape'].includes(called.name);
  const plain = called.arguments.filter(({ key }) => key === null || key === 'data');
  const first = plain[0];
  if (!first) return null;
  switch (called.name) {
    case 'c':
    case 'vec': {
      const cells = scalarsOf(source, plain);
      return cells && { cells, shape: [cells.length] };
    }
    case 'mat':
      return rowsOf(plain);
    case 'rbind':
    case 'cbind': {
      const rows = vectorsOf(source, plain);
      if (!rows) return null;
      return called.name === 'rbind' ? byRows(rows) : byColumns(rows);
    }
    case 'matrix': {
      if (!r || first.inner?.name === '') {
        // `matrix([1, 2], [3, 4])`; with one argument it is a constructor around the brackets.
        const rows = plain.length > 1 ? vectorsOf(source, plain) : null;
        return rows && byRows(rows);
      }
      return matrixOf(source, called, plain);
    }
    case 'array':
    case 'structure':
    case 'reshape': {
      if (called.name === 'array' && first.inner?.name === 'array') {
        const rows = vectorsOf(source, plain);
        return rows && byRows(rows);
      }
      const data = vectorOf(source, first);
      const given =
        called.arguments.find(({ key }) => key === 'dim' || key === '.Dim' || key === 'shape') ?? plain[1];
      if (given && (given.key !== null || given.inner || isRange(source, given))) {
        const shape = numbersOf(source, given);
        if (!data || !shape) return null;
        return columnMajor(data, shape);
      }
      if (called.name !== 'array' || called.arguments.some(({ key }) => key !== null)) return null;
      const cells = source.language.id === 'php' ? scalarsOf(source, plain) : null;
      return cells && { cells, shape: [cells.length] };
    }
    default:
      return null;
  }
}

/** Arguments that are elements themselves. */
function scalarsOf({ text }: Source, given: readonly Argument[]): readonly Span[] | null {
  const elements = given.every(
    ({ inner, value }) =>
      (inner === null || !/^(?:c|array|list|matrix)?$/.test(inner.name)) &&
      !/["':]/.test(text.slice(value.start, Math.min(value.end, value.start + 80))),
  );
  return elements ? given.map(({ value }) => value) : null;
}

function vectorOf(source: Source, { inner }: Argument): readonly Span[] | null {
  return inner && /^(?:c|array|)$/.test(inner.name) ? scalarsOf(source, inner.arguments) : null;
}

function vectorsOf(source: Source, given: readonly Argument[]): (readonly Span[])[] | null {
  const rows: (readonly Span[])[] = [];
  for (const argument of given) {
    const row = vectorOf(source, argument);
    if (!row) return null;
    rows.push(row);
  }
  return rows;
}

function numbersOf(source: Source, argument: Argument): number[] | null {
  const { start, end } = argument.value;
  // `2:3` of R holds all integers from the one to the other.
  const range = /^(\d{1,3})L?:(\d{1,3})L?$/.exec(source.text.slice(start, end));
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])];
    const step = from <= to ? 1 : -1;
    return Array.from({ length: Math.abs(to - from) + 1 }, (_, k) => from + step * k);
  }
  const cells = argument.inner ? vectorOf(source, argument) : [argument.value];
  const values = cells?.map(({ start, end }) => Number(source.text.slice(start, end).replace(/L$/, '')));
  return values?.every((value) => Number.isInteger(value) && value >= 0) ? values : null;
}

function isRange({ text }: Source, { value }: Argument): boolean {
  return /^\d+L?:\d+L?$/.test(text.slice(value.start, Math.min(value.end, value.start + 20)));
}

function byRows(rows: readonly (readonly Span[])[]): ShapedCells | null {
  const width = rows[0]?.length ?? 0;
  return rows.every((row) => row.length === width)
    ? { cells: rows.flat(), shape: [rows.length, width] }
    : null;
}

function byColumns(columns: readonly (readonly Span[])[]): ShapedCells | null {
  const height = columns[0]?.length ?? 0;
  if (!columns.every((column) => column.length === height)) return null;
  const cells = Array.from({ length: height }, (_, row) => columns.flatMap((column) => column[row] ?? []));
  return { cells: cells.flat(), shape: [height, columns.length] };
}

/** Rows separated by semicolons. */
function rowsOf(given: readonly Argument[]): ShapedCells | null {
  const rows: Span[][] = [];
  for (const argument of given) {
    if (argument.inner && !/^\w+$/.test(argument.inner.name)) return null;
    if (argument.newRow || rows.length === 0) rows.push([]);
    rows.at(-1)?.push(argument.value);
  }
  return byRows(rows);
}

function matrixOf(source: Source, called: Call, plain: readonly Argument[]): ShapedCells | null {
  const { text } = source;
  const [first, second, third, fourth] = plain;
  const data = first && vectorOf(source, first);
  if (!data) return null;
  const keyed = (key: string, otherwise: Argument | undefined): Argument | undefined =>
    called.arguments.find((argument) => argument.key === key) ?? otherwise;
  const count = (argument: Argument | undefined): number | null =>
    argument ? (numbersOf(source, argument)?.[0] ?? null) : null;
  const rows = count(keyed('nrow', second));
  const columns = count(keyed('ncol', third));
  const order = keyed('byrow', fourth)?.value;
  const byRow = order !== undefined && /^T(?:RUE)?$/.test(text.slice(order.start, order.end));
  const height = rows ?? (columns === null ? data.length : data.length / columns);
  const width = columns ?? data.length / height;
  if (height * width !== data.length) return null;
  return byRow ? { cells: data, shape: [height, width] } : columnMajor(data, [height, width]);
}

/** Elements given with the first axis running fastest, put into row-major order. */
function columnMajor(data: readonly Span[], shape: readonly number[]): ShapedCells | null {
  if (shape.reduce((product, length) => product * length, 1) !== data.length) return null;
  const cells = data.map((_, flat) => {
    let rest = flat;
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const length = shape[axis] ?? 1;
      const index = rest % length;
      rest = (rest - index) / length;
      from += index * shape.slice(0, axis).reduce((product, each) => product * each, 1);
    }
    return data[from] ?? { start: 0, end: 0 };
  });
  return { cells, shape };
}
