import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read } from '../../../src/reader/read';

const names = (text: string) => read(text, { language: 'python' }).arrays.map(({ name }) => name);

void test('what a prompt echoes keeps its name beside a comment that counts', () => {
  const values = 'array([[0.9, -1.3, 0.4]])\n';
  assert.deepEqual(names(`>>> Z  # 3 classes\n${values}`), ['Z']);
  assert.deepEqual(names(`In [4]: Z # 1x3\n${values}`), ['Z']);
  assert.deepEqual(names(`>>> Z\n${values}`), ['Z']);
  assert.deepEqual(names(`>>> f(Z)  # 3 classes\n${values}`), [null]);
});

void test('a comment in words stays with what it names', () => {
  const [array] = read('>>> x  # logits\narray([0.9, -1.3, 0.4])\n', { language: 'python' }).arrays;
  assert.match(array?.label ?? '', /logits/);
});
