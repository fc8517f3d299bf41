import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapped, zeros } from '../../../src/calculus/buffers';

void test('arrays of zeros share no element, however many are asked for and however long', () => {
  const all = Array.from({ length: 2000 }, (_, k) => zeros(k % 37).fill(k));
  all.forEach((one, k) => {
    assert.equal(one.length, k % 37);
    assert.ok(one.every((x) => x === k));
  });
  const long = zeros(5000);
  assert.equal(long.length, 5000);
  assert.ok(long.every((x) => x === 0));
});

void test('an array of zeros holds zeros after others were written to', () => {
  for (let k = 0; k < 500; k++) {
    const one = zeros(40);
    assert.ok(one.every((x) => x === 0));
    one.fill(7);
  }
});

void test('a mapped array has the values of the function, and leaves what it came from', () => {
  const a = Float64Array.of(1, 2, 3);
  assert.deepEqual([...mapped(a, (x, i) => 10 * x + i)], [10, 21, 32]);
  assert.deepEqual([...a], [1, 2, 3]);
});
