import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { evaluate } from '../../../src/reader/arithmetic';
import { elementSpans } from '../../../src/reader/element-spans';
import { printElements } from '../../../src/reader/print';
import { read, readWithArithmetic } from '../../../src/reader/read';

const CHAIN = String.raw`$$ Z^{O} := (2.5, 2.5) $$ then
$$ \frac{\partial{E(A^{O},T)}}{\partial{A^{O}}} = -\frac{T_{i}}{A_{i}^{O}} = \begin{pmatrix}-\frac{0}{0.5}&-\frac{1}{0.5}\end{pmatrix} = \begin{pmatrix}0&-2\end{pmatrix} $$
$$ \frac{\partial{A}}{\partial{Z}} = SoftMax'(\begin{matrix}2.5&2.5\end{matrix}) = \begin{pmatrix}-3.75&-6.25\\-6.25&-3.75\end{pmatrix} $$
$$ A - T = \begin{pmatrix}0.5&0.5\end{pmatrix} - \begin{pmatrix}0&1\end{pmatrix} = (0.5, -0.5) $$`;

test('a derivation in LaTeX gives names, members and operands', () => {
  const { arrays, refusals } = read(CHAIN, { evaluate });
  assert.deepEqual(refusals, []);
  const seen = arrays.map(({ name, values, place }) => [name, [...values], place.member, place.part]);
  const gradient = String.raw`\frac{\partial{E(A^{O},T)}}{\partial{A^{O}}}`;
  const jacobian = String.raw`\frac{\partial{A}}{\partial{Z}}`;
  assert.deepEqual(seen, [
    ['Z^{O}', [2.5, 2.5], 1, 'whole'],
    [gradient, [-0, -2], 2, 'whole'],
    [gradient, [0, -2], 3, 'whole'],
    [jacobian, [2.5, 2.5], 1, 'operand'],
    [jacobian, [-3.75, -6.25, -6.25, -3.75], 2, 'whole'],
    ['A - T', [0.5, 0.5], 1, 'operand'],
    ['A - T', [0, 1], 1, 'operand'],
    ['A - T', [0.5, -0.5], 2, 'whole'],
  ]);
  assert.equal(new Set(arrays.map(({ place }) => place.statement)).size, 4);
});

test('arithmetic is missed, not guessed, where nothing evaluates it', () => {
  const reading = read('z = [1/3, 2/3]');
  assert.equal(reading.arithmeticMissing, true);
  assert.equal(reading.arrays.length, 0);
});

test('what evaluates arithmetic is asked for once, where the first stands, and nothing before is read again', async () => {
  const text = 'a = [1, 2]\nb = ((1/3, 2), (3, 4))\nc = (1/2, 3)\n- d: [1/4, 2]\n';
  let loads = 0;
  const load = (): Promise<typeof evaluate> => {
    loads += 1;
    return Promise.resolve(evaluate);
  };
  const reading = await readWithArithmetic(text, {}, load);
  assert.equal(loads, 1);
  assert.deepEqual(
    reading.arrays.map(({ name }) => name),
    ['a', 'b', 'c', 'd'],
  );
  assert.deepEqual(reading, read(text, { evaluate }));
});

test('element spans and printing keep the notation of the text', () => {
  const text = String.raw`J = \begin{pmatrix} .25 & -0.250 \\ 1{,}5 & 2e+03 \end{pmatrix}`;
  const array = read(text).arrays[0];
  assert.ok(array);
  const spans = elementSpans(text, array).map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(spans, ['.25', '-0.250', '1{,}5', '2e+03']);
  const printed = printElements(array, new Float64Array([0.5, -0.125, 1.25, 1234]), text);
  assert.deepEqual(printed, ['.50', '-0.125', '1{,}3', '1e+03']);
  const rounded = printElements(array, new Float64Array([-0.001, -0.0001, -0, -Infinity]), text);
  assert.deepEqual(rounded, ['.00', '0.000', '0{,}0', '-\\infty']);
});

test('labels come from the left side, or from the line above', () => {
  const text =
    'dx (our kernel) = tensor([[1., 2.],\n        [3., 4.]])\nby hand (softmax - onehot)/2\n[[0.5 1.5]]\nin:\n   0.4\n  -1.1\n';
  const labels = read(text).arrays.map(({ label, shape }) => [label, [...shape]]);
  assert.deepEqual(labels, [
    ['dx (our kernel)', [2, 2]],
    ['by hand (softmax - onehot)/2', [1, 2]],
    ['in', [2]],
  ]);
});

test('every case with numbers gives labelled arrays with a span for each element', () => {
  const lines = readFileSync('test/fixtures/cases.jsonl', 'utf8').split('\n').filter(Boolean);
  for (const line of lines) {
    const { id, kind, text } = JSON.parse(line) as { id: string; kind: string; text: string };
    if (kind !== 'numbers') continue;
    const { arrays, refusals } = read(text, { evaluate });
    assert.ok(arrays.length >= 2, id);
    assert.deepEqual(refusals, [], id);
    for (const array of arrays) {
      assert.notEqual(array.label, '', id);
      assert.equal(elementSpans(text, array).length, array.values.length, id);
    }
  }
});
