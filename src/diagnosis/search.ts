import { catalogue, priorBits } from './catalogue/catalogue';
import type { Form, Mistake } from './catalogue/mistake';
import { looseTolerance, tightTolerance, type Stated } from './claim';
import type { MistakeId } from './diagnosis';
import { magnitude, type Numbers } from './elementwise';
import { bitsEarned } from './evidence';
import { close } from './precision';
import {
  jacobianOf,
  run,
  sliceFor,
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
  readonly shaken: readonly Values[];
  /** Largest relative uncertainty of what the claim follows from. */
  readonly uncertainty: number;
  readonly cost: number;
}

/** A set of mistakes that reproduces a claim. */
export interface Explanation {
  readonly mistakes: readonly MistakeId[];
  readonly predicted: Numbers;
  /** Bits earned by the elements that the right numbers do not predict. */
  readonly earned: number;
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
  readonly cost: number;
}

/** What a second and a third mistake cost beyond their own priors: people make few at once. */
const combinationBits = 2;

const formsOf = new Map<SlotId, Option[]>();
for (const mistake of catalogue) {
  for (const form of mistake.forms) {
    const list = formsOf.get(form.slot) ?? [];
    list.push({ mistake, form, cost: priorBits(mistake) + form.rarity });
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
  let v: Values = values;
  for (const { slot, replacement } of path) {
    const next = run(slot, replacement, v, s);
    if (next === null) return null;
    v = next;
  }
  return valueOf(register, v, s);
}

/** Half width of what shaking the inputs does to each element. */
export function spread(center: Numbers, runs: readonly (Numbers | null)[]): Numbers {
  const out = new Float64Array(center.length);
  for (const one of runs) {
    if (one?.length !== center.length) continue;
    for (let i = 0; i < out.length; i++) {
      const d = Math.abs((one[i] ?? NaN) - (center[i] ?? NaN));
      if (d > (out[i] ?? 0)) out[i] = d;
    }
  }
  // A few random shakes stay below the worst case that they sample.
  for (let i = 0; i < out.length; i++) out[i] = 1.5 * (out[i] ?? 0);
  return out;
}

export interface Question {
  readonly claim: Stated;
  /** The right numbers, from which the evidence is counted; null where unknown. */
  readonly expected: Numbers | null;
  readonly setting: Setting;
  /** Mistakes found in earlier claims: making them again costs nothing. */
  readonly made: ReadonlySet<MistakeId>;
  readonly most: number;
  readonly cancelled: () => boolean;
}

/** Every set of at most `most` mistakes that reproduces the claim from `base`, the fewest mistakes only. */
export function explain(question: Question, base: Base): Explanation[] {
  const { claim, setting } = question;
  const given = new Set(
    Object.keys(base.values).filter((key): key is Register => key !== claim.register && key !== 'weighted'),
  );
  const values: Values = { ...base.values };
  if (claim.register !== 't') delete values[claim.register];
  const slice = sliceFor(claim.register, given);
  const found: Explanation[] = [];
  const path: Step[] = [];
  const chosen: Option[] = [];
  const scale = magnitude(claim.values);
  const slack = 3 * base.uncertainty * scale;
  // How many mistakes the slots from here on can still hold.
  const holds = slice.map((_, i) => slice.slice(i).filter((slot) => formsOf.has(slot.id)).length);
  let tested = 0;

  for (let count = 1; count <= question.most && found.length === 0; count++) dive(0, values, count);
  return found;

  function dive(index: number, v: Values, left: number): void {
    const slot = slice[index];
    if (slot === undefined) {
      if (left === 0) test(v);
      return;
    }
    if (left > (holds[index] ?? 0)) return;
    step(slot, slot.right, index, v, left);
    if (left === 0) return;
    for (const option of formsOf.get(slot.id) ?? []) {
      if (chosen.some(({ mistake }) => mistake === option.mistake)) continue;
      chosen.push(option);
      step(slot, option.form.replacement, index, v, left - 1);
      chosen.pop();
    }
  }

  function step(slot: Slot, replacement: Replacement, index: number, v: Values, left: number): void {
    const next = run(slot, replacement, v, setting);
    if (next === null) return;
    path.push({ slot, replacement });
    dive(index + 1, next, left);
    path.pop();
  }

  function test(v: Values): void {
    if ((++tested & 1023) === 0 && question.cancelled()) return;
    const predicted = valueOf(claim.register, v, setting);
    if (predicted?.length !== claim.values.length) return;
    const { values: numbers } = claim;
    const loose = looseTolerance(claim, predicted);
    for (let i = 0; i < numbers.length; i++) {
      if (!close(predicted[i] ?? NaN, numbers[i] ?? NaN, loose(i) + slack)) return;
    }
    let tolerance = tightTolerance(claim, predicted);
    if (!fits(predicted, tolerance)) {
      const runs = base.shaken.map((shaken) => {
        const start: Values = { ...shaken };
        if (claim.register !== 't') delete start[claim.register];
        return follow(path, claim.register, start, setting);
      });
      const wide = spread(predicted, runs);
      tolerance = (i) => loose(i) + (wide[i] ?? 0);
      if (!fits(predicted, tolerance)) return;
    }
    const { expected } = question;
    const counted =
      expected === null ? undefined : (i: number) => !close(numbers[i] ?? NaN, expected[i] ?? NaN, loose(i));
    const priced = chosen.filter(({ mistake }) => !question.made.has(mistake.id));
    const cost =
      priced.reduce((sum, option) => sum + option.cost, 0) + combinationBits * Math.max(0, priced.length - 1);
    found.push({
      mistakes: [...new Set(chosen.flatMap(({ mistake, form }) => [mistake.id, ...(form.contains ?? [])]))],
      predicted,
      earned: bitsEarned(numbers, tolerance, counted),
      cost: cost + base.cost,
      base,
      path: [...path],
    });
  }

  function fits(predicted: Numbers, tolerance: (i: number) => number): boolean {
    for (let i = 0; i < predicted.length; i++) {
      if (!close(predicted[i] ?? NaN, claim.values[i] ?? NaN, tolerance(i))) return false;
    }
    return true;
  }
}
