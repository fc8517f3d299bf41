import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { read } from '../../../src/reader/read';

/** Names of the arrays that a finding without a known mistake accuses, and mistakes of the other findings. */
function accused(text: string): string[] {
  const reading = read(text);
  const { claims, findings } = diagnose(reading);
  return findings.map(({ claim, mistakes }) => {
    const name = reading.arrays[claims[claim]?.array ?? -1]?.name ?? '?';
    return mistakes.length === 0 ? name : mistakes.join('+');
  });
}

const derivation = `softmax and cross-entropy
z = [0.70, -1.20, 2.10, 0.30]
a = [0.1702, 0.0255, 0.6902, 0.1141]
t = [0, 0, 1, 0]
`;

void test('probabilities whose sum no rounding makes are wrong, whatever made them', () => {
  assert.deepEqual(accused('z = [1.75, 1.75]\na = [0.9, 0.2]\nt = [0, 1]'), ['a']);
  assert.deepEqual(accused('z = [1.75, 1.75, 1.75]\na = [0.7, 0.6, 0.1]\nt = [0, 1, 0]'), ['a']);
});

void test('a sum that fails by what half precision loses is no breach', () => {
  assert.deepEqual(accused('z = [-6.3600, -2.7600]\np = [0.02660, 0.9737]'), []);
});

void test('nor is one of a Jacobian that is small beside the probabilities it is made of', () => {
  const text = `z = [-5.351, 5.031, 0.683]
t = [0, 1, 0]
J = [[0.00003058, -0.00003016, -4.172e-07], [-0.00003016, 0.01254, -0.01260], [-4.172e-07, -0.01260, 0.01260]]`;
  assert.deepEqual(accused(text), []);
});

void test('probabilities that sum to one may be those of a layer that the text does not tell', () => {
  assert.deepEqual(accused('z = [1.75, 1.75, 0.2]\na = [0.7, 0.2, 0.1]\nt = [0, 1, 0]'), []);
});

void test('the activations of another layer are no softmax gone wrong', () => {
  const second = `z2 = [0.70, -1.20, 2.10, 0.30]
a2 = [0.1702, 0.0255, 0.6902, 0.1141]`;
  // Logistic, and hyperbolic tangent.
  assert.deepEqual(accused(`z1 = [0.40, -0.90, 1.30]\na1 = [0.5987, 0.2891, 0.7858]\n${second}`), []);
  assert.deepEqual(accused(`z1 = [0.40, -0.90, 1.30]\na1 = [0.3799, -0.7163, 0.8617]\n${second}`), []);
  const tex = '$a^{(1)} = (0.5987, 0.2891, 0.7858)$, $z^{(1)} = (0.40, -0.90, 1.30)$';
  const texSecond = '$z^{(2)} = (0.70, -1.20, 2.10)$, $a^{(2)} = (0.1922, 0.0287, 0.7791)$';
  assert.deepEqual(accused(`${tex}\n${texSecond}`), []);
});

void test('a gradient that is far from right is wrong where all it is made of is there and right', () => {
  assert.deepEqual(accused(`${derivation}dE/dz = [0.4113, -0.2671, -0.2004, 0.0562]`), ['dE/dz']);
  assert.deepEqual(accused(`${derivation}dE/da = [-0.8112, 0.3310, -0.2410, 0.9120]`), ['dE/da']);
});

void test('the same is a suspicion only where the loss, the operand or the gradient is not so plain', () => {
  const odd = '[0.4113, -0.2671, -0.2004, 0.0562]';
  assert.deepEqual(accused(`${derivation.replace('cross-entropy', 'loss')}dE/dz = ${odd}`), []);
  assert.deepEqual(accused(`${derivation}dE/dh = ${odd}`), []);
  assert.deepEqual(accused(`gradients are clipped; ${derivation}dE/dz = ${odd}`), []);
  assert.deepEqual(accused(`${derivation}dE/dz = [0.1702, 0.0255, -0.3098, 0.1141]\ndE/dz = ${odd}`), []);
  // A factor that the text does not tell.
  assert.deepEqual(accused(`${derivation}dE/dz = [0.5957, 0.0892, -1.0843, 0.3994]`), []);
});

void test('a clipped gradient sums to what it likes', () => {
  const clipped = 'dE/dz = [0.1000, 0.0255, -0.1000, 0.1000]';
  assert.deepEqual(accused(`clipped to 0.1\n${derivation}${clipped}`), []);
  assert.deepEqual(accused(`${derivation}${clipped}`), ['dE/dz']);
});

void test('a difference in half precision may keep no digit', () => {
  const text = `binary cross-entropy summed over the classes
scores = tensor([[ 2.487, -6.434], [  5.09, -2.356]])
softmax = tensor([[1.0000000, 0.00013351440], [0.99951172, 0.00058364868]])
one_hot = tensor([[0, 1], [0, 1]])
grad_scores = tensor([[nan, -inf], [1.9990234, -2.1933594]])`;
  assert.deepEqual(accused(text), []);
});

