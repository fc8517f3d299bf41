/** How an array of any shape stands on the screen: slices of rows and columns over its flat elements. */
export interface Layout {
  readonly rows: number;
  readonly columns: number;
  /** Matrices of a batch, one shown at a time; 1 where there are at most two dimensions. */
  readonly slices: number;
  /** Sizes of the dimensions before the last two. */
  readonly leading: readonly number[];
  readonly size: number;
  /** True for a vector too long for one line. */
  readonly wraps: boolean;
  /** Flat index of a place; null where the last row of a wrapped vector ends early. */
  flat(slice: number, row: number, column: number): number | null;
  place(flat: number): Place;
  /** Elements in a row: all columns, but for the last row of a wrapped vector. */
  lengthOf(row: number): number;
  /** `[2, 0, 1]`: the indices of an element, as a program would write them. */
  indices(flat: number): string;
  /** The row's name: its index, or the index of its first element in a wrapped vector. */
  rowName(row: number): string;
}

export interface Place {
  readonly slice: number;
  readonly row: number;
  readonly column: number;
}

/** Vectors longer than this are wrapped into rows of ten, like the index of a book. */
const LONGEST_LINE = 12;
const WRAPPED = 10;

export function layoutOf(shape: readonly number[]): Layout {
  const size = shape.reduce((product, length) => product * length, 1);
  const wraps = shape.length === 1 && size > LONGEST_LINE;
  const columns = wraps ? WRAPPED : (shape.at(-1) ?? 1);
  const rows = wraps ? Math.ceil(size / WRAPPED) : (shape.at(-2) ?? (size === 0 ? 0 : 1));
  const leading = shape.slice(0, -2);
  const perSlice = wraps ? size : rows * columns;
  const slices = leading.reduce((product, length) => product * length, 1);
  return {
    rows,
    columns,
    slices,
    leading,
    size,
    wraps,
    flat(slice, row, column) {
      if (row < 0 || row >= rows || column < 0 || column >= columns) return null;
      const flat = slice * perSlice + row * columns + column;
      return flat < size ? flat : null;
    },
    place(flat) {
      const within = perSlice === 0 ? 0 : flat % perSlice;
      return {
        slice: perSlice === 0 ? 0 : Math.floor(flat / perSlice),
        row: Math.floor(within / columns),
        column: within % columns,
      };
    },
    lengthOf: (row) => (wraps ? Math.min(columns, size - row * columns) : columns),
    indices: (flat) => (shape.length === 0 ? '' : `[${unravel(flat, shape).join(', ')}]`),
    rowName: (row) => String(wraps ? row * WRAPPED : row),
  };
}

/** Indices along each dimension of a row-major array. */
export function unravel(flat: number, shape: readonly number[]): number[] {
  const indices: number[] = [];
  let rest = flat;
  for (const length of [...shape].reverse()) {
    indices.unshift(length === 0 ? 0 : rest % length);
    rest = length === 0 ? 0 : Math.floor(rest / length);
  }
  return indices;
}
