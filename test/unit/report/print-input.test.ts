import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printAsWritten } from '../../../src/report/print-input';

test('a vector is written with the brackets and separators of the sample', () => {
  assert.equal(printAsWritten('(1.75, 1.75)', [0.3, -1]), '(0.3, -1)');
  assert.equal(printAsWritten('[1.75 1.75]', [0.3, -1]), '[0.3 -1]');
  assert.equal(printAsWritten('{1.75, 1.75}', [0.3, -1]), '{0.3, -1}');
  assert.equal(printAsWritten('0.1 0.2', [0.3, -1]), '[0.3, -1]');
});

test('a LaTeX environment keeps its name', () => {
  assert.equal(
    printAsWritten('\\begin{pmatrix}0&1\\end{pmatrix}', [0.3, -1]),
    '\\begin{pmatrix} 0.3 & -1 \\end{pmatrix}',
  );
  assert.equal(
    printAsWritten('\\begin{bmatrix}0&1\\\\1&0\\end{bmatrix}', [
      [1, 2],
      [3, 4],
    ]),
    '\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}',
  );
});

test('rows are nested, or parted by semicolons where the sample does so', () => {
  const rows = [
    [1, 2],
    [3, 4],
  ];
  assert.equal(printAsWritten('[[0.5, 0.5], [1, 0]]', rows), '[[1, 2], [3, 4]]');
  assert.equal(printAsWritten('[0.5 0.5; 1 0]', rows), '[1 2; 3 4]');
});
