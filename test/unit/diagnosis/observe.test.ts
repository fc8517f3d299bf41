import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Role } from '../../../src/diagnosis/diagnosis';
import { blindInput } from '../../../src/diagnosis/blind-input';
import { observe } from '../../../src/diagnosis/observe';

const claim = (values: readonly number[], role: Role = 'delta', half = 0.005, shape = [values.length]) => ({
  values: Float64Array.from(values),
  tolerance: new Float64Array(values.length).fill(half),
  shape,
  role,
});
const kinds = (observations: readonly { readonly kind: string }[]) => observations.map(({ kind }) => kind);

test('a constant factor is told with the fewest digits that the print allows', () => {
  const [seen] = observe(claim([0.37, -0.25, -0.12]), Float64Array.of(0.1475, -0.1, -0.0475));
  assert.deepEqual(seen, { kind: 'constant-factor', factor: 2.5 });
});

test('no constant factor where one element does not fit, or a zero is not zero', () => {
  const expected = Float64Array.of(0.1475, -0.1, -0.0475);
  assert.ok(!kinds(observe(claim([0.37, -0.25, -0.2]), expected)).includes('constant-factor'));
  assert.ok(
    !kinds(observe(claim([0.3, 0.2, 0.1]), Float64Array.of(0.15, 0.1, 0))).includes('constant-factor'),
  );
});

test('a sign is a sign and no factor of -1', () => {
  assert.deepEqual(kinds(observe(claim([-0.3, 0.1, 0.2]), Float64Array.of(0.3, -0.1, -0.2))), ['sign']);
});

test('zeros show no relation', () => {
  const seen = observe(claim([0, 0, 0]), Float64Array.of(0.3, -0.1, -0.2));
  assert.deepEqual(kinds(seen), []);
});

test('a transpose of a matrix that is not symmetric', () => {
  const expected = Float64Array.of(1, 2, 3, 4);
  const seen = observe(claim([1, 3, 2, 4], 'weightGradient', 0.005, [2, 2]), expected);
  assert.deepEqual(kinds(seen), ['transpose', 'right-elements']);
});

test('a permutation names where each element came from', () => {
  const seen = observe(claim([0.2, 0.3, -0.5]), Float64Array.of(0.3, -0.5, 0.2));
  assert.deepEqual(seen[0], { kind: 'permutation', order: [2, 0, 1] });
});

test('elements that are right are counted', () => {
  const seen = observe(claim([0.3, -0.4, 0.2]), Float64Array.of(0.3, -0.5, 0.2));
  assert.deepEqual(seen, [
    { kind: 'right-elements', count: 2, of: 3 },
    { kind: 'rows-do-not-sum', expected: 0, sums: [0.09999999999999998] },
  ]);
});

test('sums that rounding explains are not broken', () => {
  const alone = (values: readonly number[]) =>
    kinds(observe(claim(values, 'probabilities'), new Float64Array()));
  assert.deepEqual(alone([0.34, 0.34, 0.33]), []);
  assert.deepEqual(alone([0.34, 0.34, 0.35]), ['rows-do-not-sum']);
});

test('a Jacobian that is not symmetric tells the worst pair', () => {
  const J = [0.2, 0.1, -0.3, 0.1, 0.2, -0.3, -0.1, -0.3, 0.4];
  const seen = observe(claim(J, 'jacobian', 0.005, [3, 3]), new Float64Array(9).fill(9));
  assert.deepEqual(seen.at(-1), { kind: 'not-symmetric', row: 0, column: 2 });
});

test('blind inputs', () => {
  const because = (spots: Parameters<typeof blindInput>[0]) =>
    blindInput(spots).map((seen) => (seen.kind === 'blind-input' ? seen.because : ''));
  assert.deepEqual(because({ z: Float64Array.of(1.75, 1.75), n: 2 }), ['equal-logits', 'two-classes']);
  assert.deepEqual(because({ z: Float64Array.of(1, 1, 2, 2), n: 2 }), ['equal-logits', 'two-classes']);
  assert.deepEqual(because({ z: Float64Array.of(1, 2, 3), g: Float64Array.of(1, 1, 1), n: 3 }), [
    'uniform-upstream',
  ]);
  assert.deepEqual(because({ z: Float64Array.of(1, 2, 3), n: 3 }), []);
  const a = Float64Array.of(0.9999, 0.0001, 0);
  assert.deepEqual(because({ a, t: Float64Array.of(1, 0, 0), n: 3 }), ['at-target']);
});
