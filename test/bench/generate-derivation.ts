import { fusedDelta, logSoftmaxBackward, softmaxBackward, type TargetSum } from '../../src/calculus/backward';
import { biasGradient, weightGradient } from '../../src/calculus/batch';
import { logSoftmaxJacobians, softmaxJacobians } from '../../src/calculus/jacobian';
import { rowsOf, transpose } from '../../src/calculus/lanes';
import { crossEntropyOfLogs, lossGradient, lossValues, type Loss } from '../../src/calculus/losses';
import { logSoftmax, softmax } from '../../src/calculus/softmax';
import { oneHot, smoothLabels, weightClasses } from '../../src/calculus/targets';
import type { Part, Quantity } from './generate-print';
import type { Random } from './random';

/** What a derivation is about, drawn at random. Buffers are `samples × classes`. */
export interface Scenario {
  readonly classes: number;
  readonly samples: number;
  /** One sample is printed as a vector, or as a batch of one. */
  readonly batched: boolean;
  readonly columns: boolean;
  readonly temperature: number;
  readonly layer: 'softmax' | 'log-softmax';
  readonly loss: Loss | 'distillation' | 'given';
  readonly logBase: number;
  readonly target: 'one-hot' | 'index' | 'soft' | 'unnormalised';
  readonly targetSum: TargetSum;
  readonly smoothing: number;
  readonly classWeights: Float64Array | null;
  /** What a mean divides by: the samples, those that are not ignored, or the sum of their weights. */
  readonly divisor: number;
  /** Width of the keys where the logits are scores of attention: the temperature is its square root. */
  readonly keyWidth: number | null;
  /** Where the mean over the batch is taken. */
  readonly mean: 'nowhere' | 'loss-gradient' | 'delta';
  readonly z: Float64Array;
  readonly t: Float64Array;
  readonly labels: Float64Array | null;
  readonly upstream: Float64Array;
  /** Inputs of the linear layer below, `samples × width`; null where there is none. */
  readonly inputs: Float64Array | null;
}

const round = (value: number, decimals: number) => Number(value.toFixed(decimals));

/** `plain` leaves conventions at their defaults more often, as most derivations that people post do. */
export function drawScenario(random: Random, plain: boolean): Scenario {
  const classes = random.chance(0.72)
    ? random.integer(2, 6)
    : random.chance(0.7)
      ? random.integer(7, 12)
      : random.integer(13, 50);
  const samples = random.chance(plain ? 0.65 : 0.5)
    ? 1
    : random.chance(0.2)
      ? Math.min(classes, 8)
      : random.integer(2, 6);
  const unusual = (p: number) => random.chance(plain ? p / 3 : p);
  const layer = unusual(0.08) ? 'log-softmax' : 'softmax';
  const loss: Scenario['loss'] =
    layer === 'log-softmax' || random.chance(0.12)
      ? 'given'
      : random.chance(plain ? 0.85 : 0.6)
        ? 'cross-entropy'
        : random.pick<Loss>([
            'half-squared-error',
            'squared-error',
            'mean-squared-error',
            'binary-cross-entropy',
            'kl-divergence',
          ]);
  const crossEntropy = loss === 'cross-entropy';
  const distribution = loss === 'kl-divergence';
  const kind = random.next();
  const target: Scenario['target'] = distribution
    ? 'soft'
    : kind < 0.55
      ? 'one-hot'
      : kind < 0.75
        ? crossEntropy
          ? 'index'
          : 'one-hot'
        : kind < 0.92
          ? 'soft'
          : crossEntropy
            ? 'unnormalised'
            : 'soft';
  const inputDecimals = random.pick([1, 2, 2, 3]);
  const spread = random.pick([1, 2, 3]);
  const size = samples * classes;
  const z = Float64Array.from({ length: size }, () => round(spread * random.normal(), inputDecimals));
  const labels = Float64Array.from({ length: samples }, () => random.integer(0, classes - 1));
  const t = drawTarget(target, labels, classes, random);
  const hard = target === 'one-hot' || target === 'index';
  const ignoring = target === 'index' && crossEntropy && samples > 2 && unusual(0.08);
  if (ignoring) ignoreSome(labels, t, classes, random);
  const classWeights =
    crossEntropy && !ignoring && unusual(0.05)
      ? Float64Array.from({ length: classes }, () => round(0.5 + 2 * random.next(), 1))
      : null;
  const smoothing = crossEntropy && !ignoring && classWeights === null && hard && unusual(0.06) ? 0.1 : 0;
  return {
    classes,
    samples,
    batched: samples > 1 || random.chance(0.1),
    columns: samples > 1 && unusual(0.1),
    temperature: unusual(0.1) ? random.pick([0.5, 2, 2.5, 4]) : 1,
    layer,
    loss,
    logBase: crossEntropy && unusual(0.05) ? random.pick([2, 10]) : Math.E,
    target,
    targetSum: target === 'unnormalised' && unusual(0.4) ? 'ignore' : 'scale',
    smoothing,
    classWeights,
    divisor: divisorOf(labels, classWeights, hard && random.chance(0.6)),
    keyWidth: null,
    mean:
      samples > 1 && loss !== 'given'
        ? random.pick(['nowhere', 'nowhere', 'delta', 'loss-gradient'] as const)
        : 'nowhere',
    z,
    t,
    labels: hard ? labels : null,
    upstream: Float64Array.from({ length: size }, () => round(1.5 * random.normal(), 2)),
    inputs:
      samples > 1 && unusual(0.15)
        ? Float64Array.from({ length: samples * random.integer(2, 4) }, () => round(random.normal(), 1))
        : null,
  };
}

