import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { catalogue, mistakeById } from '../../../src/diagnosis/catalogue/catalogue';
import { explanations } from '../../../src/diagnosis/catalogue/explanations/explanations';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { read } from '../../../src/reader/read';
import { mistakeIndex, mistakePage } from '../../../src/report/mistake-page';
import { workedExample } from '../../../src/report/worked-example';

/** All ids, in the order of a derivation: settings and links of people hold them, so none may vanish or change. */
const ids = `softmax-wrong-axis softmax-global-normalisation softmax-normaliser-broadcast
  max-subtraction-wrong-axis shift-replaces-logits softmax-underflow softmax-overflow
  logits-divided-by-max softmax-applied-twice sigmoid-for-softmax softmax-missing-exponential
  softmax-singleton-axis temperature-misapplied class-weights-on-logits mask-after-softmax
  attention-scale-misplaced label-smoothing-mass target-not-distribution target-index-mismatch
  one-hot-subtracted-from-all-rows soft-target-weight-dropped sign-flipped-delta
  binary-cross-entropy-on-softmax nll-on-probabilities loss-value-used-as-gradient
  loss-gradient-wrong-operand loss-derivative-omitted fused-shortcut-with-other-loss
  factor-of-two log-base-mismatch focal-loss-gradient-incomplete distillation-temperature-scale
  epsilon-changes-gradient log-of-zero jacobian-at-logits jacobian-at-softmax-of-activation
  jacobian-at-upstream-gradient jacobian-diagonal-only jacobian-off-diagonal-sign
  jacobian-delta-omitted jacobian-kronecker-product-for-delta jacobian-diagonal-overwritten
  jacobian-inner-product-for-outer jacobian-diag-of-column-vector jacobian-transpose-no-op
  jacobian-columns-overwritten jacobian-batch-overwritten jacobian-truncated-shape
  jacobian-single-row jacobian-batch-flattened quotient-rule-error exponent-rule-error
  jacobian-missing-temperature chain-elementwise-product jacobian-row-sum
  jacobian-not-contracted jacobian-skipped fused-delta-times-jacobian einsum-subscripts
  chain-index-swap dot-product-term-missing dot-product-term-wrong-operand
  dot-product-over-wrong-axis upstream-as-target upstream-gradient-ignored
  upstream-applied-twice log-softmax-backward attention-scale-gradient missing-batch-mean
  batch-mean-applied-twice batch-mean-without-mean-loss mean-over-all-elements mean-over-classes
  bias-gradient-summed-over-classes ignored-samples-counted weighted-mean-normalisation
  in-place-mutation finite-difference-step`.split(/\s+/);

/** Texts that make mistakes as people write them down: with the words and the numbers that belong to them. */
const writtenByHand: Readonly<Record<string, string>> = {
  'softmax-underflow': `z = [[800.0, 801.0, 799.0], [1.0, 2.0, 0.5]]
a = [[0.244728, 0.665241, 0.090031], [0.0, 0.0, 0.0]]`,
  'softmax-overflow': `z = [[1000.0, 1001.0, 2.0], [1.0, 2.0, 0.5]]
a = [[nan, nan, 0.000000], [0.231224, 0.628532, 0.140244]]`,
  'log-of-zero': `cross-entropy per sample
z = [[0.0, 800.0, 1.0], [1.0, 2.0, 0.5]]
a = [[0.0, 1.0, 0.0], [0.231224, 0.628532, 0.140244]]
t = [[0, 1, 0], [0, 1, 0]]
loss = [nan, 0.464368]`,
  'upstream-gradient-ignored': `cross-entropy
grad_output = 2.5
z = [1.0, 2.0, 0.5]
a = [0.231224, 0.628532, 0.140244]
t = [0, 1, 0]
dE/dz = [0.231224, -0.371468, 0.140244]`,
  'mask-after-softmax': `mask = [1, 1, 0, 1]
scores = [1.0, 2.0, 0.5, -0.3]
softmax(scores) = [0.217517, 0.591272, 0.000000, 0.059280]`,
  'finite-difference-step': `softmax and cross-entropy
z = [1.013, -0.904, 0.507]
t = [0, 1, 0]
dE/dz = [0.571445, -0.915970, 0.344526]
numeric dE/dz = [0.583627, -0.912014, 0.355931]`,
  'batch-mean-without-mean-loss': `cross-entropy, reduction='sum'
z = [[1.0, 2.0, 0.5], [0.3, -1.2, 2.2]]
a = [[0.231224, 0.628532, 0.140244], [0.126511, 0.028229, 0.845260]]
t = [[0, 1, 0], [1, 0, 0]]
dE/dz = [[0.115612, -0.185734, 0.070122], [-0.436745, 0.014115, 0.422630]]`,
  'ignored-samples-counted': `cross-entropy, reduction='mean', ignore_index=-100
z = [[1.0, 2.0, 0.5], [0.3, -1.2, 2.2], [0.3, -1.2, 2.2]]
a = [[0.231224, 0.628532, 0.140244], [0.126511, 0.028229, 0.845260], [0.126511, 0.028229, 0.845260]]
labels = [1, -100, 0]
dE/dz = [[0.077075, -0.123823, 0.046748], [0.0, 0.0, 0.0], [-0.291163, 0.009410, 0.281753]]`,
};

function named(text: string): string[] {
  return diagnose(read(text, { language: 'plaintext' })).findings.flatMap(({ mistakes, alternatives }) => [
    ...mistakes,
    ...alternatives.flat(),
  ]);
}

test('the ids are those that settings and links know', () => {
  assert.deepEqual(
    catalogue.map(({ id }) => id),
    ids,
  );
});

test('every entry has a prior, two formulas and words', () => {
  for (const entry of catalogue) {
    assert.ok(entry.seen > 0, `${entry.id}: prior`);
    const said = explanations[entry.id];
    assert.ok(said !== undefined, `${entry.id}: nothing is said of it`);
    for (const field of ['name', 'wrongForm', 'rightForm', 'why', 'remedy'] as const) {
      assert.notEqual(said[field].trim(), '', `${entry.id}: ${field}`);
    }
    assert.notEqual(said.wrongForm, said.rightForm, entry.id);
  }
});

test('every entry has a form that numbers show', () => {
  assert.deepEqual(
    catalogue.filter(({ forms }) => forms.length === 0).map(({ id }) => id),
    [],
  );
});

test('the pages and the language file are made from the entries', () => {
  const stored = (name: string) => readFileSync(`media/mistakes/${name}.md`, 'utf8');
  assert.equal(stored('index'), mistakeIndex(catalogue, explanations), 'run npm run pages');
  const words: unknown = JSON.parse(readFileSync('media/l10n/bundle.l10n.json', 'utf8'));
  assert.ok(typeof words === 'object' && words !== null);
  for (const entry of catalogue) {
    const explanation = explanations[entry.id];
    assert.ok(explanation !== undefined, entry.id);
    const page = mistakePage(entry, explanation, workedExample(entry));
    assert.equal(stored(entry.id), page, `${entry.id}: run npm run pages`);
    for (const text of [explanation.name, explanation.why, explanation.remedy]) {
      assert.ok(text in words, `${entry.id}: run npm run pages for "${text}"`);
    }
  }
});

for (const [id, text] of Object.entries(writtenByHand)) {
  test(`${id} is named in a text that makes it`, () => {
    assert.ok(mistakeById(id) !== undefined, 'no such entry');
    const found = named(text);
    assert.ok(found.includes(id), found.join(', '));
  });
}
