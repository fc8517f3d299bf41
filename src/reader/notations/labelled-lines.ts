import { lineHeadEnd, nextLine, words } from '../lines';
import { arrayOf } from '../matrix';
import type { Find, Found, Notation, Source } from '../notation';
import { scanNumber } from '../number';

/**
 * Lines of a label and as many numbers each, with nothing but blanks between them, as `printf` and `cout` write them:
 * `softmax  0.5 0.3 0.2` above `dz (check)  0.1 -0.2 0.1`. An array for each line; three of them at least, so that prose
 * that counts is none.
 */
export const labelledLines: Notation = {
  id: 'labelled-lines',
  begins: 'line',
  read(source, at) {
    const first = lineAt(source, at);
    if (!first) return null;
    const found = [first];
    const labels = new Set([first.label]);
    for (
      let line = lineAt(source, first.next);
      line?.array.values.length === first.array.values.length && !labels.has(line.label);
      line = lineAt(source, line.next)
    ) {
      found.push(line);
      labels.add(line.label);
    }
    const last = found.at(-1) ?? first;
    return found.length < leastLines || !found.some(({ decimal }) => decimal)
      ? null
      : findOf(at, last.next, found);
  },
};

const leastLines = 3;
/** Longer lines are not looked at. */
const longest = 2000;

interface Line {
  readonly label: string;
  readonly array: Found;
  /** True where a number is no whole one. */
  readonly decimal: boolean;
  readonly next: number;
}

/** Up to three words, perhaps with a remark: `dz`, `keras delta`, `d_in (check)`. */
const LABEL =
  /^[ \t]*((?:[A-Za-z_∂∇\u0370-\u03ff][^\s()[\]{}=:;,|&\\"]{0,30}[ \t]+){1,3}(?:\([^()\n]{1,30}\)[ \t]+)?)(?=[-+−.\d])/;

function lineAt(source: Source, at: number): Line | null {
  const { text } = source;
  const label = LABEL.exec(text.slice(at, at + 160));
  const end = lineHeadEnd(text, at, longest);
  if (!label || end - at >= longest) return null;
  const cells = words(text, at + label[0].length, end);
  if (cells.length < 2 || cells.some((cell) => scanNumber(text, cell.start) !== cell.end)) return null;
  const name = (label[1] ?? '').trim();
  const [array] = arrayOf(source, { start: at, end }, cells, [cells.length], { name, label: name }).arrays;
  const decimal = text.slice(at + label[0].length, end).includes('.');
  return array ? { label: name, array, decimal, next: nextLine(text, end) } : null;
}

function findOf(start: number, end: number, lines: readonly Line[]): Find {
  return { extent: { start, end }, arrays: lines.map(({ array }) => array), refusals: [] };
}
