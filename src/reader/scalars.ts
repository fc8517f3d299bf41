import { echoedName, withoutPairs } from './line-leads';
import { halfUnitOf, scanned, scanNumber } from './number';
import type { NamedScalar, Span } from './reading';

/** The named numbers of `[from, to)`: `temperature = 2.5`, `loss: 0.7437`, `E = -ln(0.5) = 0.693`, `>>> loss` above a number. */
export function scalarsBetween(text: string, from: number, to: number): NamedScalar[] {
  const found: NamedScalar[] = [];
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (
      i !== from &&
      code !== 10 &&
      code !== 45 &&
      code !== 58 &&
      code !== 61 &&
      code !== 92 &&
      code !== 0x2248
    )
      continue;
    if (code === 10 || i === from) {
      const alone = aloneAt(text, code === 10 ? i + 1 : i, to);
      if (alone) found.push(alone);
    }
    const behind = code === 10 ? i + 1 : behindSign(text, i);
    if (behind < 0) continue;
    const span = numberAt(text, behind);
    if (!span || span.end > to) continue;
    const { value } = scanned;
    const halfUnit = Number.isFinite(value) ? halfUnitOf(scanned.exponent) : 0;
    const name = code === 10 ? echoedAbove(text, i, from) : nameBefore(text, i, from);
    if (name !== null) found.push({ name, value, halfUnit, span });
  }
  return found;
}

/** `target 1`: a name, a blank and a number are all of the line at `at`. */
function aloneAt(text: string, at: number, to: number): NamedScalar | null {
  if (at > 0 && text.charCodeAt(at - 1) !== 10) return null;
  const found = ALONE.exec(text.slice(at, Math.min(to, at + 60)));
  const [, name = '', written = ''] = found ?? [];
  if (!found || scanNumber(written, 0) !== written.length) return null;
  const start = at + found[0].indexOf(written, name.length);
  const { value, exponent } = scanned;
  return { name, value, halfUnit: halfUnitOf(exponent), span: { start, end: start + written.length } };
}

const ALONE = /^([A-Za-z_]\w{0,30}) +([-+]?\.?\d[\d.e-]*)[ \t]*(?:\r?\n|$)/;

/** Behind the sign at `at` that gives a value; -1 where it is another: `==`, `<=`, a minus. */
function behindSign(text: string, at: number): number {
  const char = text.charAt(at);
  const before = text.charAt(at - 1);
  if (char === '-') return before === '<' ? at + 1 : -1;
  if (char === '\\') return text.startsWith('\\approx', at) ? at + 7 : -1;
  return char === '=' && '=!<>~+*/|&-'.includes(before) ? -1 : at + 1;
}

const WRAPPER = /(?:(?:np|torch|jnp|tf)\.)?(?:tensor|Tensor|array|Array|float(?:16|32|64))\(/y;

const LONE_IN_PARENTHESES = /\((?=[-+]?[\d.]+\)\s*(?:[,;.$\n]|$))/y;

/** `(mean over the batch)` to the end of the line: a remark, where no sign of arithmetic stands in it. */
const REMARK =
  /^[ \t]*(?:\([a-z]{3,20}\)|\((?![\w ]{0,2}\))[^()\n*+^=/]*[a-z]{2}[^()\n*+^=/]*\)[ \t]*(?:\r?\n|$))/;

const NON_FINITE = /(?:([-+]?)inf(?:inity)?|nan)\b/iy;

/** Behind `inf` or `nan` at `at`, which is left in `scanned`; -1 where there is none. */
function behindNonFinite(text: string, at: number): number {
  NON_FINITE.lastIndex = at;
  const word = NON_FINITE.exec(text);
  if (!word) return -1;
  scanned.value = word[1] === undefined ? NaN : word[1] === '-' ? -Infinity : Infinity;
  return NON_FINITE.lastIndex;
}

/** The number behind `at`, perhaps in `tensor( )`, that is all of the value there; null where there is more or none. */
function numberAt(text: string, at: number): Span | null {
  let start = at;
  while (text.charAt(start) === ' ') start++;
  WRAPPER.lastIndex = start;
  if (WRAPPER.test(text)) start = WRAPPER.lastIndex;
  LONE_IN_PARENTHESES.lastIndex = start;
  if (LONE_IN_PARENTHESES.test(text)) start++;
  const scannedTo = scanNumber(text, start);
  const end = scannedTo < 0 ? behindNonFinite(text, start) : scannedTo;
  if (end < 0) return null;
  const behind = text.slice(end, end + 24);
  if (!/^(?:[fF]?(?:[\s,;)}\]$]|$)|[.\\](?!\d))/.test(behind)) return null;
  // The first number of several is no value of its own.
  if (/^,[ \t]*[-+]?\.?\d/.test(behind)) return null;
  if (/^[ \t]*(?:nats?|bits?)\b/.test(behind) || REMARK.test(text.slice(end, end + 100)))
    return { start, end };
  const next = /^[ \t]*([\w([*/^+-])/.exec(behind)?.[1];
  return next !== undefined &&
    (text.charAt(at - 1) === ':' || !/[A-Za-z]/.test(next)) &&
    !/^[fF]\W/.test(behind)
    ? null
    : { start, end };
}

/** How far before its sign a name is looked for. */
const NEAR = 160;
const NAME =
  /(?:^|[^\w/.)}])((?:[A-Za-z_∂∇\\\u0370-\u03ff][\w.\\{}^/∂∇'\u0370-\u03ff]*)(?:\([\w., ]{0,20}\))?)["']?$/;

/** The name in the first member of the statement that comes to its value at `sign`. */
function nameBefore(text: string, sign: number, from: number): string | null {
  let start = sign;
  let depth = 0;
  for (; start > from && sign - start < NEAR; start--) {
    const char = text.charAt(start - 1);
    if (')]}'.includes(char)) depth++;
    else if ('([{'.includes(char) && --depth < 0) break;
    else if (char === '\n' || (depth === 0 && ',;|$&'.includes(char))) break;
  }
  if (sign - start >= NEAR) return null;
  const statement = withoutPairs(text.slice(start, sign));
  const member =
    /^[^=:≈]*/
      .exec(statement)?.[0]
      .replace(/<$|\\approx.*$/, '')
      .trim() ?? '';
  const whole = /^\\(?:frac|partial)\b.*$/.exec(member)?.[0];
  const found = NAME.exec(member);
  const name = whole ?? found?.[1]?.replace(/\.item\(\)$/, '');
  if (name === undefined || name.split('{').length !== name.split('}').length) return null;
  // `1 / N`, `2 * x`, `x^T A x`: a value of more than the name.
  return whole === undefined && /[-+*/^(]\s*$|\^\{?(?:T|\\top)\b/.test(member.slice(0, found?.index))
    ? null
    : name;
}

/** What the line that ends at `end` prints where the next holds only a number. */
function echoedAbove(text: string, end: number, from: number): string | null {
  const line = text.slice(Math.max(from, end - NEAR), end);
  const above = line.slice(line.lastIndexOf('\n') + 1).trim();
  return echoedName(above) ?? LOSS_CALL.exec(above)?.[1] ?? null;
}

/** `>>> F.nll_loss(p, y)`: what such a function gives is called after it. */
const LOSS_CALL = /^(?:>>>|In \[\d+\]:)\s*(?:\w+\.)*(\w*(?:loss|entropy))\(.*\)$/i;
