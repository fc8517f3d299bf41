import { append } from '../append';
import { nearLineEnd, nextLine } from '../lines';
import { arrayOf } from '../matrix';
import type { Find, Notation, Source } from '../notation';
import type { Span } from '../reading';

/**
 * Elements given one by one wherever they stand in their lines, as loops print them and people write a derivation out:
 * `dz[0] = 0.5`, `J(1,2) = -0.25`, `z1 = 1.75, z2 = 1.75`, `\frac{\partial E}{\partial z_1} &= 6.125`, `∂a₁/∂z₂ = -0.25`,
 * and rows so: `J[0] = [0.2, -0.2]`. Those of one name make an array where they fill it. An index that is only a digit
 * behind a letter counts in a text about softmax alone: elsewhere it mostly numbers layers.
 */
export const singleElements: Notation = {
  id: 'single-elements',
  begins: 'line',
  read(source, at) {
    const { text, barrenUntil } = source;
    if (at < (barrenUntil.get('single-elements') ?? 0)) return null;
    const elements = elementsIn(text, at);
    let line = nextLine(text, at);
    for (let found = elements; found.length > 0 && line < text.length; line = nextLine(text, line)) {
      found = elementsIn(text, line);
      append(elements, found);
    }
    barrenUntil.set('single-elements', line);
    const extent = { start: at, end: at };
    const arrays = groupsOf(elements).flatMap((group) => arrayIn(source, extent, group)?.arrays ?? []);
    const end = arrays.reduce((most, { span }) => Math.max(most, span.end), at);
    return arrays.length === 0 ? null : { extent: { start: at, end }, arrays, refusals: [] };
  },
};

interface Element {
  readonly name: string;
  readonly indices: readonly number[];
  /** True where the index stands in brackets, so that it can be nothing else. */
  readonly bracketed: boolean;
  readonly value: Span & { readonly row: boolean };
}

const NUMBER = String.raw`[-+−]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+−]?\d+)?|nan|inf)`;
const VALUE = new RegExp(
  String.raw`(?:&\s{0,4})?(?::=|(?<![=!<>+*/~-])=|<-|≈|\\approx\b|:(?!=))[ \t]{0,12}(${NUMBER}|\[[-+−\d.,eE \t]{3,400}\])(?=\s*(?:[,;)$|&\\]|\.?(?:\s+(?![*/+×·^]|- )|$)))`,
  'giu',
);

/** The elements of one name each, in their order; what is given a second time begins another array. */
function groupsOf(elements: readonly Element[]): Element[][] {
  const groups = new Map<string, { readonly seen: Set<string>; readonly members: Element[] }>();
  const all: Element[][] = [];
  for (const element of elements) {
    const key = `${element.name} ${element.indices.length} ${element.value.row ? 'row' : ''}`;
    const index = element.indices.join();
    let group = groups.get(key);
    if (group === undefined || group.seen.has(index)) {
      group = { seen: new Set(), members: [] };
      groups.set(key, group);
      all.push(group.members);
    }
    group.seen.add(index);
    group.members.push(element);
  }
  return all;
}

/** The elements that are given a value on the line that begins at `at`; none where a list stands before the first. */
function elementsIn(text: string, at: number): Element[] {
  const end = nearLineEnd(text, at, 1000);
  if (end < 0) return [];
  const line = text.slice(at, end);
  const found: Element[] = [];
  let from = 0;
  for (const { 0: written, 1: number = '', index } of line.matchAll(VALUE)) {
    const left = line.slice(from, index);
    const gap = left.replace(/[[(][\d, :]{1,8}[\])]/g, '');
    if (/(?<!_)[[{(] *[-+−]?[\d.]+ *[,&; ]|\\begin\{[a-z]*matrix/.test(gap)) break;
    const start = at + index + written.length - number.length;
    const element = indexed(left);
    from = index + written.length;
    if (element) {
      const row = number.startsWith('[');
      found.push({ ...element, value: { start, end: start + number.length, row } });
    }
  }
  return found;
}

/** Name and indices of what a value is given to; null where it has none. */
function indexed(left: string): Omit<Element, 'value'> | null {
  // `a_1 = e^{1} / 5 = 0.5`: what stands first is what is meant.
  const statement = left.slice(
    Math.max(left.lastIndexOf('$'), left.lastIndexOf(';'), left.lastIndexOf('\\\\')) + 1,
  );
  const head = (/^([^=]*?)&?=/.exec(statement)?.[1] ?? statement)
    .replace(/[₀-₉]/gu, (digit) => `_${digit.charCodeAt(0) - 0x2080}`)
    .replace(/(_\d)_(?=\d)/g, '$1,')
    .replace(/\\(?:left|right|[dt]?frac|mathbf|mathrm|q?quad)\b|\\[,;:! ]|&/g, ' ')
    .replace(/\\partial\s*|∂\s*/g, ' d')
    .replace(/\}\s*\{/g, '/')
    .replace(/\\(?=[a-z])/g, '')
    .replace(/[{}]/g, '')
    .replace(/\s*\/\s*/g, '/')
    .replace(/(?:, ?:?|\]\[:)(?=[\])]\s*$)/, '')
    .replace(/, (?=\d+[\])])/g, ',')
    .replace(/^[^\p{L}]+/u, '')
    .trim();
  const words = head.split(/,?\s+/);
  const word = words.at(-1) ?? '';
  const by = BESIDE.exec(words.at(-2) ?? '')?.[0];
  const read = indexedWord(word);
  return read && by !== undefined ? { ...read, name: `${by} ${read.name}` } : read;
}

