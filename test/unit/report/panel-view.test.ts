import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ReportClaim } from '../../../src/report/report';
import { candidates, panelView, quantityOf } from '../../../src/report/panel-view';
import { report } from '../webview/fixtures';

const summary = (name: string) =>
  panelView(report(name)).steps.map(({ role, quantities }) => [
    role,
    ...quantities.map(
      ({ standing, copies }) => `${standing}${copies.length > 0 ? ` x${copies.length + 1}` : ''}`,
    ),
  ]);

describe('what the panel shows of a report', () => {
  it('orders the steps as a derivation does, each with its verdict', () => {
    assert.deepEqual(summary('chain-rule-post'), [
      ['logits', 'given'],
      ['probabilities', 'agrees x2'],
      ['target', 'given'],
      ['lossGradient', 'agrees x2'],
      ['jacobian', 'wrong'],
      ['delta', 'agrees', 'inherits'],
    ]);
  });

  it('looks at the first root cause first', () => {
    const view = panelView(report('chain-rule-post'));
    assert.equal(view.first?.standing, 'wrong');
    assert.deepEqual(view.first.findings, [0]);
    assert.equal(report('chain-rule-post').arrays[view.first.array]?.role, 'jacobian');
  });

  it('looks at the last thing that was checked where nothing is wrong', () => {
    const right = report('right');
    assert.equal(right.arrays[panelView(right).first?.array ?? -1]?.role, 'delta');
  });

  it('puts arrays without a role last, and does not count them', () => {
    assert.deepEqual(summary('right').at(-1), [null, 'given']);
    assert.deepEqual(panelView(report('right')).counts, {
      agrees: 2,
      wrong: 0,
      inherits: 0,
      unchecked: 0,
      given: 2,
      dismissed: 0,
    });
  });

  it('keeps a reference apart from the person\u2019s own numbers', () => {
    const delta = panelView(report('batch')).steps.find(({ role }) => role === 'delta');
    assert.deepEqual(
      delta?.quantities.map(({ reference, standing }) => [reference, standing]),
      [
        [false, 'wrong'],
        [true, 'agrees'],
      ],
    );
  });

  it('joins the wrong numbers written again to the claim that was wrong first', () => {
    const post = report('chain-rule-post');
    const wrong = post.claims.findIndex(({ verdict }) => verdict === 'wrong');
    const claim = post.claims[wrong];
    const jacobian = post.arrays[claim?.array ?? -1];
    assert.ok(claim && jacobian);
    const again: ReportClaim = { ...claim, array: post.arrays.length, verdict: 'inherits' };
    const extra = { ...post, arrays: [...post.arrays, jacobian], claims: [...post.claims, again] };
    const quantities = panelView(extra).steps.find(({ role }) => role === 'jacobian')?.quantities;
    assert.deepEqual(
      quantities?.map(({ standing, copies }) => [standing, copies]),
      [['wrong', [post.arrays.length]]],
    );
  });

  it('joins an operand, even a row of a matrix, to the claim that it repeats, whichever comes first', () => {
    const post = report('chain-rule-post');
    const jacobian = post.arrays[7];
    const logits = post.arrays[0];
    assert.ok(jacobian && logits);
    const extra = { ...post, arrays: [...post.arrays, jacobian, { ...logits, shape: [1, 2] }] };
    const view = panelView(extra);
    assert.equal(quantityOf(view, 9), quantityOf(view, 7));
    assert.equal(quantityOf(view, 9)?.standing, 'wrong');
    assert.equal(quantityOf(view, 10), quantityOf(view, 0));
    assert.equal(view.first?.array, 7);
  });

  it('does not join numbers that differ, or that are judged differently', () => {
    const post = report('chain-rule-post');
    const delta = post.arrays[4];
    assert.ok(delta);
    const view = panelView({ ...post, arrays: [...post.arrays, { ...delta, values: [0.5, 0.5] }] });
    assert.notEqual(quantityOf(view, 9), quantityOf(view, 4));
    assert.notEqual(quantityOf(view, 4), quantityOf(view, 8));
    const judged = { ...post.claims[2], array: 9, verdict: 'unchecked' as const } as ReportClaim;
    const again = panelView({ ...post, arrays: [...post.arrays, delta], claims: [...post.claims, judged] });
    assert.notEqual(quantityOf(again, 9), quantityOf(again, 4));
  });

  it('gives the candidates of a finding, the best first', () => {
    const [finding] = report('ambiguous').findings;
    assert.ok(finding);
    assert.deepEqual(
      candidates(finding).map((set) => set.map(({ id }) => id)),
      [['delta-factor-two'], ['binary-cross-entropy-through-softmax']],
    );
    const [unexplained] = report('unexplained').findings;
    assert.deepEqual(unexplained && candidates(unexplained), []);
  });

  it('shows nothing of a report without arrays', () => {
    const view = panelView(report('errors'));
    assert.deepEqual([view.steps, view.first], [[], null]);
  });
});
