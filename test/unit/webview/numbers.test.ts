import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { aligned, nested, short, shown, widthOf } from '../../../webview/numbers';

describe('numbers as they are shown', () => {
  it('shows a plain decimal as the text prints it, digit for digit', () => {
    assert.equal(shown('0.500', 0.5), '0.500');
    assert.equal(shown('1.2e-07', 1.2e-7), '1.2e\u221207');
    assert.equal(shown('-3.0625', -3.0625), '\u22123.0625');
    assert.equal(shown('.25', 0.25), '.25');
    assert.equal(shown('+0.50', 0.5), '+0.50');
  });

  it('shows the value where the text has an expression', () => {
    assert.equal(shown('-\\frac{1}{0.5}', -2), '\u22122');
    assert.equal(shown('1/3', 1 / 3), '0.333333');
    assert.equal(shown(undefined, 'inf'), '\u221e');
    assert.equal(shown('NaN', 'nan'), 'nan');
  });

  it('brings all decimal points into one line', () => {
    const texts = ['\u22121.3125', '0.25', '10', '1e\u221205'];
    const width = widthOf([(index) => texts[index] ?? ''], texts.length);
    const columns = texts.map((text) => {
      const set = aligned(text, width).padStart(width.before + width.after);
      const point = set.search(/[.e]/);
      return point === -1 ? set.trimEnd().length : point;
    });
    assert.deepEqual(new Set(columns).size, 1, String(columns));
  });

  it('is never wider than the width that was measured', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), (values) => {
        const texts = values.map((value) => short(Number.isFinite(value) ? value : 'inf'));
        const width = widthOf([(index) => texts[index] ?? ''], texts.length);
        for (const text of texts) assert.ok(aligned(text, width).length <= width.before + width.after);
      }),
    );
  });

  it('copies an array nested by its shape', () => {
    assert.equal(nested([0.25, -0.25, -0.25, 0.25], [2, 2]), '[[0.25, -0.25], [-0.25, 0.25]]');
    assert.equal(nested([1, 2, 3, 4], [2, 1, 2]), '[[[1, 2]], [[3, 4]]]');
    assert.equal(nested([1, 'nan'], [2]), '[1, nan]');
    assert.equal(nested([7], []), '7');
  });
});
