import assert from 'node:assert/strict';
import test from 'node:test';
import { blockAround } from '../../../src/editor/block';

const around = (text: string, language: string) => {
  const span = blockAround(text.replace('|', ''), text.indexOf('|'), language);
  return span && text.replace('|', '').slice(span.start, span.end);
};

test('in prose the block is the part between two headings', () => {
  const text = '# One\n\nz = (1, 2)\n\na = |(3, 4)\n\n## Two\n\nJ = (5)';
  assert.equal(around(text, 'markdown'), '# One\n\nz = (1, 2)\n\na = (3, 4)\n');
  assert.equal(around(text.replace('|', '').concat('|'), 'markdown'), '## Two\n\nJ = (5)');
  assert.equal(around('\\section{A}\nz\n\n|a\n\\section{B}\nb', 'latex'), '\\section{A}\nz\n\na');
});

test('in code the block is a cell, or the lines between blank ones', () => {
  assert.equal(around('# %%\nz = 1\n\na = |2\n# %%\nb', 'python'), '# %%\nz = 1\n\na = 2');
  assert.equal(around('import x\n\n# one\nz = 1\na = |2\n\nb = 3', 'python'), '# one\nz = 1\na = 2');
  assert.equal(around('import x\r\n\r\nz = 1\r\na = |2\r\n\r\nb = 3', 'python'), 'z = 1\r\na = 2');
});

test('there is no block where the cursor stands in nothing, or in all there is', () => {
  assert.equal(around('z = 1\n|\nb = 2', 'python'), null);
  assert.equal(around('z = 1\na = |2', 'python'), null);
  assert.equal(around('|', 'plaintext'), null);
});
