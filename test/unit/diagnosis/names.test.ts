import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Role } from '../../../src/diagnosis/diagnosis';
import { readName } from '../../../src/diagnosis/names';

/** The role that a name speaks for most; null where it speaks for none. */
function roleOf(name: string | null, label = name ?? ''): Role | null {
  const [best] = [...readName(name, label).scores].sort((x, y) => y[1] - x[1]);
  return best?.[0] ?? null;
}

void test('names stand for what the field calls so', () => {
  const expected: Readonly<Record<string, Role>> = {
    'Netzausgabe z': 'logits',
    'network output': 'logits',
    'salida softmax p': 'probabilities',
    smoothed: 'target',
    'da_i/dz_j': 'jacobian',
    'dE_k/dz_i': 'delta',
    'e / e.sum(1)': 'probabilities',
    'np.exp(out)/np.sum(np.exp(out), axis=0)': 'probabilities',
    'softmax(z) * mask': 'probabilities',
    dweights: 'weightGradient',
    'as.vector(Jac %*% (-y/a))': 'delta',
    'J @ dE_da': 'delta',
    '(p - y) * d_softmax(z)': 'delta',
    'QK^T': 'logits',
    'Wahrscheinlichkeiten nach Softmax': 'probabilities',
    'Ableitung nach z': 'delta',
    "Diagonal(s) - s*s'": 'jacobian',
  };
  for (const [name, role] of Object.entries(expected)) assert.equal(roleOf(name), role, name);
});

void test('p and q may be a target, a dash less', () => {
  for (const name of ['p', 'q']) {
    const { scores } = readName(name, name);
    assert.ok((scores.get('target') ?? 0) > 0, name);
    assert.ok((scores.get('probabilities') ?? 0) > (scores.get('target') ?? 0), name);
  }
});

void test('the derivative of a unit by its own input is a Jacobian only where it is called so', () => {
  assert.equal(roleOf('a*(1-a)', 'Softmax-Ableitung: a*(1-a)'), 'jacobian');
  assert.equal(roleOf('a*(1-a)'), null);
});

void test('what has no role here has none, whatever its symbol', () => {
  for (const name of ['mask', 'attention_mask', 'shape', 'velocity', 'J.sum(axis=1)'])
    assert.equal(roleOf(name), null, name);
  assert.equal(roleOf('a1', 'a1 = tanh(z1)'), null);
  assert.equal(roleOf('a', 'a = np.maximum(0, z)'), null);
  assert.ok(readName('a1', 'a1 = sigmoid(z1)').foreign);
  assert.ok(!readName('softmax', 'softmax = sigmoid(z)').foreign);
});

void test('words of a check in four languages make a reference, and no role of their own', () => {
  for (const label of ['comprobación numérica', 'vérification', 'Überprüfung', 'zur Kontrolle']) {
    assert.ok(readName(null, label).reference, label);
    assert.notEqual(roleOf(null, label), 'probabilities', label);
  }
});

void test('a second derivative is no gradient', () => {
  for (const name of ['d2E/dz2', 'd^2E/dz^2', '\\frac{\\partial^2 E}{\\partial z^2}', 'second derivative'])
    assert.equal(roleOf(name), null, name);
  assert.equal(roleOf('dE2/dz2'), 'delta');
  assert.equal(roleOf('d2'), null);
});

void test('a name that ends an expression or belongs to a teacher is not the whole name', () => {
  assert.equal(roleOf('mask', 'softmax(logits) * mask'), 'probabilities');
  assert.ok(readName('logits', 'teacher logits').teacher);
  assert.ok(!readName('logits', 'student logits').teacher);
});

test('derivatives in the words of Typst, AsciiMath and Mathematica; a slope of softmax alone is its Jacobian', () => {
  assert.equal(roleOf('(partial a)/(partial z)'), 'jacobian');
  assert.equal(roleOf('(del E)/(del z)'), 'delta');
  assert.equal(roleOf('D[loss, a]'), 'lossGradient');
  assert.equal(roleOf('softmax_grad(a)'), 'jacobian');
  assert.equal(roleOf('softmax_grad(g)'), 'delta');
  assert.equal(roleOf('probs', 'probs[:, y] -= 1'), 'delta');
  assert.equal(roleOf('dlogp'), 'upstream');
});

test('the name of a method, behind a question, and beside words that look like a derivative', () => {
  assert.equal(roleOf('logits.softmax(-1)'), 'probabilities');
  assert.equal(roleOf('is this right? z'), 'logits');
  assert.notEqual(roleOf('saída da rede z'), 'lossGradient');
  assert.equal(roleOf('da'), 'lossGradient');
  assert.equal(roleOf('unnormalized log probs'), 'logits');
});
