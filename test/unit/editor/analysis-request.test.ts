import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../../src/editor/analysis';
import { isAnalysisRequest, isReport, type AnalysisRequest } from '../../../src/editor/analysis-request';

const request: AnalysisRequest = {
  text: 'z = [1, 2]\na = [0.2689, 0.7311]',
  language: null,
  settings: { sizeLimit: 1000 },
  roles: [{ name: 'z', nth: 0, role: 'logits' }],
  accepted: ['jacobian-at-logits'],
  dismissed: ['some key'],
  printed: [{ start: 0, end: 3 }],
  translations: { right: 'richtig' },
};

test('a request is answered by a report', async () => {
  assert.ok(isAnalysisRequest(structuredClone(request)));
  assert.ok(isReport(structuredClone(await analyse(request))));
});

const broken: readonly Readonly<Record<string, unknown>>[] = [
  { text: 1 },
  { language: undefined },
  { settings: null },
  { settings: { sizeLimit: '1000' } },
  { roles: { length: 0 } },
  { accepted: undefined },
  { dismissed: 'some key' },
  { printed: null },
  { translations: null },
];

for (const change of broken) {
  test(`no request: ${JSON.stringify(change)}`, async () => {
    assert.equal(isAnalysisRequest({ ...request, ...change }), false);
    await assert.rejects(analyse({ ...request, ...change }), TypeError);
  });
}

test('what is no report is told from one', () => {
  for (const answer of [null, undefined, 'report', [], {}, { arrays: [], claims: [], findings: [] }])
    assert.equal(isReport(answer), false);
});
