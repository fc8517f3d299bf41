import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { read } from '../../../src/reader/read';

/** The verdict on the last array of a text, and the mistakes that are found. */
function last(text: string): [string | undefined, string] {
  const { claims, findings } = diagnose(read(text));
  return [claims[claims.length - 1]?.verdict, findings.map(({ mistakes }) => mistakes.join('+')).join()];
}

void test('who works by hand divides by the rounded probability, whether it is printed or not', () => {
  const hand = `# softmax and cross-entropy
temperature = 0.5
scores = [-0.707, -0.997, -1.472, 1.623]
one_hot = [0, 0, 1, 0]
`;
  // a_3 is 0.00202: rounded to four decimals 0.0020.
  assert.deepEqual(last(`${hand}grad_softmax = [0.0000, 0.0000, -500.0000, 0.0000]`), ['agrees', '']);
  const batch = `logits =
[[ 1.5  0.8   -2 -3.5 -2.9]
 [-3.6 -0.6  1.1 -3.5 -0.9]]
target =
[[0.67 0.41 0.43 0.66  0.7]
 [0.58  0.2 0.67 0.55 0.07]]
dL/dprobs =
[[  -1.0357   -1.2765  -22.0513 -150.0000  -88.6076]
 [ -85.2941   -1.4641   -0.8958  -73.3333   -0.6917]]`;
  assert.deepEqual(last(batch), ['agrees', '']);
  const wrong = last(`${hand}grad_softmax = [0.0000, 0.0000, -520.0000, 0.0000]`);
  assert.notEqual(wrong[0], 'agrees');
});

void test('a small dE/dz is the difference of large terms, and keeps as many digits less', () => {
  const single = `# half squared error 0.5*sum((a-t)^2)
scores = tensor([[ 4.169, -1.689, -1.704]])
one_hot = tensor([[0, 1, 0]])
grad_softmax = tensor([[  0.99436062574386597,  -0.99715918302536011, 0.0027985458727926016]])
`;
  const delta =
    'grad_scores = tensor([[ 0.0083849560469388962, -0.0056336345151066780, -0.0027513331733644009]])';
  assert.deepEqual(last(single + delta), ['agrees', '']);
  assert.notEqual(last(single + delta.replace('0.00838', '0.00848'))[0], 'agrees');
  const half = `mean squared error mean((a-t)^2)
z =
[[-1.66  3.72 -2.03  7.29]]
t =
[[0.19 0.28 0.39 0.14]]
dE/da =
[[-0.094909667968750000  -0.12634277343750000  -0.19494628906250000   0.41601562500000000]]
dE/dz =
[[-0.000062525272369384766    -0.014434814453125000 -0.000051915645599365234     0.014648437500000000]]`;
  assert.deepEqual(last(half), ['agrees', '']);
});

void test('probabilities whose digits are cut off are a whole unit larger at most, each of them', () => {
  const cut = `softmax and cross-entropy, log base 2
s = [0.06, 0.00, 0.01, 0.00, 0.93]
y = [0.92, 0.36, 0.03, 0.76, 0.24]
`;
  // a = (0.0655, 0.0019, 0.0098, 0.0020, 0.9208)
  assert.deepEqual(last(`${cut}dL/dz = [-1.10, -0.51, -0.01, -1.08, 2.72]`), ['agrees', '']);
});

void test('weights of the classes weigh the terms of a soft target one by one', () => {
  const text = `z = [[0.5, -0.3, 0.2]]
y = [[0.2, 0.3, 0.5]]
weights = [2.0, 0.5, 1.5]
L = 1.3642
dL/dz = [[0.1936, 0.1167, -0.3103]]`;
  assert.equal(last(text)[1], '');
});
