import { append } from '../append';
import { nearLineEnd, nextLine } from '../lines';
import { arrayOf } from '../matrix';
import type { Found, Notation } from '../notation';
import type { Span } from '../reading';

/**
 * Lines that a loop over the classes prints, each with its class and the same fields: `dz[0] numeric: 0.5 analytic: -0.5`,
 * `i=0 a=0.5 t=1`. An array for each field. What counts epochs or steps counts no classes.
 */
export const countedLines: Notation = {
  id: 'counted-lines',
  begins: 'line',
  read(source, at) {
    const { text } = source;
    const first = lineAt(text, at);
    if (!first || first.index > 1 || COUNTERS.test(first.counter)) return null;
    const lines = [first];
    for (let line = lineAt(text, first.next); line; line = lineAt(text, line.next)) {
      const { index, counter, labels } = line;
      const follows = index === first.index + lines.length && counter === first.counter;
      if (!follows || labels.join('\n') !== first.labels.join('\n')) break;
      lines.push(line);
    }
    const last = lines.at(-1) ?? first;
    if (lines.length < 2) return null;
    const extent = { start: at, end: last.next };
    const arrays: Found[] = [];
    const bracketed = /^(.*)[[(]$/.exec(first.counter)?.[1] ?? '';
    first.labels.forEach((label, k) => {
      const cells = lines.flatMap(({ values }) => values[k] ?? []);
      const name = `${bracketed} ${label}`.trim();
      if (!DIFFERENCES.test(label))
        append(arrays, arrayOf(source, extent, cells, [cells.length], { name, label: name }).arrays);
    });
    return arrays.length < 2 && first.labels.length < 2 ? null : { extent, arrays, refusals: [] };
  },
};

const COUNTERS = /epoch|step|iter|batch|layer|sample|trial|run|round|seed|fold|\blr\b/i;
const DIFFERENCES = /err|diff|ratio|^rel/i;

interface Line {
  /** What stands before the number of the class, and the number. */
  readonly counter: string;
  readonly index: number;
  readonly labels: readonly string[];
  readonly values: readonly Span[];
  readonly next: number;
}

const COUNTER = /^([^\n\d:=]{0,24}[[(]|[^\n\d,;|[(]{0,24}?)(\d{1,3})[\])]?(?=[\s:,;|])/;
const FIELD =
  /[\])\s:,;|]*([\p{L}∂∇][^\n:=,;|]{0,39}?)\s*(?:[:=]\s*|\s)([-+−]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)(?=[\s,;|)]|$)/uy;

/** The fields of the line at `at`; null where anything else stands on it. */
function lineAt(text: string, at: number): Line | null {
  const end = nearLineEnd(text, at, 400);
  const line = end < 0 ? '' : text.slice(at, end).trimEnd();
  const counter = COUNTER.exec(line);
  if (!counter) return null;
  const labels: string[] = [];
  const values: Span[] = [];
  FIELD.lastIndex = counter[0].length;
  for (let behind = FIELD.lastIndex; behind < line.replace(/[\s,;|)]+$/, '').length;) {
    const field = FIELD.exec(line);
    if (!field) return null;
    const [, label = '', value = ''] = field;
    behind = FIELD.lastIndex;
    labels.push(label);
    values.push({ start: at + behind - value.length, end: at + behind });
  }
  return labels.length === 0
    ? null
    : {
        counter: (counter[1] ?? '').trim(),
        index: Number(counter[2]),
        labels,
        values,
        next: nextLine(text, end),
      };
}
