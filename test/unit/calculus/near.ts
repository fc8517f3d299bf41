import assert from 'node:assert/strict';

/** Asserts that two arrays agree element by element to `relative` of their larger entries plus `absolute`. */
export function near(
  actual: Float64Array,
  expected: ArrayLike<number>,
  relative = 1e-12,
  absolute = 1e-14,
): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) => {
    const other = expected[i] ?? NaN;
    const close = value === other || Math.abs(value - other) <= absolute + relative * Math.abs(other);
    assert.ok(close, `element ${i}: ${value}, expected ${other}`);
  });
}