/** What a mean divides by; -100 marks a sample that is ignored. */
export function divisorOf(
  labels: Float64Array,
  classWeights: Float64Array | null,
  byWeight: boolean,
): number {
  return labels.reduce((sum, k) => sum + (k < 0 ? 0 : byWeight ? (classWeights?.[k] ?? 1) : 1), 0);
}

function ignoreSome(labels: Float64Array, t: Float64Array, classes: number, random: Random): void {
  for (const i of random.some([...labels.keys()], random.integer(1, labels.length - 2))) {
    labels[i] = -100;
    t.fill(0, i * classes, (i + 1) * classes);
  }
}

function drawTarget(
  kind: Scenario['target'],
  labels: Float64Array,
  classes: number,
  random: Random,
): Float64Array {
  if (kind === 'one-hot' || kind === 'index') return oneHot(labels, classes);
  const t = Float64Array.from({ length: labels.length * classes }, () => round(random.next(), 2));
  if (kind === 'unnormalised') return t;
  for (let i = 0; i < labels.length; i++) {
    // Hundredths that sum to exactly one: what remains after the others goes to one class.
    const row = t.subarray(i * classes, (i + 1) * classes);
    let left = 100;
    for (let k = 0; k < classes - 1; k++) {
      const share = Math.min(left, random.integer(0, Math.ceil(200 / classes)));
      row[k] = share / 100;
      left -= share;
    }
    row[classes - 1] = left / 100;
  }
  return t;
}

/** Every quantity of the right derivation in rows of classes, by part. */
export type Derivation = ReadonlyMap<Part, Float64Array>;

/**
 * Carries the scenario out by the right rules, each step from what `keep` makes of the step before (the identity
 * for exact arithmetic, rounding for a derivation by hand or in single precision).
 */