/** What tells a value to compare with from the person's own. */
const BESIDE = /^(?:num\w*|expected|autograd|autodiff|reference|true|correct|check|\w*torch|jax)$/i;

function indexedWord(word: string): Omit<Element, 'value'> | null {
  const jacobian = /^d(\p{L}\w*?)_?(\d)\/d(\p{L}\w*?)_?(\d)$/u.exec(word);
  if (jacobian) {
    const [, of = '', i, by = '', j] = jacobian;
    return { name: `d${of}/d${by}`, indices: [Number(i), Number(j)], bracketed: true };
  }
  const brackets = /(?:(?:\[\d{1,6}\])+|[[(]\d{1,6}(?:,\d{1,6})*[\])])$/.exec(word);
  const entry = brackets ? null : /^(J\w*?)_?(\d),?(\d)$/i.exec(word);
  const plain = brackets ?? entry ?? /^(d\p{L}\w*\/d\p{L}\w*?|\p{L}[\p{L}\w./^']*?)_?(\d{1,2})$/u.exec(word);
  const name = brackets ? word.slice(0, brackets.index) : (plain?.[1] ?? '');
  if (!/^\p{L}[\p{L}\w./^']*$/u.test(name) || (!brackets && UNNUMBERED.test(name))) return null;
  const written = brackets ? (brackets[0].match(/\d+/g) ?? []) : (plain ?? []).slice(2);
  return { name, indices: written.map(Number), bracketed: brackets !== null || entry !== null };
}

/** What is numbered by layers, steps or runs, not by classes. */
const UNNUMBERED = /^(?:[elnwbkivf]|log|exp|beta|loss|cost|epoch|step|layer|acc|top|fold)$/i;

/** The array that elements of one name fill; null where they do not, or where their digits may mean something else. */
function arrayIn(source: Source, extent: Span, group: readonly Element[]): Find | null {
  const [first] = group;
  const base = first?.indices[0] ?? 0;
  if (first === undefined || group.length < 2 || base > 1 || first.indices.some((index) => index !== base))
    return null;
  if (!group.every(({ bracketed }) => bracketed) && !isAboutSoftmax(source)) return null;
  const lengths = first.indices.map(
    (_, axis) => group.reduce((most, { indices }) => Math.max(most, indices[axis] ?? 0), 0) - base + 1,
  );
  const offset = ({ indices }: Element): number =>
    indices.reduce((sum, index, axis) => sum * (lengths[axis] ?? 1) + index - base, 0);
  const ordered = [...group].sort((one, other) => offset(one) - offset(other));
  const size = lengths.reduce((product, length) => product * length, 1);
  if (size !== group.length || ordered.some((element, k) => offset(element) !== k)) return null;
  const rows = ordered.map(({ value }) => (value.row ? cellsOf(source.text, value) : [value]));
  // Rows of another length may as well be layers.
  if (first.value.row && rows.some((row) => row.length !== rows.length)) return null;
  const spans = group.map(({ value }) => value);
  const span = {
    start: Math.min(...spans.map(({ start }) => start)),
    end: Math.max(...spans.map(({ end }) => end)),
  };
  const shape = first.value.row ? [rows.length, rows.length] : lengths;
  const { name } = first;
  const find = arrayOf(source, extent, rows.flat(), shape, { name, label: name, span });
  return find.arrays.length > 0 ? find : null;
}

function cellsOf(text: string, { start, end }: Span): Span[] {
  return [...text.slice(start + 1, end - 1).matchAll(/[^\s,]+/g)].map(({ 0: cell, index }) => ({
    start: start + 1 + index,
    end: start + 1 + index + cell.length,
  }));
}

const SOFTMAX =
  /soft_?-?max|cross[- _]?entropy|(?:\bd|∂|partial ?)\{?[aspyo]_?\{?[1₁]\}{0,2} ?[/{]|[/{ ](?:d|∂|\\partial ?)\{?[azs]_?\{?[1₁]/iu;

function isAboutSoftmax({ text, barrenUntil }: Source): boolean {
  const known = barrenUntil.get('softmax') ?? (SOFTMAX.test(text) ? 1 : 0);
  barrenUntil.set('softmax', known);
  return known === 1;
}
