import { append } from '../append';
import { readElement, type ElementReading } from '../element';
import {
  isAssigned,
  isBlank,
  isIdentifier,
  isLineComment,
  skipBlanks,
  skipComment,
  skipString,
} from '../lexical';
import type { Find, Found, Notation, Refused, Source } from '../notation';
import { halfUnitOf, Numbers, powerOfTen, scanned, scanNumber } from '../number';
import type { Span } from '../reading';

const CLOSERS: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };
const DEEPEST = 32;

/**
 * Nested brackets of any kind with commas, semicolons or blanks between the elements: literals of programming
 * languages, JSON, and what NumPy, PyTorch, Node, Go, Rust print. The first attempt takes plain numbers in one pass;
 * whatever it does not know is read again with care.
 */
export const bracketed: Notation = {
  id: 'bracketed',
  begins: '[({',
  read(source, at) {
    if (!source.language.brackets.includes(source.text.charAt(at))) return null;
    if (source.broken.has(at) || isSubscriptOrCall(source, at)) return null;
    const run = openersFrom(source.text, at);
    if (run > DEEPEST) return tooDeep(source, at, run);
    if (source.language.id === 'diff') return refuseDiff(source, at);
    const find = readPlain(source, at) ?? readCarefully(source, at);
    if (!find || isTarget(source, find)) return null;
    if (isTypeOrIndex(source, find)) return { ...find, arrays: [] };
    if (isNoValue(source, find)) return null;
    return changedBy(source, find) ?? find;
  },
};

/** How many brackets open one directly behind the other. */
function openersFrom(text: string, at: number): number {
  let i = at;
  for (let code = text.charCodeAt(i); code === 91 || code === 40 || code === 123; code = text.charCodeAt(i))
    i++;
  return i - at;
}

/** More brackets than any array has axes: passed over at once, and said where numbers follow. */
function tooDeep({ text }: Source, at: number, run: number): Find {
  const span = { start: at, end: at + run };
  const numeric = /^[-+.]?\d/.test(text.slice(at + run, at + run + 3));
  const refusals: Refused[] = numeric
    ? [{ reason: 'too-deep', span, at: span, found: `${run} brackets` }]
    : [];
  return { extent: { start: at, end: numeric ? at + run : at + run - DEEPEST }, arrays: [], refusals };
}

/** Words before `(` that make an array of the numbers in it. */
const TUPLE_MAKER =
  /(?:^|[^\w.])(?:[\w.]*(?:\.|::))?(?:Array|Vector|List|Seq|asList|listOf|\w*[aA]rrayOf|of|[di]?vec[234]?|Vector[234](?:::new)?|column_stack)$/;
/** Words before brackets that make an array of them, where they stand as an element. */
const ELEMENT_MAKER =
  /^(?:[\w.]*(?:\.|::))?(?:(?:np|torch|jnp)\.)?(?:array|asarray|[tT]ensor|\w*Tensor|\w*Array|Parameter|Variable|[mM]atrix|[vV]ector|Vec|List|Seq|asList|listOf|\w*[aA]rrayOf|of|vec|std::\w+)!?$/;
