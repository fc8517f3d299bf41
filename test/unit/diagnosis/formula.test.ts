import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf } from '../../../src/calculus/lanes';
import { softmax } from '../../../src/calculus/softmax';
import { Cancelled } from '../../../src/diagnosis/diagnosis';
import { findFormula, type FormulaProblem } from '../../../src/diagnosis/formula';
import { rightFormula } from '../../../src/diagnosis/right-formulas';

const z = Float64Array.of(0.4, -1.3, 2.1);
const a = softmax(z, rowsOf(1, 3));
const t = Float64Array.of(0, 1, 0);

function problem(
  kind: 'vector' | 'matrix',
  f: (i: number, j: number) => number,
  decimals: number,
  given: FormulaProblem['given'] = { a, z, t },
): FormulaProblem {
  const length = kind === 'vector' ? 3 : 9;
  const values = Float64Array.from({ length }, (_, at) => {
    const value = kind === 'vector' ? f(at, at) : f(Math.floor(at / 3), at % 3);
    return Number(value.toFixed(decimals));
  });
  const tolerance = new Float64Array(length).fill(0.5 * 10 ** -decimals);
  return { kind, values, tolerance, n: 3, samples: 1, given };
}
const of = (values: Float64Array, i: number) => values[i] ?? NaN;

test('a Jacobian with a wrong sign in the bracket', () => {
  const found = findFormula(problem('matrix', (i, j) => of(a, i) * ((i === j ? 1 : 0) + of(a, j)), 4));
  assert.ok(found);
  assert.ok(found.bits > 16);
  assert.equal(found.formula, 'a_j (a_i + \\delta_{ij})');
});

test('a vector with a square where none belongs', () => {
  const found = findFormula(problem('vector', (i) => of(a, i) * of(a, i) - of(t, i), 6));
  assert.equal(found?.formula, 'a_i a_i - t_i');
});

test('exponentials, logarithms and sums over the classes', () => {
  const square = a.reduce((sum, value) => sum + value * value, 0);
  assert.equal(findFormula(problem('vector', (i) => of(a, i) - square, 6))?.formula, 'a_i - \\sum_k a_k a_k');
  assert.equal(
    findFormula(problem('vector', (i) => Math.exp(of(z, i)) - of(t, i), 6))?.formula,
    'e^{z_i} - t_i',
  );
  assert.equal(
    findFormula(problem('vector', (i) => of(z, i) * Math.log(of(a, i)), 6))?.formula,
    '\\log(a_i) z_i',
  );
});

test('the numbers that it predicts are those of the claim', () => {
  const asked = problem('matrix', (i, j) => of(z, i) * of(a, j), 5);
  const found = findFormula(asked);
  assert.ok(found);
  found.predicted.forEach((value, i) => assert.ok(Math.abs(value - of(asked.values, i)) <= 0.5e-5 + 1e-9));
});

test('few digits earn no formula', () => {
  assert.equal(findFormula(problem('vector', (i) => of(a, i) * of(a, i) - of(t, i), 1)), null);
});

test('numbers without a formula have none', () => {
  let state = 1;
  const noise = () => (state = (state * 48271) % 2147483647) / 2147483647;
  for (let repeat = 0; repeat < 4; repeat++) {
    assert.equal(findFormula(problem('vector', noise, 4)), null);
    assert.equal(findFormula(problem('matrix', noise, 3)), null);
  }
});

test('an input known to few digits only is allowed its resolution, and earns less', () => {
  const rounded = a.map((value) => Number(value.toFixed(3)));
  const asked = problem('matrix', (i, j) => of(a, i) * (1 + of(a, j)), 5, { a: rounded });
  assert.equal(findFormula(asked), null);
  const found = findFormula({ ...asked, resolution: { a: new Float64Array(3).fill(0.0005) } });
  assert.equal(found?.formula, 'a_i a_j + a_i');
});

test('the search can be cancelled', () => {
  const asked = problem('matrix', (i, j) => Math.sin(3 * i + j), 6);
  assert.throws(() => findFormula(asked, { cancelled: () => true }), Cancelled);
});

test('right formulas', () => {
  assert.equal(rightFormula('jacobian'), 'a_i (\\delta_{ij} - a_j)');
  assert.equal(rightFormula('lossGradient', 'squared-error'), '2 (a_i - t_i)');
  assert.equal(rightFormula('inputs'), null);
});
