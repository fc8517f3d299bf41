import type { Reading } from '../reader/reading';
import type { TargetSum } from '../calculus/backward';
import { registerOf, type Frame, type Stated } from './claim';
import {
  directionsOf,
  divisorsOf,
  focusingsOf,
  layersOf,
  lossesOf,
  meansOf,
  targetSumsOf,
  weighed,
  type Weighed,
} from './conventions';
import type { DiagnoseOptions } from './diagnosis';
import { total } from './elementwise';
import type { Facts } from './facts';
import { framesOf, layoutCost } from './frames';
import { rootsOf } from './derivation';
import { evaluate } from './program';
import { noValues } from './registers';
import { sampleWeights } from './right-rules';
import type { Assignment, Candidates } from './roles';
import { defaultSetting, type LossConvention, type MeanAt, type Setting } from './setting';
import { asTarget, onesUpstream, statementsOf } from './statements';
import { labelsOf, masksOf, smoothings } from './target-readings';

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

/** What it costs to pass over an array that is called a quantity and has not its shape. */
const unfitBits = 3;

/** What has been assumed so far, and what each assumption costs. */
interface Assumed {
  readonly setting: Setting;
  readonly costs: Readonly<Record<string, number>>;
}

/** Every way of going on from `before` with one more convention. */
function assuming<T>(
  before: readonly Assumed[],
  name: string,
  options: (setting: Setting) => readonly Weighed<T>[],
  set: (setting: Setting, value: T, cost: number) => Setting,
): Assumed[] {
  return before.flatMap(({ setting, costs }) =>
    options(setting).map(({ value, cost }) => ({
      setting: set(setting, value, cost),
      costs: { ...costs, [name]: cost },
    })),
  );
}

/** Every reading of the text under one assignment of roles. */
export function hypotheses(
  reading: Reading,
  candidates: Candidates,
  assignment: Assignment,
  facts: Facts,
  options: DiagnoseOptions,
): Hypothesis[] {
  return framesOf(reading.arrays, assignment.roles, facts).flatMap(({ value, cost }) =>
    inFrame(value, cost + layoutCost(reading.arrays, assignment.roles, value, facts)),
  );

  function inFrame(frame: Frame, frameCost: number): Hypothesis[] {
    const { arrays } = reading;
    const { roles } = assignment;
    const all = statementsOf(arrays, candidates, assignment, frame);
    const quantities = roles.filter(
      (role, i) => role !== null && registerOf[role] !== null && typeof candidates.repeats[i] !== 'number',
    );
    const unfit = quantities.length - all.filter(({ array }) => array >= 0).length;
    const has = (register: string): boolean => all.some((one) => one.register === register);
    const gradients = has('g') || has('d') || has('dW') || has('db') || has('E');
    const targets = has('t') || roles.includes('classIndex') || facts.labels !== null;
    const upstream =
      all.some(({ role }) => role === 'upstream') || (roles.includes('upstream') && facts.upstreamOnes);
    const given = upstream || (!targets && (has('g') || facts.upstreamOnes));
    const teacher = all.findIndex(
      (one) =>
        one.role === 'logits' && /teacher|lehrer|professeur/.test(candidates.names[one.array]?.symbol ?? ''),
    );
    // Where a loss is named and its target stands there, dE/da is the loss's, not any gradient from above.
    const handed = roles.some(
      (role, i) => role === 'upstream' && (candidates.names[i]?.scores.get('lossGradient') ?? 0) > 0,
    );
    const givenCost = handed && targets ? (facts.crossEntropy || facts.klDivergence ? 15 : 6) : 0;
    const temperature = facts.temperature ?? 1;
    const stated = all.map((one, i) => (i === teacher ? asTarget(one, frame, temperature) : one));
    const base: Setting = {
      ...defaultSetting(frame.samples, frame.classes),
      temperature,
      logBase: facts.logBase ?? Math.E,
      epsilons: facts.epsilons,
      epsilonsSaid: facts.epsilonsSaid,
      scales: facts.scales,
      classWeights: weightsOf(frame),
      inputs: inputsOf(frame),
      keyWidth: facts.keyWidth,
      differences: candidates.names.some((name) => name.byDifferences),
      perSample: arrays
        .filter((one, i) => roles[i] === null && one.values.length === frame.samples && frame.samples > 1)
        .map((one) => one.values),
      upstreamScale: facts.upstreamScalar !== null && !given ? facts.upstreamScalar : 1,
    };
    const called = all.some((one) => candidates.names[one.array]?.descent === true);
    return labelsOf(reading, roles, facts, frame).flatMap(({ value: { labels, written }, cost }) =>
      smoothings(frame, stated, labels, facts.smoothing ?? 0).flatMap((smoothed) => {
        const whole = [...smoothed.kept, ...(given && !has('g') ? [onesUpstream(frame)] : [])];
        const costs = { frame: frameCost, unfit: unfitBits * unfit, labels: cost, smoothing: smoothed.cost };
        const setting: Setting = {
          ...base,
          labels: smoothed.labels,
          writtenLabels: written,
          smoothing: smoothed.smoothing,
          lossPerSample: whole.some((one) => one.register === 'E' && one.values.length === frame.samples),
        };
        return conventions(whole, setting, costs);
      }),
    );

    function conventions(whole: readonly Stated[], start: Setting, before: Assumed['costs']): Hypothesis[] {
      const t = whole.find((one) => one.register === 't')?.values ?? null;
      const weightSum = sumOfWeights(start, t);
      const unit = t === null || sumsToOne(t, frame.classes);
      let assumed: Assumed[] = [{ setting: { ...start, weightSum }, costs: before }];
      assumed = assuming(
        assumed,
        'mask',
        () => masksOf(arrays, candidates.names, roles, frame),
        (s, mask) => ({ ...s, mask }),
      );
      assumed = assuming(
        assumed,
        'loss',
        () => losses(),
        (s, loss, cost) => ({ ...s, loss, lossSaid: cost === 0 }),
      );
      assumed = assuming(
        assumed,
        'focusing',
        ({ loss }) => (loss === 'cross-entropy' ? focusingsOf(facts) : [weighed(0, 0)]),
        (s, focusing) => ({ ...s, focusing }),
      );
      assumed = assuming(
        assumed,
        'reduction',
        () => means(),
        (s, meanAt) => ({ ...s, meanAt }),
      );
      assumed = assuming(
        assumed,
        'direction',
        () => (gradients && !given ? directionsOf(facts, called) : [weighed<1 | -1>(1, 0)]),
        (s, direction) => ({ ...s, direction }),
      );
      assumed = assuming(
        assumed,
        'targetSum',
        ({ loss }) =>
          unit || loss !== 'cross-entropy' ? [weighed<TargetSum>('scale', 0)] : targetSumsOf(options),
        (s, targetSum) => ({ ...s, targetSum }),
      );
      assumed = assuming(
        assumed,
        'layer',
        () => layersOf(facts, given, has('y'), has('J')),
        (s, layer) => ({ ...s, layer }),
      );
      assumed = assuming(
        assumed,
        'weights',
        (s) => divisorsOf(facts, options, s, weightSum),
        (s, divisor) => ({ ...s, divisor }),
      );
      const roots = rootsOf(whole, { ...start, loss: given ? 'given' : start.loss });
      const potential = whole.reduce(
        (sum, one) => sum + (roots.has(one.register) || one.array < 0 ? 0 : one.potential),
        0,
      );
      return assumed.map(({ setting, costs }) => {
        const paid = Object.values(costs).reduce((x, y) => x + y, 0);
        const prior = assignment.bits - paid + bitsOfLoss(reading, whole, setting);
        return { assignment, frame, stated: whole, setting, costs, prior, bound: prior + potential };
      });
    }

    function losses(): Weighed<LossConvention>[] {
      if (!gradients) return [weighed(given ? 'given' : 'cross-entropy', 0)];
      const all = lossesOf(facts, options, given, teacher >= 0);
      return all.map(({ value, cost }) => weighed(value, cost + givenCost));
    }

    function means(): Weighed<MeanAt>[] {
      if (!gradients) return [weighed('nowhere', 0)];
      const parameters = has('dW') || has('db');
      return meansOf(facts, options, given, base.classWeights !== null, frame, parameters, has('g'));
    }
  }

  function weightsOf(frame: Frame): Float64Array | null {
    const index = assignment.roles.findIndex(
      (role, i) => role === 'classWeights' && reading.arrays[i]?.values.length === frame.classes,
    );
    return reading.arrays[index]?.values ?? null;
  }

  function inputsOf({ samples }: Frame): Float64Array | null {
    const array = reading.arrays[assignment.roles.indexOf('inputs')];
    if (array === undefined || array.values.length % samples !== 0) return null;
    const [rows] = array.shape;
    if (samples === 1 || rows === samples) return array.values;
    const width = array.values.length / samples;
    return Float64Array.from(
      array.values,
      (_, i) => array.values[(i % width) * samples + Math.floor(i / width)] ?? NaN,
    );
  }
}

