import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elementSpans } from '../../../src/reader/element-spans';
import { read } from '../../../src/reader/read';

/** What is read from comments, by name or, where it has none, by label. */
const results = (text: string, language = 'python') =>
  read(text, { language })
    .arrays.filter(({ notation }) => notation === 'result-comment')
    .map(({ name, label, values }) => [name ?? label, Array.from(values)]);

void test('what a line of code gives is read from the comment behind it', () => {
  assert.deepEqual(results('a = softmax(z)  # [0.25, 0.75]\n'), [['a', [0.25, 0.75]]]);
  assert.deepEqual(results('a = softmax(z)  # -> tensor([0.25, 0.75], dtype=torch.float64)\n'), [
    ['a', [0.25, 0.75]],
  ]);
  assert.deepEqual(results('p[0, 1] -= 1  # [0.25 -0.25]\n'), [['p', [0.25, -0.25]]]);
  assert.deepEqual(results('softmax(z)  # => array([0.25, 0.75])\n'), [['softmax(z)', [0.25, 0.75]]]);
  assert.deepEqual(results('let a: Vec<f64> = softmax(&z); // [0.25, 0.75]\n', 'rust'), [
    ['a', [0.25, 0.75]],
  ]);
  assert.deepEqual(results('const double* g = grad(a, t);  // [0.25, 0.75]\n', 'cpp'), [['g', [0.25, 0.75]]]);
  assert.deepEqual(results('a = exp(z) / sum(exp(z)); % [0.25 0.75]\n', 'matlab'), [['a', [0.25, 0.75]]]);
});

void test('and from the lines of comment below it, number by number', () => {
  const text = 'print(J)\n# [[ 0.25 -0.25]\n#  [-0.25  0.5 ]]\nprint(a)\n# [0.25 0.75]\n';
  assert.deepEqual(results(text), [
    ['J', [0.25, -0.25, -0.25, 0.5]],
    ['a', [0.25, 0.75]],
  ]);
  const [J] = read(text, { language: 'python' }).arrays;
  assert.ok(J);
  assert.deepEqual(J.shape, [2, 2]);
  assert.deepEqual(
    elementSpans(text, J).map(({ start, end }) => text.slice(start, end)),
    ['0.25', '-0.25', '-0.25', '0.5'],
  );
});

void test('shapes, code that does not run and prose in comments are no results', () => {
  for (const line of [
    'logits = net(x)  # [32, 10]',
    '# z = np.array([0.5, 0.75])',
    'a = softmax(z)\n# print(a)\n# [0.25, 0.75] is what I hoped for',
    'a = softmax(z)  # [0.25, 0.75] expected',
    'z = np.array([0.5, 0.75])  # [0.5, 0.75]',
    'return a - t  # [0.25, -0.25]',
    'a, t = load()  # [0.25, 0.75]',
    '# [0.25, 0.75]',
    'a = softmax(z)\n# probabilities\n# [0.25, 0.75]',
    'a = softmax(z)  # [0.25, 0.75',
  ])
    assert.deepEqual(results(`${line}\n`), [], line);
  assert.deepEqual(results('% a = x % [0.25, 0.75]\n', 'latex'), []);
});
