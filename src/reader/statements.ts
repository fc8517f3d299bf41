import { leftSide, splitTopLevel, targetsOf } from './names';
import type { Found, Source } from './notation';
import type { Place } from './reading';
import { isPartOfExpression } from './wrappers';

/** What the text around an array says of it. */
export interface Context {
  readonly name: string | null;
  readonly label: string;
  readonly place: Place;
}

/** How far before an array its name is looked for. */
const NEAR = 1000;

/** Finds name, label and place of the arrays of a text, which are given to it in order. */
export class Statements {
  private statement = -1;
  private member = 0;
  private behind = 0;
  private label = '';
  private name: string | null = null;
  /** Names that arrays separated by commas still have to get: `b` of `a, b = [1, 2], [3, 4]`. */
  private targets: readonly string[] = [];

  constructor(private readonly source: Source) {}

  /** `head` is where the notation begins that read it: a header of its own is no name. */
  of(array: Pick<Found, 'span' | 'name' | 'label'>, head: number): Context {
    const { text } = this.source;
    const { end } = array.span;
    const start = Math.max(head, this.behind);
    const from = Math.max(this.behind, start - NEAR);
    const gap = text.slice(from, start);
    const near = this.statement >= 0 && this.behind > start - NEAR;
    this.behind = end;
    let operand = false;
    if (near && this.targets.length > 0 && /^\)?\s*,\s*[\w.]*\(?$/.test(gap)) {
      this.statement++;
      this.name = this.targets[0] ?? null;
      this.targets = this.targets.slice(1);
    } else if (near && array.name === undefined && (continues(gap) || this.isProduct(gap, start))) {
      const members = splitTopLevel(gap, '=');
      this.member += members.length - 1;
      operand = members.length === 1 || isPartOfExpression(members[members.length - 1] ?? '');
    } else {
      this.statement++;
      const side = leftSide(this.source, gap, from === 0 || text.charCodeAt(from - 1) === 10);
      const assigned = /^\)?[ \t]*->>?[ \t]*([A-Za-z.][\w.]*)/.exec(text.slice(end, end + 60))?.[1];
      this.name = array.name ?? (array.name === null ? null : (side.name ?? assigned ?? null));
      this.label = array.label ?? (side.label === '' ? (this.name ?? '') : side.label);
      this.member = typeof array.name === 'string' ? 1 : side.member;
      // A header of the notation's own names the whole array, whatever expression stands above it.
      operand = typeof array.name !== 'string' && array.span.start === head && side.operand;
      this.targets = targetsOf(side.name);
      if (this.targets.length > 0) {
        this.name = this.targets[0] ?? null;
        this.targets = this.targets.slice(1);
      }
    }
    const part = operand || goesOn(text.slice(end, end + 40)) ? 'operand' : 'whole';
    return {
      name: this.name,
      label: this.label,
      place: { statement: this.statement, member: this.member, part },
    };
  }

  /** Two matrices of LaTeX beside each other are multiplied. */
  private isProduct(gap: string, start: number): boolean {
    const { text } = this.source;
    return (
      /^(?:[ \t]|\n(?!\s*\n)|\\[,;!])*$/.test(gap) &&
      text.startsWith('\\begin{', start) &&
      text.charAt(start - gap.length - 1) === '}'
    );
  }
}

const CLOSING = String.raw`(?:\s*\\right\s*[)\]}]|[)\]])?(?:\^\{?\\?(?:top|T|intercal)\}?)?`;
const OPERATOR_BEHIND = new RegExp(
  String.raw`^${CLOSING}[ \t]*(?:\*(?!\*\W)|[@×·+/−]|-(?![->])|\.\*|\\(?:cdot|times|odot)\b|\\begin)`,
);

/** Whether an operator follows the array. */
function goesOn(after: string): boolean {
  return OPERATOR_BEHIND.test(after);
}

/** Whether nothing but arithmetic and equal signs stands between two arrays. */
function continues(between: string): boolean {
  // `\\ & =` begins the next line of an alignment.
  const gap = between.replace(/^[\s.,]*\\\\(?:\[[^\]]{0,20}\])?\s*&?\s*(?==)/, '');
  if (gap.length > 200 || gap.trim() === '') return false;
  if (/\n[ \t]*\r?\n|;|\$\$?\s+\$?\$|[.!?]\s|,\s*$/.test(gap)) return false;
  if (gap.includes('\n') && !/=\s*\n|\n\s*=/.test(gap)) return false;
  const bare = gap
    .replace(/\\(?:right|left|quad|displaystyle)\b|[\])]/g, ' ')
    .replace(/\^(?:\{?\\?(?:top|T|intercal)\}?)/g, ' ');
  if (!/^\s*(?:[=*@×·+/−-](?![=>])|\.\*|:=|\\(?:cdot|times|odot)\b)/.test(bare)) return false;
  return !/[^\s=*@×·+/−\-.:&()\w'\\{}^_[\]]/.test(bare) && !/[a-z]{2,}\s+[a-z]{2,}/i.test(bare);
}