/** True where every row sums to one, or to nothing that can be told. */
function sumsToOne(t: Float64Array, classes: number): boolean {
  for (let from = 0; from < t.length; from += classes) {
    const sum = total(t.subarray(from, from + classes));
    if (Number.isFinite(sum) && Math.abs(sum - 1) >= 1e-2) return false;
  }
  return true;
}

function sumOfWeights({ classWeights, labels, classes }: Setting, t: Float64Array | null): number | null {
  if (classWeights === null) return null;
  if (labels !== null) return labels.reduce((sum, k) => sum + (classWeights[k] ?? 0), 0);
  return t === null ? null : total(sampleWeights(t, classWeights, classes));
}

const lossNames = /^(loss|l|e|c|cost|nll|ce|bce|mse|kl|error|objective|j|total_?loss|mean_?loss)$/i;
/** What a loss that is printed as a single number says at most of how it was computed. */
const mostBitsOfLoss = 8;

/**
 * Bits that a loss printed as a single number speaks for a reading under which it comes out, summed or as a mean.
 * One that does not come out says nothing: it may be wrong, or another one.
 */
function bitsOfLoss({ scalars }: Reading, stated: readonly Stated[], setting: Setting): number {
  const printed = scalars.filter(({ name }) => lossNames.test(name.trim()));
  if (printed.length === 0 || setting.loss === 'given') return 0;
  const values = noValues();
  for (const one of stated) if (one.register !== 'E' && !one.partial) values[one.register] ??= one.values;
  const losses = evaluate('E', values, { ...setting, meanAt: 'nowhere', lossPerSample: false });
  const sum = losses === null ? NaN : total(losses);
  let most = 0;
  for (const { value, halfUnit } of printed) {
    const room = 1.02 * halfUnit + 1e-4 * Math.abs(value);
    const comesOut = [sum, sum / setting.samples, sum / setting.divisor].some(
      (x) => Math.abs(x - value) <= room,
    );
    if (comesOut) most = Math.max(most, Math.min(mostBitsOfLoss, Math.log2(Math.abs(value) / room)));
  }
  return most;
}
