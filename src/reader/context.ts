import type { Found, Source } from './notation';
import type { Place } from './reading';

/** What the text around an array says of it. */
export interface Context {
  readonly name: string | null;
  readonly label: string;
  readonly place: Place;
}

const NEAR = 1000;

/** Behind which a statement begins anew. */
const OPERATOR = /(?::=|==>|=>|<-|->|<<|&=|=|:)\s*(?:&\s*)?$/;

/** Looks at what stands before the arrays of a text, in order. */
export class Surroundings {
  private statement = -1;
  private member = 0;
  private behind = 0;
  private label = '';
  private name: string | null = null;

  constructor(private readonly source: Source) {}

  /** Name, label and place of `array`; called once for each array, in the order of the text. */
  of(array: Pick<Found, 'span' | 'name' | 'label'>): Context {
    const { text } = this.source;
    const { start, end } = array.span;
    const from = Math.max(this.behind, start - NEAR);
    const gap = text.slice(from, start);
    const chained =
      this.statement >= 0 && this.behind > start - NEAR && array.name === undefined && continues(gap);
    this.behind = end;
    let operand: boolean;
    if (chained) {
      const members = topLevel(gap, '=');
      this.member += members.length - 1;
      operand = members.length === 1 || isPartOfExpression(members[members.length - 1] ?? '');
    } else {
      this.statement++;
      const side = leftSide(this.source, gap, from === 0 || text.charCodeAt(from - 1) === 10);
      this.name = array.name !== undefined ? array.name : side.name;
      this.label = array.label ?? side.label;
      this.member = side.member;
      operand = side.operand;
    }
    const part = operand || goesOn(text.slice(end, end + 40)) ? 'operand' : 'whole';
    return {
      name: this.name,
      label: this.label,
      place: { statement: this.statement, member: this.member, part },
    };
  }
}

/** Whether what stands between an equal sign and the array is more than the array's own wrapping: `SoftMax'(`, `2 *`. */
function isPartOfExpression(before: string): boolean {
  const rest = unwrapped(before).replace(/\\left\s*$|\\[,;:! ]|\\q?quad\b|[$&\s()[\]]+/g, '');
  return rest !== '' && rest !== '.';
}

/** Whether an operator follows the array. */
function goesOn(after: string): boolean {
  return /^(?:\s*\\right\s*[)\]}]|[)\]])?(?:\^\{?\\?(?:top|T|intercal)\}?)?[ \t]*(?:[*@×·+/−]|-(?![->])|\.\*|\\(?:cdot|times|odot)\b|\\begin)/.test(
    after,
  );
}

/** Whether nothing but arithmetic and equal signs stands between two arrays. */
function continues(gap: string): boolean {
  if (gap.length > 200 || gap.trim() === '') return false;
  if (/\n[ \t]*\r?\n|;|\$\$?\s+\$?\$|[.!?]\s|,\s*$/.test(gap)) return false;
  if (gap.includes('\n') && !/=\s*\n|\n\s*=/.test(gap)) return false;
  const bare = gap
    .replace(/\\(?:right|left|quad|displaystyle)\b|[\])]/g, ' ')
    .replace(/\^(?:\{?\\?(?:top|T|intercal)\}?)/g, ' ');
  if (!/^\s*(?:[=*@×·+/−-]|\.\*|:=|\\(?:cdot|times|odot)\b)/.test(bare)) return false;
  return !/[^\s=*@×·+/−\-.:&()\w'\\{}^_[\]]/.test(bare) && !/[a-z]{2,}\s+[a-z]{2,}/i.test(bare);
}

interface LeftSide {
  readonly name: string | null;
  readonly label: string;
  /** Equal signs of the statement before the array. */
  readonly member: number;
  readonly operand: boolean;
}

function leftSide(source: Source, gap: string, atLineStart: boolean): LeftSide {
  let head = unwrapped(gap);
  // A function that is applied to the array makes it an operand: `SoftMax'(`.
  const applied = /[\w.\\'^{}]*[\w'}]\(\s*$/.exec(head);
  if (applied) head = head.slice(0, applied.index);
  const operator = OPERATOR.exec(head);
  const before = (operator ? head.slice(0, operator.index) : head).trimEnd();
  const statement = statementOf(before);
  const members = topLevel(statement, '=');
  if ((operator && statement !== '') || members.length > 1) {
    const member = operator ? members.length : members.length - 1;
    return {
      name: nameOf(source, members[0] ?? statement),
      label: labelOf(before),
      member,
      operand: applied !== null || !operator,
    };
  }
  const line = head.slice(head.lastIndexOf('\n') + 1);
  const word = line.trim();
  const operand = applied !== null || /[*+@/×·−-]\s*$/.test(line);
  if (word !== '' && !operator) return { name: wordName(word), label: labelOf(line), member: 0, operand };
  return { name: null, label: lineAbove(gap, atLineStart), member: 0, operand };
}

function unwrapped(head: string): string {
  let bare = head;
  for (let round = 0; round < 4; round++) {
    const shorter = withoutWrapper(bare);
    if (shorter === bare) break;
    bare = shorter;
  }
  return bare;
}