export function derive(s: Scenario, keep: (values: Float64Array) => Float64Array = (v) => v): Derivation {
  const { classes, samples, temperature, logBase } = s;
  const lanes = rowsOf(samples, classes);
  const a = keep(softmax(s.z, lanes, temperature));
  const out = new Map<Part, Float64Array>([
    ['logits', s.z],
    ['probabilities', a],
    ['logProbabilities', keep(logSoftmax(s.z, lanes, temperature))],
  ]);
  let delta: Float64Array;
  if (s.loss === 'given') {
    out.set('upstream', s.upstream);
    const backward = s.layer === 'softmax' ? softmaxBackward : logSoftmaxBackward;
    delta = backward(a, s.upstream, lanes, temperature);
  } else {
    let t = s.smoothing === 0 ? s.t : smoothLabels(s.t, classes, s.smoothing);
    out.set('target', t);
    if (s.classWeights !== null) {
      out.set('classWeights', s.classWeights);
      t = weightClasses(t, s.classWeights);
    }
    const divisor = s.mean === 'nowhere' ? 1 : s.divisor;
    const distilled = s.loss === 'distillation' ? temperature * temperature : 1;
    const loss = s.loss === 'distillation' ? 'kl-divergence' : s.loss;
    const losses = (
      loss === 'cross-entropy'
        ? crossEntropyOfLogs(logSoftmax(s.z, lanes, temperature), t, classes)
        : lossValues(loss, a, t, classes)
    ).map((v) => (v * distilled) / Math.log(logBase));
    const total = losses.reduce((x, y) => x + y, 0);
    out.set('loss', keep(s.mean === 'nowhere' ? losses : Float64Array.of(total / divisor)));
    const g = lossGradient(loss, a, t, classes, logBase).map((v) => v * distilled);
    out.set('lossGradient', keep(s.mean === 'loss-gradient' ? g.map((v) => v / divisor) : g));
    const fused = loss === 'cross-entropy' || loss === 'kl-divergence';
    delta = fused
      ? fusedDelta(a, t, lanes, s.targetSum, temperature).map((v) => (v * distilled) / Math.log(logBase))
      : softmaxBackward(a, g, lanes, temperature);
    delta = delta.map((v) => v / divisor);
  }
  const jacobians = s.layer === 'softmax' ? softmaxJacobians : logSoftmaxJacobians;
  out.set('jacobian', keep(jacobians(a, classes, temperature)));
  const kept = keep(delta);
  out.set('delta', kept);
  if (s.inputs !== null) {
    out.set('inputs', s.inputs);
    out.set(
      'weightGradient',
      keep(weightGradient(s.inputs, kept, samples, s.inputs.length / samples, classes)),
    );
    out.set('biasGradient', keep(biasGradient(kept, classes)));
  }
  if (s.labels !== null && s.loss !== 'given') out.set('classIndex', s.labels);
  return out;
}

/** The given input parts, which a person types rather than prints. */
export const typedParts: ReadonlySet<Part> = new Set([
  'logits',
  'target',
  'classIndex',
  'classWeights',
  'upstream',
  'inputs',
]);

/** A part as a quantity in the layout of the scenario. */
export function quantityOf(part: Part, values: Float64Array, name: string, s: Scenario): Quantity {
  const exact = typedParts.has(part);
  const { classes, samples } = s;
  const base = { role: part, name, exact };
  switch (part) {
    case 'classIndex':
      return { ...base, shape: s.batched ? [samples] : [], values };
    case 'classWeights':
    case 'biasGradient':
      return { ...base, shape: [classes], values };
    case 'loss':
      return { ...base, shape: values.length > 1 ? [values.length] : [], values };
    case 'inputs':
      return matrix(base, values, samples, s.columns);
    case 'weightGradient':
      // Where samples stand in columns, Z = W·X + b and W is classes × inputs.
      return matrix(base, values, values.length / classes, s.columns);
    case 'jacobian':
      return { ...base, shape: jacobianShape(values.length, s), values };
    case 'logits':
    case 'probabilities':
    case 'logProbabilities':
    case 'target':
    case 'lossGradient':
    case 'upstream':
    case 'delta':
      if (values.length === samples * classes * classes && classes > 1) {
        return { ...base, shape: jacobianShape(values.length, s), values };
      }
      if (values.length !== samples * classes) return { ...base, shape: [values.length], values };
      if (!s.batched) return { ...base, shape: [classes], values };
      return s.columns
        ? { ...base, shape: [classes, samples], values: transpose(values, samples, classes) }
        : { ...base, shape: [samples, classes], values };
  }
}

/** `rows × …` in the layout of the scenario. */
function matrix<T>(
  base: T,
  values: Float64Array,
  rows: number,
  turned: boolean,
): T & Pick<Quantity, 'shape' | 'values'> {
  const columns = values.length / rows;
  return turned
    ? { ...base, shape: [columns, rows], values: transpose(values, rows, columns) }
    : { ...base, shape: [rows, columns], values };
}

function jacobianShape(length: number, s: Scenario): number[] {
  const { classes, samples } = s;
  if (length === samples * classes * classes && samples > 1) return [samples, classes, classes];
  if (length === classes * classes) return [classes, classes];
  if (length === samples * classes) return s.batched ? [samples, classes] : [classes];
  const side = Math.sqrt(length);
  return Number.isInteger(side) ? [side, side] : [length];
}
