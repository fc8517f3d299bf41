import { arrayOf } from '../matrix';
import type { Notation } from '../notation';
import type { Span } from '../reading';

/**
 * What lldb prints of arrays and vectors, each element with its index: `([0] = 0.5, [1] = 0.5)`, or in braces with an
 * element on each line; a matrix as such a list of such lists.
 */
export const debuggerMembers: Notation = {
  id: 'debugger-members',
  begins: '({',
  read(source, at) {
    const { text } = source;
    const cells: Span[] = [];
    const lengths: number[] = [];
    const end = membersAt(text, at, 0, cells, lengths);
    if (end < 0 || cells.length !== lengths.reduce((product, n) => product * n, 1)) return null;
    const span = { start: at, end };
    return arrayOf(source, span, cells, lengths, { span });
  },
};

/** Deeper lists than this are no arrays of numbers. */
const deepest = 3;
const MEMBER = /\s*\[(\d{1,7})\] = (?:size=\d+ )?(?:([-+]?[\d.][\w.+-]{0,40}|[-+]?(?:nan|inf)\b)|(?=[({]))/y;
const BETWEEN = /\s*,?(?=\s*\[)|\s*([)}])/y;

/**
 * Reads the list that opens at `at`: its elements are added to `cells`, its length is that of all of its `depth`.
 * Answers the offset behind it, -1 where it is none.
 */
function membersAt(text: string, at: number, depth: number, cells: Span[], lengths: number[]): number {
  if (depth >= deepest) return -1;
  let i = at + 1;
  let ofNumbers: boolean | null = null;
  for (let index = 0; ; index++) {
    MEMBER.lastIndex = i;
    const member = MEMBER.exec(text);
    if (!member || Number(member[1]) !== index) return -1;
    const written = member[2];
    ofNumbers ??= written !== undefined;
    if (ofNumbers !== (written !== undefined)) return -1;
    i = MEMBER.lastIndex;
    if (written !== undefined) cells.push({ start: i - written.length, end: i });
    else i = membersAt(text, i, depth + 1, cells, lengths);
    if (i < 0) return -1;
    BETWEEN.lastIndex = i;
    const between = BETWEEN.exec(text);
    if (!between) return -1;
    i = BETWEEN.lastIndex;
    if (between[1] === undefined) continue;
    const known = (lengths[depth] ??= index + 1);
    return known === index + 1 ? i : -1;
  }
}
