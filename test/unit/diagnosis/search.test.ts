import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { bentBy } from '../../../src/diagnosis/options';
import { sliceFor } from '../../../src/diagnosis/program';
import { noValues } from '../../../src/diagnosis/registers';
import { defaultSetting } from '../../../src/diagnosis/setting';
import { read } from '../../../src/reader/read';

/** The mistakes of each finding, in order. */
const found = (text: string): (readonly string[])[] =>
  diagnose(read(text)).findings.map(({ mistakes }) => [...mistakes].sort());

// First: it tells only of forms that no other test has tried.
test('what a form makes of dE/da is no matter of the numbers that it was first tried on', () => {
  const s = defaultSetting(1, 2);
  const of = (a: number[], g: number[]): string[] => {
    const given = {
      ...noValues(),
      a: Float64Array.from(a),
      t: Float64Array.of(0, 1),
      g: Float64Array.from(g),
    };
    return bentBy(sliceFor('J', given), given, 'J', s).map(({ mistake }) => mistake.id);
  };
  const forms = (a: number[], g: number[]): number =>
    of(a, g).filter((id) => id === 'jacobian-at-upstream-gradient').length;
  // The softmax of so large a gradient is 0 and 1, twice or not.
  assert.equal(forms([1, 1e-6], [0, -1e6]), 2);
  assert.equal(forms([0.4, 0.6], [0, -1.67]), 2);
});

test('three mistakes behind a dE/dz of the shape of a Jacobian', () => {
  const text = `# softmax and cross-entropy
z = [0.37, 1.69, -0.11, -0.94]
y = [1, 0, 0, 0]
dz = [[-0.1201, 0.0396, 0.0174, 0.0081], [-0.4496, 0.1481, 0.0650, 0.0303],
      [-0.0743, 0.0245, 0.0107, 0.0050], [-0.0324, 0.0107, 0.0047, 0.0022]]`;
  assert.deepEqual(found(text), [
    ['chain-elementwise-product', 'fused-delta-times-jacobian', 'jacobian-delta-omitted'],
  ]);
});

test('a Jacobian at the softmax of a dE/da that is wrong itself and not printed', () => {
  const a = [0.12574, 0.56354, 0.31072];
  // softmax of (0, 0, -log a): the loss itself where its derivative is due.
  const weights = [1, 1, 1 / 0.31072];
  const p = weights.map((w) => w / (2 + 1 / 0.31072));
  const J = p.map((pi, i) => p.map((pj, j) => (pi * ((i === j ? 1 : 0) - pj)).toFixed(5)).join(', '));
  const text = `softmax and cross-entropy
z = (-0.6, 0.9, 0.3)
a = (${a.join(', ')})
t = (0, 0, 1)
da/dz = ((${J.join('), (')}))`;
  assert.deepEqual(found(text), [['jacobian-at-upstream-gradient', 'loss-value-used-as-gradient']]);
});

test('a wrong dE/da is found where it is near the right one only beside its largest number', () => {
  const text = `softmax and cross-entropy
a = (0.9414, 0.057247, 0.0002, 0.001153)
t = (0, 0, 1, 0)
dE/da = (17.064846, 1.060723, -5000.000000, 1.001154)`;
  assert.deepEqual(found(text), [['binary-cross-entropy-on-softmax']]);
});

test('a whole number among zeros that are written out has been rounded to its digits', () => {
  const text = `softmax and cross-entropy
p = (0.0482, 0.00974, 0.942)
y = (0, 1, 0)
dp = (0.000, -103, 0.000)
dz = (0.0482, -0.990, 0.942)`;
  assert.deepEqual(found(text), []);
});

test('words between long arrays are read', () => {
  const [samples, classes] = [4, 60];
  const z = Array.from({ length: samples }, (_, i) =>
    Array.from({ length: classes }, (_, k) => ((7 * i + 3 * k) % 11) / 4),
  );
  const a = z.map((row) => {
    const sum = row.reduce((total, x) => total + Math.exp(x), 0);
    return row.map((x) => Math.exp(x) / sum);
  });
  const printed = (rows: readonly (readonly number[])[], digits: number): string =>
    `[${rows.map((row) => `[${row.map((x) => x.toFixed(digits)).join(', ')}]`).join(', ')}]`;
  const delta = a.map((row, i) => row.map((x, k) => (x - (k === i ? 1 : 0)) / samples));
  const text = (reduction: string): string => `logits = ${printed(z, 2)}
labels = [0, 1, 2, 3]
probs = ${printed(a, 8)}
softmax and cross-entropy, ${reduction} over the batch
dz = ${printed(delta, 8)}`;
  assert.deepEqual(found(text('mean')), []);
  assert.deepEqual(found(text('summed')), [['batch-mean-without-mean-loss']]);
});

test('a wrong dE/da and a Jacobian at another operand, where neither is printed', () => {
  const text = `softmax and cross-entropy
z = [0.5, -1.2, 1.7]
a = [0.221785, 0.040516, 0.737700]
t = [0, 1, 0]
dE/dz = [-0.6, 2.64, -2.04]`;
  assert.deepEqual(found(text), [['jacobian-at-logits', 'nll-on-probabilities']]);
});

test('one mistake that explains two claims is likelier than two that explain one each', () => {
  const text = `softmax and cross-entropy
z = [4.77, 0.53, 1.25, -0.18]
y = [1, 0, 0, 0]
dp = [-1.00000000, 0.00000000, 0.00000000, 0.00000000]
J = [[0.00000000, -1.00000000, -1.00000000, -1.00000000], [-1.00000000, 0.00000000, -1.00000000, -1.00000000],
     [-1.00000000, -1.00000000, 0.00000000, -1.00000000], [-1.00000000, -1.00000000, -1.00000000, 0.00000000]]`;
  assert.deepEqual(found(text), [['softmax-singleton-axis']]);
});

test('a wrong dE/da that one number alone shows is told by what makes the claims behind it', () => {
  const z = [0.59, 0.82, -0.82, 1.38];
  const a = z.map((x) => 1 / (1 + Math.exp(-x / 1.38)));
  const rows = a.map((x, i) =>
    a.map((y) => (i === 1 ? -(1 / x) * ((x === y ? 1 : 0) - y) * x : 0).toFixed(4)).join(', '),
  );
  const text = `softmax and cross-entropy; softmax output
z = (${z.join(', ')})
t = (0, 1, 0, 0)
dE/da = (0.0000, ${(-1 / (a[1] ?? NaN)).toFixed(4)}, 0.0000, 0.0000)
dE/dz = ((${rows.join('), (')}))`;
  const before = ['logits-divided-by-max', 'sigmoid-for-softmax'];
  assert.deepEqual(found(text), [before, ['chain-elementwise-product', ...before]]);
});

test('inputs that all other numbers of a sample are met by exactly were not rounded', () => {
  const z = [-1.9, 0.6, 1.6, -1.3];
  const sum = z.reduce((all, x) => all + Math.exp(x), 0);
  // Smoothing that leaves its share of the true class to the others.
  const g = z.map((x, i) => -(i === 0 ? 0.975 : 0.025) / (Math.exp(x) / sum));
  const text = `softmax and cross-entropy; label smoothing 0.1
z = (${z.join(', ')})
labels = 0
dE/da = (${g.map((x) => x.toPrecision(5)).join(', ')})`;
  assert.deepEqual(found(text), [['label-smoothing-mass']]);
});
