import type { MistakeId, Step } from '../diagnosis';
import type { Setting } from '../setting';
import { outerOf, type Numbers } from '../elementwise';
import type { Factor, Replacement, Rule, SlotId } from '../program';
import type { Structure, Values } from '../registers';

/**
 * Bits of one way of making a mistake beside the others of its entry: 0 for the ways that were seen, 1 for a
 * variant that is half as likely, 2 for one that was not seen but is as easily made.
 */
export type Rarity = 0 | 1 | 2;

/** One way in which a mistake shows: the slot of the program that it changes and what it puts there. */
export interface Form {
  readonly slot: SlotId;
  readonly replacement: Replacement;
  /** Bits that this way of making the mistake costs beyond the mistake itself. */
  readonly rarity: Rarity;
  /** Bits that it costs more under some settings: a guess that the text does not suggest. */
  readonly guess?: (s: Setting) => number;
  /** Mistakes that this form contains. */
  readonly contains?: readonly MistakeId[];
}

/** An entry of the catalogue: a named wrong form of a step. What is said of it stands in `explanations`. */
export interface Mistake {
  readonly id: MistakeId;
  readonly step: Step;
  /** Independent public questions, issues and code in which it was found, at least; 1 where none was: the prior. */
  readonly seen: number;
  /** Empty where numbers cannot show it. */
  readonly forms: readonly Form[];
}

/** What is said of a mistake to the person who made it. */
export interface Explanation {
  /** What the mistake is called in a message. */
  readonly name: string;
  /** LaTeX of what was done and of what is due. */
  readonly wrongForm: string;
  readonly rightForm: string;
  /** Why people make it. */
  readonly why: string;
  /** What to write instead. */
  readonly remedy: string;
  /** A public place where it was discussed. */
  readonly reference: string | null;
}

/** A form that computes its register by another rule. */
export function byRule(slot: SlotId, rule: Rule, rarity: Rarity = 0): Form {
  return { slot, replacement: { kind: 'rule', rule }, rarity };
}

/** A form that multiplies its register by another factor. */
export function byFactor(slot: SlotId, factor: Factor, rarity: Rarity = 0): Form {
  return { slot, replacement: { kind: 'factor', factor }, rarity };
}

/**
 * A form that builds softmax's Jacobian otherwise; `product` is its chain product where that needs no matrix, `entry`
 * one of its entries where that needs no other.
 */
export function byStructure(
  matrix: Structure['matrix'],
  product?: Structure['product'],
  rarity: Rarity = 0,
  entry?: Structure['entry'],
): Form {
  const ofSoftmax: Structure['matrix'] = (p, v, s) => (s.layer === 'softmax' ? matrix(p, v, s) : null);
  const structure: Structure = {
    matrix: ofSoftmax,
    ...(entry !== undefined && { entry }),
    ...(product !== undefined && {
      product: (g: Numbers, p: Numbers, v: Values, s: Setting) =>
        s.layer === 'softmax' ? product(g, p, v, s) : null,
    }),
  };
  return { slot: 'jacobian.structure', replacement: { kind: 'structure', structure }, rarity };
}

/** A form of softmax's Jacobian in which entry (i, j) is `f(p_i, p_j, i === j)`. */
export function byEntry(
  f: (pi: number, pj: number, same: boolean) => number,
  product?: Structure['product'],
  rarity: Rarity = 0,
): Form {
  return byStructure(
    (p, _, s) => outerOf(p, s.classes, f),
    product,
    rarity,
    (i, j, p) => f(p[i] ?? NaN, p[j] ?? NaN, i === j),
  );
}

/** `form` as one that cannot be made without other mistakes. */
export function containing(contains: readonly MistakeId[], form: Form): Form {
  return { ...form, contains };
}
