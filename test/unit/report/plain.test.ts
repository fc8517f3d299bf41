import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromPlain, plainNumber, plainNumbers, shapeText, shortNumber } from '../../../src/report/plain';

test('nan and infinities survive JSON as words, and come back', () => {
  const values = new Float64Array([1.5, NaN, Infinity, -Infinity, -0]);
  const plain: unknown = JSON.parse(JSON.stringify(plainNumbers(values)));
  assert.deepEqual(plain, [1.5, 'nan', 'inf', '-inf', 0]);
  for (const value of values.subarray(0, 4)) assert.ok(Object.is(fromPlain(plainNumber(value)), value));
});

test('a number in a sentence has few digits and no trailing zeros', () => {
  assert.equal(shortNumber(0.25000001), '0.25');
  assert.equal(shortNumber(1234567, 3), '1230000');
  assert.equal(shortNumber(NaN), 'nan');
});

test('a shape is spoken with times signs, a scalar as one', () => {
  assert.equal(shapeText([2, 3]), '2 × 3');
  assert.equal(shapeText([]), '1');
});
