import type { NumericArray, Reading } from '../reader/reading';
import type { NameReading } from './names';

/** A column of a table, or a row: what it is called, and its cells by their row-major index. */
interface Line {
  readonly name: string;
  readonly cells: readonly number[];
}

/** `readName` of `names.ts`: handed in, because this room is loaded only for texts that hold a table. */
type ReadName = (name: string, label: string) => NameReading;

/** Fewer bits than this do not make a name that of a quantity. */
const leastBits = 4;

/**
 * `reading` with every table taken apart whose columns, or else rows, are called by two or more different quantities
 * (`| z | a | dE/dz |`): an array for each of them. Neighbours that differ only by a number at the end (`p0`, `p1`,
 * `p2`) are one array together; a line that only counts the others is left out.
 */
export function withQuantitiesOfTables(reading: Reading, readName: ReadName): Reading {
  let statement = reading.arrays.reduce((most, { place }) => Math.max(most, place.statement), 0);
  const arrays = reading.arrays.flatMap((table) => {
    const parts = partsOf(table, readName);
    if (parts === null) return [table];
    return parts.map((part): NumericArray => {
      statement += 1;
      return { ...part, place: { statement, member: 1, part: 'whole' } };
    });
  });
  return { ...reading, arrays };
}

function partsOf(table: NumericArray, readName: ReadName): readonly NumericArray[] | null {
  const [height = 0, width = 0] = table.shape;
  if (table.shape.length !== 2) return null;
  const columns = linesOf(table.columns, height, (column, row) => row * width + column);
  const rows = linesOf(table.rows, width, (row, column) => row * width + column);
  return (
    quantitiesIn(table, columns, readName)?.map((lines) =>
      part(table, lines, [height, lines.length], columnsBeside(lines, height)),
    ) ??
    quantitiesIn(table, rows, readName)?.map((lines) =>
      part(
        table,
        lines,
        [lines.length, width],
        lines.flatMap(({ cells }) => cells),
      ),
    ) ??
    null
  );
}

function linesOf(
  names: readonly string[] | undefined,
  length: number,
  cellOf: (line: number, k: number) => number,
): readonly Line[] {
  if (names === undefined || length < 2) return [];
  return names.map((name, line) => ({
    name,
    cells: Array.from({ length }, (_, k) => cellOf(line, k)),
  }));
}

/** The cells of columns that are one array, row by row. */
function columnsBeside(lines: readonly Line[], height: number): readonly number[] {
  return Array.from({ length: height }, (_, row) => lines.flatMap(({ cells }) => cells[row] ?? [])).flat();
}

/** The lines by quantity; null where they are not called by different ones. */
function quantitiesIn(
  table: NumericArray,
  lines: readonly Line[],
  readName: ReadName,
): readonly (readonly Line[])[] | null {
  if (enumerates(lines)) return null;
  const groups: Line[][] = [];
  for (const line of lines) {
    const beside = groups.at(-1);
    const stem = stemOf(line.name);
    if (stem !== null && beside?.[0] && stemOf(beside[0].name) === stem) beside.push(line);
    else groups.push([line]);
  }
  const roles = groups.map((group) => roleByName(nameOf(group), readName));
  if (new Set(roles.filter((role) => role !== null)).size < 2) return null;
  return groups.filter(
    (group, index) => roles[index] !== null || !group.every(({ cells }) => counts(table, cells)),
  );
}

/** True for A, B, C, ...: names of classes, whatever the letters stand for elsewhere. */
const enumerates = (lines: readonly Line[]): boolean =>
  lines.map(({ name }) => name.toLowerCase()).join('') === 'abcdefghij'.slice(0, lines.length);

/** `p` of `p0`, `p_1` and `p[2]`; null where no number is at the end. */
function stemOf(name: string): string | null {
  return /^(.*?[^\d\s_[(])[\s_]*[[(]?\d+[\])]?$/u.exec(name.trim())?.[1] ?? null;
}

function nameOf(group: readonly Line[]): string {
  const name = group[0]?.name ?? '';
  return group.length > 1 ? (stemOf(name) ?? name) : name;
}

/** The role that a name speaks for most. */
function roleByName(name: string, readName: ReadName): string | null {
  let most: string | null = null;
  let bits = leastBits;
  for (const [role, score] of readName(name, '').scores)
    if (score >= bits && (most === null || score > bits)) [most, bits] = [role, score];
  return most;
}

/** True for 0, 1, 2, ... and 1, 2, 3, ... */
function counts({ values }: NumericArray, cells: readonly number[]): boolean {
  const first = values[cells[0] ?? -1];
  return (first === 0 || first === 1) && cells.every((cell, k) => values[cell] === first + k);
}

function part(
  table: NumericArray,
  lines: readonly Line[],
  shape: readonly [number, number],
  cells: readonly number[],
): NumericArray {
  const { span, extent, language, notation, factor, place } = table;
  const taken = (numbers: Float64Array) => Float64Array.from(cells, (cell) => numbers[cell] ?? NaN);
  return {
    ...{ span, extent, language, notation, factor, place, cells },
    name: nameOf(lines),
    label: '',
    shape: lines.length === 1 ? [cells.length] : shape,
    values: taken(table.values),
    halfUnits: taken(table.halfUnits),
  };
}
