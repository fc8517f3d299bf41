import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

function check(words: readonly string[], input: string): { code: number | null; out: string; err: string } {
  const run = spawnSync(process.execPath, ['src/command-line/start-check.mjs', ...words], {
    input,
    encoding: 'utf8',
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

const wrong = 'z = (1.75, 1.75)\na = (0.5, 0.5)\nJ = [[-1.3125, -3.0625], [-3.0625, -1.3125]]\n';
const right = 'z = (1.75, 1.75)\na = (0.5, 0.5)\nJ = [[0.25, -0.25], [-0.25, 0.25]]\n';

test('findings are exit code 1 and stand in the JSON under their ids', () => {
  const { code, out, err } = check(['--json'], wrong);
  assert.equal(err, '');
  assert.equal(code, 1);
  const report = JSON.parse(out) as { findings: { mistakes: string[]; start: number }[] };
  assert.deepEqual(
    report.findings.map(({ mistakes }) => mistakes),
    [['jacobian-at-logits']],
  );
  assert.equal(report.findings[0]?.start, wrong.indexOf('[['));
});

test('right numbers and text without arrays are exit code 0', () => {
  assert.equal(check([], right).code, 0);
  const { code, out } = check([], 'no numbers here');
  assert.equal(code, 0);
  assert.match(out, /No numeric array/);
});

test('input that cannot be read is exit code 2, with nothing on standard output', () => {
  const { code, out, err } = check(['--json', 'there-is-no-such-file.md'], '');
  assert.equal(code, 2);
  assert.equal(out, '');
  assert.match(err, /^There is no file .*there-is-no-such-file\.md\.$/m);
  assert.match(check(['src'], '').err, /^The input is a folder/);
});

test('who asks how to use it is told on standard output', () => {
  const { code, out, err } = check(['--help'], '');
  assert.equal(code, 0);
  assert.match(out, /^Usage: .*\[FILE\]/);
  assert.equal(err, '');
});

test('JSON lines are answered in order, and a bad line costs no other its answer', () => {
  const lines = [
    JSON.stringify({ id: 'w', text: wrong }),
    '{"id": "broken"',
    '{"id": 3}',
    '',
    JSON.stringify({ id: 'r', text: right }),
  ];
  const { code, out } = check(['--jsonl'], lines.join('\n'));
  assert.equal(code, 0);
  const answers = out
    .trim()
    .split('\n')
    .map(
      (line) => JSON.parse(line) as { id: string | null; error?: string; report?: { findings: unknown[] } },
    );
  assert.deepEqual(
    answers.map(({ id }) => id),
    ['w', null, null, 'r'],
  );
  assert.equal(answers[0]?.report?.findings.length, 1);
  assert.match(answers[1]?.error ?? '', /no JSON/);
  assert.equal(answers[3]?.report?.findings.length, 0);
});
