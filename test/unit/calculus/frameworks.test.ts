import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { logSoftmaxBackward, softmaxBackward } from '../../../src/calculus/backward';
import { crossEntropy, type CrossEntropyConventions, type Target } from '../../../src/calculus/cross-entropy';
import { logSoftmaxJacobians, softmaxJacobians, timesJacobian } from '../../../src/calculus/jacobian';
import { columnsOf, rowsOf, type Lanes } from '../../../src/calculus/lanes';
import { lossGradient, lossValues, type Loss } from '../../../src/calculus/losses';
import { logSoftmax, softmax } from '../../../src/calculus/softmax';

interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}
type Tensors = ReadonlyMap<string, Tensor>;
type Params = ReadonlyMap<string, unknown>;
type Computed = Readonly<Record<string, Float64Array>>;

function entriesOf(value: unknown): [string, unknown][] {
  assert.ok(typeof value === 'object' && value !== null);
  return Object.entries(value);
}

function tensorOf(value: unknown): Tensor {
  const { shape, values } = Object.fromEntries(entriesOf(value));
  assert.ok(Array.isArray(shape) && Array.isArray(values));
  return { shape: shape.map(Number), values: Float64Array.from(values, numberOf) };
}

function numberOf(value: unknown): number {
  if (value === '-inf') return -Infinity;
  assert.ok(typeof value === 'number', `unexpected value ${String(value)}`);
  return value;
}

function of(tensors: Tensors, name: string): Tensor {
  const tensor = tensors.get(name);
  assert.ok(tensor, `no ${name}`);
  return tensor;
}

function lanesOf({ shape, values }: Tensor, axis = shape.length - 1): Lanes {
  const along = shape[axis] ?? 1;
  const samples = values.length / along;
  return axis === shape.length - 1 ? rowsOf(samples, along) : columnsOf(samples, along);
}

function numberParam(params: Params, name: string): number | undefined {
  const value = params.get(name);
  return value === undefined ? undefined : numberOf(value);
}

function temperatureOf(params: Params): number {
  return numberParam(params, 'temperature') ?? 1;
}

function crossEntropyOf(inputs: Tensors, params: Params, extra: CrossEntropyConventions): Computed {
  const logits = of(inputs, 'logits');
  const classes = logits.shape.at(-1) ?? 1;
  const values = of(inputs, 'target').values;
  const kind = params.get('target') === 'index' ? 'indices' : 'rows';
  const target: Target = kind === 'indices' ? { kind, values } : { kind, values };
  const reduction = params.get('reduction');
  assert.ok(reduction === 'sum' || reduction === 'mean');
  const classWeights = inputs.get('class_weights')?.values;
  const ignoreIndex = numberParam(params, 'ignore_index');
  const { loss, delta } = crossEntropy(logits.values, target, classes, {
    reduction,
    temperature: temperatureOf(params),
    smoothing: numberParam(params, 'label_smoothing') ?? 0,
    ...(classWeights && { classWeights }),
    ...(ignoreIndex !== undefined && { ignoreIndex }),
    ...extra,
  });
  return { loss, delta };
}

const losses: ReadonlyMap<unknown, Loss> = new Map([
  ['cross_entropy', 'cross-entropy'],
  ['squared_error', 'squared-error'],
  ['half_squared_error', 'half-squared-error'],
  ['mean_squared_error', 'mean-squared-error'],
  ['binary_cross_entropy', 'binary-cross-entropy'],
  ['kl_divergence', 'kl-divergence'],
]);

