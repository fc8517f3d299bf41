import { append } from '../append';
import { isIdentifier, skipBlanks } from '../lexical';
import { arrayOf } from '../matrix';
import type { Notation } from '../notation';
import type { Span } from '../reading';

/** What PHP prints by `print_r`, `var_export` and `var_dump`: `Array ( [0] => 1.5 )`, `array ( 0 => 1.5, )`, `array(1) { [0]=> float(1.5) }`. */
export const phpOutput: Notation = {
  id: 'php-output',
  begins: 'Aa',
  read(source, at) {
    if (isIdentifier(source.text.charCodeAt(at - 1))) return null;
    const cells: Span[] = [];
    const list = listAt(source.text, at, cells, 0);
    if (!list || cells.length === 0) return null;
    const extent = { start: at, end: list.end };
    // `array (` of `var_export` is a call; what the others print before the brackets is the type.
    const isCall = source.text.startsWith('array (', at);
    const span = isCall
      ? extent
      : { ...extent, start: source.text.slice(at, at + 240).search(/[({](?!\d+\))/) + at };
    return arrayOf(source, extent, cells, list.shape, { span });
  },
};

interface Printed {
  readonly shape: readonly number[];
  readonly end: number;
}

const DEEPEST = 16;
const HEAD = /array\s{0,200}(?:\((\d+)\) \{|\()/iy;
const KEY = /(?:\[(\d+)\]|(\d+)) ?=>\s{1,200}/y;
const NUMBER = /(?:(?:float|int|double)\()?([-+]?(?:\d[\d.]*(?:E[-+]?\d+)?|NAN|INF))\)?(?=[\s,)])/iy;

/** The list that begins at `at`, whose keys count from 0; its numbers go to `cells`. */
function listAt(text: string, at: number, cells: Span[], depth: number): Printed | null {
  HEAD.lastIndex = at;
  const head = depth > DEEPEST ? null : HEAD.exec(text);
  if (!head) return null;
  const close = head[1] === undefined ? ')' : '}';
  let inner: readonly number[] | null = null;
  let i = skipBlanks(text, HEAD.lastIndex);
  let count = 0;
  for (; text.charAt(i) !== close; count++) {
    KEY.lastIndex = i;
    const key = KEY.exec(text);
    if (Number(key?.[1] ?? key?.[2]) !== count) return null;
    i = KEY.lastIndex;
    NUMBER.lastIndex = i;
    const number = NUMBER.exec(text);
    let shape: readonly number[] = [];
    if (number) {
      const start = i + number[0].indexOf(number[1] ?? '');
      append(cells, [{ start, end: start + (number[1] ?? '').length }]);
      i = NUMBER.lastIndex;
    } else {
      const list = listAt(text, i, cells, depth + 1);
      if (!list) return null;
      ({ shape, end: i } = list);
    }
    if (inner && inner.join() !== shape.join()) return null;
    inner = shape;
    if (text.charAt(i) === ',') i++;
    i = skipBlanks(text, i);
  }
  return { shape: [count, ...(inner ?? [])], end: i + 1 };
}
