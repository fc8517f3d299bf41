import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { read } from '../../../src/reader/read';

const found = (text: string): string[] =>
  diagnose(read(text)).findings.flatMap(({ mistakes, certainty }) =>
    mistakes.length > 0 ? mistakes : [certainty],
  );

const given = 'z = [1.1, -0.4, 0.3]\ny = [1, 0, 0]\n';
const softmax = '[0.5979, 0.1334, 0.2687]';
const delta = '[-0.4021, 0.1334, 0.2687]';
const atFive = 'p = [0.3857, 0.2857, 0.3286], dz = [-0.1229, 0.0571, 0.0657]';

void test('each of several temperatures that the text gives is that of its own line', () => {
  const lines = `T = 1: p = ${softmax}, dz = ${delta}\nT = 2: p = [0.4667, 0.2205, 0.3128], dz = [-0.2666, 0.1102, 0.1564]\n`;
  assert.deepEqual(found(`${given}${lines}T = 5: ${atFive}\n`), []);
  assert.deepEqual(
    found(
      `${given}\n## T = 1\np = ${softmax}\ndz = ${delta}\n\n## T = 3\np = [0.4215, 0.2557, 0.3228]\ndz = [-0.1928, 0.0852, 0.1076]\n`,
    ),
    [],
  );
});

void test('a temperature that is given once and left out is still a mistake', () => {
  assert.notDeepEqual(found(`${given}temperature = 5\np = ${softmax}\ndz = ${delta}\n`), []);
  assert.notDeepEqual(found(`${given}T = 2\np = ${softmax}\ndz = ${delta}\n`), []);
});

void test('T may count steps, episodes or tokens', () => {
  for (const words of [
    'T = 100 episodes',
    'Let T=5 be the horizon',
    'N = 1, T = 50',
    'T = 10',
    'T = 300 K, lr = 0.1',
  ])
    assert.deepEqual(found(`${words}\n${given}p = ${softmax}\ndz = ${delta}\n`), [], words);
});

void test('softmax of the logits as they are may stand beside that of their quotient', () => {
  const text = `logits = [1.1, -0.4, 0.3]\ngumbel noise = [0.3, -0.2, 0.8]\ntau = 0.5\n`;
  const noisy = 'y = softmax((logits + g)/tau) = [0.6381, 0.0117, 0.3502]\n';
  assert.deepEqual(found(`${text}${noisy}softmax(logits) = ${softmax}\n`), []);
});

void test('powers of two are a softmax at another temperature, whose logarithm has base 2', () => {
  const text = `z = [1.1, -0.4, 0.3]\np = 2^z / sum 2^z = [0.5187, 0.1834, 0.2979]\nt = [1, 0, 0]\n`;
  assert.deepEqual(
    found(`${text}L = -sum t log2 p = 0.9470\ndL/dz = p - t = [-0.4813, 0.1834, 0.2979]\n`),
    [],
  );
});

void test('a gradient of the hard target may stand beside that of the smoothed one', () => {
  const text = `z = [1.1, -0.4, 0.3]\np = ${softmax}\nhard target [1, 0, 0]: dz = ${delta}\n`;
  assert.deepEqual(
    found(`${text}smoothed target [0.9333, 0.0333, 0.0333]: dz = [-0.3354, 0.1001, 0.2353]\n`),
    [],
  );
  assert.deepEqual(
    found(
      `z = [1.1, -0.4, 0.3]\np = ${softmax}\nlabel smoothing 0.1\ny = [0.9333, 0.0333, 0.0333]\ndz = ${delta}\n`,
    ),
    ['soft-target-weight-dropped'],
  );
});

void test('gradients of several losses that the words name may have one name', () => {
  const focal = '# focal loss, gamma=2\ndz = [-0.1644, 0.0546, 0.1099]\n';
  const brier = '# brier\ndz = [-0.3009, 0.0757, 0.2252]\n';
  assert.deepEqual(found(`${given}p = ${softmax}\n# cross entropy\ndz = ${delta}\n${focal}${brier}`), []);
});

void test('so may those in bits, of another class, and of ascent', () => {
  const text = `${given}p = ${softmax}\nnat: grad = ${delta}\n`;
  assert.deepEqual(found(`${text}bit: grad = [-0.5801, 0.1925, 0.3876]\n`), []);
  assert.deepEqual(found(`${text}REINFORCE (action 2): grad = [1.1958, 0.2668, -1.4627]\n`), []);
  assert.deepEqual(found(`${text}ascend on the log-likelihood: grad = [0.4021, -0.1334, -0.2687]\n`), []);
  assert.deepEqual(found(`${given}p = ${softmax}\nmy grad = [0.4021, -0.1334, -0.2687]\n`), [
    'sign-flipped-delta',
  ]);
});

