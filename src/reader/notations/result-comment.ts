import { isLineComment } from '../lexical';
import { echoedExpression, echoedName } from '../line-leads';
import { sourceOf, type Find, type Notation, type Source } from '../notation';
import { readPlain } from '../brackets/plain-numbers';
import type { Span } from '../reading';

/**
 * What a line of code gives, in a comment behind or below it: `a = softmax(z)  # [0.5 0.5]`, `print(J)` and then
 * `# [[0.25 -0.25]` and `#  [-0.25  0.25]]`. A comment that holds more than an array is prose, or code that does not run.
 */
export const resultComment: Notation = {
  id: 'result-comment',
  begins: '#/%',
  read(source, at) {
    const { text, language } = source;
    if (language.id === 'latex' || !isLineComment(source, at)) return null;
    OPENING.lastIndex = at;
    if (!OPENING.test(text)) return null;
    const from = OPENING.lastIndex;
    const code = codeBefore(source, at);
    if (code === null) return null;
    const block = uncommented(source, from);
    const find = readPlain(sourceOf(block, 'plaintext', undefined, source.withSpans), 0);
    const [array] = find?.arrays ?? [];
    if (find?.arrays.length !== 1 || find.refusals.length > 0 || array === undefined) return null;
    const { end } = array.span;
    const rest = REST.exec(block.slice(end));
    if (rest === null || array.values.length < 2 || isShape(block.slice(0, end), array.values)) return null;
    const moved = (span: Span): Span => ({ start: span.start + from, end: span.end + from });
    const { elements, ...found } = array;
    return {
      extent: { start: at, end: from + end + rest[0].length },
      arrays: [
        { ...found, ...code, span: moved(array.span), ...(elements && { elements: elements.map(moved) }) },
      ],
      refusals: [],
    } satisfies Find;
  },
};

const OPENING =
  /[#/%]+[ \t]*(?:(?:-{1,2}>|={1,2}>|[=→⇒≈])[ \t]*)?(?:(?:\w+\.)?(?:\w*[aA]rray|[tT]ensor)\()?(?=\[)/y;
/** `, dtype=float32)`, and nothing behind it. */
const REST = /^(?:(?:,\s*\w+=[^\n]{0,80})?\))?[.;,]?[ \t]*(?=\r?\n|$)/;
const MARK = /^[ \t]*(?:#+|\/\/+|%+)/;
/** Longer results are not written into comments. */
const MOST_LINES = 200;

/** From `from` on what the brackets there hold, with the marks of the lines that they go over blanked out. */
function uncommented({ text }: Source, from: number): string {
  let block = '';
  let depth = 0;
  for (let start = from, lines = 0; lines < MOST_LINES; lines++) {
    const stop = text.indexOf('\n', start);
    const end = stop < 0 ? text.length : stop;
    const line = text.slice(start, end);
    const mark = lines === 0 ? '' : MARK.exec(line)?.[0];
    if (mark === undefined) return block;
    block += ' '.repeat(mark.length) + line.slice(mark.length);
    for (const char of line) depth += char === '[' ? 1 : char === ']' ? -1 : 0;
    if (depth <= 0 || stop < 0) return block;
    block += '\n';
    start = end + 1;
  }
  return block;
}

/** Name and label of what the code behind or below which the comment stands gives; null where it gives nothing. */
function codeBefore({ text }: Source, at: number): { name: string | null; label: string } | null {
  const above = text.slice(Math.max(0, at - 400), at).split('\n');
  const own = (above.pop() ?? '').trim();
  const line = (own === '' ? (above.pop() ?? '').trim() : own).replace(/;$/, '');
  if (line === '' || MARK.test(line) || LITERAL.test(line) || STATEMENT.test(line)) return null;
  const assigned = ASSIGNED.exec(line)?.[1];
  if (assigned !== undefined) return { name: assigned, label: line };
  const shown = echoedExpression(line);
  return { name: echoedName(line) ?? (/^[A-Za-z_]\w*$/.test(shown) ? shown : null), label: shown };
}

/** An array that the code itself holds. */
const LITERAL = /(?:^|[\s(=,])\[+\s*[-+]?[.\d]/;
/** What has no value, or several. */
const STATEMENT =
  /^(?:return|yield|if|elif|else|for|while|def|class|import|from|using|include|case|fn|func|function|assert|[A-Za-z_]\w*\s*,)(?!\w)/;
const ASSIGNED =
  /^(?:[\w<>:&*[\]]+ )*([A-Za-z_][\w.]*)(?:\[[^\]]*\])?\s*(?::[^=]{1,60})?(?:<-|[-+*/@:]?=)(?!=)\s*\S/;

/** `logits = net(x)  # [32, 10]`: counts, and not the numbers. */
function isShape(printed: string, values: Float64Array): boolean {
  return !/[.e]/.test(printed) && values.every((value) => value > 0);
}
