import { append } from '../append';
import { lineEnd, nearLineEnd, nextLine, skipBlankLines, words } from '../lines';
import { arrayOf, refusalOf, type Shaped } from '../matrix';
import type { Find, Notation, Source } from '../notation';
import type { Span } from '../reading';

/**
 * What MATLAB, Octave and Scilab print: `A =`, then rows without brackets, perhaps below a common factor
 * (`1.0e+03 *`), split into `Columns 1 through 8`, or sliced (`ans(:,:,1) =`). Always a matrix, as in the language.
 */
export const matlabOutput: Notation = {
  id: 'matlab-output',
  begins: 'line',
  read(source, at) {
    const end = nearLineEnd(source.text, at, 120);
    // `disp` prints split columns without a name above.
    if (end > at && COLUMNS.test(source.text.slice(at, end))) return readMatrix(source, at, at, {});
    const named = nameLine(source.text, at);
    if (!named) return null;
    const slices = readSlices(source, at, named);
    return slices ?? readMatrix(source, at, named.next, { name: named.name, label: named.name });
  },
};

interface NameLine {
  readonly name: string;
  readonly next: number;
}

const NAME =
  /^[ \t]*([A-Za-z_][\w.]*(?:\([^()\n]{1,30}\)|\{[^{}\n]{1,30}\})?)[ \t]*=[ \t]*(?:\d+×\d+(?: [a-z]+){0,3})?[ \t]*$/;

function nameLine(text: string, at: number): NameLine | null {
  const end = nearLineEnd(text, at, 120);
  if (end < 0) return null;
  const name = NAME.exec(text.slice(at, end))?.[1];
  return name === undefined ? null : { name, next: nextLine(text, end) };
}

const TYPE_LINE =
  /^[ \t]*\d+[×x]\d+(?:[×x]\d+)*[ \t]+(?:empty )?(?:[a-z]\w* )*(?:array|vector|matrix|row vector|column vector|single|double|logical|u?int\d+)(?: array| matrix)?:?[ \t]*$/;
const FACTOR = /^[ \t]*(\d(?:\.\d+)?[eE][+-]?\d+)[ \t]*\*[ \t]*$/;
const COLUMNS = /^[ \t]*[Cc]olumns?[ \t]+\d+(?:[ \t]+(?:through|to|and)[ \t]+\d+)?[ \t]*:?[ \t]*$/;
const NUMBER_START = /^[ \t]*[-+−]?(?:[\d.]|[Nn]a[Nn]|NA|[Ii]nf)/;
const COMPLEX = /\d\.?[ \t]*[ij]\b|[+-][ \t]+(?:\d[\d.]*\*?)?i\b|%i/;

/** Rows of cells of one block, and where they end; null where the line begins none. */
interface Block {
  readonly rows: readonly (readonly Span[])[];
  readonly next: number;
}

function readRows(text: string, at: number): Block | null {
  const rows: Span[][] = [];
  let line = at;
  while (line < text.length) {
    const end = lineEnd(text, line);
    if (!NUMBER_START.test(text.slice(line, Math.min(end, line + 80)))) break;
    const cells = words(text, line, end);
    if (!cells.every((cell) => isElement(text, cell))) break;
    if (rows.length > 0 && cells.length !== rows[0]?.length) break;
    rows.push(cells);
    line = nextLine(text, end);
  }
  return rows.length > 0 ? { rows, next: line } : null;
}

function isElement(text: string, { start, end }: Span): boolean {
  return (
    end - start < 40 &&
    /^[-+−]?(?:\d+\.?\d*(?:[eEdD][+-]?\d+)?|\.\d+(?:[eEdD][+-]?\d+)?|[Nn]a[Nn]|NA|[Ii]nf)$/.test(
      text.slice(start, end),
    )
  );
}

