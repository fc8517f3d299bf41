import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { read } from '../../../src/reader/read';

const ids = (text: string): string => {
  const { findings } = diagnose(read(text));
  return findings.map(({ mistakes }) => (mistakes.length === 0 ? '?' : mistakes.join('+'))).join();
};
const roles = (text: string): (string | null)[] => diagnose(read(text)).roles.map(({ role }) => role);

const point = `z = [1.2, 0.4, -0.8]
a = [0.6311, 0.2836, 0.0854]
t = [0, 1, 0]
`;

void test('a row of a Jacobian that the text calls one is no Jacobian of its own', () => {
  const row = '[0.2328, -0.1790, -0.0539]';
  for (const name of [
    'J[0,:] =',
    'J(1,:) =',
    'J[0] =',
    'First row of J:',
    'erste Zeile von J:',
    '1re ligne de J est',
  ])
    assert.equal(ids(`${point}${name} ${row}`), '', name);
  assert.equal(
    ids(`${point}Vérification : la 1re ligne de J est (0,2328 ; -0,1790 ; -0,0539)`),
    '',
    'what verifies is no reference for another quantity',
  );
});

void test('whatever letter is differentiated by a and by z is the loss', () => {
  for (const letter of ['H', 'S', 'Q']) {
    const right = `${point}d${letter}/da = [0, -3.5266, 0]\nd${letter}/dz = [0.6311, -0.7164, 0.0854]`;
    assert.deepEqual(roles(right).slice(3), ['lossGradient', 'delta'], letter);
    assert.equal(ids(right), '', letter);
    assert.equal(
      ids(right.replace('[0.6311, -0.7164, 0.0854]', '[-0.6311, 0.7164, -0.0854]')),
      'sign-flipped-delta',
    );
  }
  assert.deepEqual(roles(`${point}da/dz = [0.2328, 0.2032, 0.0781]`).slice(3), ['jacobian']);
});

void test('zeros and ones as many as the classes are a target, not class numbers', () => {
  const text = `multi-hot target: [1, 0, 1]
logits: [0.2, 0.7, -1.1]
probs: [0.34232, 0.56439, 0.09329]
dlogits = [-0.31536, 1.12878, -0.81341]
numeric dlogits = [-0.31536, 1.12878, -0.81341]`;
  assert.equal(roles(text)[0], 'target');
  assert.equal(ids(text), '');
});

void test('an array that has the shape of the batch turned holds its samples in columns', () => {
  const text = `Z = [0.3 -1.2 0.8; 1.5 0.4 -0.1]';
P = [0.34821 0.65156; 0.07770 0.21689; 0.57410 0.13155]
T = [0 1; 0 0; 1 0]
dZ = (P - T)/2 = [0.17410 -0.17422; 0.03885 0.10844; -0.21295 0.06577]`;
  assert.equal(ids(text), '');
  assert.equal(ids(text.replace('0.34821 0.65156', '0.65156 0.34821')), '?');
});

void test('members of an object and primed functions are called what they are called elsewhere', () => {
  const text = `layer.z = (0.7, -1.3, 1.6)
layer.a = (0.278169, 0.037646, 0.684185)
target = (0, 1, 0)
cost'(a) = (0.000000, -26.563201, 0.000000)
sigma'(z) = (0.210000, -2.990000, -0.960000)
delta = cost' * sigma' = (0.000000, 79.423972, 0.000000)
delta (gradcheck) = (0.278169, -0.962354, 0.684185)`;
  assert.deepEqual(roles(text).slice(0, 5), [
    'logits',
    'probabilities',
    'target',
    'lossGradient',
    'jacobian',
  ]);
  assert.match(ids(text), /jacobian-at-logits/);
});

void test('what a right reference contradicts is not right because it follows from an array that nothing confirms', () => {
  const text = `a = (0.278169, 0.037646, 0.684185)
t = (0, 1, 0)
da/dz = (0.210000, -2.990000, -0.960000)
delta = (0.000000, 79.423972, 0.000000)
delta (gradcheck) = (0.278169, -0.962354, 0.684185)`;
  assert.notEqual(ids(text), '');
});

