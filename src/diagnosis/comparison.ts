import { looseTolerance, tightTolerance, viewOf } from './claim';
import { magnitude, type Numbers } from './elementwise';
import { agree, bitsEarned } from './evidence';
import { formsAt } from './options';
import { close } from './precision';
import { run, sliceFor, valueOf, type Slot } from './program';
import { startOf, type Register, type Values } from './registers';
import type { Base, Explanation, Question, Step } from './search';
import type { Setting } from './setting';
import { marginOfShakes, spreadTo } from './sources';

/** An explanation that only scales the right numbers explains one number: the factor. */
const mostBitsOfFactor = 20;
/** Half a unit of a number of one digit is more than this part of it. */
const oneDigit = 0.015;
/** What a short decimal that is met exactly is known to, relative to the largest number of the claim. */
const shortDecimal = 0.0025;

/** What numbers lose at most because what they follow from was rounded. */
export const roundingBits = 3;

/** How the numbers of a claim are compared with predicted ones, and what predicting them earns. */
export interface Comparison {
  /** Index of the element that tells most, which is compared first: with `target`, to `room`. */
  readonly probe: number;
  readonly target: number;
  readonly room: number;
  /** What it tells that something is wrong here: how common each mistake is among those that the slice can hold. */
  readonly seenBits: number;
  /** What `predicted` earns, which came out of `steps`; null where it does not reproduce the claim. */
  readonly evidenceFor: (
    predicted: Numbers,
    steps: readonly Step[],
    price: number,
  ) => Pick<Explanation, 'earned' | 'full'> | null;
}

/** The comparison of a claim with what follows from `base`. */
export function comparisonOf(question: Question, base: Base): Comparison {
  const { claim, expected, setting, budget } = question;
  const numbers = claim.values;
  const size = magnitude(numbers);
  const { ofArray, ofElement } = base.uncertainty;
  const slack = (i: number): number =>
    Math.min(1, 30 * ofArray) * size + Math.min(1, 3 * ofElement) * Math.abs(numbers[i] ?? NaN);
  const probe = largestAt(numbers);
  const target = numbers[probe] ?? NaN;
  const room = 2.02 * (claim.precision.loose[probe] ?? 0) + 1e-2 * Math.abs(target) + slack(probe) + 1e-9;
  const seenBits = seenBitsOf(sliceFor(claim.register, base.values));
  return { probe, target, room, seenBits, evidenceFor };

  function evidenceFor(
    predicted: Numbers,
    steps: readonly Step[],
    price: number,
  ): Pick<Explanation, 'earned' | 'full'> | null {
    const loose = looseTolerance(claim, predicted);
    if (!agree(numbers, predicted, (i) => loose(i) + slack(i))) return null;
    let tolerance = tightTolerance(claim, predicted);
    const exact = agree(numbers, predicted, tolerance);
    if (!exact && base.shakes !== null) {
      budget.left -= 2 * steps.length * price;
      const wide = spreadTo(
        numbers,
        predicted,
        loose,
        base.shakes,
        (values) => {
          const one = follow(steps, claim.register, values, setting);
          return one === null ? null : viewOf(claim, one);
        },
        marginOfShakes,
      );
      if (wide === null) return null;
      tolerance = (i) => loose(i) + (wide[i] ?? 0);
    } else if (!exact) {
      if (!agree(numbers, predicted, loose)) return null;
      tolerance = loose;
    }
    // Few write a result that goes on and on as a short decimal: one that is met exactly was most likely meant so.
    const sharp = (i: number): number => {
      const x = numbers[i] ?? NaN;
      const short = (claim.precision.tight[i] ?? 0) > oneDigit * size && size > 0;
      const met = exact && short && close(predicted[i] ?? NaN, x, 1e-12 + 1e-7 * Math.abs(x));
      return met ? Math.min(tolerance(i), shortDecimal * size) : tolerance(i);
    };
    const earns = (at: (i: number) => number, only?: (i: number) => boolean): number =>
      bitsEarned(numbers, at, claim.groups, question.scale, only);
    const counted =
      expected === null ? undefined : (i: number) => !close(numbers[i] ?? NaN, expected[i] ?? NaN, loose(i));
    const earned = earns(sharp, counted);
    return {
      earned: isMultiple(predicted, expected) ? Math.min(mostBitsOfFactor, earned) : earned,
      full: exact
        ? claim.potential
        : Math.min(claim.potential, Math.max(earns(tolerance), claim.potential - roundingBits)),
    };
  }
}

const seenIn = new WeakMap<readonly Slot[], number>();

/** How common the mistakes are that the slots can hold, all together. */
function seenBitsOf(slots: readonly Slot[]): number {
  const known = seenIn.get(slots);
  if (known !== undefined) return known;
  const possible = new Set(slots.flatMap((slot) => formsAt(slot.id).map(({ mistake }) => mistake)));
  const bits = Math.log2([...possible].reduce((sum, mistake) => sum + mistake.seen, 1));
  seenIn.set(slots, bits);
  return bits;
}

/** Runs the steps of an explanation on other values. */
export function follow(
  path: readonly Step[],
  register: Register,
  values: Values,
  s: Setting,
): Numbers | null {
  const v = startOf(values, register);
  for (const { slot, replacement } of path) if (!run(slot, replacement, v, s)) return null;
  return valueOf(register, v, s);
}

/** True where `values` are the right numbers times one factor. */
function isMultiple(values: Numbers, expected: Numbers | null): boolean {
  if (expected?.length !== values.length) return false;
  const at = largestAt(expected);
  const ratio = (values[at] ?? NaN) / (expected[at] ?? NaN);
  const room = 1e-9 * magnitude(values);
  return values.every((x, i) => close(x, ratio * (expected[i] ?? NaN), room));
}

/** Index of the largest finite element: the one that tells most when it is compared first. */
function largestAt(values: Numbers): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    const x = Math.abs(values[i] ?? NaN);
    if (Number.isFinite(x) && !(x <= Math.abs(values[best] ?? NaN))) best = i;
  }
  return best;
}
