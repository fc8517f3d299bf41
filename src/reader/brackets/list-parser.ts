import { append } from '../append';
import { isBlank, isLineComment, lineBreakFrom, skipCommentInBrackets, skipString } from '../lexical';
import type { Source } from '../notation';
import { separated } from './blanks';
import {
  DEEPEST,
  isList,
  NO_LIST,
  NotAList,
  TOO_DEEP,
  TOO_LARGE,
  UNCLOSED,
  type Item,
  type List,
  type Piece,
} from './list';

const CLOSERS: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };

/** Words before brackets that make an array of them, where they stand as an element. */
const ELEMENT_MAKER =
  /^(?:[\w.]*(?:\.|::))?(?:(?:np|torch|jnp)\.)?(?:array|asarray|[tT]ensor|\w*Tensor|\w*Array|Parameter|Variable|[mM]atrix|[vV]ector|Vec|List|Seq|asList|listOf|\w*[aA]rrayOf|of|vec|std::\w+)!?$/;

/** The longest text of one list that is read with care: its parts are held in memory. */
export const LONGEST_LIST = 8_000_000;

/**
 * The list at `at`, or why there is none. Brackets that are open where the attempt fails would fail at the same place:
 * they are not tried again, so that no text is read more often than it is deep.
 */
export function listAt(source: Source, at: number): List | NotAList {
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
    const comment = skipCommentInBrackets(source, i);
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
      const behind = behindMark(source, opened[0] ?? at, i);
      if (behind > i && parts.length > 0) endItem();
      i = behind;
    } else if (char === '\\' && (text.charAt(i + 1) === '\n' || text.startsWith('\r\n', i + 1))) {
      i += 2;
    } else if (
      char === '\\' &&
      parts.length > 0 &&
      text.charAt(i - 1) === ' ' &&
      text.charAt(i + 1) === ' '
    ) {
      // `(1, 2 \ 3, 4)` of Stata.
      endItem();
      rows.push([]);
      i++;
    } else if (char === '\\' && /[,;:! ]/.test(text.charAt(i + 1))) {
      i += 2;
    } else if (char === '\\' && /^\\q?quad\b/.test(text.slice(i, i + 7))) {
      if (parts.length > 0) endItem();
      i += text.startsWith('\\qquad', i) ? 6 : 5;
    } else if (language.matrixRows && text.startsWith('...', i)) {
      i = lineBreakFrom(source, i) + 1;
    } else if (char === ',') {
      if (parts.length === 0 && lists.length === 0) throw NO_LIST;
      commas = true;
      endItem();
      i++;
    } else if (char === ';') {
      endItem();
      rows.push([]);
      i++;
    } else if (isElementHeader(text, i, char)) {
      i = ELEMENT_HEADER.lastIndex;
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
      // `[name](address)` of Markdown
      if (char === '(' && lists.length > 0 && text.charAt(i - 1) === ']') throw NO_LIST;
      const list = parseList(source, i, opened);
      if (isScalar(list)) parts.push({ start: list.start, end: list.end });
      else lists.push(list);
      i = list.end;
    } else {
      const end = '[({'.includes(char) ? i : endOfPiece(source, i);
      const header = /[([{]/.test(text.charAt(end)) && ELEMENT_MAKER.test(text.slice(i, end));
      if (header && parts.length === 0) {
        const made = parseList(source, end, opened);
        const inner = made.rows[0]?.[0];
        lists.push({ ...(inner && isList(inner) ? inner : made), made: true });
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

/** Behind the mark of a comment or a quotation that repeats the mark of the line on which the list begins: `#  [0.5 0.5]]`. */
function behindMark({ text, language }: Source, at: number, line: number): number {
  const head = text.slice(Math.max(0, at - 80), at);
  const mark = /^[ \t]*(#|%|\/\/|>|\*|--|E(?= {2}))[ \t]/.exec(head.slice(head.lastIndexOf('\n') + 1))?.[1];
  if (mark === undefined || (language.lineComments.length > 0 && mark !== 'E')) return line;
  let i = line;
  while (text.charAt(i) === ' ' || text.charAt(i) === '\t') i++;
  return text.startsWith(mark, i) && isBlank(text.charCodeAt(i + mark.length)) ? i + mark.length : line;
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
  /(?:\[\d*\])+[a-z]\w*(?=\{)|(?:new +)?\w+(?:\[[\d,]*\])+ ?(?=\{)|std::\w+(?: of length \d+, capacity \d+| with \d+ elements) = (?=\{)/y;

/** Whether such a header stands at `at`; where it ends is the `lastIndex` of the pattern. */
function isElementHeader(text: string, at: number, char: string): boolean {
  if (char !== '[' && (char < 'a' || char > 'z')) return false;
  if (char === '[' && !/[\]\d]/.test(text.charAt(at + 1))) return false;
  ELEMENT_HEADER.lastIndex = at;
  return ELEMENT_HEADER.test(text);
}

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