const batch = `Z = [[1.1, -0.4, 0.3], [0.2, 0.9, -0.5]]
P = [[0.5979, 0.1334, 0.2687], [0.2849, 0.5737, 0.1415]]
labels = [0, 2]
`;
const mean = '[[-0.2010, 0.0667, 0.1343], [0.1424, 0.2868, -0.4293]]';

void test('class weights may be there in one gradient and not in the other', () => {
  const weighted = '[[-0.1005, 0.0334, 0.0672], [0.2137, 0.4302, -0.6439]]';
  const text = `${batch}w = [1, 1, 3]\nno weights:\ndZ = ${mean}\nwith weights (divided by their sum):\ndZ = ${weighted}\n`;
  assert.deepEqual(found(text), []);
});

void test('what is said to be per sample is no forgotten mean', () => {
  const none = '[[-0.4021, 0.1334, 0.2687], [0.2849, 0.5737, -0.8585]]';
  const averaged = '[-0.0586, 0.3535, -0.2949]';
  assert.deepEqual(found(`${batch}per-sample grads = ${none}\naveraged over batch = ${averaged}\n`), []);
});

void test('a sigmoid beside the softmax is one where the words say so', () => {
  const sigmoid = 'a = [0.7503, 0.4013, 0.5744]\n';
  const text = (words: string, grad: string): string =>
    `${words}\n${given}${sigmoid}delta = ${grad}\nb) softmax output, cross-entropy\n${given}a = ${softmax}\ndelta = ${delta}\n`;
  assert.deepEqual(found(text('a) sigmoid output', '[-0.2497, 0.4013, 0.5744]')), []);
  assert.deepEqual(found(text('a) sigmoid output, squared error', '[-0.0468, 0.0964, 0.1404]')), []);
  assert.deepEqual(found(`${given}softmax ${sigmoid}`), ['sigmoid-for-softmax']);
});

void test('one softmax may be taken over a whole matrix', () => {
  const text = `scores = [[1.1, -0.4, 0.3], [0.2, 0.9, -0.5]]\nmap = softmax(scores) = [[0.3226, 0.0720, 0.1450], [0.1312, 0.2641, 0.0651]]\n`;
  const grad = 'gradient = [[0.3226, 0.0720, -0.8550], [0.1312, 0.2641, 0.0651]]\n';
  assert.deepEqual(found(`${text}target = [[0, 0, 1], [0, 0, 0]]\n${grad}`), []);
  assert.deepEqual(found(`softmax over all pixels\n${text}`), []);
  assert.deepEqual(found(text), ['softmax-global-normalisation']);
});

void test('a square of the gradient, a product with the Jacobian and a hinge are none of them', () => {
  const text = `${given}p = ${softmax}\n`;
  assert.deepEqual(found(`${text}grad = ${delta}\ngrad^2 = [0.1617, 0.0178, 0.0722]\n`), []);
  assert.deepEqual(found(`${text}Jacobian times [1, 0, 0]: [0.2404, -0.0798, -0.1606]\n`), []);
  const scores = 'scores = [1.1, -0.4, 0.3], correct class 0\nhinge: dscores [-2.0, 1.0, 1.0]\n';
  assert.deepEqual(found(`${scores}softmax: probs ${softmax}, dscores ${delta}\n`), []);
});

void test('logarithms of probabilities are no logits, however they are rounded', () => {
  const text = `temperature = 0.5
p = ((0.00791, 0.0247, 0.00744, 0.000418, 0.887, 0.0728), (0.0199, 0.539, 0.166, 0.206, 0.00542, 0.0634), (0.129, 0.359, 0.209, 0.00115, 0.0301, 0.271))
log_p = ((-4.84, -3.70, -4.90, -7.78, -0.120, -2.62), (-3.92, -0.618, -1.80, -1.58, -5.22, -2.76), (-2.04, -1.02, -1.56, -6.76, -3.50, -1.30))
`;
  assert.deepEqual(found(text), []);
});

void test('a Jacobian of the probabilities, which nearly are the softmax of themselves, is not built from logits', () => {
  const text = `a = (0.49500017, 0.50499983)
t = (0.15, 0.85)
da/dz = ((0.24997500, -0.24997500), (-0.24997500, 0.24997500))
dE/dz = (0.34500017, -0.34500017)
`;
  assert.deepEqual(found(text), []);
});

void test('several settings of which none is that of all are each that of their own line', () => {
  const text = `y = [1, 0, 0], z = [1.1, -0.4, 0.3]
(i) cross-entropy: gradient = ${delta}
(ii) with label smoothing 0.1: gradient = [-0.3354, 0.1001, 0.2353]
(iii) with temperature 2: gradient = [-0.2666, 0.1102, 0.1564]
`;
  assert.deepEqual(found(text), []);
});

