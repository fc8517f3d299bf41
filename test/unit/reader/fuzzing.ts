import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { evaluate } from '../../../src/reader/arithmetic';
import { notations } from '../../../src/reader/choose';
import { elementSpans } from '../../../src/reader/element-spans';
import { sourceOf } from '../../../src/reader/notation';
import { read } from '../../../src/reader/read';
import type { NumericArray, Span } from '../../../src/reader/reading';

const LANGUAGES = [
  'plaintext',
  'python',
  'matlab',
  'latex',
  'cpp',
  'javascript',
  'rust',
  'r',
  'julia',
  'yaml',
  'csv',
  'wolfram',
];
const PIECES = [
  '[',
  ']',
  '(',
  ')',
  '{',
  '}',
  ',',
  ';',
  '\n',
  '\r\n',
  ' ',
  '  ',
  '\t',
  '1',
  '-2.5',
  '1e5',
  '.5',
  '3.',
  'nan',
  'inf',
  '...',
  '--',
  '1/3',
  '2i',
  '"',
  "'",
  '`',
  '#',
  '%',
  '//',
  '/*',
  '*/',
  '=',
  ':=',
  ':',
  '\\\\',
  '&',
  '\\begin{pmatrix}',
  '\\end{pmatrix}',
  '\\frac{1}{2}',
  '$',
  '|',
  '|---|',
  '- ',
  '[1] ',
  '[,1]',
  '[1,] ',
  'array(',
  'tensor(',
  'c(',
  'A =\n\n',
  'Columns 1 through 2:\n',
  '1.0e+03 *',
  '⎡',
  '⎣',
  '│',
  '⋮',
  '−',
  '\u00a0',
  '\ud835',
  '\u2028',
  '\0',
  'x',
  'é',
];

/** Numbers in [0, 1) from a seed (Mulberry32), so that a failing input can be made again. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The texts that are mutated: the samples of arrays and the cases. */
export function seeds(): readonly string[] {
  const lines = (file: string): string[] => readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const texts = [...lines('test/fixtures/arrays.jsonl'), ...lines('test/fixtures/cases.jsonl')].map(
    (line) => (JSON.parse(line) as { text: string }).text,
  );
  return texts.map((text) => text.slice(0, 600));
}

/** A text with pieces put in, taken out, doubled, swapped, or joined with another's. */
export function mutated(texts: readonly string[], random: () => number): string {
  const pick = <T>(from: readonly T[], otherwise: T): T =>
    from[Math.floor(random() * from.length)] ?? otherwise;
  let text = pick(texts, '');
  for (let rounds = 1 + Math.floor(random() * 6); rounds > 0; rounds--) {
    const at = Math.floor(random() * (text.length + 1));
    const to = Math.min(text.length, at + Math.floor(random() * 12));
    const kind = random();
    if (kind < 0.4) text = text.slice(0, at) + pick(PIECES, '') + text.slice(at);
    else if (kind < 0.6) text = text.slice(0, at) + text.slice(to);
    else if (kind < 0.75) text = text.slice(0, to) + text.slice(at);
    else if (kind < 0.85) text = text.slice(0, at) + pick(PIECES, '') + text.slice(to);
    else if (kind < 0.93) {
      const other = pick(texts, '');
      text = text.slice(0, at) + other.slice(Math.floor(random() * other.length));
    } else text = text.slice(0, at) + pick(PIECES, '').repeat(1 + Math.floor(random() * 40)) + text.slice(at);
  }
  return text.slice(0, 1500);
}

/**
 * Reads `text` and asserts what holds for every text: spans lie in it, in order and well-formed; shapes fit the values; it reads the
 * same again; and each array's extent, read alone by its notation, gives the array again, with a span for each element.
 */
export function check(text: string, language: string): void {
  const options = { language, evaluate };
  const reading = read(text, options);
  assert.deepEqual(read(text, options), reading);
  for (const { span, at } of reading.refusals) {
    within(text, span);
    within(text, at);
  }
  for (const { span, name } of reading.scalars) {
    within(text, span);
    assert.ok(name.length > 0);
  }
  let behind = 0;
  for (const array of reading.arrays) {
    within(text, array.span);
    within(text, array.extent);
    assert.ok(array.extent.start >= behind || array.extent.end === behind, 'extents follow one another');
    behind = array.extent.end;
    assert.equal(
      array.shape.reduce((product, length) => product * length, 1),
      array.values.length,
    );
    assert.equal(array.halfUnits.length, array.values.length);
    assert.ok(array.halfUnits.every((half) => half >= 0));
    const spans = elementSpans(text, { ...array }, evaluate);
    assert.equal(spans.length, array.values.length);
    for (const span of spans) within(text, span);
    if (!array.within) readAgain(text, array);
  }
}

function within(text: string, { start, end }: Span): void {
  assert.ok(start >= 0 && start <= end && end <= text.length, `${start} to ${end} of ${text.length}`);
}

function readAgain(text: string, array: NumericArray): void {
  const source = sourceOf(text, array.language, evaluate, false);
  const notation = notations().find(({ id }) => id === array.notation);
  const again = notation
    ?.read(source, array.extent.start)
    ?.arrays.find(({ span }) => span.start === array.span.start);
  assert.ok(again, 'the array is found again');
  assert.deepEqual(
    [again.values, again.shape, again.span, again.factor],
    [array.values, array.shape, array.span, array.factor],
  );
}

let texts: readonly string[] | undefined;

/** Checks `count` mutated texts; the failing one is told with its seed. */
export function fuzz(
  count: number,
  firstSeed: number,
  report: (done: number) => void = () => undefined,
): void {
  texts ??= seeds();
  for (let k = 0; k < count; k++) {
    const seed = firstSeed + k;
    const random = randomFrom(seed);
    const text = mutated(texts, random);
    const language = LANGUAGES[Math.floor(random() * LANGUAGES.length)] ?? 'plaintext';
    const begun = performance.now();
    try {
      check(text, language);
    } catch (error) {
      throw new Error(`seed ${seed}, ${language}: ${JSON.stringify(text)}`, { cause: error });
    }
    const taken = performance.now() - begun;
    if (taken > 5000) throw new Error(`seed ${seed} took ${Math.round(taken)} ms`);
    if (k % 10000 === 9999) report(k + 1);
  }
}
