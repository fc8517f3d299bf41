import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findByFingerprint, fingerprint } from '../../../src/editor/fingerprint';

test('a stretch is found wherever it stands by now', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.nat(100), (before, text, after, near) => {
      const all = before + text + after;
      const start = findByFingerprint(all, text.length, fingerprint(text), near);
      assert.ok(start !== null);
      assert.equal(all.slice(start, start + text.length), text);
    }),
  );
});

test('of several places the nearest to the old one is taken', () => {
  const print = fingerprint('z = 1');
  const text = 'z = 1\nz = 1\nz = 1\n';
  assert.equal(findByFingerprint(text, 5, print, 0), 0);
  assert.equal(findByFingerprint(text, 5, print, 7), 6);
  assert.equal(findByFingerprint(text, 5, print, 1000), 12);
});

test('what has changed is not found', () => {
  const print = fingerprint('z = [1.75, 1.75]');
  assert.equal(findByFingerprint('z = [1.75, 1.76]\nz = [1.75,1.75]', 16, print, 0), null);
  assert.equal(findByFingerprint('z', 16, print, 0), null);
  assert.equal(findByFingerprint('', 16, print, 0), null);
});

test('letters in another order have another fingerprint', () => {
  const words = ['ab', 'ba', 'aab', 'aba', 'baa', 'b', ''];
  assert.equal(new Set(words.map(fingerprint)).size, words.length);
});
