import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languageOfFile, parseArguments, UnusableInput } from '../../../src/command-line/arguments';

test('without arguments the text comes from standard input and the report is text', () => {
  assert.deepEqual(parseArguments([]), { file: null, format: 'text', language: null });
  assert.deepEqual(parseArguments(['-']), { file: null, format: 'text', language: null });
});

test('options may stand before and after the file', () => {
  assert.deepEqual(parseArguments(['--json', 'post.md', '--language', 'latex']), {
    file: 'post.md',
    format: 'json',
    language: 'latex',
  });
  assert.equal(parseArguments(['cases.jsonl', '--jsonl']).format, 'jsonl');
});

test('what cannot be used is refused by name', () => {
  assert.throws(
    () => parseArguments(['--yaml']),
    (error) => error instanceof UnusableInput && error.message.includes('--yaml'),
  );
  assert.throws(() => parseArguments(['a.md', 'b.md']), /a\.md and b\.md/);
  assert.throws(() => parseArguments(['--language']), /language id/);
});

test("the file's ending tells the language where it can", () => {
  assert.equal(languageOfFile('notes/derivation.TEX'), 'latex');
  assert.equal(languageOfFile('a.b/run.py'), 'python');
  assert.equal(languageOfFile('README'), undefined);
  assert.equal(languageOfFile('dump.bin'), undefined);
});