const operations: Readonly<Record<string, (inputs: Tensors, params: Params) => Computed>> = {
  softmax(inputs, params) {
    const logits = of(inputs, 'logits');
    const temperature = temperatureOf(params);
    return {
      probabilities: softmax(logits.values, lanesOf(logits), temperature),
      log_probabilities: logSoftmax(logits.values, lanesOf(logits), temperature),
    };
  },
  softmax_jacobian(inputs, params) {
    const logits = of(inputs, 'logits');
    const temperature = temperatureOf(params);
    const probabilities = softmax(logits.values, lanesOf(logits), temperature);
    return { probabilities, jacobian: softmaxJacobians(probabilities, lanesOf(logits).classes, temperature) };
  },
  log_softmax_jacobian(inputs, params) {
    const logits = of(inputs, 'logits');
    const temperature = temperatureOf(params);
    const a = softmax(logits.values, lanesOf(logits), temperature);
    return { jacobian: logSoftmaxJacobians(a, lanesOf(logits).classes, temperature) };
  },
  softmax_backward(inputs, params) {
    const logits = of(inputs, 'logits');
    const lanes = lanesOf(logits, numberParam(params, 'axis'));
    const temperature = temperatureOf(params);
    const a = softmax(logits.values, lanes, temperature);
    return { delta: softmaxBackward(a, of(inputs, 'upstream').values, lanes, temperature) };
  },
  log_softmax_backward(inputs, params) {
    const logits = of(inputs, 'logits');
    const lanes = lanesOf(logits, numberParam(params, 'axis'));
    const temperature = temperatureOf(params);
    const a = softmax(logits.values, lanes, temperature);
    return { delta: logSoftmaxBackward(a, of(inputs, 'upstream').values, lanes, temperature) };
  },
  cross_entropy: (inputs, params) => crossEntropyOf(inputs, params, {}),
  fused_softmax_cross_entropy(inputs, params) {
    const loss = crossEntropyOf(inputs, params, { reduction: 'none' })['loss'] ?? assert.fail();
    return { ...crossEntropyOf(inputs, params, { targetSum: 'ignore' }), loss };
  },
  chain_rule(inputs, params) {
    const logits = of(inputs, 'logits');
    const t = of(inputs, 'target').values;
    const lanes = lanesOf(logits);
    const loss = losses.get(params.get('loss')) ?? assert.fail(`unknown loss ${String(params.get('loss'))}`);
    const probabilities = softmax(logits.values, lanes);
    const gradient = lossGradient(loss, probabilities, t, lanes.classes);
    const jacobian = softmaxJacobians(probabilities, lanes.classes);
    return {
      probabilities,
      loss: lossValues(loss, probabilities, t, lanes.classes),
      loss_gradient: gradient,
      jacobian,
      delta: timesJacobian(gradient, jacobian, lanes.classes),
    };
  },
};

const known = new Set([
  'temperature',
  'axis',
  'reduction',
  'target',
  'label_smoothing',
  'ignore_index',
  'loss',
]);
const lines = readFileSync('test/fixtures/frameworks.jsonl', 'utf8').trim().split('\n');

test('the fixture is whole', () => assert.equal(lines.length, 315));

for (const line of lines) {
  const record = new Map(entriesOf(JSON.parse(line)));
  const op = String(record.get('op'));
  test(`agrees with ${String(record.get('producer'))}: ${String(record.get('id'))}`, () => {
    const compute = operations[op];
    assert.ok(compute, `unknown operation ${op}`);
    const params = new Map(entriesOf(record.get('params')));
    for (const name of params.keys()) assert.ok(known.has(name), `unknown parameter ${name}`);
    const inputs = new Map(entriesOf(record.get('inputs')).map(([name, v]) => [name, tensorOf(v)]));
    const computed = compute(inputs, params);
    const outputs = entriesOf(record.get('outputs')).map(([name, v]): [string, Tensor] => [
      name,
      tensorOf(v),
    ]);
    assert.ok(outputs.length > 0);
    for (const [name, { values }] of outputs) {
      const actual = computed[name];
      assert.ok(actual, `${op} computes no ${name}`);
      assert.equal(actual.length, values.length, name);
      values.forEach((expected, i) => {
        const value = actual[i] ?? NaN;
        const close =
          value === expected || Math.abs(value - expected) <= Math.max(1e-15, 1e-11 * Math.abs(expected));
        assert.ok(close, `${name}[${i}]: ${value}, expected ${expected}`);
      });
    }
  });
}
