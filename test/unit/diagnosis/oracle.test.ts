import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { read } from '../../../src/reader/read';
import { diagnose } from '../../../src/diagnosis/diagnose';

interface Tensor {
  readonly shape: readonly number[];
  readonly values: readonly (number | string)[];
}

interface Line {
  readonly id: string;
  readonly op: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

function isLine(value: unknown): value is Line {
  return (
    typeof value === 'object' && value !== null && 'op' in value && 'params' in value && 'outputs' in value
  );
}

const lines = readFileSync('test/fixtures/frameworks.jsonl', 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line): unknown => JSON.parse(line))
  .filter(isLine);

const names: Readonly<Record<string, string>> = {
  logits: 'logits',
  target: 'target',
  class_weights: 'class_weights',
  upstream: 'upstream',
  probabilities: 'probs',
  log_probabilities: 'log_probs',
  jacobian: 'J',
  loss: 'loss',
  loss_gradient: 'dL/dp',
  delta: 'dL/dz',
};

/** Nested brackets, every number with `digits` decimals or in full. */
function print({ shape, values }: Tensor, digits: number | null): string {
  const show = (x: number | string): string =>
    typeof x === 'string' ? x : digits === null ? String(x) : x.toFixed(digits);
  const nest = (dimensions: readonly number[], from: number): string => {
    const [first, ...rest] = dimensions;
    if (first === undefined) return show(values[from] ?? NaN);
    const step = rest.reduce((x, y) => x * y, 1);
    return `[${Array.from({ length: first }, (_, i) => nest(rest, from + i * step)).join(', ')}]`;
  };
  return nest(shape, 0);
}

/** A framework's numbers as a person would print them, with the conventions said in words. */
function textOf({ op, params, inputs, outputs }: Line, digits: number | null): string {
  const said: string[] = [];
  if (typeof params['loss'] === 'string') said.push(`loss: ${params['loss'].replaceAll('_', ' ')}`);
  if (op === 'cross_entropy') said.push(`F.cross_entropy, reduction='${String(params['reduction'])}'`);
  if (params['axis'] === 0) said.push('classes x samples');
  if (typeof params['temperature'] === 'number') said.push(`temperature = ${params['temperature']}`);
  if (typeof params['label_smoothing'] === 'number' && params['label_smoothing'] > 0) {
    said.push(`label smoothing ${params['label_smoothing']}`);
  }
  if (op.startsWith('log_softmax')) said.push('log-softmax layer');
  const full = (key: string): boolean => key in inputs;
  for (const [key, tensor] of [...Object.entries(inputs), ...Object.entries(outputs)]) {
    const name =
      op === 'log_softmax_jacobian' && key === 'jacobian' ? 'log-softmax Jacobian' : (names[key] ?? key);
    said.push(`${name} = ${print(tensor, full(key) ? null : digits)}`);
  }
  return said.join('\n');
}

for (const digits of [null, 4]) {
  test(`what frameworks compute is never called wrong (${digits ?? 'all'} digits)`, () => {
    const accused: string[] = [];
    for (const line of lines) {
      const { findings } = diagnose(read(textOf(line, digits)));
      if (findings.length > 0) {
        const ids = findings.map(({ mistakes, certainty }) => `${mistakes.join('+')} ${certainty}`);
        accused.push(`${line.id} ${JSON.stringify(line.params)}: ${ids.join('; ')}`);
      }
    }
    assert.deepEqual(accused, []);
  });
}
