import type { Span } from '../reader/reading';

/** Lines that begin a part of a document: headings of Markdown and LaTeX, cells of scripts (`# %%`, MATLAB's `%%`). */
const PART =
  /^(?:#{1,6}\s|\\(?:part|chapter|section|subsection|subsubsection|paragraph)\b|(?:#|\/\/|--)\s*%%|%%)/;

/** Languages in which `#` begins a comment and no heading. */
const HASH_COMMENTS = new Set([
  'python',
  'r',
  'julia',
  'yaml',
  'toml',
  'shellscript',
  'powershell',
  'perl',
  'ruby',
]);

/**
 * The block of `text` around `offset` that a person would mean without selecting it: the part between two
 * headings or cell markers where the document has any, else the lines between two blank ones. Null where that
 * is the whole text, or nothing but blanks.
 */
export function blockAround(text: string, offset: number, language: string): Span | null {
  const isHeading = (line: string) =>
    PART.test(line) && !(HASH_COMMENTS.has(language) && /^#(?!\s*%%)/.test(line));
  const lines = linesOf(text);
  const at = Math.max(lines.filter((line) => line.start <= offset).length - 1, 0);
  const wordsOf = (index: number) => {
    const line = lines[index];
    return line === undefined ? '' : text.slice(line.start, line.end);
  };
  const parted = lines.some((_, index) => isHeading(wordsOf(index)));
  const endsBlock = (index: number) => wordsOf(index).trim() === '';
  let first = at;
  let last = at;
  if (parted) {
    while (first > 0 && !isHeading(wordsOf(first))) first--;
    while (last + 1 < lines.length && !isHeading(wordsOf(last + 1))) last++;
  } else {
    while (first > 0 && !endsBlock(first) && !endsBlock(first - 1)) first--;
    while (last + 1 < lines.length && !endsBlock(last) && !endsBlock(last + 1)) last++;
  }
  const start = lines[first]?.start ?? 0;
  const end = lines[last]?.end ?? text.length;
  if (text.slice(start, end).trim() === '' || (start === 0 && end === text.length)) return null;
  return { start, end };
}

/** The lines of a text, without their ends. */
function linesOf(text: string): Span[] {
  const lines: Span[] = [];
  let start = 0;
  for (;;) {
    const end = text.indexOf('\n', start);
    if (end < 0) {
      lines.push({ start, end: text.length });
      return lines;
    }
    lines.push({ start, end: text.charAt(end - 1) === '\r' ? end - 1 : end });
    start = end + 1;
  }
}
