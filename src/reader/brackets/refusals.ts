import type { ElementReading } from '../element';
import { isAssigned, isBlank } from '../lexical';
import { shortened } from '../matrix';
import type { Find, Refused, Source } from '../notation';
import { LONGEST_LIST } from './list-parser';
import type { Item } from './list';

/** An element of a list and what was read of it. */
export interface Read {
  readonly item: Item;
  readonly reading: ElementReading;
}

/** `...`, `... 50 more items`, `199...`: the printing program left elements out. */
export function isEllipsis(written: string): boolean {
  return /^(?:\.{3}|…|⋯|⋮|⋱)(?:\s|$)|\d\.{3}$|^<\d+ more/.test(written);
}

export function truncated(source: Source, item: Item): Omit<Refused, 'span'> {
  const at = { start: item.start, end: item.end };
  return { reason: 'truncated', at, found: shortened(source.text, at), remedy: remedyOf(source, at.start) };
}

export function ragged(
  text: string,
  from: Item,
  to: Item,
  expected: number,
  count: number,
): Omit<Refused, 'span'> {
  const at = { start: from.start, end: to.end };
  return { reason: 'ragged', at, found: shortened(text, at), lengths: { expected, found: count } };
}

export function refusal(
  source: Source,
  values: readonly Read[],
  failure: Read,
): Omit<Refused, 'span'> | null {
  const numeric = values.filter(({ reading }) => typeof reading !== 'string').length;
  const reason = failure.reading === 'pending' ? 'symbolic' : failure.reading;
  if (typeof reason !== 'string') return null;
  const symbols = values.filter(({ reading: each }) => each === 'symbolic').length;
  // Words of prose among which a dash, an `i` or a quoted number stands.
  if (reason !== 'symbolic' && numeric === 0 && symbols > 0) return null;
  const at = { start: failure.item.start, end: failure.item.end };
  const written = source.text.slice(at.start, at.end);
  if (reason === 'non-numeric' && numeric === 0 && !/^["'][+-]?[\d.]+["']$/.test(written)) return null;
  if (reason === 'symbolic' && (TYPE.test(written) || values.length < 2 || /[^\x20-\x7e]/.test(written)))
    return null;
  // Words without quotes are strings there.
  if (source.language.id === 'yaml' && numeric === 0) return null;
  if (reason === 'symbolic' && isProse(source, values)) return null;
  if (source.language.id === 'wolfram' && /^[ij]$/.test(written)) return null;
  return {
    reason,
    at,
    found: shortened(source.text, at),
    weak: reason === 'symbolic' || (reason === 'complex' && numeric === 0 && !/\d/.test(written)),
  };
}

/** `[SV 47960]`, `[Uniform Resource Locator]`: words behind blanks, where no commas separate elements. */
function isProse({ text }: Source, values: readonly Read[]): boolean {
  const first = values[0]?.item;
  const last = values.at(-1)?.item;
  if (!first || !last || text.slice(first.start, last.end).includes(',')) return false;
  return values.some(({ item }) => /^[A-Za-z][a-z]+$|^[A-Z]{2,}$/.test(text.slice(item.start, item.end)));
}

/** `[f64; 2]`, `[u8; 16]`, `[:, :, 1]`: types and slices hold no elements. */
const TYPE = /^(?:[fiu](?:8|16|32|64|128|size)|int|float|double|number|string|bool|usize|T|N|:)$/;

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

const NUMERIC = /[\d\s[\](){}.,;+\-−eE]/;

/** Brackets that never close, or hold too much: refused as far as numbers go, where a name shows that an array was meant. */
export function refuseBroken(
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
  if (/^\(\s*(?:\n|[^\d\s[({.+\-−])/.test(text.slice(at, at + 40))) return null;
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