/** The matrix from the line `next` on; `called` is its name where one is printed. */
function readMatrix(source: Source, at: number, next: number, called: Shaped): Find | null {
  const { text } = source;
  let line = skipBlankLines(text, next);
  let factor = 1;
  let split = false;
  let columnHeaders = 0;
  let last = next;
  const blocks: Block[] = [];
  for (let headers = 0; line < text.length; line = skipBlankLines(text, line)) {
    const end = lineEnd(text, line);
    const written = text.slice(line, Math.min(end, line + 200));
    const scale = FACTOR.exec(written)?.[1];
    if (scale !== undefined && blocks.length === 0) factor = Number(scale);
    else if (COLUMNS.test(written)) {
      if (++columnHeaders > blocks.length + 1) break;
      split = true;
    } else if (TYPE_LINE.test(written) && headers++ === 0 && blocks.length === 0) {
      if (written.includes('empty')) return emptyArray(source, at, line, end, called);
    } else {
      if (blocks.length > 0 && !split) break;
      if (COMPLEX.test(written)) return complexMatrix(source, at, line, called);
      const block = readRows(text, line);
      if (!block) {
        const empty = /^[ \t]*(\[\])(?:\((\d+)x(\d+)\))?[ \t]*$/.exec(written);
        return empty && blocks.length === 0 ? emptyArray(source, at, line, end, called) : finish();
      }
      if (blocks.length > 0 && block.rows.length !== blocks[0]?.rows.length) break;
      blocks.push(block);
      line = block.next;
      last = block.next;
      continue;
    }
    line = nextLine(text, end);
  }
  return finish();

  function finish(): Find | null {
    const height = blocks[0]?.rows.length ?? 0;
    if (height === 0) return null;
    const cells: Span[] = [];
    for (let row = 0; row < height; row++) for (const block of blocks) append(cells, block.rows[row] ?? []);
    const about: Shaped = {
      ...called,
      factor,
      span: { start: firstCell(blocks), end: lastCell(blocks) },
    };
    return arrayOf(source, { start: at, end: last }, cells, [height, cells.length / height], about);
  }
}

function firstCell(blocks: readonly Block[]): number {
  return blocks[0]?.rows[0]?.[0]?.start ?? 0;
}

function lastCell(blocks: readonly Block[]): number {
  return blocks.at(-1)?.rows.at(-1)?.at(-1)?.end ?? 0;
}

/** An array without elements, as it is printed; null where its lengths would make some. */
function emptyArray(source: Source, at: number, line: number, end: number, called: Shaped): Find | null {
  const { text } = source;
  const start = line + (/^[ \t]*/.exec(text.slice(line, end))?.[0].length ?? 0);
  const lengths = /(\d+)[×x](\d+)/.exec(text.slice(line, end));
  const shape = lengths ? [Number(lengths[1]), Number(lengths[2])] : [0, 0];
  if (!shape.includes(0)) return null;
  const span = { start, end: start + text.slice(start, end).trimEnd().length };
  return arrayOf(source, { start: at, end: nextLine(text, end) }, [], shape, { ...called, span });
}

function complexMatrix(source: Source, at: number, from: number, called: Shaped): Find {
  const { text } = source;
  let line = from;
  let last = from;
  while (line < text.length && NUMBER_START.test(text.slice(line, line + 80))) {
    last = lineEnd(text, line);
    line = nextLine(text, last);
  }
  const start = words(text, from, last)[0]?.start ?? from;
  const end = last - (text.slice(start, last).length - text.slice(start, last).trimEnd().length);
  const first = /\S+(?: [+-] \S+i?)?/.exec(text.slice(start, end))?.[0].length ?? 0;
  return refusalOf(
    source,
    { start: at, end: line },
    { start, end },
    { start, end: start + first },
    'complex',
    called,
  );
}

const SLICE = /^[ \t]*(?:\w+)?\(:,:,(\d+)\)(?:[ \t]*=)?[ \t]*$/;

/** `T =`, then `ans(:,:,1) =`, its rows, `ans(:,:,2) =` and so on: slices run over the last axis. */
function readSlices(source: Source, at: number, { name, next }: NameLine): Find | null {
  const { text } = source;
  const slices: Block[] = [];
  let line = skipBlankLines(text, SLICE.test(`${name} =`) ? at : next);
  let last = line;
  while (line < text.length) {
    const end = lineEnd(text, line);
    if (end - line > 80 || Number(SLICE.exec(text.slice(line, end))?.[1]) !== slices.length + 1) break;
    const block = readRows(text, skipBlankLines(text, nextLine(text, end)));
    if (!block || (slices[0] && block.rows.length !== slices[0].rows.length)) break;
    slices.push(block);
    last = block.next;
    line = skipBlankLines(text, block.next);
  }
  const rows = slices[0]?.rows.length ?? 0;
  const columns = slices[0]?.rows[0]?.length ?? 0;
  if (slices.length < 2) return null;
  const cells: Span[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (const slice of slices) {
        const cell = slice.rows[row]?.[column];
        if (!cell) return null;
        cells.push(cell);
      }
    }
  }
  const called = name.replace(/\(.*$/, '');
  const about: Shaped = {
    name: called,
    label: called,
    span: { start: firstCell(slices), end: lastCell(slices) },
  };
  return arrayOf(source, { start: at, end: last }, cells, [rows, columns, slices.length], about);
}
