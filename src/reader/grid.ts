import { readElement } from './element';
import { arrayOf, refusalOf, type Shaped } from './matrix';
import type { Find, Source } from './notation';
import type { Span } from './reading';

/** A table as its notation split it: cells may be empty (start = end). */
export interface Grid {
  readonly header: readonly Span[] | null;
  readonly rows: readonly (readonly Span[])[];
  readonly extent: Span;
  /** The array's span where it is more than from the first number to the last. */
  readonly span?: Span;
  /** How many columns at the left are labels for certain; others are recognised by their cells. */
  readonly labels?: number;
  /** `2,5` is a decimal: where something else than a comma separates the cells. */
  readonly decimalComma: boolean;
  readonly remedy?: string;
  /** How a cell of this notation reads as plain text. */
  readonly plain?: (written: string) => string;
}

type CellKind = 'number' | 'empty' | 'ellipsis' | 'text' | 'almost';

/**
 * Reads the columns of numbers of a table; columns of labels or text are passed over. Null where there is no such column,
 * or where a column is neither numbers nor text; a table that was cut is refused.
 */
export function readGrid(source: Source, grid: Grid): Find | null {
  const { text } = source;
  const { rows, header, extent } = grid;
  const width = rows.reduce((most, row) => Math.max(most, row.length), header?.length ?? 0);
  if (rows.length === 0 || rows.some((row) => row.length !== width)) return null;
  const plain = grid.plain ?? ((cell: string): string => cell);
  const written = ({ start, end }: Span): string => plain(text.slice(start, end));
  const kinds = rows.map((row) => row.map((cell) => kindOf(source, written(cell), grid.decimalComma)));
  const head = (header ?? []).map(written).map(unquoted);
  const columnKinds = Array.from({ length: width }, (_, column) =>
    kinds.map((row) => row[column] ?? 'empty'),
  );
  const cut =
    rows.flat().find((cell) => kindOf(source, written(cell), false) === 'ellipsis') ??
    header?.find((cell) => /^(?:\.{2,}|…|⋯)$/.test(written(cell)));
  const from =
    grid.labels ??
    (isIndex(
      head,
      columnKinds,
      rows.map((row) => written(row[0] ?? extent)),
    )
      ? 1
      : 0);
  const almost = columnKinds.findIndex((column) => column.includes('almost'));
  if (almost >= 0 && columnKinds.some((column) => column.includes('number'))) {
    const at = rows[0]?.[almost] ?? extent;
    const span = { start: at.start, end: rows.at(-1)?.[almost]?.end ?? at.end };
    return refusalOf(source, extent, span, at, 'non-numeric', { name: head[almost] ?? null });
  }
  const numeric = columnKinds.flatMap((column, k) =>
    k >= from && column.includes('number') && !column.includes('text') ? [k] : [],
  );
  if (numeric.length === 0) return null;
  const columns = header ? numeric.map((k) => head[k] ?? '') : undefined;
  const labelled = from > 0 || columnKinds[0]?.every((kind) => kind === 'text') === true;
  const rowLabels = labelled ? rows.map((row) => unquoted(written(row[0] ?? extent))) : undefined;
  const cells = rows.flatMap((row) => numeric.map((k) => row[k] ?? extent));
  const span = grid.span ?? { start: cells[0]?.start ?? extent.start, end: cells.at(-1)?.end ?? extent.end };
  const name = numeric.length === 1 && columns ? (columns[0] ?? null) : null;
  if (cut) {
    const about: Shaped = { name, ...(grid.remedy !== undefined ? { remedy: grid.remedy } : {}) };
    return refusalOf(source, extent, span, cut, 'truncated', about);
  }
  const about: Shaped = {
    ...(columns ? { name: null, columns } : {}),
    ...(rowLabels ? { rows: rowLabels } : {}),
    span,
  };
  return arrayOf(source, extent, cells, [rows.length, numeric.length], about, (cell) =>
    spelled(plain(cell), grid.decimalComma),
  );
}

/** Whether the first column only numbers or names the rows. */
function isIndex(
  head: readonly string[],
  kinds: readonly (readonly CellKind[])[],
  first: readonly string[],
): boolean {
  if (kinds.length < 2 || head.length === 0) return false;
  if (head[0] === '' || head[0] === 'Unnamed: 0') return true;
  return (
    /^(?:\(?(?:iteration )?index\)?|idx|#|row)$/i.test(head[0] ?? '') &&
    first.every((label, k) => label === String(k) || label === String(k + 1))
  );
}

function kindOf(source: Source, cell: string, decimalComma: boolean): CellKind {
  const bare = unquoted(cell).trim();
  if (bare === '') return 'empty';
  if (/^(?:\.{2,}|…|⋯|⋮|⋱)$/.test(bare)) return 'ellipsis';
  const reading = typeof readElement(source, spelled(cell, decimalComma)) !== 'string';
  if (reading && !/[a-df-mo-zA-DF-HJ-MO-Z(]{2}/.test(bare.replace(/inf(?:inity)?|nan/gi, '')))
    return 'number';
  return /^[-+−]?\d[\d.,]*\s*(?:±|\+\/-|\()/.test(bare) ? 'almost' : 'text';
}

/** A cell as an element: quotes, emphasis and thousands groups taken off; a missing one is nan. */
function spelled(cell: string, decimalComma: boolean): string {
  let bare = unquoted(cell)
    .trim()
    .replace(/^\*\*(.*)\*\*$|^`(.*)`$/, '$1$2');
  if (bare === '') return 'nan';
  if (/^[-+−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(bare) && (!decimalComma || /,\d{3},|\./.test(bare)))
    bare = bare.replace(/,/g, '');
  else if (decimalComma && /^[-+−]?\d{1,3}(?:\.\d{3})+,\d+$/.test(bare))
    bare = bare.replace(/\./g, '').replace(',', '.');
  else if (decimalComma && /^[-+−]?\d*,\d+(?:[eE][-+]?\d+)?$/.test(bare)) bare = bare.replace(',', '.');
  return bare;
}

function unquoted(cell: string): string {
  return cell
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replace(/^'(.*)'$/s, '$1');
}
