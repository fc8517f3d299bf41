import assert from 'node:assert/strict';
import test from 'node:test';
import {
  parseFromPanel,
  parsePanelState,
  parseToPanel,
  type FromPanel,
} from '../../../src/protocol/messages';

const requests: FromPanel[] = [
  { type: 'ready' },
  { type: 'reveal', version: 3, start: 10, end: 14 },
  { type: 'setRole', version: 3, array: 0, role: 'jacobian' },
  { type: 'setRole', version: 3, array: 0, role: null },
  { type: 'setRole', version: 3, array: 0, role: 'automatic' },
  { type: 'fixClaim', version: 3, claim: 2 },
  { type: 'fixAll', version: 3, finding: 0 },
  { type: 'acceptConvention', version: 3, mistake: 'jacobian-at-logits', accepted: true },
  { type: 'dismiss', version: 3, finding: 0, dismissed: true },
  { type: 'clear' },
  { type: 'check' },
  { type: 'cancel' },
  { type: 'copyReport' },
  { type: 'copyText', text: 'z = (1, 2, 3)' },
  { type: 'openMistake', id: 'jacobian-at-logits' },
  { type: 'openSettings' },
  { type: 'error', message: 'no canvas' },
];

test('every request comes through unchanged, and nothing that rides along', () => {
  for (const request of requests) {
    assert.deepEqual(parseFromPanel({ ...request, extra: 'x' }), request);
  }
});

test('what is no request is refused', () => {
  const refused: unknown[] = [
    null,
    undefined,
    'ready',
    [],
    {},
    { type: 'unknown' },
    { type: 'reveal', version: 3, start: 14, end: 10 },
    { type: 'reveal', version: 3, start: -1, end: 10 },
    { type: 'reveal', version: 3, start: 0.5, end: 10 },
    { type: 'reveal', start: 0, end: 10 },
    { type: 'setRole', version: 3, array: 0, role: 'emperor' },
    { type: 'setRole', version: 3, array: 0 },
    { type: 'fixClaim', version: 3, claim: '2' },
    { type: 'fixAll', version: Number.NaN, finding: 0 },
    { type: 'acceptConvention', version: 3, mistake: 'x', accepted: 'yes' },
    { type: 'dismiss', version: 3, finding: 0 },
    { type: 'copyText', text: 7 },
  ];
  for (const message of refused) assert.equal(parseFromPanel(message), null, JSON.stringify(message));
});

test('an id cannot leave the folder of the pages', () => {
  for (const id of ['../secret', 'a/b', 'a.b', '', 'A', '-a', 'a--b', 'a'.repeat(101)]) {
    assert.equal(parseFromPanel({ type: 'openMistake', id }), null, id);
  }
});

test('the panel knows the messages of the host', () => {
  const report = {
    type: 'report',
    version: 1,
    report: {},
    title: 'a.md',
    document: 'file:///a.md',
  };
  assert.equal(parseToPanel(report), report);
  assert.equal(parseToPanel({ ...report, version: -1 }), null);
  assert.equal(parseToPanel({ ...report, report: null }), null);
  const selection = { type: 'selection', version: 1, array: 0, element: null };
  assert.equal(parseToPanel(selection), selection);
  assert.equal(parseToPanel({ ...selection, array: undefined }), null);
  assert.equal(parseToPanel({ type: 'progress' }), null);
  assert.equal(parseToPanel({ type: 'ready' }), null);
});

test('a kept state is ours or none', () => {
  assert.deepEqual(parsePanelState({ document: 'file:///a.md', view: { open: 1 }, x: 1 }), {
    document: 'file:///a.md',
    view: { open: 1 },
  });
  assert.equal(parsePanelState({ view: {} }), null);
  assert.equal(parsePanelState(undefined), null);
});
