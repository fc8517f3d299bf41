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

void test('what a program prints is called by what it prints, not by the words around it', () => {
  const last = (text: string) => read(text).arrays.at(-1);
  const java = last(
    'System.out.println(Arrays.deepToString(jac));\n// prints\n[[0.25, -0.25], [-0.25, 0.25]]',
  );
  assert.equal(java?.name ?? java?.label, 'jac');
  assert.equal(last('println(backward(up).contentToString())\n[0.5, -0.5]')?.label, 'backward(up)');
  assert.equal(last('<p>dZ</p>\n[0.5, -0.5]')?.label, 'dZ');
  assert.equal(last('∂**a**/∂**z** = [0.5, -0.5]')?.name, '∂a/∂z');
  assert.equal(last('julia> softmax(X; dims=2)\n[0.5, -0.5]')?.label, 'softmax(X; dims=2)');
});
