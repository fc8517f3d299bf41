import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue, mistakeById } from '../../../src/diagnosis/catalogue/catalogue';
import { outcomeOf, type Outcome } from '../../../src/diagnosis/outcome';
import type { Register } from '../../../src/diagnosis/registers';
import { changes, equal, groundsOf } from './grounds';

/** The quantities in which entries are compared: the gradients of weights and bias repeat what dE/dz tells. */
const told: readonly Register[] = ['a', 'y', 't', 'E', 'g', 'J', 'd'];

const grounds = [1, 2].flatMap((seed) => [
  ...groundsOf(1, 5, seed),
  ...groundsOf(3, 5, seed),
  ...groundsOf(4, 4, seed),
]);
const right = grounds.map((ground) => outcomeOf(ground, null) ?? assert.fail('the right derivation'));

interface Tried {
  readonly id: string;
  readonly index: number;
  /** By ground, what the form changes. */
  readonly changes: readonly (Outcome | null)[];
}

const tried: readonly Tried[] = catalogue.flatMap(({ id, forms }) =>
  forms.map((form, index) => ({
    id,
    index,
    changes: grounds.map((ground, at) => changes(outcomeOf(ground, form), right[at] ?? new Map())),
  })),
);

test('every form changes numbers somewhere', () => {
  const silent = tried.filter(({ changes }) => changes.every((one) => one === null));
  assert.deepEqual(
    silent.map(({ id, index }) => `${id} ${index}`),
    [],
  );
});
/** Whether two forms give the same value of `register` wherever both apply and change it. */
function sameIn(register: Register, one: Tried, other: Tried): boolean {
  let met = 0;
  for (let at = 0; at < grounds.length; at++) {
    const [a, b] = [one.changes[at]?.get(register), other.changes[at]?.get(register)];
    if (a === undefined || b === undefined || !a.every(Number.isFinite)) continue;
    if (!equal(a, b)) return false;
    met++;
  }
  return met > 0;
}
/** Pairs of entries that some quantity cannot tell apart, whatever the input, and what does. */
const sameNumbers: Readonly<Record<string, string>> = {
  'nll-on-probabilities softmax-singleton-axis g': 'the probabilities, which are all 1 for the second',
  'jacobian-at-softmax-of-activation softmax-applied-twice J':
    'the probabilities, which are right for the first',
};

test('no two entries are the same mistake', () => {
  const found = new Set<string>();
  tried.forEach((one, at) => {
    for (const other of tried.slice(0, at)) {
      if (one.id === other.id) continue;
      for (const register of told)
        if (sameIn(register, one, other)) found.add([...[one.id, other.id].sort(), register].join(' '));
    }
  });
  assert.deepEqual([...found].sort(), Object.keys(sameNumbers).sort());
});

test('a form that contains another mistake changes the Jacobian in that way too', () => {
  const full = (J: Float64Array | undefined, at: number): boolean =>
    J?.length === right[at]?.get('J')?.length;
  for (const { id, forms } of catalogue) {
    for (const form of forms) {
      for (const other of form.contains ?? []) {
        const ways = mistakeById(other)?.forms ?? assert.fail(`${id} contains ${other}, which is no entry`);
        grounds.forEach((ground, at) => {
          const J = outcomeOf(ground, form)?.get('J');
          if (J === undefined) return;
          const alike = ways.some((way) => full(outcomeOf(ground, way)?.get('J'), at) === full(J, at));
          assert.ok(alike, `${id} contains ${other}`);
        });
      }
    }
  }
});
