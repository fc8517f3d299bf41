import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { all, create } from 'mathjs';
import { columnsOf, rowsOf, transpose } from '../../../src/calculus/lanes';
import { logSoftmax, softmax } from '../../../src/calculus/softmax';
import { near } from './near';

const logits = fc
  .array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 1, maxLength: 12 })
  .map((values) => Float64Array.from(values));

test('softmax of any finite logits is finite and sums to one, and its logarithm is logSoftmax', () => {
  fc.assert(
    fc.property(logits, fc.double({ min: 0.1, max: 10, noNaN: true }), (z, temperature) => {
      const a = softmax(z, rowsOf(1, z.length), temperature);
      const y = logSoftmax(z, rowsOf(1, z.length), temperature);
      assert.ok(Math.abs(a.reduce((sum, value) => sum + value, 0) - 1) < 1e-12);
      assert.ok(a.every((value) => value >= 0 && value <= 1));
      assert.ok(y.every((value) => Number.isFinite(value) && value <= 0));
      near(y.map(Math.exp), a, 1e-11, 1e-300);
    }),
  );
});

test('softmax does not change when all logits shift, or when they are divided and the temperature with them', () => {
  fc.assert(
    fc.property(logits, fc.integer({ min: -500, max: 500 }), (z, shift) => {
      const lanes = rowsOf(1, z.length);
      const whole = z.map(Math.round);
      near(
        softmax(
          whole.map((v) => v + shift),
          lanes,
        ),
        softmax(whole, lanes),
        0,
        0,
      );
      near(
        softmax(
          z.map((v) => v / 4),
          lanes,
        ),
        softmax(z, lanes, 4),
        0,
        0,
      );
    }),
  );
});

test('softmax is that of its definition, evaluated by mathjs with 64 digits', () => {
  const math = create(all ?? {}, { number: 'BigNumber', precision: 64 });
  const scope = { z: [1.75, -0.25, 3.5, -40] };
  const expected = scope.z.map((_, i) =>
    Number(
      math.format(math.evaluate(`exp(z[${i + 1}]) / sum(map(z, exp))`, { z: math.bignumber(scope.z) }), 20),
    ),
  );
  const actual = softmax(Float64Array.from(scope.z), rowsOf(1, 4));
  near(actual, expected, 1e-15, 0);
});

test('columns of a transposed batch are the rows of the batch', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 6, maxLength: 6 }),
      (v) => {
        const z = Float64Array.from(v);
        const byColumns = softmax(transpose(z, 2, 3), columnsOf(2, 3));
        near(transpose(byColumns, 3, 2), softmax(z, rowsOf(2, 3)), 0, 0);
        const logs = logSoftmax(transpose(z, 2, 3), columnsOf(2, 3));
        near(transpose(logs, 3, 2), logSoftmax(z, rowsOf(2, 3)), 0, 0);
      },
    ),
  );
});

test('a logit of minus infinity has probability zero, NaN and infinity are not hidden', () => {
  const one = rowsOf(1, 3);
  near(softmax(Float64Array.of(0, -Infinity, 0), one), [0.5, 0, 0.5], 0, 0);
  assert.equal(logSoftmax(Float64Array.of(0, -Infinity, 0), one)[1], -Infinity);
  near(softmax(Float64Array.of(1000, 0, -1000), one), [1, 0, 0], 0, 0);
  for (const bad of [NaN, Infinity]) {
    for (const f of [softmax, logSoftmax]) {
      assert.ok(f(Float64Array.of(0, bad, 1), one).some(Number.isNaN), String(bad));
    }
  }
  assert.ok(softmax(Float64Array.of(-Infinity, -Infinity, -Infinity), one).every(Number.isNaN));
});

test('log-softmax keeps the digits of a nearly certain class', () => {
  const [certain] = logSoftmax(Float64Array.of(0, -40), rowsOf(1, 2));
  assert.equal(certain, -Math.log1p(Math.exp(-40)));
});

test('a buffer of the wrong length is refused by name', () => {
  assert.throws(() => softmax(new Float64Array(5), rowsOf(2, 3)), /logits has 5 elements, 6 are needed/);
});
