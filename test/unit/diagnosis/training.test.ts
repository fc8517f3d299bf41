import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossEntropy } from '../../../src/calculus/cross-entropy';
import { rowsOf } from '../../../src/calculus/lanes';
import { softmaxJacobian, timesJacobian } from '../../../src/calculus/jacobian';
import { softmax } from '../../../src/calculus/softmax';
import { trainingCurves } from '../../../src/diagnosis/training';

const z = Float64Array.of(1.75, 1.75);
const target = { kind: 'indices', values: [1] } as const;
const loss = (at: Float64Array) => crossEntropy(at, target, 2).loss[0] ?? NaN;
const right = (at: Float64Array) => crossEntropy(at, target, 2).delta;

test('the post: the Jacobian at the logits stops at logits (0, 1), where it vanishes; the right gradient goes on', () => {
  const wrong = (at: Float64Array) => {
    const a = softmax(at, rowsOf(1, 2));
    return timesJacobian(Float64Array.of(0, -1 / (a[1] ?? NaN)), softmaxJacobian(at), 2);
  };
  const curves = trainingCurves({ z, loss, right, wrong, steps: 100 });
  assert.ok(curves);
  assert.equal(curves.right.length, 101);
  assert.equal(curves.right[0], Math.LN2);
  assert.equal(curves.wrong[0], Math.LN2);
  assert.ok(curves.right.every((value, i) => i === 0 || value < (curves.right[i - 1] ?? NaN)));
  assert.ok(Math.abs((curves.wrong[100] ?? NaN) - Math.log1p(Math.exp(-1))) < 1e-9);
  assert.ok((curves.right[100] ?? NaN) < 0.03);
  assert.ok(curves.wrong.every(Number.isFinite));
});

test('the flipped sign climbs', () => {
  const curves = trainingCurves({ z, loss, right, wrong: (at) => right(at).map((v) => -v), steps: 50 });
  assert.ok(curves?.wrong.every((value, i) => i === 0 || value > (curves.wrong[i - 1] ?? NaN)));
});

test('a gradient of another shape cannot be followed', () => {
  assert.equal(trainingCurves({ z, loss, right, wrong: () => new Float64Array(4) }), null);
  assert.equal(trainingCurves({ z, loss, right, wrong: () => null }), null);
});
