import assert from 'node:assert/strict';
import { test } from 'node:test';
import { softmaxBackward } from '../../../src/calculus/backward';
import { rowsOf } from '../../../src/calculus/lanes';
import { softmax } from '../../../src/calculus/softmax';
import { Cancelled } from '../../../src/diagnosis/diagnosis';
import { separatingInput, type Candidate } from '../../../src/diagnosis/separate';

const probabilities: Candidate = ({ z, n, samples }) => softmax(z, rowsOf(samples, n));
const product: Candidate = ({ z, g, n, samples }) =>
  softmaxBackward(softmax(z, rowsOf(samples, n)), g, rowsOf(samples, n));
const diagonal: Candidate = ({ z, g, n, samples }) =>
  softmax(z, rowsOf(samples, n)).map((a, i) => (g[i] ?? NaN) * a * (1 - a));
const atLogits: Candidate = ({ z, g }) => z.map((x, i) => (g[i] ?? NaN) * x * (1 - x));

test('an input in short decimals on which every pair of candidates differs', () => {
  const found = separatingInput([product, diagonal, atLogits]);
  assert.ok(found);
  for (const value of [...found.z, ...found.g]) assert.equal(value, Number(value.toFixed(1)));
  assert.deepEqual([...found.t].sort(), [0, 0, 1]);
  assert.ok(found.gap > 0.3, `gap ${found.gap}`);
  const input = {
    z: Float64Array.from(found.z),
    t: Float64Array.from(found.t),
    g: Float64Array.from(found.g),
    n: 3,
    samples: 1,
  };
  const [one, other] = [product(input), diagonal(input)];
  assert.ok(one && other && one.some((value, i) => Math.abs(value - (other[i] ?? NaN)) > 0.1));
});

test('it is the same input every time', () => {
  assert.deepEqual(separatingInput([product, diagonal]), separatingInput([product, diagonal]));
});

test('what no input separates has none', () => {
  assert.equal(separatingInput([product, diagonal, product]), null);
  const shifted: Candidate = (input) => probabilities({ ...input, z: input.z.map((value) => value + 3) });
  assert.equal(separatingInput([probabilities, shifted]), null);
});

test('two classes cannot tell the binary form from a factor of two, three can', () => {
  const delta: Candidate = (input) =>
    (probabilities(input) ?? assert.fail()).map((a, i) => a - (input.t[i] ?? 0));
  const doubled: Candidate = (input) => (delta(input) ?? assert.fail()).map((value) => 2 * value);
  const binary: Candidate = (input) => {
    const a = probabilities(input) ?? assert.fail();
    const g = a.map((value, i) => (input.t[i] === 1 ? -1 / value : 1 / (1 - value)));
    return softmaxBackward(a, g, rowsOf(input.samples, input.n));
  };
  assert.equal(separatingInput([doubled, binary], { n: 2 }), null);
  assert.ok(separatingInput([doubled, binary], { n: 3 }));
});

test('a batch where the candidates differ over samples', () => {
  const wrongAxis: Candidate = ({ z, n, samples }) =>
    softmax(z, { samples: n, classes: samples, sampleStep: 1, classStep: n });
  const found = separatingInput([probabilities, wrongAxis], { n: 3, samples: 2 });
  assert.equal(found?.z.length, 6);
});

test('it can be cancelled', () => {
  assert.throws(() => separatingInput([product, diagonal], { cancelled: () => true }), Cancelled);
});
