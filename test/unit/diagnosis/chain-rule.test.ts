import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../../src/reader/arithmetic';
import { read } from '../../../src/reader/read';
import { diagnose } from '../../../src/diagnosis/diagnose';

const wrong = String.raw`
$$ Z := (1.75, 1.75) $$ $$ A := (0.5, 0.5) $$ $$ T = \begin{pmatrix}0&1\end{pmatrix} $$
$$ A - T = \begin{pmatrix}0.5&-0.5\end{pmatrix} $$
$$ \frac{\partial{E(A,T)}}{\partial{A}} = \begin{pmatrix}-\frac{0}{0.5}&-\frac{1}{0.5}\end{pmatrix} = \begin{pmatrix}0&-2\end{pmatrix} $$
$$ \frac{\partial{A}}{\partial{Z}} = \begin{pmatrix}-1.3125&-3.0625\\-3.0625&-1.3125\end{pmatrix} $$
$$ \frac{\partial{E(A,T)}}{\partial{A}} * \frac{\partial{A}}{\partial{Z}} = \begin{pmatrix}0&-2\end{pmatrix} * \begin{pmatrix}-1.3125&-3.0625\\-3.0625&-1.3125\end{pmatrix} = (6.125, 2.625) $$`;

test('the Jacobian at the logits is the one root cause, and the product only inherits it', () => {
  const diagnosis = diagnose(read(wrong, { evaluate }));
  const [finding, ...others] = diagnosis.findings;
  assert.equal(others.length, 0);
  assert.deepEqual(finding?.mistakes, ['jacobian-at-logits']);
  assert.equal(finding.certainty, 'certain');
  const claim = diagnosis.claims[finding.claim];
  assert.equal(claim?.role, 'jacobian');
  assert.deepEqual([...(claim.expected ?? [])], [0.25, -0.25, -0.25, 0.25]);
  const deltas = diagnosis.claims.filter(({ role }) => role === 'delta');
  assert.deepEqual(
    deltas.map(({ verdict }) => verdict),
    ['agrees', 'inherits'],
  );
  assert.deepEqual([...(deltas[1]?.expectedFromEarlier ?? [])], [6.125, 2.625]);
});

test('the same derivation with the right Jacobian has no finding', () => {
  const right = wrong
    .replaceAll('-1.3125&-3.0625\\\\-3.0625&-1.3125', '.25&-.25\\\\-.25&.25')
    .replace('(6.125, 2.625)', '(0.5, -0.5)');
  const diagnosis = diagnose(read(right, { evaluate }));
  assert.deepEqual(diagnosis.findings, []);
  assert.ok(
    diagnosis.claims.filter(({ role }) => role === 'delta').every(({ verdict }) => verdict === 'agrees'),
  );
});
