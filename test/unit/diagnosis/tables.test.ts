import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { readName } from '../../../src/diagnosis/names';
import { withQuantitiesOfTables } from '../../../src/diagnosis/tables';
import { elementSpans } from '../../../src/reader/element-spans';
import { read } from '../../../src/reader/read';

const taken = (text: string) => withQuantitiesOfTables(read(text), readName);
const shapes = (text: string) => taken(text).arrays.map(({ name, shape }) => [name, ...shape]);
const mistakes = (text: string) => diagnose(taken(text)).findings.flatMap((finding) => finding.mistakes);

const byClass = (last: string) => `softmax with cross-entropy

| class | z | a | t | dE/dz |
|---|---|---|---|---|
| 0 | 1.0 | 0.2312 | 0 | 0.2312 |
| 1 | 2.0 | 0.6285 | 1 | ${last} |
| 2 | 0.5 | 0.1402 | 0 | 0.1402 |
`;
const byQuantity = `| quantity | class 0 | class 1 | class 2 |
|---|---|---|---|
| z | 1.0 | 2.0 | 0.5 |
| a | 0.2312 | 0.6285 | 0.1402 |
| t | 0 | 1 | 0 |
| dE/da | 0 | -1.5911 | 0 |
| dE/dz | 0 | -1.5911 | 0 |
`;
const bySample = `sample,z0,z1,z2,p0,p1,p2,label
0,1.0,2.0,0.5,0.2312,0.6285,0.1402,1
1,0.0,0.0,1.0,0.2119,0.2119,0.5761,0
`;

describe('tables of several quantities', () => {
  it('are an array for each column, without the one that counts', () => {
    assert.deepEqual(shapes(byClass('-0.3715')), [
      ['z', 3],
      ['a', 3],
      ['t', 3],
      ['dE/dz', 3],
    ]);
  });

  it('are an array for each row where the rows are called so', () => {
    assert.deepEqual(
      shapes(byQuantity).map(([name]) => name),
      ['z', 'a', 't', 'dE/da', 'dE/dz'],
    );
    assert.deepEqual(mistakes(byQuantity), ['jacobian-skipped']);
  });

  it('put columns that are numbered together, a row for each sample', () => {
    assert.deepEqual(shapes(bySample), [
      ['z', 2, 3],
      ['p', 2, 3],
      ['label', 2],
    ]);
    assert.deepEqual([...(taken(bySample).arrays[1]?.values ?? [])].slice(2, 4), [0.1402, 0.2119]);
  });

  it('are left whole where the columns are all of one quantity, or of none', () => {
    for (const text of [
      'p0,p1,p2\n0.1,0.2,0.7\n0.3,0.3,0.4\n',
      'width,height\n1.5,2.5\n3.5,4.5\n',
      'A,B,C\n0.1,0.2,0.7\n0.3,0.3,0.4\n',
    ])
      assert.equal(taken(text).arrays.length, 1, text);
  });

  it('agree where they are right, and are found wrong where they are not', () => {
    assert.deepEqual(mistakes(byClass('-0.3715')), []);
    const { claims } = diagnose(taken(byClass('0.3715')));
    assert.deepEqual(claims.find(({ verdict }) => verdict === 'wrong')?.wrongElements, [1]);
  });

  it('keep the place of each number', () => {
    for (const text of [byClass('-0.3715'), byQuantity, bySample])
      for (const array of taken(text).arrays) {
        const written = elementSpans(text, array).map(({ start, end }) => Number(text.slice(start, end)));
        assert.deepEqual(written, [...array.values], array.name ?? '');
      }
  });
});
