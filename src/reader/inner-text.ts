import { isBlank } from './lexical';
import type { Span } from './reading';

/**
 * A text that stands in strings of JSON, such as the lines of a notebook's cell, and the way from its offsets to those of
 * the text around it and back. It begins with `prompt`, which stands nowhere.
 */
export class InnerText {
  readonly text: string;
  /** Where the strings stand, from the bracket or quote that opens them. */
  readonly within: Span;
  /** Offsets here and there at which stretches begin that are written as they are, or escapes of one character. */
  private readonly here: number[] = [];
  private readonly there: number[] = [];
  private readonly thereEnds: number[] = [];

  /** Reads the string, or the list of strings, that begins at `at` of `outer`. */
  constructor(
    outer: string,
    at: number,
    readonly prompt = '',
  ) {
    const pieces: string[] = [prompt];
    let length = prompt.length;
    const add = (written: string, start: number, end: number): void => {
      this.here.push(length);
      this.there.push(start);
      this.thereEnds.push(end);
      pieces.push(written);
      length += written.length;
    };
    const listed = outer.charAt(at) === '[';
    let i = at + (listed ? 1 : 0);
    for (;;) {
      while (isBlank(outer.charCodeAt(i)) || (listed && outer.charAt(i) === ',')) i++;
      if (outer.charAt(i) !== '"') break;
      i++;
      for (let char = outer.charAt(i); i < outer.length && char !== '"'; char = outer.charAt(i)) {
        ESCAPE.lastIndex = i;
        const escape = ESCAPE.exec(outer);
        PLAIN.lastIndex = i;
        const end = escape ? ESCAPE.lastIndex : PLAIN.test(outer) ? PLAIN.lastIndex : i + 1;
        add(escape ? unescaped(escape) : outer.slice(i, end), i, end);
        i = end;
      }
      i++;
      if (!listed) break;
    }
    if (listed && outer.charAt(i) === ']') i++;
    this.text = pieces.join('');
    this.within = { start: at, end: Math.min(i, outer.length) };
  }

  toOuter({ start, end }: Span): Span {
    const first = this.outerOf(start, false);
    return { start: first, end: Math.max(first, this.outerOf(end, true)) };
  }

  /** The span here whose outer span that is. */
  toInner({ start, end }: Span): Span {
    return { start: this.innerOf(start, false), end: this.innerOf(end, true) };
  }

  /** An offset at which something ends belongs to the stretch that ends there. */
  private outerOf(offset: number, ends: boolean): number {
    const k = stretchOf(this.here, ends ? offset - 1 : offset);
    const end = this.thereEnds[k] ?? this.within.end;
    const at = (this.there[k] ?? this.within.start) + offset - (this.here[k] ?? 0);
    return ends && offset >= (this.here[k + 1] ?? this.text.length) ? end : Math.min(at, end);
  }

  private innerOf(offset: number, ends: boolean): number {
    const k = stretchOf(this.there, ends ? offset - 1 : offset);
    const end = this.here[k + 1] ?? this.text.length;
    const at = (this.here[k] ?? 0) + offset - (this.there[k] ?? 0);
    return ends && offset >= (this.thereEnds[k] ?? 0) ? end : Math.min(at, end);
  }
}

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|([^]?))/y;
const PLAIN = /[^"\\]+/y;

const NAMED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function unescaped([, code, char = '']: RegExpExecArray): string {
  return code !== undefined ? String.fromCharCode(parseInt(code, 16)) : (NAMED[char] ?? char);
}

/** The last of the ascending `starts` that is not beyond `offset`. */
function stretchOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
