import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/diagnosis/diagnose';
import type { Role } from '../../../src/diagnosis/diagnosis';
import { read } from '../../../src/reader/read';

const rolesOf = (text: string): (Role | null)[] => diagnose(read(text)).roles.map(({ role }) => role);

void test('class numbers that look one-hot are labels where they count samples', () => {
  const text = `softmax and cross-entropy
logits = [[0.03, -0.21, -0.44], [-3.28, 2.24, 0.82], [1.3, -2.19, 6.79]]
y = [1, 0, 0]
dL/dlogits = [[0.414657, -0.673819, 0.259162], [-0.996784, 0.802749, 0.194036], [-0.995890, 0.000125, 0.995764]]`;
  assert.equal(rolesOf(text)[1], 'classIndex');
});

void test('a one-hot target beside a Jacobian of as many rows is no list of classes', () => {
  const text = 'z = [-5.351, 5.031, 0.683]\nt = [0, 1, 0]\nJ = [[0.1, 0, 0], [0.2, 0.3, 0], [0.1, 0.9, 1.4]]';
  assert.equal(rolesOf(text)[1], 'target');
});

void test('the gradient of attention weights is what comes from above', () => {
  const text = `# attention row, weights = softmax(scores)
scores = tensor([ 4.081, -2.695, 0.3])
dweights = tensor([-0.02,  0.76, 0.1])
dscores = tensor([-0.003458, 0.000865, 0.002593])`;
  assert.deepEqual(rolesOf(text).slice(0, 2), ['logits', 'upstream']);
});

void test('what a teacher says is the target, and his logits only where he says nothing else', () => {
  const text = `distillation, KL at temperature 2
z_s = [1.0, 0.2, -0.4]
z_t = [0.4, 0.9, -1.1]
p = softmax(z_s/T) = [0.4615, 0.3093, 0.2292]
q = softmax(z_t/T) = [0.3628, 0.4658, 0.1714]`;
  assert.deepEqual(rolesOf(text), ['logits', null, 'probabilities', 'target']);
});

void test('a one-hot distribution may be probabilities beside its target', () => {
  const text = 'p = [1.0, 0.0, 0.0]\ny = [0, 1, 0]\ndL/dz = [1.0, -1.0, 0.0]';
  assert.deepEqual(rolesOf(text).slice(0, 2), ['probabilities', 'target']);
});

void test('an axis of length one holds the classes only where the words say so', () => {
  const text =
    'softmax and cross-entropy\np = [[0.2143, 0.4917, 0.2940]]\ny = [[0, 1, 0]]\ndz = [[0.0000, -0.5083, 0.0000]]';
  const [finding] = diagnose(read(text)).findings;
  assert.deepEqual(finding?.mistakes, ['jacobian-diagonal-only']);
});

void test('the gradient of the inputs of the last layer has no role', () => {
  const text = `X = [[1.39, -0.29], [1.07, -1.11]]
W = [[-0.53, 0.61, -0.70], [-1.40, -0.68, 0.53]]
Z = [[-0.3307, 1.0451, -1.1267], [0.9869, 1.4075, -1.3373]]
P = [[0.1849, 0.7317, 0.0834], [0.3816, 0.5811, 0.0373]]
T = [[0, 1, 0], [1, 0, 0]]
dZ = [[0.1849, -0.2683, 0.0834], [-0.6184, 0.5811, 0.0373]]
dW = [[-0.4048, 0.2489, 0.1559], [0.6328, -0.5672, -0.0656]]
dX = [[-0.3200, -0.0322], [0.6561, 0.4905]]`;
  assert.equal(rolesOf(text)[7], null);
});
