import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { read } from '../../../src/reader/read';

const found = (text: string): string[] =>
  diagnose(read(text)).findings.flatMap(({ mistakes, certainty }) =>
    mistakes.length > 0 ? mistakes : [certainty],
  );

const given = 'logits: [2.1, 0.4, -0.7]\nsoftmax: [0.8042, 0.1469, 0.0489]\ntarget: [0, 0, 1]\n';
const slope = '[0, 0, -20.4378]';
const delta = '[0.8042, 0.1469, -0.9511]';

void test('a gradient under words that are not known is dE/da where another one is dE/dz, and both are right', () => {
  for (const words of ['gradient at the squashed values', 'nabla van de uitgang', 'gradijent po izlazu'])
    assert.deepEqual(found(`${given}${words}: ${slope}\ngradient wrt logits: ${delta}\n`), [], words);
});

void test('what is said to be right beside it tells that it was meant to be dE/dz', () => {
  assert.deepEqual(found(`${given}dE/dz = ${slope}\nexpected dE/dz = ${delta}\n`), ['jacobian-skipped']);
});

void test('a gradient that is the softmax less one class, and is repeated, was dE/dz from the start', () => {
  const text = 'z = [2.1, 0.4, -0.7]\np = [0.8042, 0.1469, 0.0489]\n';
  assert.deepEqual(found(`${text}error = ${delta}\ndz = ${delta}\n`), []);
  assert.deepEqual(found(`${text}loss gradient = ${delta}\nlogit gradient = ${delta}\n`), []);
});

void test('so it was where the mean over the samples was taken afterwards', () => {
  const text = `Z = [[2.1, 0.4, -0.7], [0.4, 2.1, -0.7]]
P = [[0.8042, 0.1469, 0.0489], [0.1469, 0.8042, 0.0489]]
error = [[0.8042, 0.1469, -0.9511], [-0.8531, 0.8042, 0.0489]]
grad = [[0.4021, 0.0735, -0.47555], [-0.4266, 0.4021, 0.0245]]
`;
  assert.deepEqual(found(text), []);
});

void test('a gradient that is handed down and passed on is still a skipped Jacobian', () => {
  const text = 'z = [2.1, 0.4, -0.7]\na = [0.8042, 0.1469, 0.0489]\n';
  assert.deepEqual(found(`${text}upstream gradient dE/da = [0.3, -1.2, 0.5]\ndE/dz = [0.3, -1.2, 0.5]\n`), [
    'jacobian-skipped',
  ]);
});

void test('the Jacobians of softmax and of log-softmax may stand side by side', () => {
  const text = `z = [0.3, -0.8, 1.1]
softmax = [0.2807, 0.0934, 0.6259]
t = [1, 0, 0]
d log_softmax/dz = [[0.7193, -0.0934, -0.6259], [-0.2807, 0.9066, -0.6259], [-0.2807, -0.0934, 0.3741]]
softmax Jacobian = [[0.2019, -0.0262, -0.1757], [-0.0262, 0.0847, -0.0585], [-0.1757, -0.0585, 0.2342]]
`;
  assert.deepEqual(found(`${text}grad = [-0.7193, 0.0934, 0.6259]\n`), []);
  for (const wrong of found(`${text}grad = [-1.4386, 0.1868, 1.2518]\n`))
    assert.equal(wrong, 'factor-of-two');
});

const batch = `Z = [[2.1, 0.4, -0.7], [0.4, 2.1, -0.7]]
P = [[0.8042, 0.1469, 0.0489], [0.1469, 0.8042, 0.0489]]
labels = [2, 0]
`;
const sum = '[[0.8042, 0.1469, -0.9511], [-0.8531, 0.8042, 0.0489]]';
const mean = '[[0.4021, 0.0735, -0.4755], [-0.4266, 0.4021, 0.0245]]';

void test('who prints the sum and the mean over the samples means both', () => {
  assert.deepEqual(found(`${batch}dlogits (sum) = ${sum}\ndlogits (mean) = ${mean}\n`), []);
  assert.deepEqual(found(`${batch}dlogits = ${sum}\nexpected dlogits = ${mean}\n`), ['missing-batch-mean']);
});

void test('the gradients of two losses that the words name may stand side by side', () => {
  const other = '[0.0978, -0.0465, -0.0513]';
  const text = `${given}CE:  dL/dz = ${delta}\n`;
  assert.deepEqual(found(`${text}MSE: dL/dz = ${other}\n`), []);
});

void test('a squared error whose factor no word tells is taken with a half, too', () => {
  assert.deepEqual(found(`${given}MSE\ncost derivative = ${delta}\n`), []);
});

void test('what is next to nothing beside a right gradient is the error of another way to compute it', () => {
  const text = `${given}dz = ${delta}\ncentral difference: ${delta}   error [0.000001, 0.000002, 0.000000]\n`;
  assert.deepEqual(found(text), []);
});

