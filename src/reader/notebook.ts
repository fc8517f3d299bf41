import { InnerText } from './inner-text';

/** What stands in strings of a text of JSON: the sources of a notebook's cells and what they printed. */
export interface Stringed {
  readonly inner: InnerText;
  readonly language: string;
}

const NOTEBOOK = /"cell_type"\s{0,40}:|"(?:source|text\/plain)"\s{0,40}:\s{0,400}\[\s{0,400}"/;
const MARK = /"(cell_type|source|text|text\/plain)"\s{0,40}:\s{0,400}(?=["[])(?:"(code|markdown|raw)")?/g;
const KERNEL =
  /"kernelspec"\s*:\s*\{[^{}]{0,400}"language"\s*:\s*"(\w+)"|"language_info"\s*:\s*\{(?:[^{}]|\{[^{}]{0,400}\}){0,2000}?"name"\s*:\s*"(\w+)"/;

/**
 * The texts in a notebook's file (`.ipynb`), or in a part of one, in their order; null where `text` is none. An output that
 * is the value of its cell's last line comes with that line as its prompt, so that it has the name that a console echoes.
 */
export function textsOfNotebook(text: string, language: string | undefined): readonly Stringed[] | null {
  if (language !== undefined && !/^(?:json\w*|plaintext|ipynb|jupyter)$/.test(language)) return null;
  if (!/^\s*["{[\],]/.test(text.slice(0, 1000)) || !NOTEBOOK.test(text)) return null;
  const kernel = KERNEL.exec(text);
  const code = (kernel?.[1] ?? kernel?.[2] ?? 'python').toLowerCase();
  const found: Stringed[] = [];
  let kind = 'code';
  let source = '';
  let values: number[] = [];
  const endCell = (): void => {
    const last = /^.*$/m.exec(source.trimEnd().split('\n').at(-1) ?? '')?.[0] ?? '';
    for (const at of values)
      found.push({ inner: new InnerText(text, at, last === '' ? '' : `>>> ${last}\n`), language: code });
    values = [];
    source = '';
  };
  MARK.lastIndex = 0;
  for (let mark = MARK.exec(text); mark; mark = MARK.exec(text)) {
    const [, key, named] = mark;
    const at = MARK.lastIndex;
    if (key === 'cell_type') {
      endCell();
      kind = named ?? kind;
    } else if (key === 'text/plain') {
      values.push(at);
      MARK.lastIndex = new InnerText(text, at).within.end;
    } else {
      const inner = new InnerText(text, at);
      MARK.lastIndex = Math.max(at, inner.within.end);
      if (key === 'source') source = inner.text;
      found.push({ inner, language: key === 'text' ? 'plaintext' : kind === 'code' ? code : 'markdown' });
    }
  }
  endCell();
  return found.sort((one, other) => one.inner.within.start - other.inner.within.start);
}
