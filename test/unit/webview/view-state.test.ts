import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FRESH, parseViewState } from '../../../webview/view-state';
import { setTranslations, t, words } from '../../../webview/words';

describe('what survives a reload', () => {
  it('comes back as it was kept', () => {
    const state = { selected: 'jacobian 0', slices: { 'jacobian 0': 2 }, scroll: 120 };
    assert.deepEqual(parseViewState(JSON.parse(JSON.stringify(state))), state);
  });

  it('is fresh where it is not understood', () => {
    for (const junk of [undefined, null, 7, 'x', [], { selected: 3, slices: 'y', scroll: '1' }])
      assert.deepEqual(parseViewState(junk), FRESH);
    assert.deepEqual(parseViewState({ slices: { a: 1, b: 'x' } }).slices, { a: 1 });
  });
});

describe('words of the panel', () => {
  it('are English until the host hands over others, which keep their places', () => {
    assert.equal(t(words.differ, 3, 4), '3 of 4 differ');
    setTranslations(JSON.stringify({ [words.differ]: '{1} davon {0} anders' }));
    assert.equal(t(words.differ, 3, 4), '4 davon 3 anders');
    assert.equal(t(words.copied), 'Copied');
    setTranslations('{}');
  });
});
