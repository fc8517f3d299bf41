import { readGrid } from '../grid';
import type { Notation, Source } from '../notation';
import type { Span } from '../reading';

/** A table of HTML, as `DataFrame.to_html` and web pages have it. */
export const htmlTable: Notation = {
  id: 'html-table',
  begins: '<',
  read(source, at) {
    const { text } = source;
    if (!/^<m?table\b/i.test(text.slice(at, at + 8))) return null;
    const end = tableEnd(source, at);
    if (end < 0) return null;
    const rows: Cell[][] = [];
    const tag = /<(\/?)m?(tr|td|th|table)\b[^<>]*>/gi;
    tag.lastIndex = at + 6;
    let cell: { readonly start: number; readonly heads: boolean } | null = null;
    const close = (stop: number): void => {
      if (cell) rows.at(-1)?.push({ ...bare(text, cell.start, stop), heads: cell.heads });
      cell = null;
    };
    for (let found = tag.exec(text); found && found.index < end; found = tag.exec(text)) {
      const kind = found[1] === '' ? (found[2] ?? '').toLowerCase() : '';
      if (kind === 'table') return null;
      close(found.index);
      if (kind === 'tr') rows.push([]);
      else if (kind === 'td' || kind === 'th') cell = { start: tag.lastIndex, heads: kind === 'th' };
    }
    const filled = rows.filter((row) => row.length > 0);
    const headers = filled.findIndex((row) => row.some(({ heads }) => !heads));
    const body = headers < 0 ? [] : filled.slice(headers);
    const labels = body[0]?.findIndex(({ heads }) => !heads) ?? 0;
    const find = readGrid(source, {
      header: headers > 0 ? (filled[0] ?? null) : null,
      rows: body,
      extent: { start: at, end },
      ...(labels > 0 ? { labels } : {}),
      decimalComma: true,
      plain: (written) =>
        written
          .replace(/<[^<>]*>/g, '')
          .replace(/&minus;|&#x2212;/gi, '−')
          .replace(/&nbsp;/g, ' '),
    });
    const name = MATHML_NAME.exec(text.slice(Math.max(0, at - 200), at))?.[1];
    return find && name !== undefined
      ? { ...find, arrays: find.arrays.map((array) => ({ ...array, name, label: name })) }
      : find;
  },
};

/** The left side of an equation whose right side is the table. */
const MATHML_NAME = /<mi>([^<>]{1,40})<\/mi>\s*<mo>=<\/mo>(?:\s|<m\w+>|<mo>[[(]<\/mo>){0,20}$/;

interface Cell extends Span {
  /** Written with `<th>`. */
  readonly heads: boolean;
}

/** Behind the `</table>` that follows; -1 where none does. */
function tableEnd(source: Source, at: number): number {
  if (at < (source.barrenUntil.get('</table>') ?? -1)) return -1;
  const close = /<\/m?table\s*>/gi;
  close.lastIndex = at;
  if (close.test(source.text)) return close.lastIndex;
  source.barrenUntil.set('</table>', Infinity);
  return -1;
}

/** The text of a cell without blanks, and without the tags around it. */
function bare(text: string, start: number, end: number): Span {
  const inner = /^(?:\s|<[^<>]*>|&nbsp;)*/.exec(text.slice(start, end))?.[0].length ?? 0;
  const from = Math.min(end, start + inner);
  const tail = /(?:\s|<[^<>]{0,100}>|&nbsp;){0,20}$/.exec(text.slice(from, end))?.[0].length ?? 0;
  return { start: from, end: end - tail };
}