void test('the first member of a chain names the array, and arithmetic of a framework is no reference', () => {
  const chain =
    'logits (0.5, 0.2, -1.4)\np = (0.52899, 0.39189, 0.07912)\ndp/dz = 1 - p = (0.47101, 0.60811, 0.92088)';
  assert.equal(roles(chain)[2], 'jacobian');
  const torch = `temperature = 0.5
logits = torch.tensor([0.4, 0.1, -0.3])
print(torch.diag(probs) - torch.outer(probs, probs))
tensor([[ 0.2468, -0.1703, -0.0765],
        [-0.1703,  0.2122, -0.0420],
        [-0.0765, -0.0420,  0.1185]])`;
  assert.deepEqual(
    diagnose(read(torch)).roles.map(({ reference }) => reference),
    [false, false],
  );
});

void test('the words tell the mean that a wrong loss should be', () => {
  const text = `average cross entropy over the batch
Z =
[[ 0.7 -0.2  0.4  1.5]
 [ 2.1  0.  -0.6  0.3]
 [-1.   0.8  0.2  0.9]]
T =
[[0. 0. 0. 1.]
 [0. 1. 0. 0.]
 [0. 1. 0. 0.]]
loss = 0.34297`;
  const { claims } = diagnose(read(text));
  assert.ok(Math.abs((claims.find(({ role }) => role === 'loss')?.expected?.[0] ?? NaN) - 1.3719) < 1e-4);
});

void test('a text that defines its letters is read by its definitions', () => {
  const bishop = `a = [1.3, -0.2, 0.6]
y = softmax(a) = [0.5815, 0.1297, 0.2888]
t = [1, 0, 0]
dL/dy = [-1.7197, 0, 0]
dL/da = [-0.4185, 0.1297, 0.2888]`;
  assert.deepEqual(roles(bishop), ['logits', 'probabilities', 'target', 'lossGradient', 'delta']);
  assert.equal(ids(bishop), '');
  assert.equal(
    ids(bishop.replace('[-0.4185, 0.1297, 0.2888]', '[0.4185, -0.1297, -0.2888]')),
    'sign-flipped-delta',
  );
  const swapped = bishop.replace('y = softmax(a) =', 'z =').replace('dL/dy', 'dL/dz');
  assert.deepEqual(
    roles(swapped),
    ['logits', 'probabilities', 'target', 'lossGradient', 'delta'],
    'by the numbers alone',
  );
  assert.equal(ids(swapped), '');
  const logs = `backward of log-softmax
temperature = 2.5
a = [0.5597, 0.4403]
log_softmax(z) = [-0.5803, -0.8203]
dE/da = [0.61, 1.38]
dE/dz = [-0.2015, 0.2015]`;
  assert.deepEqual(
    roles(logs).slice(0, 2),
    ['probabilities', 'logProbabilities'],
    'logarithms are no logits',
  );
  assert.equal(ids(logs), '');
});

void test('beside a right dE/dz another gradient in words that nobody knows is no mistake', () => {
  const text = `logits: [0.9, -0.3, 0.4]
softmax-uitvoer: [0.5242, 0.1579, 0.3179]
doel: [0, 1, 0]
gradiënt naar uitvoer: [0.0000, -6.3339, 0.0000]
gradiënt naar logits: [0.5242, -0.8421, 0.3179]`;
  assert.equal(ids(text), '');
});

void test('the labels of several samples are not the label of one', () => {
  const text = `sample 0
  z = [1.2, 0.1, -0.5]
  label = 2
  dz = [0.6598, 0.2196, -0.8795]
sample 1
  z = [0.3, 0.8, 0.0]
  label = 0
  dz = [-0.7050, 0.4864, 0.2186]`;
  assert.equal(ids(text), '');
});
