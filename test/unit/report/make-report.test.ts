import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { explanations } from '../../../src/diagnosis/catalogue/explanations/explanations';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { evaluate } from '../../../src/reader/arithmetic';
import { printElements } from '../../../src/reader/print';
import { read } from '../../../src/reader/read';
import { formulaText } from '../../../src/report/formula-text';
import { hoverMarkdown } from '../../../src/report/hover';
import { reportAsJson } from '../../../src/report/json';
import { makeReport, type ReportOptions } from '../../../src/report/make-report';
import { reportAsMarkdown } from '../../../src/report/markdown';
import { reportAsText } from '../../../src/report/plain-text';
import { panelView } from '../../../src/report/panel-view';
import type { Report, TextEdit } from '../../../src/report/report';
import { nameInProse } from '../../../src/report/sentences';

const example = readFileSync('media/examples/chain-rule.md', 'utf8');
const [derivation = ''] = example.split('\n## ');

function check(text: string, options: Partial<ReportOptions> = {}): Report {
  const reading = read(text, { language: 'markdown', evaluate });
  return makeReport(reading, diagnose(reading), { explanations, ...options });
}

function applied(text: string, edits: readonly TextEdit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((old, edit) => old.slice(0, edit.start) + edit.newText + old.slice(edit.end), text);
}

test('the message names the mistake with the numbers of the text', () => {
  const [finding, ...more] = check(derivation).findings;
  assert.equal(more.length, 0);
  assert.deepEqual(finding?.mistakes, ['jacobian-at-logits']);
  assert.equal(finding.certainty, 'certain');
  assert.match(finding.message, /Jacobian/);
  assert.match(finding.message, /-1\.3125 should be 0\.25/);
  assert.equal(
    derivation.slice(finding.start, finding.end),
    '\\begin{pmatrix}-1.3125&-3.0625\\\\-3.0625&-1.3125\\end{pmatrix}',
  );
});

test('the product is said to inherit, and only that', () => {
  const report = check(derivation);
  const product = report.claims.find(
    (claim) => claim.verdict === 'inherits' && report.arrays[claim.array]?.printed[0] === '6.125',
  );
  assert.ok(product, 'the product has the verdict inherits');
  assert.match(product.sentence, /inherits/);
  assert.ok(report.findings[0]?.inheritedBy.includes(report.claims.indexOf(product)));
});

test('after the correction of all that follows, nothing is wrong any more', () => {
  const edits = check(derivation).findings.flatMap((finding) => finding.correctionOfAll);
  const corrected = applied(derivation, edits);
  assert.ok(!corrected.includes('3.0625'));
  assert.match(corrected, /\(0\.500, -0\.500\)/);
  assert.deepEqual(check(corrected).findings, []);
});

test('the right half of the example gives no finding', () => {
  const answer = example.slice(derivation.length);
  const report = check(answer);
  assert.ok(report.arrays.length >= 6);
  assert.deepEqual(report.findings, []);
});

test('a finding that was dismissed is not spoken of, and stays dismissed when the text is read again', () => {
  const [finding] = check(derivation).findings;
  assert.ok(finding);
  assert.equal(finding.dismissed, false);
  const moved = check(`More words before it.\n\n${derivation}`, { dismissed: [finding.key] });
  assert.deepEqual(
    moved.findings.map(({ dismissed }) => dismissed),
    [true],
  );
  assert.match(moved.summary, /^Nothing else is wrong\. .*dismissed: 1\.$/);
  const view = panelView(moved);
  assert.equal(view.counts.dismissed, 1);
  assert.equal(view.counts.wrong, 0);
  const others = check(derivation, { dismissed: ['something else'] });
  assert.match(others.summary, /first wrong step/);
});

test('conventions that the person took are told by name', () => {
  const { accepted } = check(derivation, { accepted: ['jacobian-at-logits', 'of-an-older-version'] });
  assert.deepEqual(accepted, [{ id: 'jacobian-at-logits', name: 'Jacobian evaluated at the logits' }]);
});

test('what a program printed is judged, and never replaced', () => {
  const start = derivation.indexOf("SoftMax'(");
  const printed = [{ start, end: derivation.length }];
  const [finding, ...more] = check(derivation, { printed }).findings;
  assert.deepEqual(finding?.mistakes, ['jacobian-at-logits']);
  assert.deepEqual(more, []);
  assert.deepEqual(finding.correctionOfAll, []);
  const report = check(derivation, { printed });
  assert.ok(report.claims.every(({ correction }) => correction.length === 0));
  assert.ok(report.arrays.every((array) => array.output === array.start >= start));
});

