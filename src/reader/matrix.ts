import { readElement } from './element';
import type { Find, Found, Refused, Source } from './notation';
import { Numbers } from './number';
import type { RefusalReason, Span } from './reading';

export interface Shaped {
  readonly name?: string | null;
  readonly label?: string;
  readonly factor?: number;
  readonly columns?: readonly string[];
  readonly rows?: readonly string[];
  /** The array's span where it is more than from the first cell to the last. */
  readonly span?: Span;
  /** What is said of a truncated array: the printing option that avoids it. */
  readonly remedy?: string;
}

/** Text shown of an element that is to blame. */
export function shortened(text: string, { start, end }: Span): string {
  const written = text.slice(start, Math.min(end, start + 40));
  return end - start > 40 ? `${written}…` : written;
}

/**
 * Reads the elements of `cells` (row-major) and makes the array of `shape` of them, or the refusal that its first
 * unreadable element calls for. `spell` turns a cell as written into an element where a notation writes it its own way.
 */
export function arrayOf(
  source: Source,
  extent: Span,
  cells: readonly Span[],
  shape: readonly number[],
  about: Shaped = {},
  spell: (written: string) => string = (written) => written,
): Find {
  const factor = about.factor ?? 1;
  const numbers = new Numbers();
  const first = cells[0]?.start ?? extent.start;
  const last = cells.reduce((end, cell) => Math.max(end, cell.end), cells[0]?.end ?? extent.end);
  const span = about.span ?? { start: first, end: last };
  for (const cell of cells) {
    const reading = readElement(source, spell(source.text.slice(cell.start, cell.end)));
    if (typeof reading === 'string') {
      return refusalOf(source, extent, span, cell, reading === 'pending' ? 'symbolic' : reading, about);
    }
    numbers.push(reading.value * factor, reading.halfUnit * factor);
  }
  const array: Found = {
    shape,
    ...numbers.taken(),
    span,
    factor,
    ...named(about),
    ...(source.withSpans ? { elements: cells } : {}),
  };
  return { extent, arrays: [array], refusals: [] };
}

/** The refusal of a whole array for what stands at `at`. */
export function refusalOf(
  { text }: Source,
  extent: Span,
  span: Span,
  at: Span,
  reason: RefusalReason,
  about: Shaped = {},
): Find {
  const refused: Refused = {
    reason,
    span,
    at,
    found: shortened(text, at),
    ...(about.name !== undefined ? { name: about.name } : {}),
    ...(about.remedy !== undefined && reason === 'truncated' ? { remedy: about.remedy } : {}),
  };
  return { extent, arrays: [], refusals: [refused] };
}

function named({ name, label, columns, rows }: Shaped): Partial<Found> {
  return {
    ...(name !== undefined ? { name } : {}),
    ...(label !== undefined ? { label } : {}),
    ...(columns ? { columns } : {}),
    ...(rows ? { rows } : {}),
  };
}