/** Words whose call makes an array of its argument. */
const MAKER =
  /(?:^|[^\w.])(?:new\s+)?(?:[\w.]*(?:\.|::))?(?:array|asarray|tensor\w*|Tensor|\w*Tensor|Array|\w+Array|Parameter|Variable|matrix|Matrix|Vector\w*|vector|vec|List|asList|listOf|\w*[aA]rrayOf|of|constant)!?\s*\(\s*$/;

function withoutWrapper(head: string): string {
  const call = MAKER.exec(head);
  if (call) return head.slice(0, call.index + (/^[^\w.]/.test(call[0]) ? 1 : 0)).trimEnd();
  const left = /\\left\s*[[(]?\s*$|(?<=[=:]\s*)[([]\s*$/.exec(head);
  if (left) return head.slice(0, left.index).trimEnd();
  const typed =
    /(?:\bnew\s+)?(?:[\w.:]*(?:<[^<>\n]*>)?(?:\[[\w.,\s]*\])+[\w.:]*|\bnew\s+\w+|&(?:mut\s+)?|[\w:]+!|\b[A-Z]\w*\(\d+\)|\b(?:Matrix|Vector|View))\s*$/.exec(
      head,
    );
  if (
    typed &&
    (/[=:]\s*$/.test(head.slice(0, typed.index)) || /(?:^|\n)\s*$/.test(head.slice(0, typed.index)))
  ) {
    return head.slice(0, typed.index).trimEnd();
  }
  return head;
}

/** The statement that ends `before`: behind the last line break, `;`, `$`, or comma and bracket that is not part of it. */
function statementOf(before: string): string {
  let depth = 0;
  for (let i = before.length - 1; i >= 0; i--) {
    const char = before.charAt(i);
    if (char === ')' || char === ']' || char === '}') depth++;
    else if (char === '(' || char === '[' || char === '{') {
      if (--depth < 0) return before.slice(i + 1).trim();
    } else if (char === '\n' && !/=\s*$/.test(before.slice(0, i))) return before.slice(i + 1).trim();
    else if (depth === 0 && (char === ';' || char === '$' || char === '|' || char === ','))
      return before.slice(i + 1).trim();
    else if (char === '\\' && before.charAt(i - 1) === '\\') return before.slice(i + 1).trim();
  }
  return before.trim();
}

function topLevel(statement: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < statement.length; i++) {
    const char = statement.charAt(i);
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') depth--;
    else if (char === separator && depth <= 0) {
      parts.push(statement.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(statement.slice(from));
  return parts;
}

const DECLARATION =
  /^(?:(?:export|public|private|protected|static|final|const|constexpr|unsigned|let|var|val|mut|my|our|auto|local|double|float|int|long|char|short|byte|decimal|bool|real|integer)\b\s*)+/;

/** The name in the first member of a statement, as a person would say it. */
function nameOf({ language }: Source, side: string): string | null {
  let name = side
    .replace(/:\s*$/, '')
    .replace(/\\q?quad\b|\\[,;:! ]|^\s*[&>]+|&\s*$/g, ' ')
    .trim()
    .replace(/^(?:In|Out)\[\d+\]:?=?\s*/, '')
    .replace(/^(?:\d+:\s*|>>>\s*|\.\.\.\s*|>\s*|In \[\d+\]:\s*)/, '');
  const code = language.lineComments.length > 0;
  const annotated = code ? /^([\w.]+)\s*:(?!:)\s*\S/.exec(name) : /:\s+(\S+)$/.exec(name);
  if (annotated) name = annotated[1] ?? name;
  name = name.replace(/^["']([^"']*)["']$/, '$1');
  if (name.includes('\\')) return name === '' ? null : name;
  const declared = name.replace(DECLARATION, '');
  const bare = declared === name ? name : declared.replace(/(?:\[\w*\])+$/, '');
  const typed = /^([\w:.]+(?:<.*>)?(?:\[[,\s]*\])*[&*]*)\s+(\w+)(?:\[\w*\])*$/.exec(bare);
  if (typed && (/[<[&*:]/.test(typed[1] ?? '') || (code && /^[A-Z]/.test(typed[1] ?? ''))))
    return typed[2] ?? null;
  if (bare === '') return name === '' ? null : name;
  const prose = /(?:^|\s)(?:for|and|with|where|let|is|hence|then|so|by|are|have)\s+(\S+)$/i.exec(bare);
  return prose?.[1] ?? bare;
}

/** `W [1 2 3]`, `gives`: a word before an array without an equal sign names it where it is one word. */
function wordName(words: string): string | null {
  const last = /(?:^|[\s|,>])([A-Za-z_]\w*)$/.exec(words);
  return last?.[1] ?? null;
}

function labelOf(before: string): string {
  const trimmedEnd = before.trimEnd();
  const start = Math.max(
    trimmedEnd.lastIndexOf('\n') + 1,
    trimmedEnd.lastIndexOf('$') + 1,
    trimmedEnd.lastIndexOf(';') + 1,
  );
  return trimmedEnd
    .slice(start)
    .replace(/^[\s,]+/, '')
    .trim();
}

/** The line of prose above an array that begins its line; '' where there is none. */
function lineAbove(gap: string, whole: boolean): string {
  const lines = gap.split('\n');
  lines.pop();
  for (let k = lines.length - 1; k >= 0; k--) {
    const line = (lines[k] ?? '').trim();
    if (line === '') continue;
    if (k === 0 && !whole && lines.length > 1) return line.replace(/^[)\];,\s]+/, '');
    return line.replace(/^[)\];,\s]+/, '').replace(/\s*[:=]\s*$/, '');
  }
  return '';
}