test('every screen can be drawn from the report, and the report survives JSON', () => {
  const report = check(derivation);
  assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  const links = { openPanel: 'command:panel', openMistake: (id: string) => `command:page?${id}` };
  const [finding] = report.findings;
  const hover = hoverMarkdown(report, report.claims[finding?.claim ?? 0]?.array ?? 0, links);
  assert.match(hover ?? '', /command:page\?jacobian-at-logits/);
  assert.match(hover ?? '', /Jacobian da\/dz/);
  assert.match(reportAsMarkdown(report), /`jacobian-at-logits`/);
  assert.match(reportAsText(report, derivation), /line \d+: The Jacobian/);
  assert.match(JSON.stringify(reportAsJson(report)), /"verdict":"inherits"/);
  for (const text of [reportAsMarkdown(report), reportAsText(report, derivation), hover ?? '']) {
    assert.doesNotMatch(text, /undefined|NaN|\[object/);
  }
});

for (const [what, text, pattern] of [
  ['prose', 'Nothing here but words.', /No numeric array/],
  ['code', 'def softmax(z):\n    e = np.exp(z)\n    return e / e.sum()', /Print z, a, t and your gradient/],
  ['one array', 'a = [0.5, 0.5]', /Only one array.*a \(2\)/],
  ['a shortened print-out', 'a = [0.1 0.2 ... 0.3 0.1]\nz = [1 2 3 4]', /shortened/],
  ['ragged rows', 'J = [[1, 2], [3]]\nz = [1, 2]', /not rectangular|differ in length/],
  ['a string among numbers', 'z = [1, "two", 3]\na = [0.2, 0.3, 0.5]', /"two".*no number/],
] as const) {
  test(`${what}: said in a sentence, never silence`, () => {
    const report = check(text);
    assert.deepEqual(report.findings, []);
    const said = [report.problem, ...report.errors].map((error) => error?.message ?? '').join('\n');
    assert.match(said, pattern);
    assert.doesNotMatch(said, /undefined|\{\d\}/);
  });
}

test('only what was read whole and confirmed whole is called right', () => {
  const right = 'z = [1.2, -0.4, 0.7]\na = [0.5530, 0.1116, 0.3354]\nt = [0, 1, 0]\n';
  assert.match(check(right).summary, /^Nothing is wrong\. Checked against the others: 1 of 3 arrays\.$/);
  assert.match(
    check(`${right}dz = [0.5530, ..., 0.3354]\n`).summary,
    /^Nothing wrong was found\. .*could not be read: 1\.$/,
  );
});

test('an array of a shape that is not due is said to be so, and gets no correction', () => {
  const { claims, findings } = check(
    'z = [1.0, 2.0, 0.5]\na = [0.2312, 0.6285, 0.1402]\nt = [0, 1, 0]\nda_dz = [0.1777, 0.2335, 0.1205]',
  );
  assert.match(findings[0]?.message ?? '', /Its shape is 3; 3 × 3 is due\./);
  const wrong = claims.find(({ verdict }) => verdict === 'wrong');
  assert.match(wrong?.sentence ?? '', /its shape is 3; 3 × 3 is due\./);
  assert.deepEqual(wrong?.correction, []);
});

test('what belongs together in shape is not said to differ in it', () => {
  const { problem } = check('sigmoid = [0.73, 0.88, 0.62]\nvalues = [0.1, 0.4, 0.9]');
  assert.ok(problem);
  assert.doesNotMatch(problem.message, /same shape/);
});

test('of a sentence that leads to an array only the last word names it', () => {
  const { arrays, claims } = check(
    'Exercise 2. We set z = [1.0, 2.0, 0.5]. Softmax then gives a = [0.9, 0.05, 0.05]',
  );
  assert.equal(arrays.length, 2);
  for (const { sentence } of claims) assert.doesNotMatch(sentence, /Exercise|gives/);
});

test('nothing of a printed nan stays behind the number that takes its place', () => {
  const text = 'a = [nan, 0.5, 0.25]';
  const [array] = read(text).arrays;
  assert.ok(array);
  assert.deepEqual(printElements(array, Float64Array.of(0.125, 0.5, 0.375), text), ['0.125', '0.5', '0.38']);
});

test('what has no role is named, and not called right', () => {
  const right =
    'z = [1.0, 2.0, 0.5]\na = softmax(z) = [0.2312, 0.6285, 0.1402]\nt = [0, 1, 0]\ndE/dz = [0.2312, -0.3715, 0.1402]';
  assert.match(check(right).summary, /^Nothing is wrong\./);
  const more = check(`${right}\nlearning rates = [7.5, 3.25, 11.5, 6.125]`);
  assert.match(
    more.summary,
    /^Nothing wrong was found\..* Not checked, since no role was found: the array learning rates\.$/,
  );
});

test('the rows of what inherits an error are told apart', () => {
  const text = [
    'z = [[1.0, 2.0, 0.5], [0.25, -1.0, 1.5]]',
    'a = softmax(z) = [[0.12, 0.33, 0.07], [0.06, 0.02, 0.40]]',
    't = [[0, 1, 0], [0, 0, 1]]',
    'dE/dz = a - t = [[0.12, -0.67, 0.07], [0.06, 0.02, -0.60]]',
  ].join('\n');
  const claim = check(text).claims.find(({ verdict }) => verdict === 'inherits');
  assert.match(
    claim?.sentence ?? '',
    /it would be \(\(0\.23, -0\.37, 0\.14\), \(0\.\d+, 0\.\d+, -0\.\d+\)\)\./,
  );
});

test('the end of a sentence before a letter is no part of its name', () => {
  assert.equal(nameInProse('La cible est t'), 't');
  assert.equal(nameInProse('Exercice 2. On pose z'), 'z');
  assert.equal(nameInProse('full jacobian'), 'full jacobian');
  assert.equal(nameInProse('p - one_hot'), 'p - one_hot');
});

test('a formula that was found is written without LaTeX where nothing sets it', () => {
  assert.equal(
    formulaText('\\delta_{ij} \\log(a_i) / \\sum_k e^{z_k - e^{a_k}}'),
    'δ_ij log(a_i) / Σ_k exp(z_k - exp(a_k))',
  );
});
