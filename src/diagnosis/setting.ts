import { rowsOf, type Lanes } from '../calculus/lanes';
import type { Loss } from '../calculus/losses';
import type { TargetSum } from '../calculus/backward';

/** Where a mean over the batch divides by N: never, already in dE/da, in dE/dz, or only in dE/dW and dE/db. */
export type MeanAt = 'nowhere' | 'loss-gradient' | 'delta' | 'parameters';

/** What the loss is: one of the calculus, or a gradient that is handed down from above. */
export type LossConvention = Loss | 'distillation' | 'given';

/**
 * The conventions under which a derivation is read, and the numbers of it that are no arrays.
 * Every array of a `Values` is in rows of `classes`, one row per sample, whatever the layout of the text.
 */
export interface Setting {
  readonly samples: number;
  readonly classes: number;
  readonly lanes: Lanes;
  readonly loss: LossConvention;
  /** The text names the loss, or it is the usual one. */
  readonly lossSaid: boolean;
  readonly meanAt: MeanAt;
  /** Divisor of the mean: the samples, or only those that count. */
  readonly divisor: number;
  readonly targetSum: TargetSum;
  /** -1 where the text works with the descent direction t - a. */
  readonly direction: 1 | -1;
  /** What the gradient goes back through. */
  readonly layer: 'softmax' | 'log-softmax';
  readonly temperature: number;
  readonly logBase: number;
  readonly smoothing: number;
  /** Exponent γ of the focal loss -t·(1-a)^γ·log a; 0 where cross-entropy is not modulated. */
  readonly focusing: number;
  /** Class of every sample, counted from 0; null where the text gives none. */
  readonly labels: readonly number[] | null;
  /** The class numbers as the text has them, before any shift. */
  readonly writtenLabels: readonly number[] | null;
  readonly classWeights: Float64Array | null;
  /** What the weights of the samples sum to; null without class weights. */
  readonly weightSum: number | null;
  /** 1 where a logit takes part in softmax and 0 where it is hidden, one for every logit; null where nothing hides any. */
  readonly mask: Float64Array | null;
  /** Guards against a division by zero that the text may have used. */
  readonly epsilons: readonly number[];
  /** How many of them stand in the text. */
  readonly epsilonsSaid: number;
  /** Inputs of the last linear layer, `samples × inputs`. */
  readonly inputs: Float64Array | null;
  /** A scalar gradient handed down to the loss: its weight. */
  readonly upstreamScale: number;
  /** Factors that the text ties to the loss: a claim may hold them or not. */
  readonly scales: readonly number[];
  /** Losses are stated one per sample, whatever the reduction. */
  readonly lossPerSample: boolean;
  /** Width of the keys of an attention row, for 1/√d; null elsewhere. */
  readonly keyWidth: number | null;
  /** Some of the text's numbers were got by finite differences. */
  readonly differences: boolean;
  /** Unassigned arrays of the text with one value per sample: normalisers and their like. */
  readonly perSample: readonly Float64Array[];
}

/** A setting with every convention at its default, for `samples` rows of `classes`. */
export function defaultSetting(samples: number, classes: number): Setting {
  return {
    samples,
    classes,
    lanes: rowsOf(samples, classes),
    loss: 'cross-entropy',
    lossSaid: true,
    meanAt: 'nowhere',
    divisor: samples,
    targetSum: 'scale',
    direction: 1,
    layer: 'softmax',
    temperature: 1,
    logBase: Math.E,
    smoothing: 0,
    focusing: 0,
    labels: null,
    writtenLabels: null,
    classWeights: null,
    weightSum: null,
    mask: null,
    epsilons: [],
    epsilonsSaid: 0,
    inputs: null,
    upstreamScale: 1,
    scales: [],
    lossPerSample: false,
    keyWidth: null,
    differences: false,
    perSample: [],
  };
}
