import type {
  Certainty,
  ConventionValue,
  MistakeId,
  Observation,
  Role,
  Step,
  Verdict,
} from '../diagnosis/diagnosis';

/** A number that survives JSON. */
export type PlainNumber = number | 'nan' | 'inf' | '-inf';

/** An array of the text with the role it plays. */
export interface ReportArray {
  readonly name: string | null;
  readonly role: Role | null;
  readonly roleFrom: 'name' | 'numbers' | 'fit' | 'person';
  readonly reference: boolean;
  readonly shape: readonly number[];
  readonly values: readonly PlainNumber[];
  readonly start: number;
  readonly end: number;
  /** Numbers of other arrays stand between its own: it is a column of a table. */
  readonly apart: boolean;
  /** A program printed it beside its code: its numbers are read, and cannot be replaced. */
  readonly output: boolean;
  /** The elements as the person wrote them, row-major. */
  readonly printed: readonly string[];
  /** Start and end of each element, row-major, flat: `[s0, e0, s1, e1, ...]`. */
  readonly elements: readonly number[];
}

/** New text for a span of the old, in the notation and precision of the text. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

export interface ReportClaim {
  /** Index into `Report.arrays`. */
  readonly array: number;
  readonly step: Step | null;
  readonly verdict: Verdict;
  /** It is unchecked because the derivation begins with it: the text has nothing that it is computed from. */
  readonly given: boolean;
  readonly expected: readonly PlainNumber[] | null;
  /** `expected` in the notation and precision of the text, row-major. */
  readonly expectedPrinted: readonly string[] | null;
  readonly expectedFromEarlier: readonly PlainNumber[] | null;
  /** Flat indices of elements that differ from `expected`. */
  readonly wrongElements: readonly number[];
  /** Indices of the claims' arrays that it was checked against. */
  readonly followsFrom: readonly number[];
  /** One sentence: what the verdict is and why, with the person's numbers. */
  readonly sentence: string;
  /** Replaces the wrong elements by the right ones; empty when nothing is wrong. */
  readonly correction: readonly TextEdit[];
}

/** A mistake as it is explained to the person. */
export interface MistakeWords {
  readonly id: MistakeId;
  readonly name: string;
  readonly why: string;
  readonly remedy: string;
  /** LaTeX of the wrong and the right form. */
  readonly wrongForm: string;
  readonly rightForm: string;
  readonly reference: string | null;
}

export interface ReportFinding {
  /** Names the finding as long as its array keeps its name and its mistakes. */
  readonly key: string;
  /** The person has seen it and wants to hear no more of it. */
  readonly dismissed: boolean;
  /** Index into `Report.claims`. */
  readonly claim: number;
  readonly step: Step;
  readonly mistakes: readonly MistakeId[];
  readonly certainty: Certainty;
  readonly alternatives: readonly (readonly MistakeId[])[];
  readonly confidence: number;
  readonly bits: number;
  readonly discriminatingInput: Readonly<
    Record<string, readonly PlainNumber[] | readonly (readonly PlainNumber[])[]>
  > | null;
  /** `discriminatingInput` in the notation of the text, ready to paste. */
  readonly discriminatingText: string | null;
  /** What the mistakes predict for the claim, row-major; null when unexplained. */
  readonly predicted: readonly PlainNumber[] | null;
  readonly message: string;
  /** More that is certain, a sentence each. */
  readonly remarks: readonly string[];
  readonly observations: readonly Observation[];
  /** The mistakes named, in the order of `mistakes`, then those of the alternatives. */
  readonly explained: readonly MistakeWords[];
  /** Indices of claims that only inherit from this one. */
  readonly inheritedBy: readonly number[];
  readonly start: number;
  readonly end: number;
  /** Replaces every wrong number that follows from this root cause. */
  readonly correctionOfAll: readonly TextEdit[];
}

export interface ReportError {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export interface ReportConvention {
  readonly name: string;
  readonly value: ConventionValue;
  readonly from: 'text' | 'numbers' | 'setting' | 'default';
  /** One line: what was assumed, from where, and the runner-up. */
  readonly sentence: string;
}

export interface ReportTraining {
  readonly learningRate: number;
  readonly right: readonly PlainNumber[];
  readonly wrong: readonly PlainNumber[];
  readonly sentence: string;
}

/**
 * All that the screens show, as plain JSON: no functions, no typed arrays, nan and infinities as words.
 * The command line prints a part of it (`reportAsJson`); the panel gets it whole.
 */
export interface Report {
  readonly arrays: readonly ReportArray[];
  readonly claims: readonly ReportClaim[];
  readonly findings: readonly ReportFinding[];
  readonly conventions: readonly ReportConvention[];
  /** Mistakes that the person called conventions of theirs: none of them is found. */
  readonly accepted: readonly { readonly id: MistakeId; readonly name: string }[];
  /** What could not be read, with its place, and what is to be done. */
  readonly errors: readonly ReportError[];
  /** What was passed over and is no error: a matrix of formulas. */
  readonly notes: readonly ReportError[];
  /** Set when there was nothing to judge: what was found and what is needed. */
  readonly problem: ReportError | null;
  /** One line: which step is wrong first and why, or that nothing is wrong, or what is missing. */
  readonly summary: string;
  /** "Verified: central differences of the loss agree with the right dE/dz to 3e-11." */
  readonly verifiedBy: string | null;
  readonly training: ReportTraining | null;
}
