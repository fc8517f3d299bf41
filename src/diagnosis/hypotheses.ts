import type { NumericArray, Reading } from '../reader/reading';
import { rowsOf } from '../calculus/lanes';
import { softmax } from '../calculus/softmax';
import { smoothLabels } from '../calculus/targets';
import { stated as state, type Frame, type Stated } from './claim';
import type { DiagnoseOptions } from './diagnosis';
import { contradiction, lossesOf, meansOf, weighed, type Weighed } from './conventions';
import { framesOf } from './frames';
import type { Facts } from './facts';
import { rootsOf } from './judge';
import type { Assignment, Candidates } from './roles';
import { ignoredLabel, sampleWeights } from './program';
import { defaultSetting, type LossConvention, type MeanAt, type Setting } from './setting';

/** One way of reading the text: roles, layout and conventions, with what it costs to assume them. */
export interface Hypothesis {
  readonly assignment: Assignment;
  readonly frame: Frame;
  readonly setting: Setting;
  readonly stated: readonly Stated[];
  /** Bits of the roles, less those of the conventions. */
  readonly prior: number;
  /** The bits that it has at best: where right rules reproduce every claim. */
  readonly bound: number;
  readonly costs: Readonly<Record<string, number>>;
}

interface Labels {
  readonly labels: number[] | null;
  readonly written: number[] | null;
}

interface Smoothed {
  readonly kept: readonly Stated[];
  readonly labels: number[] | null;
  readonly smoothing: number;
  readonly cost: number;
}

/** Index of the largest element of every row. */
function largestOfRows(t: Float64Array, classes: number): number[] {
  return Array.from({ length: t.length / classes }, (_, n) => {
    const row = t.subarray(n * classes, (n + 1) * classes);
    return row.indexOf(row.reduce((x, y) => Math.max(x, y), -Infinity));
  });
}

/** True where every row has one value for its largest element and another for all the rest. */
function twoValued(t: Float64Array, classes: number): boolean {
  for (let from = 0; from < t.length; from += classes) {
    const row = t.subarray(from, from + classes);
    const most = row.reduce((x, y) => Math.max(x, y), -Infinity);
    const rest = row.filter((x) => x !== most);
    if (rest.length !== classes - 1 || rest.some((x) => x !== rest[0])) return false;
  }
  return true;
}

function sumsToOne(
  lines: number,
  length: number,
  at: (line: number, k: number) => number,
  room: number,
): boolean {
  for (let line = 0; line < lines; line++) {
    let sum = 0;
    for (let k = 0; k < length; k++) sum += at(line, k);
    if (!(Math.abs(sum - 1) <= room)) return false;
  }
  return true;
}

const isHard = (t: Float64Array): boolean => t.every((x) => x === 0 || x === 1);

