import { looseTolerance, tightTolerance, viewOf, type Stated } from './claim';
import type { MistakeId } from './diagnosis';
import { magnitude, scaled, type Numbers } from './elementwise';
import { bitsEarned } from './evidence';
import { formsAt, scalings, type Option } from './options';
import { close } from './precision';
import {
  jacobianOf,
  run,
  sliceFor,
  startOf,
  type Register,
  type Replacement,
  type Slot,
  type SlotId,
  type Values,
} from './program';
import type { Setting } from './setting';
import { spreadTo, type Shakes } from './sources';

/** Values to start from, the same ones shaken within what was printed, and what it costs to assume them. */
export interface Base {
  readonly values: Values;
  readonly shakes: Shakes | null;
  /** Largest relative uncertainty of what the claim follows from: of an array's size, and of single elements. */
  readonly uncertainty: { readonly ofArray: number; readonly ofElement: number };
  /** True where inputs that a person chose are taken as rounded. */
  readonly coarse: boolean;
  readonly cost: number;
}

/** A set of mistakes that reproduces a claim. */
export interface Explanation {
  readonly mistakes: readonly MistakeId[];
  readonly predicted: Numbers;
  /** Bits earned by the elements that the right numbers do not predict. */
  readonly earned: number;
  /** Bits earned by all elements. */
  readonly full: number;
  readonly cost: number;
  readonly base: Base;
  /** What every slot of the slice was replaced by, to run it again on other numbers. */
  readonly path: readonly Step[];
}

export interface Step {
  readonly slot: Slot;
  readonly replacement: Replacement;
}

/** An explanation that only scales the right numbers explains one number: the factor. */
const mostBitsOfFactor = 20;
/** Half a unit of a number of one digit is more than this part of it. */
const oneDigit = 0.015;
/** What a short decimal that is met exactly is known to, relative to the largest number of the claim. */
const shortDecimal = 0.0025;
/** What a second and a third mistake cost beyond their own priors: people make few at once. */
const combinationBits = 2;
/** What it costs to make a mistake where an earlier claim did the same right. */
export const trustBits = 4;

