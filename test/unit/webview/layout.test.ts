import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { layoutOf } from '../../../webview/layout';

const shapes = fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 4 });

describe('layout of an array on the screen', () => {
  it('gives every element one place, and finds it back', () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const layout = layoutOf(shape);
        const seen = new Set<number>();
        for (let slice = 0; slice < layout.slices; slice++)
          for (let row = 0; row < layout.rows; row++)
            for (let column = 0; column < layout.columns; column++) {
              const flat = layout.flat(slice, row, column);
              if (flat === null) continue;
              assert.deepEqual(layout.place(flat), { slice, row, column });
              seen.add(flat);
            }
        assert.equal(seen.size, layout.size);
      }),
    );
  });

  it('shows a batch as one matrix at a time', () => {
    const layout = layoutOf([4, 3, 2]);
    assert.deepEqual([layout.slices, layout.rows, layout.columns], [4, 3, 2]);
    assert.equal(layout.flat(1, 2, 1), 11);
    assert.equal(layout.indices(11), '[1, 2, 1]');
  });

  it('wraps a long vector into rows of ten, and ends where it ends', () => {
    const layout = layoutOf([23]);
    assert.deepEqual([layout.rows, layout.columns], [3, 10]);
    assert.equal(layout.lengthOf(2), 3);
    assert.equal(layout.flat(0, 2, 3), null);
    assert.equal(layout.rowName(2), '20');
    assert.equal(layout.indices(22), '[22]');
  });

  it('leaves a short vector in one line, and a scalar and an empty array alone', () => {
    assert.deepEqual([layoutOf([12]).rows, layoutOf([12]).columns], [1, 12]);
    assert.deepEqual([layoutOf([]).rows, layoutOf([]).columns], [1, 1]);
    assert.equal(layoutOf([0]).rows, 0);
    assert.equal(layoutOf([0, 3]).flat(0, 0, 0), null);
  });
});
