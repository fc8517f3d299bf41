import { readGrid } from '../grid';
import { skipBlanks } from '../lexical';
import type { Notation } from '../notation';
import type { Span } from '../reading';

/**
 * A table as a list of records, each of the same keys with a number for each: `[{"z": 1.5, "a": 0.2}, ...]` of JSON,
 * `DataFrame.to_dict('records')` and JavaScript.
 */
export const records: Notation = {
  id: 'records',
  begins: '[',
  read(source, at) {
    const { text } = source;
    const rows: Span[][] = [];
    let header: readonly Span[] = [];
    let i = skipBlanks(text, at + 1);
    while (text.charAt(i) === '{') {
      const record = readRecord(text, i);
      if (!record) return null;
      if (rows.length === 0) header = record.keys;
      else if (!sameKeys(text, header, record.keys)) return null;
      rows.push(record.values);
      i = skipBlanks(text, record.end);
      if (text.charAt(i) === ',') i = skipBlanks(text, i + 1);
      else if (text.charAt(i) !== ']') return null;
    }
    if (text.charAt(i) !== ']' || rows.length < 2) return null;
    const span = { start: at, end: i + 1 };
    return readGrid(source, {
      header,
      rows,
      extent: span,
      span,
      labels: 0,
      decimalComma: false,
    });
  },
};

interface Entries {
  readonly keys: Span[];
  readonly values: Span[];
  readonly end: number;
}

const ENTRY = /\s*(["']?)([\w.$ /-]{1,100})\1\s*:\s*([-+\w.]{1,60})\s*(?:,\s*(?=\})|(,)|(?=\}))/y;

/** The record that opens at `at`; null where a value is no number. */
function readRecord(text: string, at: number): Entries | null {
  const keys: Span[] = [];
  const values: Span[] = [];
  let i = at + 1;
  do {
    ENTRY.lastIndex = i;
    const entry = ENTRY.exec(text);
    const value = entry?.[3];
    if (!entry || value === undefined || !/^(?:[-+]?(?:\d|\.\d|nan|inf)|null|None)/i.test(value)) return null;
    const key = text.indexOf(entry[2] ?? '', i);
    const from = i + entry[0].indexOf(value, entry[0].indexOf(':'));
    keys.push({ start: key, end: key + (entry[2] ?? '').length });
    values.push({ start: from, end: from + value.length });
    i = ENTRY.lastIndex;
  } while (text.charAt(i) !== '}');
  return { keys, values, end: i + 1 };
}

function sameKeys(text: string, one: readonly Span[], other: readonly Span[]): boolean {
  const key = ({ start, end }: Span): string => text.slice(start, end);
  return one.length === other.length && one.every((span, k) => key(span) === key(other[k] ?? span));
}
