import type { Layout, Place } from './layout';

/**
 * Row and column that a key leads to from a place in a grid, as the ARIA grid pattern has it; `page` rows are seen at
 * once. Undefined for keys that lead nowhere. The place need not be in the grid.
 */
export function placeAfter(
  { key, ctrlKey, metaKey }: KeyboardEvent,
  layout: Layout,
  { row, column }: Place,
  page: number,
): readonly [row: number, column: number] | undefined {
  const lastRow = layout.rows - 1;
  const whole = ctrlKey || metaKey;
  const targets: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [row, column - 1],
    ArrowRight: [row, column + 1],
    ArrowUp: [row - 1, column],
    ArrowDown: [row + 1, column],
    PageUp: [Math.max(0, row - page), column],
    PageDown: [Math.min(lastRow, row + page), column],
    Home: [whole ? 0 : row, 0],
    End: whole ? [lastRow, layout.lengthOf(lastRow) - 1] : [row, layout.lengthOf(row) - 1],
  };
  return targets[key];
}
