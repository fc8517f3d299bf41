import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { evaluate } from '../../../src/reader/arithmetic';
import { read } from '../../../src/reader/read';
import { diagnose } from '../../../src/diagnosis/diagnose';

interface Case {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly mistakes: readonly string[];
}

function isCase(value: unknown): value is Case {
  return (
    typeof value === 'object' && value !== null && 'text' in value && 'mistakes' in value && 'kind' in value
  );
}

const cases = readFileSync('test/fixtures/cases.jsonl', 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line): unknown => JSON.parse(line))
  .filter(isCase)
  .filter(({ kind }) => kind === 'numbers');

const found = (text: string): string[] => {
  const { findings } = diagnose(read(text, { evaluate }));
  // An unexplained finding is a finding too: on right numbers it is as wrong as any.
  return [
    ...new Set(findings.flatMap(({ mistakes }) => (mistakes.length === 0 ? ['unexplained'] : mistakes))),
  ].sort();
};

test('the cases in numbers: nothing on right ones, the exact mistakes on nine of ten wrong ones', () => {
  let hits = 0;
  for (const { id, text, mistakes } of cases) {
    const got = found(text).join(' ');
    const wanted = [...mistakes].sort().join(' ');
    if (mistakes.length === 0) assert.equal(got, '', `${id} is right`);
    if (got === wanted) hits += 1;
    else console.log(`miss ${id}: wanted ${wanted}, got ${got}`);
  }
  assert.ok(cases.length >= 28);
  assert.ok(hits >= 0.9 * cases.length, `${hits} of ${cases.length}`);
});
