import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fusedDelta, logSoftmaxBackward, softmaxBackward } from '../../../src/calculus/backward';
import { centralDifferences, largestDifference } from '../../../src/calculus/gradient-check';
import {
  logSoftmaxJacobian,
  softmaxJacobian,
  softmaxJacobians,
  timesJacobian,
} from '../../../src/calculus/jacobian';
import { rowsOf } from '../../../src/calculus/lanes';
import { entropy, entropyDelta, lossGradient, lossValues, type Loss } from '../../../src/calculus/losses';
import { softmax } from '../../../src/calculus/softmax';
import * as complex from './complex';
import type { Complex } from './complex';
import { near } from './near';

const number = (max: number) => fc.double({ min: -max, max, noNaN: true });
const sample = fc.integer({ min: 1, max: 8 }).chain((n) => {
  const vector = (max: number) =>
    fc.array(number(max), { minLength: n, maxLength: n }).map((v) => Float64Array.from(v));
  return fc.record({
    z: vector(8),
    g: vector(5),
    t: vector(1000).map((v) => v.map((value) => Math.abs(Math.round(value)) / 1000)),
  });
});
const temperature = fc.double({ min: 0.25, max: 4, noNaN: true });

const divided = (z: readonly Complex[], by: number): Complex[] => z.map(([re, im]) => [re / by, im / by]);

test('the softmax Jacobian is the complex-step derivative, symmetric, and its rows sum to zero', () => {
  fc.assert(
    fc.property(sample, temperature, ({ z }, T) => {
      const n = z.length;
      const J = softmaxJacobian(softmax(z, rowsOf(1, n), T), n, T);
      near(
        J,
        complex.complexStep((x) => complex.softmax(divided(x, T)), z),
        1e-11,
      );
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < n; j++) {
          sum += J[i * n + j] ?? NaN;
          assert.equal(J[i * n + j], J[j * n + i]);
        }
        assert.ok(Math.abs(sum) < 1e-14);
      }
    }),
  );
});

test('the log-softmax Jacobian is the complex-step derivative', () => {
  fc.assert(
    fc.property(sample, temperature, ({ z }, T) => {
      const a = softmax(z, rowsOf(1, z.length), T);
      const oracle = complex.complexStep((x) => complex.softmax(divided(x, T)).map(complex.log), z);
      near(logSoftmaxJacobian(a, z.length, T), oracle, 1e-11);
    }),
  );
});

test('the chain products without a Jacobian are the products with it', () => {
  fc.assert(
    fc.property(sample, temperature, ({ z, g }, T) => {
      const n = z.length;
      const lanes = rowsOf(1, n);
      const a = softmax(z, lanes, T);
      near(softmaxBackward(a, g, lanes, T), timesJacobian(g, softmaxJacobian(a, n, T), n), 1e-12, 1e-13);
      const logProduct = timesJacobian(g, logSoftmaxJacobian(a, n, T), n);
      near(logSoftmaxBackward(a, g, lanes, T), logProduct, 1e-12, 1e-12);
    }),
  );
});

test('every sample of a batch has its own Jacobian', () => {
  const z = Float64Array.of(0.5, -1, 2, 0.1, 0.4, -0.6);
  const a = softmax(z, rowsOf(2, 3));
  const both = softmaxJacobians(a, 3);
  near(both.slice(0, 9), softmaxJacobian(a.slice(0, 3)), 0, 0);
  near(both.slice(9), softmaxJacobian(a.slice(3)), 0, 0);
  const g = Float64Array.of(1, 2, 3, 4, 5, -6);
  near(timesJacobian(g, both, 3), softmaxBackward(a, g, rowsOf(2, 3)));
  near(
    timesJacobian(g, softmaxJacobian(a.slice(0, 3)), 3).slice(0, 3),
    timesJacobian(g, both, 3).slice(0, 3),
  );
});

/** The losses once more, on complex probabilities and from their definitions. */
const definitions: Record<Loss, (a: Complex, t: number, n: number) => Complex> = {
  'cross-entropy': (a, t) => complex.multiply([-t, 0], complex.log(a)),
  'kl-divergence': (a, t) => complex.multiply([t, 0], complex.log(complex.divide([t || 1, 0], a))),
  'half-squared-error': (a, t) => complex.multiply([0.5, 0], square(a, t)),
  'squared-error': (a, t) => square(a, t),
  'mean-squared-error': (a, t, n) => complex.multiply([1 / n, 0], square(a, t)),
  'binary-cross-entropy': (a, t) =>
    complex.add(
      complex.multiply([-t, 0], complex.log(a)),
      complex.multiply([t - 1, 0], complex.log([1 - a[0], -a[1]])),
    ),
};

