import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { read } from '../../../src/reader/read';

const text = `onehot = [0, 0, 0, 1]
z = [0.9, -1.3, 0.4, 1.7]
p = [0.253622, 0.028102, 0.153830, 0.564446]
dz = p - onehot = [0.253622, 0.028102, 0.153830, -0.435554]
expected dz = [0.253622, 0.028102, -0.846170, 0.564446]
`;

void test('a target that a right reference contradicts is wrong, and not the reference', () => {
  const { claims, findings } = diagnose(read(text));
  assert.deepEqual(
    claims.map(({ role, verdict }) => [role, verdict]),
    [
      ['logits', 'unchecked'],
      ['probabilities', 'agrees'],
      ['target', 'wrong'],
      ['delta', 'inherits'],
      ['delta', 'agrees'],
    ],
  );
  const [first] = findings;
  assert.ok(first !== undefined);
  assert.deepEqual(first.mistakes, ['target-index-mismatch']);
  const target = claims[first.claim];
  assert.deepEqual([...(target?.expected ?? [])], [0, 0, 1, 0]);
  assert.deepEqual(target?.wrongElements, [2, 3]);
});

void test('where the reference is of the same class there is nothing to find', () => {
  const same = text.replace(
    '[0.253622, 0.028102, -0.846170, 0.564446]',
    '[0.253622, 0.028102, 0.153830, -0.435554]',
  );
  assert.deepEqual(diagnose(read(same)).findings, []);
});
