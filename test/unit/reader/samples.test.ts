import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { evaluate } from '../../../src/reader/arithmetic';
import { elementSpans } from '../../../src/reader/element-spans';
import { read } from '../../../src/reader/read';
import type { NumericArray, Reading } from '../../../src/reader/reading';

type Value = number | 'nan' | 'inf' | '-inf';

interface Expected {
  readonly name: string | null;
  readonly name_alt?: readonly (string | null)[];
  readonly shape: readonly number[];
  readonly shape_alt?: readonly (readonly number[])[];
  readonly values: readonly Value[];
  readonly start: number;
  readonly end: number;
  readonly columns?: readonly string[];
}

interface Sample {
  readonly id: string;
  readonly producer: string;
  readonly language: string;
  readonly text: string;
  readonly kind: 'positive' | 'refuse' | 'negative';
  readonly debatable: boolean;
  readonly arrays: readonly Expected[];
  readonly refuse: readonly { name: string | null; reason: string; start: number; end: number }[];
}

interface Tally {
  right: number;
  refused: number;
  wrong: number;
  missed: number;
}

const samples = readFileSync('test/fixtures/arrays.jsonl', 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Sample);

const numberOf = (value: Value): number =>
  value === 'nan' ? NaN : value === 'inf' ? Infinity : value === '-inf' ? -Infinity : value;

function sameNumber(one: number, other: number): boolean {
  if (Number.isNaN(one)) return Number.isNaN(other);
  return one === other || Math.abs(one - other) <= 1e-12 * Math.max(Math.abs(one), Math.abs(other));
}

function isRight(array: NumericArray, expected: Expected): boolean {
  const { values, shape, name, span } = array;
  const shapes = [expected.shape, ...(expected.shape_alt ?? [])].map((each) => each.join());
  const names = [expected.name, ...(expected.name_alt ?? [])];
  return (
    values.length === expected.values.length &&
    expected.values.every((value, k) => sameNumber(values[k] ?? 0, numberOf(value))) &&
    shapes.includes(shape.join()) &&
    names.includes(name) &&
    span.start === expected.start &&
    span.end === expected.end
  );
}

const overlap = (one: { start: number; end: number }, other: { start: number; end: number }): boolean =>
  one.start < other.end && other.start < one.end;

const readings = new Map<string, Reading>(
  samples.map(({ id, text, language }) => [id, read(text, { language, evaluate })]),
);

function readingOf(sample: Sample): Reading {
  const reading = readings.get(sample.id);
  assert.ok(reading);
  return reading;
}

/** The words of a producer without its version: `NumPy 2.4.6 printed` is `NumPy printed`. */
const producerOf = ({ producer }: Sample): string =>
  producer
    .replace(/\s*[(;,].*$/, '')
    .replace(/ v?\d[\w.+]*/g, '')
    .slice(0, 34);

test('at least 97 of 100 arrays are right in values, shape, name and range at once', () => {
  const tallies = new Map<string, Tally>();
  const notRight: string[] = [];
  let total = 0;
  for (const sample of samples) {
    if (sample.debatable) continue;
    const { arrays, refusals } = readingOf(sample);
    const tally = tallies.get(producerOf(sample)) ?? { right: 0, refused: 0, wrong: 0, missed: 0 };
    tallies.set(producerOf(sample), tally);
    const expected = sample.arrays.filter((each) => !arrays.some((array) => isRight(array, each)));
    const extra = arrays.filter((array) => !sample.arrays.some((each) => isRight(array, each)));
    total += sample.arrays.length;
    tally.right += sample.arrays.length - expected.length;
    tally.wrong += extra.length;
    tally.missed += expected.filter((each) => !extra.some(({ span }) => overlap(span, each))).length;
    tally.refused += sample.refuse.filter((each) => refusals.some(({ span }) => overlap(span, each))).length;
    if (expected.length + extra.length > 0) notRight.push(sample.id);
  }
  const sum = [...tallies.values()].reduce((all, { right }) => all + right, 0);
  const columns = (name: string, cells: readonly (number | string)[]): string =>
    name.padEnd(36) + cells.map((cell) => String(cell).padStart(9)).join('');
  console.log(columns('producer', ['right', 'refused', 'wrong', 'missed']));
  for (const [name, { right, refused, wrong, missed }] of [...tallies].sort()) {
    console.log(columns(name, [right, refused, wrong, missed]));
  }
  console.log(`${sum} of ${total} right`);
  assert.ok(sum >= 0.97 * total, `not right: ${notRight.join(' ')}`);
});

test('what must be refused is refused with its reason, its name and a place inside it', () => {
  for (const sample of samples.filter(({ debatable }) => !debatable)) {
    const { refusals, arrays } = readingOf(sample);
    for (const due of sample.refuse) {
      const refusal = refusals.find(({ span }) => overlap(span, due));
      assert.ok(refusal, sample.id);
      assert.equal(refusal.reason, due.reason, sample.id);
      assert.equal(refusal.name, due.name, sample.id);
      assert.ok(overlap(refusal.at, due), sample.id);
      assert.notEqual(refusal.found, '', sample.id);
      if (due.reason === 'truncated') assert.ok(refusal.remedy, sample.id);
      assert.ok(!arrays.some(({ span }) => overlap(span, due)), sample.id);
    }
  }
});

test('nothing is read where no array is', () => {
  for (const sample of samples) {
    if (sample.kind !== 'negative' || sample.debatable) continue;
    const { arrays, refusals } = readingOf(sample);
    assert.deepEqual([arrays.map(({ span }) => span), refusals.map(({ span }) => span)], [[], []], sample.id);
  }
});

test('every element is found again where it stands', () => {
  for (const sample of samples) {
    for (const array of readingOf(sample).arrays) {
      const spans = elementSpans(sample.text, structuredClone(array));
      assert.equal(spans.length, array.values.length, sample.id);
      spans.forEach(({ start, end }) => {
        assert.ok(start >= array.span.start && end <= array.span.end && start <= end, sample.id);
      });
    }
  }
});

test('without a language id the language is inferred from the text', () => {
  let right = 0;
  let total = 0;
  for (const { debatable, text, arrays } of samples) {
    if (debatable) continue;
    const found = read(text, { evaluate }).arrays;
    total += arrays.length;
    right += arrays.filter((expected) => found.some((array) => isRight(array, expected))).length;
  }
  assert.ok(right >= 0.96 * total, `${right} of ${total}`);
});
