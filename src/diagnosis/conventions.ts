import type { TargetSum } from '../calculus/backward';
import type { Frame } from './claim';
import type { DiagnoseOptions } from './diagnosis';
import type { Facts } from './facts';
import { ignoredLabel } from './right-rules';
import type { LossConvention, MeanAt, Setting } from './setting';

/** What contradicting the text's own words costs. */
export const contradiction = 40;

/** A possible value of a convention, with the bits that it costs to assume it. */
export interface Weighed<T> {
  readonly value: T;
  readonly cost: number;
}

export const weighed = <T>(value: T, cost: number): Weighed<T> => ({ value, cost });

/** The losses that the words, the settings and the rest allow. */
export function lossesOf(
  facts: Facts,
  options: DiagnoseOptions,
  given: boolean,
  teacher: boolean,
): Weighed<LossConvention>[] {
  if (given) return [weighed('given', 0)];
  if (options.loss !== undefined) return [weighed(options.loss, 0)];
  // dE/da of a loss that is not known is taken as it stands.
  if (facts.otherLoss)
    return facts.focal ? [weighed('cross-entropy', 0), weighed('given', 6)] : [weighed('given', 0)];
  if (facts.binaryCrossEntropy) return [weighed('binary-cross-entropy', 0), weighed('cross-entropy', 4)];
  const distilled = facts.distillation || facts.temperatureSquared;
  if (teacher)
    return [
      weighed('distillation', distilled ? 0 : 2),
      weighed('cross-entropy', facts.temperatureSquared ? contradiction : distilled ? 10 : 1),
    ];
  // The factor T² is a convention of distillation: without it in the words, either is right.
  if (distilled && facts.temperature !== null)
    return [
      weighed('distillation', facts.temperatureSquared ? 0 : 1),
      weighed('kl-divergence', facts.temperatureSquared ? contradiction : 0),
    ];
  const squared = facts.halfSquaredError || facts.squaredError || facts.meanSquaredError;
  if (facts.klDivergence && !squared) return [weighed('kl-divergence', 0), weighed('cross-entropy', 1)];
  if (facts.crossEntropy && !squared) return [weighed('cross-entropy', 0)];
  const other = (named: boolean, cost: number): number => (named ? 0 : squared ? contradiction / 2 : cost);
  return [
    weighed('cross-entropy', squared && !facts.crossEntropy ? contradiction : 0),
    // Many call it MSE whatever it is divided by.
    weighed(
      'half-squared-error',
      facts.meanSquaredError ? 6 : other(facts.halfSquaredError || facts.squaredError, 4),
    ),
    weighed('squared-error', other(facts.squaredError || facts.meanSquaredError, 5)),
    weighed('mean-squared-error', other(facts.meanSquaredError, 6)),
  ];
}

/** The exponents that a focal loss may have: the one that is said, or those that are usual. */
export function focusingsOf({ focal, gamma }: Facts): Weighed<number>[] {
  if (!focal) return [weighed(0, 0)];
  return gamma !== null
    ? [weighed(gamma, 0)]
    : [2, 1, 0.5, 3, 5].map((value, i) => weighed(value, i === 0 ? 0 : 2));
}

/** Where a mean over the batch may have been taken. */
export function meansOf(
  facts: Facts,
  options: DiagnoseOptions,
  given: boolean,
  weighted: boolean,
  frame: Frame,
  parameters: boolean,
  early: boolean,
): Weighed<MeanAt>[] {
  if ((frame.samples === 1 && !weighted) || (given && !parameters)) return [weighed('nowhere', 0)];
  const wanted =
    options.reduction ?? (facts.mean && !facts.sum ? 'mean' : facts.sum && !facts.mean ? 'sum' : null);
  const out: Weighed<MeanAt>[] = wanted === 'mean' ? [] : [weighed('nowhere', 0)];
  const mean = wanted === 'mean' ? 0 : wanted === null ? 1 : contradiction;
  out.push(weighed('delta', mean));
  if (early) out.push(weighed('loss-gradient', mean + 1));
  if (parameters) out.push(weighed('parameters', mean + 0.5));
  return out;
}

/** The direction of the gradient: that of the loss, or of the step against it. */
export function directionsOf(facts: Facts, called: boolean): Weighed<1 | -1>[] {
  if (facts.subtractedUpdate || (!facts.ascent && !called)) return [weighed(1, 0)];
  return [weighed(1, facts.ascent ? 1 : 0), weighed(-1, facts.ascent ? 0 : 2)];
}

/** What is done where the target does not sum to one. */
export function targetSumsOf(options: DiagnoseOptions): Weighed<TargetSum>[] {
  if (options.targetSum !== undefined) return [weighed(options.targetSum, 0)];
  return [weighed('scale', 0), weighed('ignore', 1.5)];
}

/** What the gradient goes back through. `logs` where log-probabilities stand in the text. */
export function layersOf(
  facts: Facts,
  given: boolean,
  logs: boolean,
  jacobian: boolean,
): Weighed<Setting['layer']>[] {
  const handedLogs = logs || facts.logSoftmax;
  const through = handedLogs && (given || (jacobian && !logs));
  const other = facts.logSoftmaxBackward ? contradiction : 2;
  return through ? [weighed('log-softmax', 0), weighed('softmax', other)] : [weighed('softmax', 0)];
}

/** What a mean over the batch divides by: the samples, those that take part, or the sum of their weights. */
export function divisorsOf(
  facts: Facts,
  options: DiagnoseOptions,
  { samples, meanAt, labels }: Setting,
  weightSum: number | null,
): Weighed<number>[] {
  const ignored = labels?.filter((k) => k === ignoredLabel).length ?? 0;
  if (ignored > 0 && weightSum === null && meanAt !== 'nowhere') {
    // A mean that is named is one over the samples that take part; else the divisor is a convention.
    return [
      weighed(samples - ignored, 0),
      weighed(samples, facts.mean || options.reduction === 'mean' ? contradiction : 2),
    ];
  }
  const plain = weighed(samples, weightSum === null ? 0 : facts.weightedMean ? contradiction : 0.5);
  return weightSum === null || meanAt === 'nowhere' ? [plain] : [weighed(weightSum, 0), plain];
}
