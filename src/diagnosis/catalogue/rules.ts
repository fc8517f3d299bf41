import { mapped } from '../../calculus/buffers';
import { scaled, times, sumRows, byRow, zip, type Numbers } from '../elementwise';
import type { Rule } from '../program';
import type { Values } from '../registers';
import { ignoredLabel, oneHotRows, rightLossGradient, sampleWeights } from '../right-rules';
import type { Setting } from '../setting';
import { byRule, type Form, type Rarity } from './mistake';

/** What the wrong rules of the catalogue are written with: the registers that they need, and when they apply. */

export const isBatch = (s: Setting): boolean => s.samples > 1;

/** True where some samples take no part. */
export const ignoresSome = (s: Setting): boolean => s.labels?.includes(ignoredLabel) ?? false;

/** True where every entry of a target is 0 or 1. */
export const isHard = (t: Numbers): boolean => t.every((x) => x === 0 || x === 1);

/** True for a loss that is the plain logarithm: the focal loss is not. */
export const isLogarithmic = (s: Setting): boolean =>
  (s.loss === 'cross-entropy' || s.loss === 'kl-divergence') && s.focusing === 0;

export const isSquared = (s: Setting): boolean => s.loss.endsWith('squared-error');

/** The sample that element `i` is of. */
export const rowOf = (x: Numbers, i: number, { classes }: Setting): Numbers =>
  x.subarray(i - (i % classes), i - (i % classes) + classes);

/** `x/y`, and 0 for a term that is absent. */
export const quotient = (x: number, y: number): number => (x === 0 ? 0 : x / y);

/** From the logits. */
export const onLogits =
  (f: (z: Numbers, s: Setting) => Numbers | null): Rule =>
  (v, s) =>
    v.z === undefined ? null : f(v.z, s);

/** From the operand of softmax. */
export const onOperand =
  (f: (u: Numbers, s: Setting) => Numbers | null): Rule =>
  (v, s) =>
    v.u === undefined ? null : f(v.u, s);

/** From the output of softmax. */
export const onOutput =
  (f: (a: Numbers, s: Setting) => Numbers | null): Rule =>
  (v, s) =>
    v.a === undefined ? null : f(v.a, s);

/** The target, from the labels where it has not been needed so far. */
export function targetOf(v: Values, s: Setting): Numbers | null {
  return v.t ?? (s.labels === null ? null : oneHotRows(s.labels, s.classes));
}

/** dE/da, by the right rule where it has not been needed so far. */
export function gradientOf(v: Values, s: Setting): Numbers | null {
  if (v.g !== undefined) return v.g;
  const t = targetOf(v, s);
  return t === null ? null : rightLossGradient({ ...v, t }, s);
}

type FromBoth = (a: Numbers, t: Numbers, s: Setting, v: Values) => Numbers | null;

/** From probabilities and target, for losses that the text defines itself. */
export const fromBoth =
  (f: FromBoth): Rule =>
  (v, s) =>
    v.a === undefined || v.t === undefined || s.loss === 'given' ? null : f(v.a, v.t, s, v);

/** The same for cross-entropy only: what is wrong there may be right for another loss. */
export const forCrossEntropy = (f: FromBoth): Rule =>
  fromBoth((a, t, s, v) => (isLogarithmic(s) ? f(a, t, s, v) : null));

/**
 * A wrong dE/da of cross-entropy for an unweighted loss in natural units: the weights of the classes and the
 * logarithm that the loss uses are put in here.
 */
export const crossEntropyGradient = (f: FromBoth): Rule =>
  forCrossEntropy((a, t, s, v) => {
    const g = f(a, t, s, v);
    if (v.weighted !== undefined) v.weighted = inUnits(v.weighted, s);
    return g === null ? null : inUnits(g, s);
  });

function inUnits(g: Numbers, { classWeights, classes, logBase }: Setting): Numbers {
  const unit = 1 / Math.log(logBase);
  if (classWeights === null) return unit === 1 ? g : scaled(g, unit);
  return mapped(g, (x, at) => unit * x * (classWeights[at % classes] ?? NaN));
}