void test('half precision of one array is that of all, also of a number beside them', () => {
  const text = `$$logits = \\begin{pmatrix}9.5 & -0.9 & -2.5\\end{pmatrix}$$
$$probs = \\begin{pmatrix}1.00000000 & 0.00003046 & 0.00000614\\end{pmatrix}$$
$$y = 0$$
$$dL/dlogits = \\begin{pmatrix}0.00000000 & 0.00003046 & 0.00000614\\end{pmatrix}$$`;
  assert.deepEqual(accused(text), []);
  const small = `z = [-4.767, 1.219]
y = [0, 1]
J = [[0.00250244, -0.00250244], [-0.00250244, 0.00243568]]
dz = [0.00250816, -0.00244141]`;
  assert.deepEqual(accused(`softmax and cross-entropy\n${small}`), []);
});

void test('a quotient is right whose divisor was cut off, or rounded to nothing', () => {
  const cut = `cross-entropy, summed
softmax = [[0.0167, 0.0298, 0.4103, 0.5430], [0.5767, 0.3102, 0.0087, 0.1043]]
target = [[0.86, 0.62, 0.15, 0.77], [0.02, 0.65, 0.86, 0.87]]
grad_softmax = [[-51.4093, -20.7512, -0.3655, -1.4180], [-0.0346, -2.0951, -98.4533, -8.3406]]`;
  assert.deepEqual(accused(cut), []);
  const none = `softmax and cross-entropy
z = [5.7, -4.27, 0.52, 1.44, 1.64]
labels = 1
dE/da = [0.0000, -inf, 0.0000, 0.0000, 0.0000]`;
  assert.deepEqual(accused(none), []);
  const [softened] = accused(`${cut.slice(0, cut.indexOf('grad'))}grad_softmax =
[[-32.2097, -15.5779, -0.3569, -1.3924], [-0.0341, -2.0300, -45.9893, -7.6115]]`);
  assert.equal(softened, 'epsilon-changes-gradient');
});

void test('a sigmoid layer is no softmax gone wrong, unless its Jacobian goes across classes', () => {
  const layer = 'z = [1.75, 1.70]\na = [0.8520, 0.8455]\nt = [0, 1]\n';
  assert.deepEqual(accused(`${layer}da/dz = [0.1261, 0.1306]`), []);
  const [first] = accused(`${layer}J = [[0.1261, -0.7204], [-0.7204, 0.1306]]`);
  assert.equal(first, 'sigmoid-for-softmax');
});

void test('numbers that are right beside the rounded ones they follow from are not among the wrong ones', () => {
  const given = 'cross entropy\nz = [0.3, 1.1, -0.6]\na = [0.2753, 0.6127, 0.1119]\n';
  const gradient = (text: string) =>
    diagnose(read(given + text)).claims.find(({ step }) => step === 'loss-gradient');
  const binary = gradient('t = [1, 0, 0]\ndE/da = [-3.6324, 2.5820, 1.1260]\n');
  assert.deepEqual(binary?.wrongElements, [1, 2]);
  const sign = gradient('t = [0, 0, 1]\ndE/da = [0, 0, 8.9366]\n');
  assert.equal(sign?.expected?.[2]?.toFixed(4), '-8.9366');
});

void test('a dE/dz of half precision is right beside a reference of double precision', () => {
  const text = `binary cross-entropy summed over the classes
z = [2.93, -3.2]
s = [0.9980, 0.0022]
y = [0.33, 0.67]
J = [[0.0019, -0.0022], [-0.0022, 0.0022]]
dL/dz = [1.3359, -1.4111]
numeric gradient = [1.3357, -1.3357]`;
  assert.deepEqual(accused(text), []);
  assert.deepEqual(accused(text.replace('1.4111', '1.7111')), ['dL/dz']);
});

void test('a dE/dz of zeros is wrong where a right reference has other numbers', () => {
  const text = `scores = [-0.255, -0.392, -4.399]
upstream = [1.72, -0.91, 0.05]
grad_scores = [-0.00, 0.00, 0.00]
reference = [0.65, -0.65, -0.00]`;
  assert.deepEqual(accused(text), ['grad_scores']);
  assert.deepEqual(accused(text.replace('grad_scores', 'grad_scores - reference')), []);
  // Zeros are no logits where the logits stand there, though softmax makes the same of both.
  const equal = `mean squared error mean((a-t)^2)
z = (0.3, 0.3)
a = (0.500, 0.500)
t = (0, 1)
dE/da = (0.500, -0.500)
dE/dz = (0.000, 0.000)
expected = (0.250, -0.250)`;
  assert.deepEqual(accused(equal).length, 1);
});
