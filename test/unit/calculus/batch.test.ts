import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { attentionRow, attentionRowBackward } from '../../../src/calculus/attention';
import { biasGradient, reduceLosses, weightGradient, weightSamples } from '../../../src/calculus/batch';
import { crossEntropy, distillation, type Target } from '../../../src/calculus/cross-entropy';
import { centralDifferences, largestDifference } from '../../../src/calculus/gradient-check';
import { oneHot, rowSums, smoothLabels } from '../../../src/calculus/targets';
import { near } from './near';

const buffer = (length: number, max = 3) =>
  fc
    .array(fc.double({ min: -max, max, noNaN: true }), { minLength: length, maxLength: length })
    .map((v) => Float64Array.from(v));

const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

test('delta of every convention of cross-entropy is the numeric gradient of its own loss', () => {
  const conventions = fc.record({
    reduction: fc.constantFrom('sum', 'mean', 'none'),
    temperature: fc.constantFrom(1, 0.5, 3),
    smoothing: fc.constantFrom(0, 0.1),
    logBase: fc.constantFrom(Math.E, 2, 10),
    meanOver: fc.constantFrom('samples', 'weights'),
  });
  const target: fc.Arbitrary<Target> = fc.oneof(
    fc
      .array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 })
      .map((values): Target => ({ kind: 'indices', values })),
    buffer(12).map((values): Target => ({ kind: 'rows', values: values.map((v) => 0.5 + Math.abs(v)) })),
  );
  fc.assert(
    fc.property(buffer(12), target, conventions, fc.boolean(), (z, t, options, weighted) => {
      const given = {
        ...options,
        ...(weighted && { classWeights: Float64Array.of(0.5, 2, 1.25) }),
        ignoreIndex: 1,
      };
      fc.pre(t.kind === 'rows' || Array.from(t.values).some((index) => index !== 1));
      const numeric = centralDifferences((x) => sum(crossEntropy(x, t, 3, given).loss), z);
      assert.ok(largestDifference(numeric, crossEntropy(z, t, 3, given).delta) < 1e-7);
    }),
  );
});

test('distillation: delta is the numeric gradient, and the scale is T²', () => {
  fc.assert(
    fc.property(buffer(6), buffer(6), fc.constantFrom(1, 2, 4), (student, teacher, T) => {
      const { loss, delta } = distillation(student, teacher, 3, T);
      const numeric = centralDifferences((x) => sum(distillation(x, teacher, 3, T).loss), student);
      assert.ok(largestDifference(numeric, delta) < 1e-7);
      assert.ok(loss.every((value) => value > -1e-12));
      near(
        distillation(student, teacher, 3, T, false).delta.map((v) => v * T * T),
        delta,
      );
      near(distillation(teacher, teacher, 3, T).delta, new Float64Array(6), 0, 1e-15);
    }),
  );
});

test('weight and bias gradients are those of a linear layer below the cross-entropy', () => {
  fc.assert(
    fc.property(buffer(8), buffer(6), buffer(3), (x, w, b) => {
      const target: Target = { kind: 'indices', values: [0, 2, 1, 2] };
      const logits = (weights: Float64Array, bias: Float64Array): Float64Array => {
        const z = new Float64Array(12);
        for (let s = 0; s < 4; s++) {
          for (let k = 0; k < 3; k++) {
            const [x0 = NaN, x1 = NaN] = x.subarray(2 * s);
            z[s * 3 + k] = x0 * (weights[k] ?? NaN) + x1 * (weights[3 + k] ?? NaN) + (bias[k] ?? NaN);
          }
        }
        return z;
      };
      const { delta } = crossEntropy(logits(w, b), target, 3);
      const loss = (weights: Float64Array, bias: Float64Array) =>
        sum(crossEntropy(logits(weights, bias), target, 3).loss);
      const byWeights = centralDifferences((v) => loss(v, b), w);
      const byBias = centralDifferences((v) => loss(w, v), b);
      assert.ok(largestDifference(byWeights, weightGradient(x, delta, 4, 2, 3)) < 1e-7);
      assert.ok(largestDifference(byBias, biasGradient(delta, 3)) < 1e-7);
    }),
  );
});

test('the gradients of a row of attention are numeric gradients', () => {
  fc.assert(
    fc.property(buffer(2), buffer(6), buffer(9), buffer(3), (q, keys, values, upstream) => {
      const loss = (query: Float64Array, k: Float64Array) =>
        sum(attentionRow(query, k, values).output.map((o, i) => o * (upstream[i] ?? NaN)));
      const gradients = attentionRowBackward(q, keys, values, upstream);
      const byQuery = centralDifferences((v) => loss(v, keys), q);
      const byKeys = centralDifferences((v) => loss(q, v), keys);
      assert.ok(largestDifference(byQuery, gradients.query) < 1e-6);
      assert.ok(largestDifference(byKeys, gradients.keys) < 1e-6);
    }),
  );
});

test('targets: one-hot of indices, ignored and wrong indices, smoothing', () => {
  near(oneHot([2, 0, -1], 3, -1), [0, 0, 1, 1, 0, 0, 0, 0, 0], 0, 0);
  assert.throws(() => oneHot([3], 3), /class index 3 of sample 0 is not one of 0 to 2/);
  assert.throws(() => oneHot([0.5], 3), RangeError);
  near(smoothLabels(Float64Array.of(0, 1, 0, 0), 4, 0.2), [0.05, 0.85, 0.05, 0.05]);
  near(rowSums(Float64Array.of(1, 2, 3, 4, 5, 6), 3), [6, 15], 0, 0);
});

test('reductions', () => {
  const losses = Float64Array.of(1, 2, 6);
  near(reduceLosses(losses, 'sum'), [9], 0, 0);
  near(reduceLosses(losses, 'mean'), [3], 0, 0);
  near(reduceLosses(losses, 'mean', 4.5), [2], 0, 0);
  near(reduceLosses(losses, 'none'), [1, 2, 6], 0, 0);
  near(weightSamples(Float64Array.of(1, 2, 3, 4), Float64Array.of(2, 0.5), 2), [2, 4, 1.5, 2], 0, 0);
});
