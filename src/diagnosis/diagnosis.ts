import type { Loss } from '../calculus/losses';
import type { NumericArray, Span } from '../reader/reading';
import type { FormulaProblem } from './formula';

/** What an array stands for. `upstream` is a gradient given from above in place of a named loss. */
export type Role =
  | 'logits'
  | 'probabilities'
  | 'logProbabilities'
  | 'target'
  | 'classIndex'
  | 'lossGradient'
  | 'upstream'
  | 'jacobian'
  | 'delta'
  | 'loss'
  | 'classWeights'
  | 'inputs'
  | 'weights'
  | 'weightGradient'
  | 'biasGradient'
  | 'numericalOther';

/** How one quantity follows from earlier ones. */
export type Step =
  | 'softmax'
  | 'target'
  | 'loss'
  | 'loss-gradient'
  | 'jacobian'
  | 'chain-product'
  | 'fused-shortcut'
  | 'batch-reduction'
  | 'numerics';

/** Id of an entry of the catalogue (`jacobian-at-logits`); its page is `media/mistakes/<id>.md`. */
export type MistakeId = string;

export type Verdict = 'agrees' | 'wrong' | 'inherits' | 'unchecked';
export type Certainty = 'certain' | 'likely' | 'ambiguous' | 'unexplained';

/** The role of each array of the reading, by index; null where it plays none. */
export interface RoleAssignment {
  readonly array: number;
  readonly role: Role | null;
  /** True for "expected", "autograd", "numeric" beside the person's own value. */
  readonly reference: boolean;
  /** Who said so: the names, the numbers, what fits together, or the person in the panel. */
  readonly from: 'name' | 'numbers' | 'fit' | 'person';
}

/** An array that plays the role of a quantity, checked. Arrays are indices into `Reading.arrays`. */
export interface Claim {
  readonly array: number;
  readonly role: Role;
  readonly step: Step | null;
  readonly verdict: Verdict;
  /** The right numbers computed from the inputs, in the claim's own shape and layout; null where unknown. */
  readonly expected: Float64Array | null;
  /** What follows by the right rule from the person's own earlier claims; null where nothing earlier is given. */
  readonly expectedFromEarlier: Float64Array | null;
  /** Flat indices of elements that disagree with `expected`. */
  readonly wrongElements: readonly number[];
  /** Arrays that this claim was checked against. */
  readonly followsFrom: readonly number[];
}

/** What is certain about a claim that nothing explains, and what is worth saying of one that something does. */
export type Observation =
  | { readonly kind: 'constant-factor'; readonly factor: number }
  | { readonly kind: 'sign' }
  | { readonly kind: 'permutation'; readonly order: readonly number[] }
  | { readonly kind: 'transpose' }
  | { readonly kind: 'rows-do-not-sum'; readonly expected: number; readonly sums: readonly number[] }
  | { readonly kind: 'not-symmetric'; readonly row: number; readonly column: number }
  | { readonly kind: 'right-elements'; readonly count: number; readonly of: number }
  | { readonly kind: 'formula'; readonly wrong: string; readonly right: string; readonly bits: number }
  | {
      readonly kind: 'blind-input';
      readonly because: 'equal-logits' | 'two-classes' | 'uniform-upstream' | 'at-target';
    };

/** One root cause. */
export interface Finding {
  /** Index into `Diagnosis.claims`. */
  readonly claim: number;
  readonly step: Step;
  /** Ids that together reproduce the claim; empty when unexplained. */
  readonly mistakes: readonly MistakeId[];
  readonly certainty: Certainty;
  /** For `ambiguous`: the other sets that fit as well. */
  readonly alternatives: readonly (readonly MistakeId[])[];
  /** Probability that `mistakes` is right, calibrated on generated cases. */
  readonly confidence: number;
  /** Evidence: bits earned by predicted digits less bits paid for what is assumed. */
  readonly bits: number;
  /** The numbers that the mistakes predict for the claim, in its layout; null when unexplained. */
  readonly predicted: Float64Array | null;
  /** An input in short decimals on which the candidates differ most; null when there is nothing to separate. */
  readonly discriminatingInput: Readonly<
    Partial<Record<Role, readonly number[] | readonly (readonly number[])[]>>
  > | null;
  readonly observations: readonly Observation[];
  /** Where no mistake explains it: what `beyond.ts` looks at. */
  readonly openProblem: OpenProblem | null;
}

/** A claim that is wrong, with the half width of the interval that counts as agreement for each element. */
export interface ObservedClaim {
  readonly values: Float64Array;
  readonly tolerance: Float64Array;
  readonly shape: readonly number[];
  readonly role: Role;
}

/** A claim that no mistake of the catalogue explains. */
export interface OpenProblem {
  readonly observed: ObservedClaim;
  /** What would be right, in the claim's layout; null where that is not known. */
  readonly expected: Float64Array | null;
  /** What a formula beyond the catalogue would have to reproduce; null where none is searched for. */
  readonly formula: { readonly problem: FormulaProblem; readonly loss: Loss | 'given' } | null;
}

export type ConventionValue = string | number | boolean;

/** A convention of the reading under which the numbers were judged. */
export interface Convention {
  /** `loss`, `reduction`, `axis`, `targetSum`, `logBase`, `temperature`, `smoothing`, `weights`, `epsilon`, `scale`. */
  readonly name: string;
  readonly value: ConventionValue;
  readonly from: 'text' | 'numbers' | 'setting' | 'default';
  /** The next best value and by how many bits it lost; null where there is no other. */
  readonly runnerUp: { readonly value: ConventionValue; readonly bits: number } | null;
}

/** Independent check of the right delta: central differences of the loss at the person's own numbers. */
export interface GradientCheck {
  readonly maxError: number;
  readonly step: number;
}

/** Loss over the steps of gradient descent on the person's own numbers. */
export interface TrainingCurves {
  readonly learningRate: number;
  readonly right: Float64Array;
  readonly wrong: Float64Array;
}

/** What is said when there is nothing to judge: one clear sentence in place of silence. */
export interface Problem {
  readonly kind: 'no-array' | 'one-array' | 'do-not-fit' | 'nothing-to-check';
  readonly span: Span | null;
}

export interface Diagnosis {
  /** Single numbers of the text that are wrong, as arrays of one element: their indices follow those of the reading. */
  readonly numbers: readonly NumericArray[];
  readonly roles: readonly RoleAssignment[];
  readonly claims: readonly Claim[];
  readonly findings: readonly Finding[];
  readonly conventions: readonly Convention[];
  readonly gradientCheck: GradientCheck | null;
  readonly training: TrainingCurves | null;
  readonly problem: Problem | null;
}

export interface DiagnoseOptions {
  readonly loss?:
    | 'cross-entropy'
    | 'half-squared-error'
    | 'squared-error'
    | 'mean-squared-error'
    | 'binary-cross-entropy'
    | 'kl-divergence';
  readonly reduction?: 'sum' | 'mean' | 'none';
  /** What to assume where the target does not sum to one: PyTorch's `a·Σt - t` or TensorFlow's `a - t`. */
  readonly targetSum?: 'scale' | 'ignore';
  /** Roles that the person chose, by array index. */
  readonly roles?: ReadonlyMap<number, Role | null>;
  /** Mistakes that the person called a convention of theirs in this document. */
  readonly accepted?: ReadonlySet<MistakeId>;
  /** Polled in long loops; the diagnosis throws `Cancelled` when it answers true. */
  readonly cancelled?: () => boolean;
}

/** Thrown when `DiagnoseOptions.cancelled` answered true. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}
