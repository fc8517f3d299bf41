import fc from 'fast-check';
import assert from 'node:assert/strict';
import test from 'node:test';
import { CheckedText, moved, type Change, type Piece } from '../../../src/editor/checked-text';

const piece = (start: number, end: number, document = 'file:///a'): Piece => ({
  document,
  start,
  end,
  whole: false,
});

test('offsets go to the documents of their pieces and back', () => {
  const documents: Record<string, string> = { 'file:///a': 'one z = (1, 2) two', 'file:///b': 'J = (3)' };
  const pieces = [piece(4, 14), piece(0, 7, 'file:///b')];
  const text = new CheckedText(
    pieces,
    ({ document, start, end }) => documents[document]?.slice(start, end) ?? '',
  );
  assert.equal(text.text, 'z = (1, 2)\n\nJ = (3)');
  const at = text.text.indexOf('(3)');
  assert.deepEqual(text.toDocument(at, at + 3), { document: 'file:///b', start: 4, end: 7 });
  assert.deepEqual(text.toDocument(4, 10), { document: 'file:///a', start: 8, end: 14 });
  assert.equal(text.fromDocument('file:///b', 4), at);
  assert.equal(text.fromDocument('file:///a', 3), null);
  assert.equal(text.fromDocument('file:///c', 4), null);
});

test('what a cell printed stands at its code, and nothing of the code stands in it', () => {
  const code: Piece = { ...piece(0, 8, 'cell:1'), whole: true };
  const printed: Piece = { ...piece(4, 8, 'cell:1'), printed: 'a = (0.5, 0.5)' };
  const text = new CheckedText([code, printed], ({ start, end }) => 'x\n\nprint'.slice(start, end));
  assert.equal(text.text, 'x\n\nprint\n\na = (0.5, 0.5)');
  assert.deepEqual(text.printed, [{ start: 10, end: 24 }]);
  assert.deepEqual(text.toDocument(14, 24), { document: 'cell:1', start: 4, end: 8 });
  assert.equal(text.fromDocument('cell:1', 5), 5);
  assert.deepEqual([text.textOf(0), text.textOf(1)], ['x\n\nprint', 'a = (0.5, 0.5)']);
});

test('a span never leaves its piece', () => {
  const text = new CheckedText([piece(4, 8), piece(20, 24)], () => 'abcd');
  assert.deepEqual(text.toDocument(2, 9), { document: 'file:///a', start: 6, end: 8 });
});

test('a piece follows the edits of its document', () => {
  const here = piece(10, 20);
  const after = (change: Change) => {
    const { start, end } = moved(here, change);
    return [start, end];
  };
  assert.deepEqual(after({ offset: 0, removed: 0, inserted: 5 }), [15, 25], 'typed before');
  assert.deepEqual(after({ offset: 10, removed: 0, inserted: 5 }), [15, 25], 'typed in front');
  assert.deepEqual(after({ offset: 15, removed: 2, inserted: 1 }), [10, 19], 'replaced inside');
  assert.deepEqual(after({ offset: 20, removed: 0, inserted: 3 }), [10, 23], 'typed at the end');
  assert.deepEqual(after({ offset: 20, removed: 3, inserted: 1 }), [10, 20], 'replaced behind');
  assert.deepEqual(after({ offset: 30, removed: 1, inserted: 9 }), [10, 20], 'typed behind');
  assert.deepEqual(after({ offset: 5, removed: 10, inserted: 4 }), [5, 14], 'across the start');
  assert.deepEqual(after({ offset: 0, removed: 40, inserted: 7 }), [0, 7], 'all replaced');
  assert.deepEqual(after({ offset: 10, removed: 10, inserted: 0 }), [10, 10], 'emptied');
  const emptied = moved(here, { offset: 10, removed: 10, inserted: 0 });
  assert.equal(moved(emptied, { offset: 10, removed: 0, inserted: 10 }).end, 20, 'put back');
  assert.deepEqual(moved({ ...here, start: 0, whole: true }, { offset: 0, removed: 0, inserted: 5 }).end, 25);
});

test('what stands inside a piece stays inside it, whatever is edited elsewhere', () => {
  const edit = fc.record({ offset: fc.nat(60), removed: fc.nat(10), inserted: fc.string({ maxLength: 8 }) });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 20 }), (edits) => {
      const marked = `${'.'.repeat(30)}<z = (1, 2)>${'.'.repeat(30)}`;
      let document = marked;
      let here = piece(30, 42);
      for (const { offset, removed, inserted } of edits) {
        const at = Math.min(offset, document.length);
        const gone = Math.min(removed, document.length - at);
        const touches = at < here.end && at + gone > here.start;
        if (touches || at === here.end || inserted.includes('<')) continue;
        document = document.slice(0, at) + inserted + document.slice(at + gone);
        here = moved(here, { offset: at, removed: gone, inserted: inserted.length });
      }
      assert.equal(document.slice(here.start, here.end), '<z = (1, 2)>');
    }),
  );
});