void test('a reference that is printed twice may be accumulated, or of another reduction, where one of both is right', () => {
  const head = 'z = [[1.1, -0.4, 0.3], [0.2, 0.5, -0.1]]\nlabels = [0, 2]\n';
  const summed = '[[-0.4021, 0.1334, 0.2687], [0.3195, 0.4312, -0.7507]]';
  const mean = '[[-0.2010, 0.0667, 0.1344], [0.1597, 0.2156, -0.3753]]';
  const reduced = (how: string, grad: string): string =>
    `F.cross_entropy(z, y, reduction='${how}').backward(); z.grad\n${grad}\n`;
  assert.deepEqual(found(head + reduced('sum', summed) + reduced('mean', mean)), []);
  const passes = `after the first backward, z.grad = ${mean}\nafter the second backward, z.grad = ${summed}\n`;
  assert.deepEqual(found(head + passes), []);
  const again = `loss.backward(retain_graph=True)\nz.grad\n${mean}\n`;
  assert.deepEqual(found(`${head}${again}${again.replace(mean, summed)}`), []);
  assert.deepEqual(found(head + reduced('mean', summed)), ['missing-batch-mean']);
});

void test('what other workers computed is compared with nothing', () => {
  const own = `${given}p = ${softmax}\nautograd = ${delta}\n`;
  assert.deepEqual(found(`${own}grad of the second worker = [0.5979, 0.1334, -0.7313]\n`), []);
});

void test('the gradient of a log-likelihood that is maximised has the other sign, and a step along it is no gradient', () => {
  const text = `We maximise the log-likelihood l.\n${given}p = ${softmax}\nl = -0.5143\n`;
  const step = 'z <- z + 0.5 dl/dz = [1.301, -0.4667, 0.1657]\n';
  assert.deepEqual(found(`${text}dl/dp = [1.6725, 0, 0]\ndl/dz = [0.4021, -0.1334, -0.2687]\n${step}`), []);
});

void test('a quadratic form is not the last of its letters', () => {
  const hessian = '[[0.2404, -0.0798, -0.1607], [-0.0798, 0.1156, -0.0358], [-0.1607, -0.0358, 0.1965]]';
  assert.deepEqual(
    found(`${given}p = ${softmax}\ng = p - y = ${delta}\nH = ${hessian}\ng^T H g = 0.1047\n`),
    [],
  );
});

void test('gradients of single outputs are lines of the Jacobian', () => {
  const lines = 'grad of p[0]: [0.2404, -0.0798, -0.1607]\ngrad of p[1]: [-0.0798, 0.1156, -0.0358]\n';
  assert.deepEqual(found(`${given}p = ${softmax}\n${lines}grad of p[2]: [-0.1607, -0.0358, 0.1965]\n`), []);
});

void test('a text of two losses gives the gradients of either', () => {
  const squared =
    'quadratic cost C = 1/2 |p-y|^2: dC/dp = [-0.4021, 0.1334, 0.2687], dC/dz = [-0.1505, 0.0379, 0.1126]\n';
  const other = `log-likelihood cost C = -ln p_y: dC/dp = [-1.6725, 0, 0], dC/dz = ${delta}\n`;
  assert.deepEqual(found(`${given}p = ${softmax}\n${squared}${other}`), []);
});

void test('logits that were divided by the temperature before are divided no more; softmax may stand with it and without', () => {
  const cosines =
    'temperature 0.1\nsim = [0.11, -0.04, 0.03]\nlogits = sim / 0.1 = [1.1, -0.4, 0.3]\nlabel 0\n';
  assert.deepEqual(found(`${cosines}p = ${softmax}\ndL/dlogits = ${delta}\n`), []);
  assert.deepEqual(found(`${given}p = ${softmax}\nT=2 = [0.4667, 0.2205, 0.3128]\n`), []);
});

void test('a gradient may be of logits that stand between it and the first, and divided by what its name says', () => {
  const first = 'logits\n[[1.1 -0.4 0.3]\n [0.2 0.5 -0.1]]\nlabels [0 2]\n';
  const second = 'logits\n[[0.2 0.5 -0.1]\n [1.1 -0.4 0.3]]\nlabels [1 1]\n';
  const gradients = [
    '[[-0.1005  0.0334  0.0672]\n [ 0.0809  0.1092 -0.1901]]',
    '[[ 0.0809 -0.1408  0.0599]\n [ 0.1495 -0.2166  0.0672]]',
  ];
  const [one = '', other = ''] = gradients;
  const text = `${first}grad / accum_steps\n${one}\n${second}grad / accum_steps\n${other}\naccum_steps = 2, the loss is a mean over each batch`;
  assert.deepEqual(found(text), []);
});