const SHAPES =
  /(?:^|[^\w])(?:zeros|ones|empty|full|rand|randn|reshape|view|Size|size|shape|_size|figsize|axes|axis|dim|dims|strides|stride|eye|permute|transpose)\s*[=(:]\s*\(?$/;

/** `x[0]`, `f(1, 2)`, `torch.Size([2, 3])`: brackets that belong to the word before them. */
function isSubscriptOrCall({ text }: Source, at: number): boolean {
  const open = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  if (at === 0) return false;
  // `A[[1, 2]]` of Wolfram and R takes a part.
  if (
    before === 91 &&
    isIdentifier(text.charCodeAt(at - 2)) &&
    !/(?:Matrix|Vector|_)\[$/.test(text.slice(Math.max(0, at - 8), at))
  )
    return true;
  if (before === 62 && text.charCodeAt(at - 2) === 45 && open === 91) return true;
  if (open === 123)
    return (
      before === 41 ||
      (before === 93 && !/(?:^|\W)\w*(?:\[[\w.]*\])+$/.test(text.slice(Math.max(0, at - 40), at)))
    );
  const near = text.slice(Math.max(0, at - 40), at);
  if (SHAPES.test(near)) return true;
  if (open === 40) {
    if (!isIdentifier(before) && before !== 93 && before !== 41 && before !== 39) return false;
    // `tensor([[1, 2]])`: the brackets inside are the array, the parentheses are the call's.
    if (/\b(?:[di]?vec[234]|(?:Row)?Vector[234X]?[dfi]?)\s+\w+$/.test(near)) return false;
    return !TUPLE_MAKER.test(near) || /[[({]/.test(text.charAt(skipBlanks(text, at + 1)));
  }
  if (before === 33) return false;
  return (isIdentifier(before) && !/\b(?:Matrix|Vector|[rc]_)$/.test(near)) || before === 93 || before === 41;
}

/** `{3}`, `[1]` in prose, `x \\in [0, 1]`, the `(2, 3)` that `W.shape` printed: brackets around no value of anybody's. */
function isNoValue({ text, language }: Source, { extent, arrays }: Find): boolean {
  const array = arrays[0];
  if (!array || array.values.length > 4 || !array.values.every(Number.isInteger)) return false;
  if (isAssigned(text, extent.start)) return false;
  const before = text.slice(Math.max(0, extent.start - 80), extent.start);
  const open = text.charAt(extent.start);
  if (array.values.length === 1 && array.shape.length === 1 && !/[(,]\s*$/.test(before)) return true;
  if (array.values.length === 1 && open === '{') return true;
  if (language.id === 'latex' || language.id === 'plaintext' || language.id === 'markdown') {
    if (
      /(?:\\in|∈|\\notin)\s*$/.test(before) ||
      /^\s*(?:\\subset|⊂)/.test(text.slice(extent.end, extent.end + 12))
    )
      return true;
  }
  return (
    open === '(' && /(?:\.shape|\.size(?:\(\))?|\b(?:shape|size)\([^()\n]*\))[ \t]*\r?\n[ \t]*$/.test(before)
  );
}

/** The refusal of an array that what stands beside it changes: `[0.5] * 3` of Python, `np.c_[...]`, a list of complex numbers. */
function changedBy({ text, language }: Source, { extent, arrays }: Find): Find | null {
  const array = arrays[0];
  if (!array) return null;
  const before = text.slice(Math.max(0, extent.start - 80), extent.start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const span = extent;
  const times = /^ ?\* ?\d+/.exec(text.slice(extent.end, extent.end + 20));
  const repeated =
    times && (language.id === 'python' || language.id === 'ruby') && text.charAt(extent.start) !== '{';
  if (repeated) {
    const at = { start: extent.end, end: extent.end + times[0].length };
    return { extent, arrays: [], refusals: [{ reason: 'symbolic', span, at, found: times[0].trim() }] };
  }
  const complex = /\bcomplex\s*<|\b[cC]omplex\w*\s*\[\]/.exec(line);
  if (complex)
    return { extent, arrays: [], refusals: [{ reason: 'complex', span, at: span, found: complex[0] }] };
  if (line.endsWith('.c_'))
    return { extent, arrays: [], refusals: [{ reason: 'symbolic', span, at: span, found: 'c_' }] };
  return null;
}

/** In a diff, brackets that go over several lines hold two versions of the array. */
function refuseDiff(source: Source, at: number): Find | null {
  const { text } = source;
  const list = listAt(source, at);
  if (list instanceof NotAList) return null;
  const span = { start: at, end: list.end };
  if (!text.slice(at, list.end).includes('\n')) return readPlain(source, at);
  return {
    extent: span,
    arrays: [],
    refusals: [{ reason: 'non-numeric', span, at: span, found: 'a diff of two versions' }],
  };
}

/** `w: [[f64; 2]; 2] =`, `[h, w] = size(x)`: symbols that are given a value have none to give. */
function isTarget({ text }: Source, { extent, refusals }: Find): boolean {
  return (
    refusals.some(({ reason }) => reason === 'symbolic') &&
    /^ *=(?!=)/.test(text.slice(extent.end, extent.end + 8))
  );
}

/** `[2]int{`, `[]float64{`, `[1,1] =`, `[1]: 1.75`: a size before a type, or an index before its element. */
function isTypeOrIndex({ text }: Source, { extent, arrays }: Find): boolean {
  const array = arrays[0];
  if (!array || text.charCodeAt(extent.start) !== 91) return false;
  const behind = text.slice(extent.end, extent.end + 12);
  const lineStart = /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, extent.start - 12), extent.start));
  const label = array.values.length === 1 && Number.isInteger(array.values[0]);
  // `[1] "a" "b"` is a line that R labels.
  if (label && lineStart && /^[ \t]+[^\s,;=*@+-]/.test(behind)) return true;
  // `[[1]]` above `[1] 1 2` is how R numbers the elements of a list.
  if (array.values.length === 1 && /^\r?\n *\[(?:1|,1)\]/.test(behind)) return true;
  const sizes = array.values.every(Number.isInteger);
  if (sizes && /^(?:\[\w*\])*[A-Za-z_]|^[*&]\w/.test(behind)) return true;
  if (array.values.length === 0) {
    const before = text.slice(Math.max(0, extent.start - 3), extent.start);
    return text.charCodeAt(extent.start + 1) !== 93 || !/(?:[=:(,]\s*|^|\n\s*)$/.test(before);
  }
  return (
    array.shape.length === 1 &&
    array.values.length <= 3 &&
    array.values.every(Number.isInteger) &&
    /^ ?(?::|=(?!=))(?: |$|\n)/.test(behind)
  );
}

/** Numbers, nan and inf in nested brackets, and nothing else; null where anything else stands there. */
function readPlain(source: Source, at: number): Find | null {
  const { text, language, withSpans } = source;
  const numbers = new Numbers();
  const elements: Span[] = [];
  const closers: number[] = [];
  const counts: number[] = [];
  const lengths: number[] = [];
  let leaf = -1;
  let depth = -1;
  let i = at;
  let commas = false;
  let blanks = false;
  let afterNumber = false;
  let lineBroken = false;
  let commaPending = false;
  for (;;) {
    const code = text.charCodeAt(i);
    if (code === 32) {
      i++;
    } else if ((code >= 48 && code <= 57) || code === 45 || code === 46 || code === 43 || code === 0x2212) {
      if (depth !== leaf) {
        if (leaf >= 0) return null;
        leaf = depth;
      }
      let count = counts[depth] ?? 0;
      // Numbers one after the other: where nearly all the time is spent.
      for (;;) {
        let j = i;
        let code = text.charCodeAt(j);
        const negative = code === 45;
        if (negative) code = text.charCodeAt(++j);
        const first = j;
        let mantissa = 0;
        while (code >= 48 && code <= 57) {
          mantissa = mantissa * 10 + (code - 48);
          code = text.charCodeAt(++j);
        }
        let decimals = 0;
        if (code === 46) {
          const point = j;
          code = text.charCodeAt(++j);
          while (code >= 48 && code <= 57) {
            mantissa = mantissa * 10 + (code - 48);
            code = text.charCodeAt(++j);
          }
          decimals = j - point - 1;
        }
        let end = j;
        let value: number;
        let half: number;
        // Short decimals without exponent are read here; what else a number may be, by `scanNumber`.
        if (
          j - first < 16 &&
          j > first + (decimals > 0 ? 1 : 0) &&
          (code === 44 || endsElement(code)) &&
          text.charCodeAt(first) !== 46
        ) {
          value = decimals > 0 ? mantissa / powerOfTen(decimals) : mantissa;
          if (negative) value = -value;
          half = halfUnitOf(-decimals);
        } else {
          end = scanNumber(text, i);
          half = end < 0 ? 0 : halfUnitOf(scanned.exponent);
          if (end < 0) end = notFinite(text, i);
          if (end < 0) return null;
          value = scanned.value;
        }
        if (afterNumber && !commaPending) blanks = true;
        if (numbers.count === numbers.values.length) numbers.grow((text.length - at) / (end - at));
        numbers.push(value, half);
        if (withSpans) elements.push({ start: i, end });
        count++;
        afterNumber = true;
        commaPending = false;
        i = end;
        let next = text.charCodeAt(i);
        if (next === 44) {
          commas = true;
          commaPending = true;
          next = text.charCodeAt(++i);
        } else if (!endsElement(next)) return null;
        while (next === 32) next = text.charCodeAt(++i);
        if (!((next >= 48 && next <= 57) || next === 45)) break;
      }
      counts[depth] = count;
    } else if (code === 44) {
      if (!afterNumber && depth === leaf) return null;
      if (commaPending) return null;
      if (depth === leaf) commas = true;
      commaPending = true;
      i++;
    } else if (code === 91 || code === 40 || code === 123) {
      if (depth === leaf && leaf >= 0) return null;
      if (++depth > DEEPEST) return null;
      closers[depth] = code === 40 ? 41 : code + 2;
      counts[depth] = 0;
      if (lengths.length <= depth) lengths.push(-1);
      afterNumber = false;
      commaPending = false;
      i++;
    } else if (code === 93 || code === 41 || code === 125) {
      if (code !== closers[depth]) return null;
      const count = counts[depth] ?? 0;
      if (count === 0) return null;
      const expected = lengths[depth] ?? -1;
      if (expected < 0) lengths[depth] = count;
      else if (expected !== count) return null;
      // A parenthesis around one number is arithmetic; a tuple has a comma.
      if (code === 41 && count < 2 && depth === leaf) return null;
      i++;
      depth--;
      if (depth < 0) break;
      counts[depth] = (counts[depth] ?? 0) + 1;
      afterNumber = false;
      commaPending = false;
    } else if (code === 10 || code === 13 || code === 9) {
      if (depth === leaf && afterNumber && !commaPending) lineBroken = true;
      i++;
    } else if (code === 110 || code === 105 || code === 78 || code === 73) {
      if (depth !== leaf) {
        if (leaf >= 0) return null;
        leaf = depth;
      }
      const end = notFinite(text, i);
      if (end < 0) return null;
      if (afterNumber && !commaPending) blanks = true;
      if (numbers.count === numbers.values.length) numbers.grow((text.length - at) / (end - at));
      numbers.push(scanned.value, 0);
      if (withSpans) elements.push({ start: i, end });
      counts[depth] = (counts[depth] ?? 0) + 1;
      afterNumber = true;
      commaPending = false;
      i = end;
    } else return null;
  }
  if (leaf < 0) return null;
  if (commas && blanks && !language.matrixRows) return null;
  if (lineBroken && (language.matrixRows || (blanks && lengths.length === 1))) return null;
  const opened = text.charCodeAt(at);
  if (blanks && opened === 40) return null;
  const shape = lengths.slice();
  if (language.matrixRows && shape.length === 1 && opened === 91 && !(language.commaVectors && commas))
    shape.unshift(1);
  return found(source, at, i, shape, numbers, elements);
}

/** What may follow a number: a blank, a line break, a closing bracket. */
function endsElement(code: number): boolean {
  return (
    code === 32 || code === 93 || code === 10 || code === 41 || code === 125 || code === 13 || code === 9
  );
}

function found(
  source: Source,
  start: number,
  end: number,
  shape: readonly number[],
  numbers: Numbers,
  elements: readonly Span[],
): Find {
  const span = { start, end };
  const array: Found = {
    shape,
    ...numbers.taken(),
    span,
    factor: 1,
    ...(source.withSpans ? { elements } : {}),
  };
  return { extent: span, arrays: [array], refusals: [] };
}

/** End of `nan`, `inf`, `NaN`, `Infinity` at `at` with or without a sign; the value is in `scanned`. */
function notFinite(text: string, at: number): number {
  let i = at;
  const sign = text.charCodeAt(i);
  const negative = sign === 45 || sign === 0x2212;
  if (negative || sign === 43) i++;
  for (const [word, value] of WORDS) {
    if (!text.startsWith(word, i)) continue;
    const next = text.charCodeAt(i + word.length);
    if (isIdentifier(next) || next === 40 || next === 46) continue;
    scanned.value = negative ? -value : value;
    return i + word.length;
  }
  return -1;
}

const WORDS: readonly (readonly [string, number])[] = [
  ['nan', NaN],
  ['inf', Infinity],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['Inf', Infinity],
];

/** An element or a list as written: the first pass of the careful reading, which knows no values yet. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

interface List extends Piece {
  readonly open: string;
  readonly rows: readonly (readonly Item[])[];
  readonly commas: boolean;
}

type Item = List | Piece;

const isList = (item: Item): item is List => 'rows' in item;

/** Thrown where brackets do not hold a list; only within this file. */
class NotAList extends Error {
  constructor(readonly why: 'unclosed' | 'too-large' | 'too-deep' | null) {
    super('no list');
  }
}

// Made once: what is thrown a million times should not record a million stacks.
const NO_LIST = new NotAList(null);
const UNCLOSED = new NotAList('unclosed');
const TOO_LARGE = new NotAList('too-large');
const TOO_DEEP = new NotAList('too-deep');

/** The longest text of one list that is read with care: its parts are held in memory. */
const LONGEST_LIST = 8_000_000;

function readCarefully(source: Source, at: number): Find | null {
  const list = listAt(source, at);
  if (list instanceof NotAList) return list.why === null ? null : refuseBroken(source, at, list.why);
  const span = { start: list.start, end: list.end };
  const numbers = new Numbers();
  const elements: Span[] = [];
  const shape = assemble(source, list, numbers, elements);
  if (shape === null) return null;
  if ('reason' in shape && shape.weak && !isAssigned(source.text, at)) return null;
  if ('reason' in shape) {
    const refused: Refused = { ...shape, span };
    return { extent: span, arrays: [], refusals: [refused] };
  }
  const size = /^\(\d+(?:x\d+)+\)/.exec(source.text.slice(list.end, list.end + 40));
  const end = numbers.count === 0 && size ? list.end + size[0].length : list.end;
  return found(source, list.start, end, shape.lengths, numbers, elements);
}

const NUMERIC = /[\d\s[\](){}.,;+\-−eE]/;

/** Brackets that never close, or hold too much: refused as far as numbers go, where a name shows that an array was meant. */
function refuseBroken(
  source: Source,
  at: number,
  reason: 'unclosed' | 'too-large' | 'too-deep',
): Find | null {
  const { text } = source;
  if (
    reason !== 'too-large' &&
    !isAssigned(text, at) &&
    !/\b(?:array|tensor)\($/.test(text.slice(Math.max(0, at - 8), at))
  )
    return null;
  let end = at;
  let digits = false;
  for (let i = at; i < Math.min(text.length, at + LONGEST_LIST); i++) {
    const char = text.charAt(i);
    if (!NUMERIC.test(char)) break;
    if (/\d/.test(char)) digits = true;
    if (!isBlank(text.charCodeAt(i))) end = i + 1;
  }
  if (!digits) return null;
  const span = { start: at, end };
  const where = { start: Math.max(at, end - 1), end };
  const found = reason === 'unclosed' ? 'end of the brackets is missing' : `${end - at} characters`;
  return { extent: span, arrays: [], refusals: [{ reason, span, at: where, found }] };
}

type Assembled = { readonly lengths: readonly number[] } | Omit<Refused, 'span'> | null;

/** Reads the elements of a list into `numbers`; its shape, or why it is no array, or null where nobody would call it one. */
function assemble(source: Source, list: List, numbers: Numbers, elements: Span[]): Assembled {
  const { text } = source;
  const rows = list.rows.filter((row) => row.length > 0);
  const items = rows.flat();
  const first = items[0];
  if (!first) return list.open === '[' ? { lengths: emptyShape(source, list.end) } : null;
  if (list.open === '(' && items.length === 1 && rows.length === 1 && !isList(first)) return null;
  if (list.open === '(' && !list.commas && rows.length === 1 && !isList(first)) return null;
  if (source.language.id === 'rust' && list.open === '[' && rows.length === 2 && items.length === 2) {
    return repeated(source, list, items, numbers, elements);
  }
  const lists = items.filter(isList);
  if (lists.length === items.length) return assembleRows(source, lists, rows.length, numbers, elements);
  const cut = items.find((item) => !isList(item) && isEllipsis(text.slice(item.start, item.end)));
  if (cut && lists.length > 0) return truncated(source, cut);
  const width = rows[0]?.length ?? 0;
  const values: Read[] = [];
  for (const item of items) {
    const written = text.slice(item.start, item.end);
    if (/^\.?(?:[\w$]+|\[[\d,]+\]|["'][^"']*["'])\s*(?:=>|:|=|->)(?![:=])/.test(written)) return null;
    if (isEllipsis(written)) return values.length > 0 ? truncated(source, item) : null;
    const repeated = /^(\S+) <repeats (\d{1,6}) times>$/.exec(written);
    const reading = readElement(source, repeated?.[1] ?? written);
    for (let k = Number(repeated?.[2] ?? 1); k > 0; k--) values.push({ item, reading });
  }
  const failure =
    values.find(({ reading }) => typeof reading === 'string' && reading !== 'symbolic') ??
    values.find(({ reading }) => typeof reading === 'string');
  if (failure) return refusal(source, values, failure);
  if (rows.length === 1) return rowOf(source, list, values, numbers, elements);
  const uneven = rows.findIndex((row) => row.length !== width);
  if (uneven > 0) {
    const row = rows[uneven] ?? [];
    return ragged(text, row[0] ?? first, row[row.length - 1] ?? first, width, row.length);
  }
  for (const { item, reading } of values) {
    if (typeof reading === 'string') return null;
    numbers.push(reading.value, reading.halfUnit);
    if (source.withSpans) elements.push({ start: item.start, end: item.end });
  }
  return { lengths: width === 1 && source.language.commaVectors ? [rows.length] : [rows.length, width] };
}

interface Read {
  readonly item: Item;
  readonly reading: ElementReading;
}

function rowOf(
  { language, withSpans }: Source,
  list: List,
  values: readonly Read[],
  numbers: Numbers,
  elements: Span[],
): Assembled {
  for (const { item, reading } of values) {
    if (typeof reading === 'string') return null;
    numbers.push(reading.value, reading.halfUnit);
    if (withSpans) elements.push({ start: item.start, end: item.end });
  }
  const isRow = language.matrixRows && list.open === '[' && !(language.commaVectors && list.commas);
  return { lengths: isRow ? [1, values.length] : [values.length] };
}

/** `...`, `... 50 more items`, `199...`: the printing program left elements out. */
function isEllipsis(written: string): boolean {
  return /^(?:\.{3}|…|⋯|⋮|⋱)(?:\s|$)|\d\.{3}$|^<\d+ more/.test(written);
}

function truncated(source: Source, item: Item): Omit<Refused, 'span'> {
  const at = { start: item.start, end: item.end };
  return { reason: 'truncated', at, found: shortened(source.text, at), remedy: remedyOf(source, at.start) };
}

/** `[0.5; 3]` of Rust: the first item as often as the second says. */
function repeated(
  source: Source,
  list: List,
  items: readonly Item[],
  numbers: Numbers,
  elements: Span[],
): Assembled {
  const [item, times] = items;
  const count = times ? Number(source.text.slice(times.start, times.end)) : NaN;
  if (!item || !Number.isInteger(count) || count < 1 || count > 100_000) return null;
  const from = numbers.count;
  const one: List = { ...list, rows: [[item]], commas: false };
  const inner = isList(item)
    ? assemble(source, item, numbers, elements)
    : assemble(source, one, numbers, elements);
  if (inner === null || 'reason' in inner) return inner;
  const length = numbers.count - from;
  if (length * count > 1_000_000) return null;
  for (let k = 1; k < count; k++) {
    for (let index = from; index < from + length; index++) {
      numbers.push(numbers.values[index] ?? 0, numbers.halfUnits[index] ?? 0);
      const span = elements[index];
      if (span) elements.push(span);
    }
  }
  return { lengths: isList(item) ? [count, ...inner.lengths] : [count] };
}

/** The shape that is printed beside empty brackets: `[], shape=(0, 3)`, `[](0x3)`. */
function emptyShape({ text, language }: Source, end: number): readonly number[] {
  const behind = text.slice(end, end + 60);
  const printed = /^\s*,\s*(?:shape|size)=\(([\d, ]+)\)/.exec(behind) ?? /^\((\d+(?:x\d+)+)\)/.exec(behind);
  const lengths = (printed?.[1] ?? '').match(/\d+/g)?.map(Number) ?? [];
  if (lengths.includes(0)) return lengths;
  return language.matrixRows ? [0, 0] : [0];
}

function assembleRows(
  source: Source,
  items: readonly List[],
  rowCount: number,
  numbers: Numbers,
  elements: Span[],
): Assembled {
  let lengths: readonly number[] | null = null;
  for (const item of items) {
    const inner = assemble(source, item, numbers, elements);
    if (inner === null || 'reason' in inner) return inner;
    if (lengths && inner.lengths.join() !== lengths.join()) {
      const same = lengths.findIndex((length, k) => length !== inner.lengths[k]);
      return ragged(source.text, item, item, lengths[same] ?? 0, inner.lengths[same] ?? 0);
    }
    lengths = inner.lengths;
  }
  const [first, ...rest] = lengths ?? [];
  // `[[1 2]; [3 4]]` joins matrices; it does not nest them.
  if (source.language.matrixRows && first === 1 && items[0]?.open === '[') {
    return rowCount === items.length
      ? { lengths: [items.length, ...rest] }
      : { lengths: [1, items.length * (rest[0] ?? 1)] };
  }
  return { lengths: [items.length, ...(lengths ?? [])] };
}

function ragged(text: string, from: Item, to: Item, expected: number, count: number): Omit<Refused, 'span'> {
  const at = { start: from.start, end: to.end };
  return { reason: 'ragged', at, found: shortened(text, at), lengths: { expected, found: count } };
}

function refusal(source: Source, values: readonly Read[], failure: Read): Omit<Refused, 'span'> | null {
  const numeric = values.filter(({ reading }) => typeof reading !== 'string').length;
  const reason = failure.reading === 'pending' ? 'symbolic' : failure.reading;
  if (typeof reason !== 'string') return null;
  const at = { start: failure.item.start, end: failure.item.end };
  const written = source.text.slice(at.start, at.end);
  if (reason === 'non-numeric' && numeric === 0 && !/^["'][+-]?[\d.]+["']$/.test(written)) return null;
  if (reason === 'symbolic' && (TYPE.test(written) || values.length < 2 || /[^\x20-\x7e]/.test(written)))
    return null;
  if (source.language.id === 'wolfram' && /^[ij]$/.test(written)) return null;
  return {
    reason,
    at,
    found: shortened(source.text, at),
    weak: reason === 'symbolic' || (reason === 'complex' && numeric === 0 && !/\d/.test(written)),
  };
}

/** `[f64; 2]`, `[u8; 16]`, `[:, :, 1]`: types and slices hold no elements. */
const TYPE = /^(?:[fiu](?:8|16|32|64|128|size)|int|float|double|number|string|bool|usize|T|N|:)$/;

function shortened(text: string, { start, end }: Span): string {
  const written = text.slice(start, Math.min(end, start + 60));
  return end - start > 40 ? `${written.slice(0, 40)}…` : written;
}

/** The printing option that avoids `...` in what the text shows to be the program. */
function remedyOf({ text }: Source, at: number): string {
  const near = text.slice(Math.max(0, at - 2000), at + 2000);
  if (/more items?/.test(near)) return 'util.inspect(array, { maxArrayLength: null })';
  if (/\btensor\(|grad_fn/.test(near)) return "torch.set_printoptions(profile='full')";
  if (/^Tensor\b/m.test(near)) return 'await tensor.array()';
  if (near.includes('tf.Tensor')) return 'np.set_printoptions(threshold=np.inf)';
  if (/\$\d+ = /.test(near)) return 'set print elements 0';
  return 'np.set_printoptions(threshold=sys.maxsize)';
}

/**
 * The list at `at`, or why there is none. Brackets that are open where the attempt fails would fail at the same place:
 * they are not tried again, so that no text is read more often than it is deep.
 */
function listAt(source: Source, at: number): List | NotAList {
  const open: number[] = [];
  try {
    return parseList(source, at, open);
  } catch (reason) {
    if (!(reason instanceof NotAList)) throw reason;
    if (source.broken.size > 100_000) source.broken.clear();
    for (const each of reason === TOO_DEEP ? open.slice(1, DEEPEST / 2) : open) source.broken.add(each);
    return reason;
  }
}

/** The structure of the brackets at `at`: items and rows, comments and strings minded, nothing evaluated. */
function parseList(source: Source, at: number, opened: number[]): List {
  const { text, language } = source;
  if (opened.length > DEEPEST) throw TOO_DEEP;
  opened.push(at);
  const open = text.charAt(at);
  const close = CLOSERS[open] ?? '';
  const rows: Item[][] = [[]];
  let commas = false;
  let parts: Piece[] = [];
  let lists: List[] = [];
  const breaks: number[] = [];
  const endItem = (): void => {
    const row = rows[rows.length - 1];
    if (lists.length > 0) append(row ?? [], lists);
    else {
      const from = parts[0];
      const to = parts[parts.length - 1];
      if (from && to) row?.push({ start: from.start, end: to.end });
    }
    parts = [];
    lists = [];
  };
  let i = at + 1;
  for (;;) {
    if (i >= text.length) throw UNCLOSED;
    if (i - at > LONGEST_LIST) throw TOO_LARGE;
    const char = text.charAt(i);
    const comment = skipComment(source, i);
    if (comment > i) {
      i = comment;
      continue;
    }
    if (char === ' ' || char === '\t' || char === '\r' || char === '\u00a0' || char === '\u2009') {
      i++;
    } else if (char === '\n') {
      breaks.push(i);
      if (language.matrixRows && open !== '(') {
        endItem();
        rows.push([]);
      }
      i++;
      if (text.startsWith('... ', i)) i += 4;
    } else if (char === '\\' && (text.charAt(i + 1) === '\n' || text.startsWith('\r\n', i + 1))) {
      i += 2;
    } else if (char === '\\' && /[,;:! ]/.test(text.charAt(i + 1))) {
      i += 2;
    } else if (language.matrixRows && text.startsWith('...', i)) {
      while (i < text.length && text.charAt(i) !== '\n') i++;
      i++;
    } else if (char === ',') {
      if (parts.length === 0 && lists.length === 0) throw NO_LIST;
      commas = true;
      endItem();
      i++;
    } else if (char === ';') {
      endItem();
      rows.push([]);
      i++;
    } else if (char === close) {
      endItem();
      i++;
      break;
    } else if (char === ']' || char === ')' || char === '}') {
      throw NO_LIST;
    } else if (
      (char === '[' || char === '(' || char === '{') &&
      (parts.length === 0 || beginsAnew(text, i))
    ) {
      if (parts.length > 0) endItem();
      const list = parseList(source, i, opened);
      if (isScalar(list)) parts.push({ start: list.start, end: list.end });
      else lists.push(list);
      i = list.end;
    } else {
      ELEMENT_HEADER.lastIndex = i;
      if (/[a-z]/.test(char) && ELEMENT_HEADER.test(text)) {
        i = ELEMENT_HEADER.lastIndex;
        continue;
      }
      const end = '[({'.includes(char) ? i : endOfPiece(source, i);
      const header = /[([{]/.test(text.charAt(end)) && ELEMENT_MAKER.test(text.slice(i, end));
      if (header && parts.length === 0) {
        const made = parseList(source, end, opened);
        const inner = made.rows[0]?.[0];
        lists.push(inner && isList(inner) ? inner : made);
        i = made.end;
        continue;
      }
      if (lists.length > 0) {
        // `(1 + 2) / 3`: what looked like a list was the beginning of arithmetic.
        const begun = lists[0];
        if (begun) parts = [{ start: begun.start, end: begun.end }];
        lists = [];
      }
      const from = text.charAt(end);
      const wholeEnd = from === '[' || from === '(' || from === '{' ? endOfGroup(source, end) : end;
      parts.push({ start: i, end: wholeEnd });
      i = wholeEnd;
      // Blanks separate where nothing but blanks does; joined again below where commas are found.
    }
  }
  opened.pop();
  const list: List = { start: at, end: i, open, rows, commas };
  return separated(source, list, commas, breaks);
}

/** Whether a bracket behind a blank begins the next item: no operator stands before the blank. */
function beginsAnew(text: string, at: number): boolean {
  if (!isBlank(text.charCodeAt(at - 1))) return false;
  let i = at - 1;
  while (isBlank(text.charCodeAt(i))) i--;
  return !'+-−*/^%@:=>'.includes(text.charAt(i));
}

/** `(1 + 2i)`, `(1/3)`: parentheses around one element, which are part of it. */
function isScalar(list: List): boolean {
  const only = list.rows[0]?.[0];
  return list.open === '(' && !list.commas && list.rows.length === 1 && only !== undefined && !isList(only);
}

/** What some programs print before an element that is a list. */
const ELEMENT_HEADER =
  /\w+\[\d*\](?:\[\d*\])* (?=\{)|std::\w+(?: of length \d+, capacity \d+| with \d+ elements) = (?=\{)/y;

/** Where an unbroken run of characters of an element ends. */
function endOfPiece(source: Source, at: number): number {
  const { text } = source;
  const quoted = skipString(source, at);
  if (quoted > at) return quoted;
  let i = at;
  while (i < text.length && !/[\s,;[\](){}\u00a0]/.test(text.charAt(i))) {
    if (i > at && isLineComment(source, i)) break;
    i++;
  }
  return Math.max(i, at + 1);
}

/** Behind the bracket that closes the one at `at`, within 4000 characters. */
function endOfGroup(source: Source, at: number): number {
  const { text } = source;
  let depth = 0;
  const longest = source.wasted < 4 * text.length + 100_000 ? 4000 : 60;
  for (let i = at; i < Math.min(text.length, at + longest); i++) {
    const quoted = skipString(source, i);
    if (quoted > i) {
      i = quoted - 1;
      continue;
    }
    const char = text.charAt(i);
    if (char === '[' || char === '(' || char === '{') depth++;
    else if (char === ']' || char === ')' || char === '}') {
      if (--depth === 0) return i + 1;
    }
  }
  source.wasted += longest;
  throw UNCLOSED;
}

const BINARY_END = /(?:[*/^+(]|\*\*|[^\deE.][-−]|^[-−+])$/;

/** Splits items at blanks where blanks separate: everywhere in MATLAB, elsewhere only in lists without commas. */
function separated(source: Source, list: List, commas: boolean, breaks: readonly number[]): List {
  const { text, language } = source;
  const blanksSeparate = language.matrixRows || !commas;
  if (!blanksSeparate || (list.open === '(' && !language.matrixRows)) return list;
  const rows: Item[][] = [];
  for (const row of list.rows) {
    const split: Item[] = [];
    for (const item of row) {
      if (isList(item)) split.push(item);
      else append(split, splitAtBlanks(source, item));
    }
    rows.push(split);
  }
  const only = rows.filter((row) => row.length > 0);
  const single = only[0];
  if (only.length === 1 && single && breaks.length > 0 && !single.some(isList) && !commas) {
    const lines = splitAtBreaks(single, breaks);
    const widest = Math.max(
      ...lines.map((line) => (line[line.length - 1]?.end ?? 0) - (line[0]?.start ?? 0)),
    );
    const even = lines.every((line) => line.length === lines[0]?.length);
    // NumPy wraps long rows; a short line that ends early was ended by its writer.
    if (
      lines.length > 1 &&
      even &&
      widest < 40 &&
      text.charAt(list.start) === '[' &&
      (lines[0]?.length ?? 0) > 1
    ) {
      return { ...list, rows: lines };
    }
  }
  return { ...list, rows };
}

function splitAtBreaks(items: readonly Item[], breaks: readonly number[]): Item[][] {
  const lines: Item[][] = [[]];
  let k = 0;
  for (const item of items) {
    let broken = false;
    while (k < breaks.length && (breaks[k] ?? 0) < item.start) {
      k++;
      broken = true;
    }
    if (broken && (lines[lines.length - 1]?.length ?? 0) > 0) lines.push([]);
    lines[lines.length - 1]?.push(item);
  }
  return lines;
}

function splitAtBlanks(source: Source, item: Piece): Piece[] {
  const { text } = source;
  const pieces: Piece[] = [];
  let start = -1;
  let depth = 0;
  for (let i = item.start; i < item.end; i++) {
    const comment = skipComment(source, i);
    if (comment > i) {
      if (start >= 0) pieces.push({ start, end: i });
      start = -1;
      i = comment - 1;
      continue;
    }
    const char = text.charAt(i);
    if (char === '(' || char === '[') depth++;
    if (char === ')' || char === ']') depth--;
    if (depth === 0 && /\s/.test(char)) {
      if (start < 0) continue;
      const next = /\S\s?/.exec(text.slice(i, Math.min(item.end, i + 200)))?.[0] ?? '';
      const soFar = text.slice(start, i);
      // `3 - 1` and `1 // 2` are one element, `3 -1` is two.
      if (soFar === '--') {
        pieces.push({ start, end: i });
        start = -1;
        continue;
      }
      const operator = /^[*/^]/.test(next) || /^[-+−]\s$/.test(next);
      if (operator || BINARY_END.test(soFar)) continue;
      pieces.push({ start, end: i });
      start = -1;
    } else if (start < 0) start = i;
  }
  if (start >= 0) {
    let end = item.end;
    while (end > start && /\s/.test(text.charAt(end - 1))) end--;
    pieces.push({ start, end });
  }
  return pieces;
}