/** Every reading of the text under one assignment of roles, cheapest first. */
export function hypotheses(
  reading: Reading,
  candidates: Candidates,
  assignment: Assignment,
  facts: Facts,
  options: DiagnoseOptions,
): Hypothesis[] {
  const { arrays } = reading;
  const { roles } = assignment;
  const out: Hypothesis[] = [];
  for (const { value: frame, cost: shapeCost } of framesOf(arrays, roles, facts)) {
    const frameCost = shapeCost + layoutCost(frame);
    const all = arrays.flatMap((array, i) => {
      const role = roles[i];
      if (role === null || role === undefined || repeated(i)) return [];
      const name = candidates.names[i];
      const turnedShape = role === 'weightGradient' && isTurned(array, frame);
      const one = state(
        array,
        i,
        role,
        name?.reference ?? false,
        name?.byDifferences ?? false,
        turnedShape ? { ...frame, layout: 'columns' } : frame,
      );
      return one === null || !fits(one, frame) ? [] : [one];
    });
    const has = (register: string): boolean => all.some((one) => one.register === register);
    const gradients = has('g') || has('d') || has('dW') || has('db') || has('E');
    const targets = has('t') || roles.includes('classIndex') || facts.labels !== null;
    const given = roles.includes('upstream') || (!targets && (has('g') || facts.upstreamOnes));
    const teacher = all.findIndex(
      (one) =>
        one.role === 'logits' && /teacher|lehrer|professeur/.test(candidates.names[one.array]?.symbol ?? ''),
    );
    // Where a loss is named and its target stands there, dE/da is the loss's, not any gradient from above.
    const handed = roles.some(
      (role, i) => role === 'upstream' && (candidates.names[i]?.scores.get('lossGradient') ?? 0) > 0,
    );
    const givenCost = handed && targets ? (facts.crossEntropy || facts.klDivergence ? 15 : 6) : 0;
    const T = facts.temperature ?? 1;
    const stated = all.map((one, i): Stated =>
      i === teacher
        ? {
            ...one,
            role: 'target',
            register: 't',
            values: softmax(one.values, rowsOf(frame.samples, frame.classes), T),
            precision: {
              tight: one.precision.tight.map(() => 1e-9),
              loose: one.precision.loose.map(() => 1e-9),
            },
          }
        : one,
    );
    const counted = labelsOf(frame).flatMap(({ value: { labels: known, written }, cost: labelCost }) =>
      smoothings(frame, stated, known).flatMap((one) =>
        masks(frame).map(({ value: mask, cost: maskCost }) => ({
          ...one,
          written,
          labelCost,
          mask,
          maskCost,
        })),
      ),
    );
    for (const {
      kept,
      labels,
      smoothing,
      written,
      cost: smoothingCost,
      labelCost,
      mask,
      maskCost,
    } of counted) {
      const target = kept.find((one) => one.register === 't');
      const sums =
        target === undefined
          ? []
          : Array.from({ length: frame.samples }, (_, n) =>
              target.values.subarray(n * frame.classes, (n + 1) * frame.classes).reduce((x, y) => x + y, 0),
            );
      const unit = sums.every((sum) => Math.abs(sum - 1) < 1e-2 || !Number.isFinite(sum));
      const weights = weightsOf(frame);
      const upstream: Stated[] = given && !has('g') ? [onesUpstream(frame)] : [];
      const whole = [...kept, ...upstream];
      const base: Setting = {
        ...defaultSetting(frame.samples, frame.classes),
        labels,
        writtenLabels: written,
        temperature: T,
        smoothing,
        logBase: facts.logBase ?? Math.E,
        epsilons: facts.epsilons,
        epsilonsSaid: facts.epsilonsSaid,
        scales: facts.scales,
        classWeights: weights,
        mask,
        inputs: inputsOf(frame),
        lossPerSample: whole.some((one) => one.register === 'E' && one.values.length === frame.samples),
        keyWidth: facts.keyWidth,
        differences: candidates.names.some((name) => name.byDifferences),
        perSample: arrays
          .filter((one, i) => roles[i] === null && one.values.length === frame.samples && frame.samples > 1)
          .map((one) => one.values),
        upstreamScale: facts.upstreamScalar !== null && !given ? facts.upstreamScalar : 1,
      };
      const targetForWeights = target?.values ?? null;
      const weightSum = weights === null ? null : sumOfWeights(frame, weights, labels, targetForWeights);
      const roots = rootsOf(whole, { ...base, loss: given ? 'given' : base.loss });
      const potential = whole.reduce(
        (sum, one) => sum + (roots.has(one.register) || one.array < 0 ? 0 : one.potential),
        0,
      );
      const worth = (costs: Record<string, number>): { prior: number; bound: number } => {
        const prior = assignment.bits - Object.values(costs).reduce((x, y) => x + y, 0);
        return { prior, bound: prior + potential };
      };
      for (const loss of gradients
        ? lossesOf(facts, options, given, teacher >= 0)
        : [weighed<LossConvention>(given ? 'given' : 'cross-entropy', 0)]) {
        for (const meanAt of gradients
          ? meansOf(facts, options, given, weights !== null, frame, has('dW') || has('db'), has('g'))
          : [weighed<MeanAt>('nowhere', 0)]) {
          for (const direction of gradients && !given ? directions(whole) : [weighed<1 | -1>(1, 0)]) {
            for (const targetSum of unit || loss.value !== 'cross-entropy'
              ? [weighed<'scale' | 'ignore'>('scale', 0)]
              : targetSums()) {
              for (const layer of layers(given, has('y'), has('J'))) {
                for (const divisor of divisors(frame, weightSum, meanAt.value, labels)) {
                  const costs = {
                    frame: frameCost,
                    loss: loss.cost + givenCost,
                    reduction: meanAt.cost,
                    direction: direction.cost,
                    targetSum: targetSum.cost,
                    layer: layer.cost,
                    weights: divisor.cost,
                    smoothing: smoothingCost,
                    labels: labelCost,
                    mask: maskCost,
                  };
                  out.push({
                    assignment,
                    frame,
                    stated: whole,
                    setting: {
                      ...base,
                      loss: loss.value,
                      meanAt: meanAt.value,
                      direction: direction.value,
                      targetSum: targetSum.value,
                      layer: layer.value,
                      divisor: divisor.value,
                      weightSum,
                    },
                    ...worth(costs),
                    costs,
                  });
                }
              }
            }
          }
        }
      }
    }
  }
  return out;

  function repeated(index: number): boolean {
    return typeof candidates.repeats[index] === 'number';
  }

  function fits(one: Stated, frame: Frame): boolean {
    if (one.partial) return true;
    const size = frame.samples * frame.classes;
    const n = one.values.length;
    switch (one.register) {
      case 'z':
      case 'u':
      case 'p':
      case 'a':
      case 'y':
      case 't':
      case 'g':
        return n === size;
      case 'd':
        return n === size || n === size * frame.classes;
      case 'J':
        return (
          n === size * frame.classes || n === size || n === size * size || n === frame.classes * frame.classes
        );
      case 'E':
      case 'dW':
      case 'db':
        return true;
    }
  }

  /** Bits that the numbers speak against a layout: one-hot rows, probabilities that sum to one the other way. */
  function layoutCost(frame: Frame): number {
    let cost = 0;
    arrays.forEach(({ shape, values }, i) => {
      const [rows, columns] = shape;
      const role = roles[i];
      if (shape.length !== 2 || rows === undefined || columns === undefined || rows === 1 || columns === 1)
        return;
      if (role !== 'target' && role !== 'probabilities') return;
      const hard = role === 'target' && isHard(values);
      const room = hard ? 1e-9 : 0.02;
      const byRow = sumsToOne(rows, columns, (n, k) => values[n * columns + k] ?? NaN, room);
      const byColumn = sumsToOne(columns, rows, (n, k) => values[k * columns + n] ?? NaN, room);
      if (byRow === byColumn || (role === 'target' && !hard)) return;
      if (byRow !== (frame.layout === 'rows')) cost += hard ? 20 : role === 'target' ? 12 : 2;
    });
    return cost;
  }

  /** True for dE/dW as classes × inputs. */
  function isTurned(array: NumericArray, frame: Frame): boolean {
    const inputs = arrays[roles.indexOf('inputs')];
    if (inputs === undefined) return false;
    const width = inputs.values.length / frame.samples;
    return array.shape[0] === frame.classes && array.shape[1] === width && width !== frame.classes;
  }

  function directions(stated: readonly Stated[]): Weighed<1 | -1>[] {
    const called = stated.some((one) => candidates.names[one.array]?.descent === true);
    if (!facts.ascent && !called) return [weighed(1, 0)];
    return [weighed(1, facts.ascent ? 1 : 0), weighed(-1, facts.ascent ? 0 : 2)];
  }

  function targetSums(): Weighed<'scale' | 'ignore'>[] {
    if (options.targetSum !== undefined) return [weighed(options.targetSum, 0)];
    return [weighed('scale', 0), weighed('ignore', 1.5)];
  }

  function layers(given: boolean, logs: boolean, jacobian: boolean): Weighed<'softmax' | 'log-softmax'>[] {
    const handedLogs = logs || facts.logSoftmax;
    const through = handedLogs && (given || (jacobian && !logs));
    return through ? [weighed('log-softmax', 0), weighed('softmax', 2)] : [weighed('softmax', 0)];
  }

  function divisors(
    frame: Frame,
    weightSum: number | null,
    meanAt: MeanAt,
    labels: readonly number[] | null,
  ): Weighed<number>[] {
    const ignored = labels?.filter((k) => k === ignoredLabel).length ?? 0;
    if (ignored > 0 && weightSum === null && meanAt !== 'nowhere') {
      // A mean that is named is one over the samples that take part; else the divisor is a convention.
      return [
        weighed(frame.samples - ignored, 0),
        weighed(frame.samples, facts.mean || options.reduction === 'mean' ? contradiction : 2),
      ];
    }
    const plain = weighed(frame.samples, weightSum === null ? 0 : 0.5);
    return weightSum === null || meanAt === 'nowhere' ? [plain] : [weighed(weightSum, 0), plain];
  }

  /** The class of every sample from an array of class numbers or from the words. */
  function labelsOf(frame: Frame): Weighed<Labels>[] {
    const index = roles.findIndex(
      (role, i) => role === 'classIndex' && arrays[i]?.values.length === frame.samples,
    );
    const found = arrays[index];
    const written =
      found !== undefined
        ? [...found.values]
        : facts.labels?.length === frame.samples
          ? [...facts.labels]
          : null;
    if (written === null) return [weighed({ labels: null, written }, 0)];
    const fromZero = { labels: written, written };
    const fromOne = { labels: written.map((k) => k - 1), written };
    if (facts.labelsFromOne) return [weighed(fromOne, 0)];
    if (written.some((k) => k < 1)) return [weighed(fromZero, 0)];
    if (written.includes(frame.classes)) return [weighed(fromOne, 0)];
    // What the classes are counted from is a convention: the numbers decide.
    const one = ['matlab', 'julia', 'r'].includes(reading.language);
    return [weighed(fromZero, one ? 3 : 0), weighed(fromOne, one ? 0 : 3)];
  }

  /**
   * Ways in which label smoothing may have been done: to the target before it was printed, to the printed target
   * afterwards, or to class numbers, of which a printed target is the claimed result.
   */
  function smoothings(frame: Frame, stated: readonly Stated[], labels: number[] | null): Smoothed[] {
    const target = stated.find((one) => one.register === 't');
    const epsilon = facts.smoothing ?? 0;
    if (epsilon === 0 || target === undefined) return [{ kept: stated, labels, smoothing: epsilon, cost: 0 }];
    const hard = isHard(target.values);
    const after = stated.map((one) =>
      one === target ? { ...one, values: smoothLabels(one.values, frame.classes, epsilon) } : one,
    );
    const asPrinted = { kept: stated, labels: null, smoothing: 0, cost: hard ? 3 : 0 };
    const printedBefore = { kept: after, labels: null, smoothing: epsilon, cost: hard ? 0 : 1 };
    if (labels !== null)
      return hard ? [printedBefore, asPrinted] : [{ kept: stated, labels, smoothing: epsilon, cost: 0 }];
    const fromLargest = {
      kept: stated,
      labels: largestOfRows(target.values, frame.classes),
      smoothing: epsilon,
      cost: 6,
    };
    if (hard) return [printedBefore, asPrinted];
    return twoValued(target.values, frame.classes)
      ? [asPrinted, printedBefore, fromLargest]
      : [asPrinted, printedBefore];
  }

  /** What hides logits from softmax: which of the two values does so is a convention, as is whether any does. */
  function masks(frame: Frame): Weighed<Float64Array | null>[] {
    const size = frame.samples * frame.classes;
    const found = arrays.find(
      ({ values }, i) =>
        roles[i] === null &&
        (candidates.names[i]?.symbol ?? '').includes('mask') &&
        (values.length === size || values.length === frame.classes),
    );
    if (found === undefined) return [weighed(null, 0)];
    const { values } = found;
    // Added to the logits, a mask is zero where it hides nothing.
    const added = values.every((x) => x === 0 || x < -1e3);
    if (!added && !isHard(values)) return [weighed(null, 0)];
    const shown = (value: number): Float64Array =>
      Float64Array.from({ length: size }, (_, at) => (values[at % values.length] === value ? 1 : 0));
    return added
      ? [weighed(shown(0), 0), weighed(null, 2)]
      : [weighed(shown(1), 0), weighed(shown(0), 1), weighed(null, 2)];
  }

  function weightsOf(frame: Frame): Float64Array | null {
    const index = roles.findIndex(
      (role, i) => role === 'classWeights' && arrays[i]?.values.length === frame.classes,
    );
    return arrays[index]?.values ?? null;
  }

  function inputsOf(frame: Frame): Float64Array | null {
    const index = roles.indexOf('inputs');
    const array = arrays[index];
    if (array === undefined || array.values.length % frame.samples !== 0) return null;
    const [rows] = array.shape;
    if (frame.samples === 1 || rows === frame.samples) return array.values;
    const width = array.values.length / frame.samples;
    return Float64Array.from(
      array.values,
      (_, i) => array.values[(i % width) * frame.samples + Math.floor(i / width)] ?? NaN,
    );
  }
}

function sumOfWeights(
  frame: Frame,
  weights: Float64Array,
  labels: readonly number[] | null,
  t: Float64Array | null,
): number | null {
  if (labels !== null) return labels.reduce((sum, k) => sum + (weights[k] ?? 0), 0);
  return t === null ? null : sampleWeights(t, weights, frame.classes).reduce((x, y) => x + y, 0);
}

/** "upstream gradient all ones", said but not printed. */
function onesUpstream(frame: Frame): Stated {
  const values = new Float64Array(frame.samples * frame.classes).fill(1);
  const exact = new Float64Array(values.length);
  return {
    array: -1,
    role: 'upstream',
    reference: false,
    arithmetic: 'single',
    potential: 0,
    groups: new Uint32Array(values.length),
    register: 'g',
    partial: false,
    values,
    precision: { tight: exact, loose: exact },
    order: null,
  };
}