/** The value of a register at the end of a slice. */
export function valueOf(register: Register, v: Values, s: Setting): Numbers | null {
  return register === 'J' ? jacobianOf(v, s) : (v[register] ?? null);
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

/** How much is left to be tried; one unit is a slot run on a few numbers. */
export interface Budget {
  left: number;
}

export interface Question {
  readonly claim: Stated;
  /** The right numbers, from which the evidence is counted; null where unknown. */
  readonly expected: Numbers | null;
  /** How large the numbers could be. */
  readonly scale: number;
  readonly setting: Setting;
  /** Slots that earlier claims went through by their right rules. */
  readonly trusted: ReadonlySet<SlotId>;
  /** Mistakes found in earlier claims: making them again costs nothing. */
  readonly made: ReadonlySet<MistakeId>;
  /** How exactly they were made: what goes on from there does so without counting as a further mistake. */
  readonly madeForms: ReadonlySet<Replacement>;
  readonly depth: Depth;
  readonly budget: Budget;
  readonly cancelled: () => boolean;
}

/** How many mistakes an explanation may hold, and how many of them may be more than a wrong factor. */
export interface Depth {
  readonly mistakes: number;
  readonly forms: number;
  /** True where inputs that a person chose are taken as rounded. */
  readonly coarse: boolean;
}

/** The sets of mistakes that reproduce the claim from `base`, at most as many as `depth` allows: the smallest only. */
export function explain(question: Question, base: Base): Explanation[] {
  const { claim, setting, depth } = question;
  const v = startOf(base.values, claim.register);
  const slice = sliceFor(claim.register, base.values);
  const rights = slice.map((slot): Step => ({ slot, replacement: slot.right }));
  const found: { readonly count: number; readonly explanation: Explanation }[] = [];
  let fewest: number = depth.mistakes;
  const path: Step[] = [];
  const chosen: Option[] = [];
  const numbers = claim.values;
  const size = magnitude(numbers);
  const { ofArray, ofElement } = base.uncertainty;
  const slack = (i: number): number =>
    Math.min(1, 30 * ofArray) * size + Math.min(1, 3 * ofElement) * Math.abs(numbers[i] ?? NaN);
  // The element that tells most is compared first.
  const probe = largestAt(numbers);
  const target = numbers[probe] ?? NaN;
  const room = 2.02 * (claim.precision.loose[probe] ?? 0) + 1e-2 * Math.abs(target) + slack(probe) + 1e-9;
  const bySlot = slice.map((slot) => (slot.right.kind === 'factor' ? [] : formsAt(slot.id)));
  // How many slots are left, from each on, that can take a wrong form.
  const formsAfter = bySlot.map((_, index) => bySlot.slice(index).filter((forms) => forms.length > 0).length);
  const factors = Array.from({ length: depth.mistakes + 1 }, (_, count) => scalings(slice, count, setting));
  // Something is wrong in this slice: how common each mistake is among those that it can hold.
  const possible = new Set(slice.flatMap((slot) => formsAt(slot.id).map(({ mistake }) => mistake)));
  const seenBits = Math.log2([...possible].reduce((sum, mistake) => sum + mistake.seen, 1));
  const price = 1 + claim.values.length / 64;
  let tested = 0;

  for (let forms = 0; forms <= Math.min(depth.forms, fewest); forms++) dive(0, forms);
  return found.filter(({ count }) => count === fewest).map(({ explanation }) => explanation);

  /** Runs the slots from `index` on, with `left` of them in a wrong form; `v` is afterwards as it was before. */
  function dive(index: number, left: number): void {
    if (question.budget.left < 0) return;
    const slot = slice[index];
    const right = rights[index];
    if (slot === undefined || right === undefined) {
      if (left === 0) test();
      return;
    }
    if ((formsAfter[index] ?? 0) < left) return;
    const { writes } = slot;
    const before = v[writes];
    const { weighted, unitSum, structure, factor } = v;
    const restore = (): void => {
      v[writes] = before;
      v.weighted = weighted;
      v.unitSum = unitSum;
      v.structure = structure;
      v.factor = factor;
    };
    const runs = run(slot, slot.right, v, setting);
    const value = v[writes];
    if (runs) {
      path.push(right);
      dive(index + 1, left);
      path.pop();
    }
    restore();
    if (left === 0 && question.madeForms.size === 0) return;
    for (const option of bySlot[index] ?? []) {
      const { replacement } = option.form;
      const again = question.madeForms.has(replacement);
      if (left === 0 && !again) continue;
      if (chosen.some(({ mistake }) => mistake === option.mistake)) continue;
      question.budget.left -= price;
      const other = run(slot, replacement, v, setting);
      if (other && !(runs && replacement.kind === 'rule' && same(v[writes], value))) {
        chosen.push(option);
        path.push({ slot, replacement });
        dive(index + 1, again ? left : left - 1);
        path.pop();
        chosen.pop();
      }
      restore();
    }
  }

  function test(): void {
    if ((++tested & 1023) === 0) question.cancelled();
    const plain = viewed(valueOf(claim.register, v, setting));
    if (plain?.length !== numbers.length) return;
    const value = plain[probe] ?? NaN;
    const paid = chosenCount(chosen);
    for (let more = chosen.length === 0 ? 1 : 0; paid + more <= fewest; more++) {
      for (const { ratio, options } of factors[more] ?? []) {
        if (!close(ratio * value, target, room)) continue;
        if (options.some(({ mistake }) => chosen.some((other) => other.mistake === mistake))) continue;
        verify(ratio === 1 ? plain : scaled(plain, ratio), options);
      }
    }
  }

  function verify(predicted: Numbers, scaling: readonly Option[]): void {
    const loose = looseTolerance(claim, predicted);
    for (let i = 0; i < numbers.length; i++) {
      if (!close(predicted[i] ?? NaN, numbers[i] ?? NaN, loose(i) + slack(i))) return;
    }
    const steps = path.map((step): Step => {
      const option = scaling.find(({ form }) => form.slot === step.slot.id);
      return option === undefined ? step : { slot: step.slot, replacement: option.form.replacement };
    });
    let tolerance = tightTolerance(claim, predicted);
    const exact = fits(predicted, tolerance);
    if (!exact && base.shakes !== null) {
      question.budget.left -= 2 * steps.length * price;
      const wide = spreadTo(numbers, predicted, loose, base.shakes, (values) =>
        viewed(follow(steps, claim.register, values, setting)),
      );
      if (wide === null) return;
      tolerance = (i) => loose(i) + (wide[i] ?? 0);
    } else if (!exact) {
      if (!fits(predicted, loose)) return;
      tolerance = loose;
    }
    const { expected } = question;
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
    const options = [...chosen, ...scaling];
    const priced = options.filter(({ mistake }) => !question.made.has(mistake.id));
    const cost =
      priced.reduce((sum, one) => sum + seenBits + costOf(one), 0) +
      combinationBits * Math.max(0, priced.length - 1);
    fewest = chosenCount(options);
    const explanation: Explanation = {
      mistakes: [...new Set(options.flatMap(({ mistake, form }) => [mistake.id, ...(form.contains ?? [])]))],
      predicted,
      earned: isMultiple(predicted, expected)
        ? Math.min(mostBitsOfFactor, earns(sharp, counted))
        : earns(sharp, counted),
      full: exact ? claim.potential : Math.min(claim.potential, earns(tolerance)),
      cost: cost + base.cost,
      base,
      path: steps,
    };
    found.push({ count: fewest, explanation });
  }

  /** How many mistakes `options` add to those that were made before. */
  function chosenCount(options: readonly Option[]): number {
    return options.filter(({ form }) => !question.madeForms.has(form.replacement)).length;
  }

  function costOf({ form, cost }: Option): number {
    return cost + (form.guess?.(setting) ?? 0) + (question.trusted.has(form.slot) ? trustBits : 0);
  }

  function viewed(all: Numbers | null): Numbers | null {
    return all === null ? null : viewOf(claim, all);
  }

  function fits(predicted: Numbers, tolerance: (i: number) => number): boolean {
    for (let i = 0; i < predicted.length; i++) {
      if (!close(predicted[i] ?? NaN, numbers[i] ?? NaN, tolerance(i))) return false;
    }
    return true;
  }
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

/** True where a wrong form makes no difference on these numbers. */
function same(a: Numbers | undefined, b: Numbers | undefined): boolean {
  if (a === undefined || b?.length !== a.length) return false;
  for (let i = 0; i < a.length; i++) {
    const x = a[i] ?? NaN;
    const y = b[i] ?? NaN;
    if (!close(x, y, 1e-12 * (1 + Math.abs(x)))) return false;
  }
  return true;
}