/**
 * A wrong dE/dz of cross-entropy that takes no notice of dE/da, for an unweighted loss in natural units and before
 * the mean over the batch.
 */
export const fusedDelta = (f: FromBoth): Rule =>
  forCrossEntropy((a, t, s, v) => {
    const d = f(a, t, s, v);
    if (d === null) return null;
    const weights = s.classWeights === null ? null : sampleWeights(t, s.classWeights, s.classes);
    const weighed = weights === null ? d : byRow(d, weights, s.classes, (x, weight) => x * weight);
    return scaled(weighed, fusedScale(s));
  });

/** A wrong loss per sample, unweighted and in natural units. */
export const crossEntropyValue = (f: (a: Numbers, t: Numbers, s: Setting) => Numbers | null): Rule =>
  forCrossEntropy((a, t, s) => {
    const each = f(a, t, s);
    if (each === null) return null;
    const weights = s.classWeights === null ? null : sampleWeights(t, s.classWeights, s.classes);
    return scaled(weights === null ? each : times(each, weights), 1 / Math.log(s.logBase));
  });

/** From the gradient and the probabilities, for a softmax layer. */
export const fromGradient =
  (f: (g: Numbers, p: Numbers, s: Setting) => Numbers | null): Rule =>
  (v, s) => {
    const p = v.p ?? v.a;
    if (v.g === undefined || p === undefined || s.layer !== 'softmax') return null;
    const d = f(v.g, p, s);
    return d === null ? null : scaled(d, v.factor ?? 1);
  };

/** Sets `g∘a` from what g is to be times a, and returns g. */
export function setWeighted(v: Values, weighted: Numbers, a: Numbers): Numbers {
  v.weighted = weighted;
  return zip(weighted, a, quotient);
}

/** What the right factor of dE/da would be, direction apart. */
export function rightScale(s: Setting): number {
  const distilled = s.loss === 'distillation' ? s.temperature * s.temperature : 1;
  return distilled * (s.meanAt === 'loss-gradient' ? 1 / s.divisor : 1);
}

/** What stands before a - t in the right dE/dz, the mean over the batch apart. */
export function fusedScale(s: Setting): number {
  return (rightScale(s) * s.direction) / (s.temperature * Math.log(s.logBase));
}

/** What the right factor of the batch is. */
export function batchScale(s: Setting): number {
  return s.upstreamScale * (s.meanAt === 'delta' ? 1 / s.divisor : 1);
}

/** `g∘a - a⟨g,a⟩`: softmax's own vector-Jacobian product. */
export function softmaxProduct(g: Numbers, a: Numbers, classes: number): Numbers {
  const weighted = times(g, a);
  const scaledRows = byRow(a, sumRows(weighted, classes), classes, (x, dot) => x * dot);
  return zip(weighted, scaledRows, (x, y) => x - y);
}

type FromLoss = Parameters<typeof crossEntropyValue>[0];
type FromProduct = Parameters<typeof fromGradient>[0];

/** A form of a wrong dE/da of cross-entropy. */
export const inGradient = (f: FromBoth, rarity: Rarity = 0): Form =>
  byRule('loss-gradient.form', crossEntropyGradient(f), rarity);

/** A form of a wrong dE/dz of cross-entropy that takes no notice of dE/da. */
export const inFusedDelta = (f: FromBoth, rarity: Rarity = 0): Form =>
  byRule('chain.product', fusedDelta(f), rarity);

/** A form of a wrong loss per sample. */
export const inLoss = (f: FromLoss, rarity: Rarity = 0): Form =>
  byRule('loss.value', crossEntropyValue(f), rarity);

/** A form of a wrong product of dE/da and softmax's Jacobian. */
export const inProduct = (f: FromProduct, rarity: Rarity = 0): Form =>
  byRule('chain.product', fromGradient(f), rarity);
