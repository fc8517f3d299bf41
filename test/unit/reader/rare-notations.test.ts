import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notations } from '../../../src/reader/choose';
import { rareNotations } from '../../../src/reader/rare-notations';
import { showsRareNotation } from '../../../src/reader/rare-signs';
import { read } from '../../../src/reader/read';
import { seeds } from './fuzzing';

test('every text that holds a rare notation shows a sign of it', () => {
  const rare = new Set(rareNotations.map(({ id }) => id));
  assert.ok(rareNotations.every((notation) => notations().includes(notation)));
  const held = new Set<string>();
  for (const text of seeds()) {
    const found = read(text).arrays.filter(({ notation }) => rare.has(notation));
    for (const { notation } of found) {
      held.add(notation);
      assert.ok(showsRareNotation(text), `${notation}: ${text}`);
    }
  }
  assert.ok(held.size >= 6, [...held].join());
});

test('most texts show no sign of one', () => {
  const plain = [
    'z = [1.75, 0.5]\na = np.array([0.78, 0.22])\n',
    '$z = (1, 2)$',
    'z: [[0.1 0.2]\n [0.3 0.4]]',
  ];
  for (const text of plain) assert.equal(showsRareNotation(text), false, text);
});
