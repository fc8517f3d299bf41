import { catalogue } from './catalogue/catalogue';
import type { Form, Mistake } from './catalogue/mistake';
import { looseTolerance, tightTolerance, viewOf, type Stated } from './claim';
import type { MistakeId } from './diagnosis';
import { magnitude, scaled, type Numbers } from './elementwise';
import { bitsEarned } from './evidence';
import { close } from './precision';
import {
  copyOf,
  jacobianOf,
  noValues,
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

/** Values to start from, the same ones shaken within what was printed, and what it costs to assume them. */
export interface Base {
  readonly values: Values;
  readonly shaken: readonly (readonly Values[])[];
  /** Largest relative uncertainty of what the claim follows from: of an array's size, and of single elements. */
  readonly uncertainty: { readonly ofArray: number; readonly ofElement: number };
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

interface Option {
  readonly mistake: Mistake;
  readonly form: Form;
  /** Bits beyond those of a mistake that was seen once. */
  readonly cost: number;
}

/** What a second and a third mistake cost beyond their own priors: people make few at once. */
const combinationBits = 2;

const formsOf = new Map<SlotId, Option[]>();
for (const mistake of catalogue) {
  for (const form of mistake.forms) {
    const list = formsOf.get(form.slot) ?? [];
    list.push({ mistake, form, cost: form.rarity - Math.log2(mistake.seen) });
    formsOf.set(form.slot, list);
  }
}
for (const list of formsOf.values()) list.sort((a, b) => a.cost - b.cost);

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
  const v = copyOf(values);
  for (const { slot, replacement } of path) if (!run(slot, replacement, v, s)) return null;
  return valueOf(register, v, s);
}

/** Half width of what shaking the inputs does to each element. */
export function spread(center: Numbers, runs: readonly (Numbers | null)[]): Numbers {
  const out = new Float64Array(center.length);
  for (const one of runs) {
    if (one?.length !== center.length) continue;
    for (let i = 0; i < out.length; i++) {
      const d = Math.abs((one[i] ?? NaN) - (center[i] ?? NaN));
      // Divided by what was rounded to zero: anything is possible.
      if (!Number.isFinite(d)) out[i] = Infinity;
      else if (d > (out[i] ?? 0)) out[i] = d;
    }
  }
  // A few random shakes stay below the worst case that they sample.
  for (let i = 0; i < out.length; i++) out[i] = 1.5 * (out[i] ?? 0);
  return out;
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
  /** Mistakes found in earlier claims: making them again costs nothing. */
  readonly made: ReadonlySet<MistakeId>;
  readonly most: number;
  readonly budget: Budget;
  readonly cancelled: () => boolean;
}

/** Wrong factors of one or several slots together: all that they do is to scale the claim. */
interface Scaling {
  readonly ratio: number;
  readonly options: readonly Option[];
}

/** Every way of making `count` mistakes in the factors of a slice, each slot at most once. */
function scalings(slice: readonly Slot[], count: number, s: Setting): Scaling[] {
  let all: Scaling[][] = [[{ ratio: 1, options: [] }]];
  for (const slot of slice) {
    if (slot.right.kind !== 'factor') continue;
    const right = slot.right.factor(s, noValues());
    const ways = (formsOf.get(slot.id) ?? []).flatMap((option) => {
      const { replacement } = option.form;
      const c = replacement.kind === 'factor' ? replacement.factor(s, noValues()) : null;
      return c === null || right === null || Math.abs(c / right - 1) < 1e-9
        ? []
        : [{ ratio: c / right, option }];
    });
    all = Array.from({ length: count + 1 }, (_, n) => [
      ...(all[n] ?? []),
      ...(all[n - 1] ?? []).flatMap((before) =>
        ways
          .filter(({ option }) => !before.options.some(({ mistake }) => mistake === option.mistake))
          .map(({ ratio, option }) => ({
            ratio: before.ratio * ratio,
            options: [...before.options, option],
          })),
      ),
    ]);
  }
  // Two mistakes that undo each other leave nothing to be seen.
  return (all[count] ?? []).filter(
    ({ ratio, options }) => options.length === 0 || Math.abs(ratio - 1) > 1e-9,
  );
}

/** Every set of at most `most` mistakes that reproduces the claim from `base`, the fewest mistakes only. */
export function explain(question: Question, base: Base): Explanation[] {
  const { claim, setting } = question;
  const values = startOf(base.values, claim.register);
  const slice = sliceFor(claim.register, base.values);
  const found: Explanation[] = [];
  const path: Step[] = [];
  const chosen: Option[] = [];
  const numbers = claim.values;
  const size = magnitude(numbers);
  const { ofArray, ofElement } = base.uncertainty;
  const slack = (i: number): number =>
    Math.min(1, 30 * ofArray) * size + Math.min(1, 3 * ofElement) * Math.abs(numbers[i] ?? NaN);
  const probe = largestAt(numbers);
  const bySlot = slice.map((slot) => (slot.right.kind === 'factor' ? [] : (formsOf.get(slot.id) ?? [])));
  const factors = Array.from({ length: question.most + 1 }, (_, count) => scalings(slice, count, setting));
  // Something is wrong in this slice: how common each mistake is among those that it can hold.
  const possible = new Set(
    slice.flatMap((slot) => (formsOf.get(slot.id) ?? []).map(({ mistake }) => mistake)),
  );
  const seenBits = Math.log2([...possible].reduce((sum, mistake) => sum + mistake.seen, 1));
  const price = 1 + claim.values.length / 64;
  let tested = 0;

  for (let count = 1; count <= question.most && found.length === 0; count++) dive(0, values, count);
  return found;

  function dive(index: number, v: Values, left: number): void {
    if (question.budget.left < 0) return;
    const slot = slice[index];
    if (slot === undefined) {
      test(v, left);
      return;
    }
    const right = copyOf(v);
    const runs = run(slot, slot.right, right, setting);
    if (runs) {
      path.push({ slot, replacement: slot.right });
      dive(index + 1, right, left);
      path.pop();
    }
    if (left === 0) return;
    for (const option of bySlot[index] ?? []) {
      if (chosen.some(({ mistake }) => mistake === option.mistake)) continue;
      const { replacement } = option.form;
      question.budget.left -= price;
      const next = copyOf(v);
      if (!run(slot, replacement, next, setting)) continue;
      if (runs && replacement.kind === 'rule' && same(next[slot.writes], right[slot.writes])) continue;
      chosen.push(option);
      path.push({ slot, replacement });
      dive(index + 1, next, left - 1);
      path.pop();
      chosen.pop();
    }
  }

  function test(v: Values, left: number): void {
    if ((++tested & 1023) === 0) question.cancelled();
    const plain = viewed(valueOf(claim.register, v, setting));
    if (plain?.length !== numbers.length) return;
    for (const scaling of factors[left] ?? []) {
      const { ratio, options } = scaling;
      const guess = ratio * (plain[probe] ?? NaN);
      const target = numbers[probe] ?? NaN;
      const room = 2.02 * (claim.precision.loose[probe] ?? 0) + 1e-2 * Math.abs(target) + slack(probe) + 1e-9;
      if (!close(guess, target, room)) continue;
      if (options.some(({ mistake }) => chosen.some((other) => other.mistake === mistake))) continue;
      verify(ratio === 1 ? plain : scaled(plain, ratio), options);
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
    let fit = exact;
    for (const level of exact ? [] : base.shaken) {
      question.budget.left -= level.length * steps.length * price;
      const runs = level.map((values) =>
        viewed(follow(steps, claim.register, startOf(values, claim.register), setting)),
      );
      const wide = spread(predicted, runs);
      tolerance = (i) => loose(i) + (wide[i] ?? 0);
      fit = fits(predicted, tolerance);
      if (fit) break;
    }
    if (!fit) return;
    const { expected } = question;
    const counted =
      expected === null ? undefined : (i: number) => !close(numbers[i] ?? NaN, expected[i] ?? NaN, loose(i));
    const options = [...chosen, ...scaling];
    const priced = options.filter(({ mistake }) => !question.made.has(mistake.id));
    const cost =
      priced.reduce((sum, one) => sum + seenBits + one.cost + (one.form.guess?.(setting) ?? 0), 0) +
      combinationBits * Math.max(0, priced.length - 1);
    found.push({
      mistakes: [...new Set(options.flatMap(({ mistake, form }) => [mistake.id, ...(form.contains ?? [])]))],
      predicted,
      earned: bitsEarned(numbers, tolerance, question.scale, counted),
      full: exact
        ? claim.potential
        : Math.min(claim.potential, bitsEarned(numbers, tolerance, question.scale)),
      cost: cost + base.cost,
      base,
      path: steps,
    });
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