void test('a table with a line for each class of each sample holds the probabilities of several samples', () => {
  const text = `| sample | class | logit | softmax | grad |
|---|---|---|---|---|
| 0 | 0 | 2.1 | 0.8042 | 0.8042 |
| 0 | 1 | 0.4 | 0.1469 | 0.1469 |
| 0 | 2 | -0.7 | 0.0489 | -0.9511 |
| 1 | 0 | 0.4 | 0.1469 | -0.8531 |
| 1 | 1 | 2.1 | 0.8042 | 0.8042 |
| 1 | 2 | -0.7 | 0.0489 | 0.0489 |
`;
  assert.deepEqual(found(text), []);
});

void test('gradients under several settings stand side by side, each right under its own', () => {
  const text = 'z = [-1.9, -0.8, -0.5], p = [0.1241, 0.3728, 0.5032], t = [0, 0, 1]\n';
  const inBits = 'gradient (bits) = [0.1790, 0.5378, -0.7168]\n';
  assert.deepEqual(found(`${text}gradient (nats) = [0.1241, 0.3728, -0.4968]\n${inBits}`), []);
  const other = 'REINFORCE gradient (action 1) = [0.1241, -0.6272, 0.5032]\n';
  assert.deepEqual(found(`${text}supervised gradient = [0.1241, 0.3728, -0.4968]\n${other}`), []);
});

void test('the sum at the end of a table is no further class', () => {
  const text = `| class | z | p | y | dz |
|---|---|---|---|---|
| a | -1.9 | 0.1241 | 0 | 0.1241 |
| b | -0.8 | 0.3728 | 0 | 0.3728 |
| c | -0.5 | 0.5032 | 1 | -0.4968 |
| total | -3.2 | 1.0001 | 1 | 0.0001 |
`;
  assert.deepEqual(found(text), []);
});

void test('a vector that is the softmax less the target is no Jacobian, whatever it is called', () => {
  const text = 'z = [-1.9, -0.8, -0.5]\np = [0.1241, 0.3728, 0.5032]\ny = [0, 0, 1]\n';
  assert.deepEqual(found(`${text}jac: [0.1241, 0.3728, -0.4968]\n`), []);
});

void test('no Jacobian is written out for what has not the size of one', () => {
  const n = 50_000;
  const z = Float64Array.from({ length: n }, (_, i) => Math.round(1000 * Math.sin(i)) / 1000);
  const e = z.map(Math.exp);
  const sum = e.reduce((x, y) => x + y, 0);
  const delta = e.map((x, i) => x / sum - (i === 7 ? 1 : 0));
  const list = (values: Float64Array) => `[${Array.from(values, (x) => x.toPrecision(6)).join(', ')}]`;
  const t = `[${Array.from(z, (_, i) => (i === 7 ? 1 : 0)).join(', ')}]`;
  const text = `z = ${list(z)}\nt = ${t}\ndz = ${list(delta)}\ndelta = ${list(delta.map((x) => -x))}\n`;
  assert.deepEqual(found(text), ['sign-flipped-delta']);
});

void test('the diagonal of a Jacobian that nobody could write out is told', () => {
  const n = 20_000;
  const z = Float64Array.from({ length: n }, (_, i) => Math.round(1000 * Math.sin(i)) / 1000);
  const e = z.map(Math.exp);
  const sum = e.reduce((x, y) => x + y, 0);
  const list = (values: Float64Array) => `[${Array.from(values, (x) => x.toPrecision(6)).join(', ')}]`;
  const text = `z = ${list(z)}\na = ${list(e.map((x) => x / sum))}\n`;
  assert.deepEqual(found(`softmax\n${text}J = ${list(e.map((x) => (x / sum) * (1 - x / sum)))}\n`), [
    'jacobian-diagonal-only',
  ]);
});

void test('a sentence that says what the gradient for some logits is names the logits first', () => {
  const text = 'My gradient for the logits [2.1, 0.4, -0.7] with label 2 is [0.804189, 0.146909, -0.951098],';
  const answer = `softmax is [0.8042, 0.1469, 0.0489], minus the one-hot [0, 0, 1].`;
  assert.deepEqual(found(`${text} PyTorch gives tensor(${delta}).\n${answer}\n`), []);
});

void test('what is called the diagonal of a Jacobian is no Jacobian that lacks the rest', () => {
  const numbers = '[0.1575, 0.1253, 0.0465]';
  assert.deepEqual(found(`${given}softmax' (diagonal only) = ${numbers}\n`), []);
  assert.deepEqual(found(`${given}softmax' = ${numbers}\n`), ['jacobian-diagonal-only']);
});

void test('a label is a number in its own line', () => {
  const text = 'z:\n 2.1\n 0.4\n-0.7\nsoftmax(z):\n 0.8042\n 0.1469\n 0.0489\nt:\n0\n0\n1\ndE_dz:\n';
  assert.deepEqual(found(`${text} 0.8042\n 0.1469\n-0.9511\n`), []);
});

void test('what is normalised without an exponential may be no logits', () => {
  assert.deepEqual(found('unnormalized = [0.1, 0.3, 0.6]\nposterior = [0.1, 0.3, 0.6]\n'), []);
  assert.deepEqual(
    found(
      'unnormalized = [0.1, 0.015, 0.12]\nposterior = [0.4255, 0.0638, 0.5106]\nsoftmax(log prior + log likelihood) = [0.4255, 0.0638, 0.5106]\n',
    ),
    [],
  );
});
