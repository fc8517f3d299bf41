import { readElement } from '../element';
import { isFortran } from '../languages';
import { shortened } from '../matrix';
import type { Refused, Source } from '../notation';
import type { Numbers } from '../number';
import type { Span } from '../reading';
import { isList, type Item, type List } from './list';
import { isEllipsis, ragged, refusal, truncated, type Read } from './refusals';

type Assembled = { readonly lengths: readonly number[] } | Omit<Refused, 'span'> | null;

/** Reads the elements of a list into `numbers`; its shape, or why it is no array, or null where nobody would call it one. */
export function assemble(source: Source, list: List, numbers: Numbers, elements: Span[]): Assembled {
  const { text } = source;
  const rows = list.rows.filter((row) => row.length > 0);
  const items = rows.flat();
  const first = items[0];
  if (!first) return list.open === '[' ? { lengths: emptyShape(source, list.end) } : null;
  // What Node prints for arrays deeper than it goes.
  if (text.slice(list.start, list.end) === '[Array]') {
    const remedy = 'util.inspect(array, { depth: null })';
    return { reason: 'non-numeric', at: list, found: '[Array]', remedy };
  }
  // `(1.0,2.0)` is one complex number there.
  if (isFortran(source.language) && list.open === '(' && items.length === 2 && !items.some(isList)) {
    return { reason: 'complex', at: list, found: shortened(text, list) };
  }
  if (list.open === '(' && items.length === 1 && rows.length === 1 && !isList(first)) return null;
  if (list.open === '(' && !list.commas && rows.length === 1 && !isList(first)) return null;
  if (source.language.id === 'rust' && list.open === '[' && rows.length === 2 && items.length === 2) {
    return repeated(source, list, items, numbers, elements);
  }
  const lists = items.filter(isList);
  if (lists.length === items.length)
    return assembleRows(source, lists, rows.length, list.commas, numbers, elements);
  const cut = items.find((item) => !isList(item) && isEllipsis(text.slice(item.start, item.end)));
  if (cut && lists.length > 0) return truncated(source, cut);
  const width = rows[0]?.length ?? 0;
  const values: Read[] = [];
  for (const each of items) {
    const item = isDumped(source, list, each) ? { start: each.start + 1, end: each.end - 1 } : each;
    const written = text.slice(item.start, item.end);
    if (/^(?:=>?|:)$/.test(written)) return null;
    if (/^\.?(?:[\w$]+|\[[\d,]+\]|["'][^"']*["'])\s*(?:=>|:|=|->)(?![:=])/.test(written)) return null;
    if (isEllipsis(written))
      return values.some(({ reading }) => typeof reading !== 'string') ? truncated(source, item) : null;
    const repeated = /^(\S+) <repeats (\d{1,6}) times>$/.exec(written);
    const reading = readElement(source, repeated?.[1] ?? written);
    for (let k = Number(repeated?.[2] ?? 1); k > 0; k--) values.push({ item, reading });
  }
  const failure =
    values.find(({ reading }) => typeof reading === 'string' && reading !== 'symbolic') ??
    values.find(({ reading }) => typeof reading === 'string');
  if (failure) return refusal(source, values, failure);
  if (rows.length === 1) return rowOf(source, list, values, numbers, elements);
  // `<repeats 19 times>` stands in one row.
  if (values.length !== items.length) return null;
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
  // `(0.5; -0.25)`: parentheses hold no rows.
  const isVector = width === 1 && (source.language.commaVectors || list.open === '(');
  return { lengths: isVector ? [rows.length] : [rows.length, width] };
}

/** `'0.5'` below `$VAR1 = [`: Perl's dumper puts numbers in quotes. */
function isDumped({ text }: Source, { start }: List, item: Item): boolean {
  const quoted = /^'[-+]?\.?\d[\d.]*(?:e[-+]?\d+)?'$/.test(
    text.slice(item.start, Math.min(item.end, item.start + 40)),
  );
  return quoted && /^\$\w+ = [[{]/m.test(text.slice(Math.max(0, start - 2000), start + 1));
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
  commas: boolean,
  numbers: Numbers,
  elements: Span[],
): Assembled {
  let lengths: readonly number[] | null = null;
  for (const item of items) {
    const inner = assemble(source, item, numbers, elements);
    if (inner === null || 'reason' in inner) return inner;
    if (lengths && inner.lengths.join() !== lengths.join()) {
      // `(tensor([[1., 2.]]), tensor([3.]))`: arrays of their own.
      if (commas && items.every(({ made }) => made)) return null;
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