function square([re, im]: Complex, t: number): Complex {
  return complex.multiply([re - t, im], [re - t, im]);
}

for (const [name, define] of Object.entries(definitions)) {
  const loss = name as Loss;
  test(`${loss}: value, gradient and delta are those of its definition`, () => {
    fc.assert(
      fc.property(sample, fc.constantFrom(Math.E, 2, 10), ({ z: wide, t }, logBase) => {
        fc.pre(wide.length > 1);
        // Where a probability is nearly 1, 1 - a has few digits left in the oracle as well.
        const z = wide.map((value) => value / 4);
        const n = z.length;
        const logarithmic = !loss.endsWith('squared-error');
        const scale = logarithmic ? 1 / Math.log(logBase) : 1;
        const whole = (a: readonly Complex[]): Complex[] => {
          const sum = a.map((value, k) => define(value, t[k] ?? NaN, n)).reduce(complex.add, [0, 0]);
          return [complex.multiply([scale, 0], sum)];
        };
        const a = softmax(z, rowsOf(1, n));
        near(lossValues(loss, a, t, n, logBase), [
          whole(Array.from(a, (v): Complex => [v, 0]))[0]?.[0] ?? NaN,
        ]);
        const g = lossGradient(loss, a, t, n, logBase);
        near(g, complex.complexStep(whole, a), 1e-11);
        const delta = softmaxBackward(a, g, rowsOf(1, n));
        near(
          delta,
          complex.complexStep((x) => whole(complex.softmax(x)), z),
          1e-9,
          1e-12,
        );
        const numeric = centralDifferences(
          (x) => lossValues(loss, softmax(x, rowsOf(1, n)), t, n, logBase)[0] ?? NaN,
          z,
        );
        assert.ok(largestDifference(numeric, delta) < 1e-7);
      }),
    );
  });
}

test('the fused delta is the derivative of the cross-entropy, whatever the target sums to', () => {
  fc.assert(
    fc.property(sample, temperature, ({ z, t }, T) => {
      const n = z.length;
      const loss = (x: readonly Complex[]): Complex[] => [
        complex
          .softmax(divided(x, T))
          .map((value, k) => complex.multiply([-(t[k] ?? NaN), 0], complex.log(value)))
          .reduce(complex.add, [0, 0]),
      ];
      const a = softmax(z, rowsOf(1, n), T);
      const delta = fusedDelta(a, t, rowsOf(1, n), 'scale', T);
      near(delta, complex.complexStep(loss, z), 1e-11, 1e-13);
      const ignored = fusedDelta(a, t, rowsOf(1, n), 'ignore');
      near(
        ignored,
        a.map((value, k) => value - (t[k] ?? NaN)),
        0,
        0,
      );
    }),
  );
});

test('the entropy delta is the derivative of the entropy', () => {
  fc.assert(
    fc.property(sample, ({ z }) => {
      const n = z.length;
      const a = softmax(z, rowsOf(1, n));
      const H = (x: readonly Complex[]): Complex[] => [
        complex
          .softmax(x)
          .map((value) => complex.multiply([-1, 0], complex.multiply(value, complex.log(value))))
          .reduce(complex.add, [0, 0]),
      ];
      near(entropyDelta(a, n), complex.complexStep(H, z), 1e-9, 1e-13);
      assert.ok((entropy(a, n)[0] ?? NaN) <= Math.log(n) + 1e-12);
    }),
  );
  near(entropyDelta(Float64Array.of(1, 0), 2), [-0, -0], 0, 0);
});

test('a target of zero has no gradient, also where the probability is zero', () => {
  near(lossGradient('cross-entropy', Float64Array.of(0, 1), Float64Array.of(0, 1), 2), [-0, -1], 0, 0);
  near(lossValues('cross-entropy', Float64Array.of(0, 1), Float64Array.of(0, 1), 2), [0], 0, 0);
  assert.equal(lossGradient('cross-entropy', Float64Array.of(0), Float64Array.of(1), 1)[0], -Infinity);
  near(lossGradient('binary-cross-entropy', Float64Array.of(1, 0), Float64Array.of(1, 0), 2), [-1, 1], 0, 0);
});

test('the post: equal logits, target of the second class', () => {
  const a = softmax(Float64Array.of(1.75, 1.75), rowsOf(1, 2));
  const g = lossGradient('cross-entropy', a, Float64Array.of(0, 1), 2);
  near(g, [-0, -2], 0, 0);
  near(softmaxJacobian(a), [0.25, -0.25, -0.25, 0.25], 0, 0);
  near(softmaxBackward(a, g, rowsOf(1, 2)), [0.5, -0.5], 0, 0);
});
