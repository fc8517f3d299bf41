import { viewOf, type Stated } from './claim';
import { comparisonOf } from './comparison';
import { allRegisters, carried, only, readBy, type Registers } from './influence';
import type { MistakeId } from './diagnosis';
import { scaled, type Numbers } from './elementwise';
import { bentBy, formsAt, scalings, type Option } from './options';
import { close } from './precision';
import { byProgram, run, sliceFor, valueOf, type Replacement, type Slot, type SlotId } from './program';
import { noValues, startOf, type Values } from './registers';
import { entriesOf, entryOf } from './right-rules';
import type { Setting } from './setting';
import type { Shakes } from './sources';

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

/** The explanation by one mistake that the numbers show by themselves, with nothing assumed of what they follow from. */
export function shownBy(mistake: MistakeId, predicted: Numbers, earned: number, cost: number): Explanation {
  const uncertainty = { ofArray: 0, ofElement: 0 };
  const base = { values: noValues(), shakes: null, uncertainty, coarse: false, cost: 0 };
  return { mistakes: [mistake], predicted, earned, full: earned, cost, base, path: [] };
}

export interface Step {
  readonly slot: Slot;
  readonly replacement: Replacement;
}

/** What a second and a third mistake cost beyond their own priors: people make few at once. */
const combinationBits = 2;
/** What it costs to make a mistake where an earlier claim did the same right. */
export const trustBits = 4;

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

/** Options of which an explanation has to hold one at least. */
type Need = ReadonlySet<Option>;

/** The sets of mistakes that reproduce the claim from `base`, at most as many as `depth` allows: the smallest only. */
export function explain(question: Question, base: Base): Explanation[] {
  const { claim, setting, depth, budget } = question;
  const comparison = comparisonOf(question, base);
  const price = 1 + claim.values.length / 64;
  const found: { readonly count: number; readonly explanation: Explanation }[] = [];
  let fewest: number = depth.mistakes;
  let tested = 0;
  const plain = sliceFor(claim.register, base.values);
  const search = searchOf(plain, null);
  const aside = depth.forms > 1 ? searchThroughGradient(plain) : null;
  for (let forms = 0; forms <= Math.min(depth.forms, fewest); forms++) {
    search(forms);
    aside?.(forms);
  }
  return found.filter(({ count }) => count === fewest).map(({ explanation }) => explanation);

  /** A Jacobian does not follow from dE/da, but a wrong one may, and from a wrong dE/da at that. */
  function searchThroughGradient(slice: readonly Slot[]): ((forms: number) => void) | null {
    const passed = base.values.g === undefined && !slice.some(({ writes }) => writes === 'g');
    if (!passed || setting.loss === 'given') return null;
    const operand = slice.find(({ writes }) => writes === 'p');
    if (operand === undefined) return null;
    const through = sliceFor('g', base.values);
    const whole = [...new Set([...slice, ...through])].sort(byProgram);
    const gradient = through.filter((slot) => !slice.includes(slot)).flatMap(({ id }) => formsAt(id));
    return searchOf(whole, new Set(gradient));
  }

  /** A search through `slice` for explanations with so many wrong forms; those of a wrong `gradient` where one is due. */
  function searchOf(slice: readonly Slot[], gradient: Need | null): (forms: number) => void {
    const v = startOf(base.values, claim.register);
    const rights = slice.map((slot): Step => ({ slot, replacement: slot.right }));
    const path: Step[] = [];
    const chosen: Option[] = [];
    // A wrong factor only scales the claim, unless what follows takes dE/da for more than a factor.
    const bent: Need = new Set(bentBy(slice, base.values, claim.register, setting));
    const bySlot = slice.map((slot) => {
      const bends = slot.right.kind !== 'factor' || (slot.writes === 'g' && bent.size > 0);
      return bends ? formsAt(slot.id) : [];
    });
    // How many slots are left, from each on, that can take a wrong form.
    const formsAfter = bySlot.map(
      (_, index) => bySlot.slice(index).filter((forms) => forms.length > 0).length,
    );
    // What the right rules of the slots behind each one read.
    const readBehind: Registers[] = [];
    for (let i = slice.length - 1, all = 0; i >= 0; i--) {
      readBehind[i] = all;
      for (const register of slice[i]?.reads ?? []) all |= only(register);
    }
    const factors = Array.from({ length: depth.mistakes + 1 }, (_, count) => scalings(slice, count, setting));
    // Where right rules give numbers of another shape, one mistake at least has to change it.
    let rightLength = claim.values.length;
    const reshaping = new Set<Option>();
    const reads = new Map<Option, Registers>();
    return (forms) => {
      const reshaped = rightLength === claim.values.length || forms < 2 ? [] : [reshaping];
      dive(0, forms, 0, gradient === null ? reshaped : [gradient, bent, ...reshaped]);
    };

    /**
     * Runs the slots from `index` on, with `left` of them in a wrong form; `changed` are the registers that the wrong
     * forms so far made other numbers of. `v` is afterwards as it was before.
     */
    function dive(index: number, left: number, changed: Registers, needs: readonly Need[]): void {
      if (budget.left < 0) return;
      const slot = slice[index];
      const right = rights[index];
      if (slot === undefined || right === undefined) {
        if (left === 0 && needs.length === 0) test();
        return;
      }
      const anew = question.madeForms.size === 0;
      if ((formsAfter[index] ?? 0) < left || (anew && needs.length > left)) return;
      const { writes } = slot;
      const before = v[writes];
      const { weighted, unitSum, structure, factor } = v;
      const restore = (): void => {
        v[writes] = before;
        v.weighted = weighted;
        v.unitSum = unitSum;
        v.structure = structure;
        v.factor = factor;
        if (writes !== 'd') v.written = undefined;
      };
      const runs = run(slot, slot.right, v, setting);
      const value = v[writes];
      if (runs) {
        path.push(right);
        dive(index + 1, left, carried(slot, changed), needs);
        path.pop();
      }
      restore();
      if (left === 0 && anew) return;
      for (const option of bySlot[index] ?? []) {
        const { replacement } = option.form;
        const again = !anew && question.madeForms.has(replacement);
        if (left === 0 && !again) continue;
        if (chosen.length > 0 && chosen.some(({ mistake }) => mistake === option.mistake)) continue;
        let still = needs.length === 0 ? needs : needs.filter((need) => !need.has(option));
        if (replacement.kind === 'factor') still = [...still, bent];
        if (anew && still.length > left - 1) continue;
        // What the text does not suggest is assumed alone or not at all.
        if (chosen.length + left > 1 && (option.form.guess?.(setting) ?? 0) > 0) continue;
        if (chosen.length === 0 && depth.forms > 1 && !reads.has(option))
          reads.set(option, readBy(replacement, v, setting));
        // What was made wrong before and is read neither here nor behind plays no part: this form alone gives the same.
        const heeded = (reads.get(option) ?? allRegisters) | ((readBehind[index] ?? 0) & ~only(writes));
        if ((heeded & changed) === 0 && chosen.length > 0) continue;
        budget.left -= price;
        const other = run(slot, replacement, v, setting);
        if (other && !(runs && replacement.kind !== 'structure' && same(v[writes], value))) {
          chosen.push(option);
          path.push({ slot, replacement });
          dive(index + 1, again ? left : left - 1, changed | only(slot.writes), still);
          path.pop();
          chosen.pop();
        }
        restore();
      }
    }

    function test(): void {
      if ((++tested & 1023) === 0) question.cancelled();
      const entries = claim.register === 'J' && !claim.partial ? entriesOf(v, setting) : null;
      if (entries === claim.values.length && isFar()) return;
      const writtenOut = entries === null || entries === claim.values.length;
      const all = writtenOut ? valueOf(claim.register, v, setting) : null;
      const plain = all === null ? null : viewOf(claim, all);
      const length = plain?.length ?? entries;
      if (length === null) return;
      if (chosen.length === 0) rightLength = length;
      else if (chosen.length === 1 && length !== rightLength) chosen.forEach((one) => reshaping.add(one));
      if (plain === null || length !== claim.values.length) return;
      const value = plain[comparison.probe] ?? NaN;
      const paid = chosenCount(chosen);
      for (let more = chosen.length === 0 ? 1 : 0; paid + more <= fewest; more++) {
        for (const { ratio, options } of factors[more] ?? []) {
          if (!close(ratio * value, comparison.target, comparison.room)) continue;
          if (
            options.some(({ form, mistake }) =>
              chosen.some((one) => one.mistake === mistake || one.form.slot === form.slot),
            )
          )
            continue;
          accept(ratio === 1 ? plain : scaled(plain, ratio), options);
        }
      }
    }

    /** True where one entry of a Jacobian that is not written out tells that no factor leads to the claim. */
    function isFar(): boolean {
      const entry = rightLength === claim.values.length ? entryOf(v, setting, comparison.probe) : null;
      if (entry === null) return false;
      for (let more = 0; chosenCount(chosen) + more <= fewest; more++)
        if (
          factors[more]?.some(({ ratio }) => close(ratio * entry, comparison.target, comparison.room)) ===
          true
        )
          return false;
      return true;
    }

    function accept(predicted: Numbers, scaling: readonly Option[]): void {
      const steps = path.map((step): Step => {
        const option = scaling.find(({ form }) => form.slot === step.slot.id);
        return option === undefined ? step : { slot: step.slot, replacement: option.form.replacement };
      });
      const evidence = comparison.evidenceFor(predicted, steps, price);
      if (evidence === null) return;
      const options = [...chosen, ...scaling];
      const priced = options.filter(({ mistake }) => !question.made.has(mistake.id));
      const cost =
        priced.reduce((sum, one) => sum + comparison.seenBits + costOf(one), 0) +
        combinationBits * Math.max(0, priced.length - 1);
      fewest = chosenCount(options);
      const mistakes = [
        ...new Set(options.flatMap(({ mistake, form }) => [mistake.id, ...(form.contains ?? [])])),
      ];
      const explanation = { mistakes, predicted, ...evidence, cost: cost + base.cost, base, path: steps };
      found.push({ count: fewest, explanation });
    }
  }

  /** How many mistakes `options` add to those that were made before. */
  function chosenCount(options: readonly Option[]): number {
    if (question.madeForms.size === 0) return options.length;
    return options.filter(({ form }) => !question.madeForms.has(form.replacement)).length;
  }

  function costOf({ form, cost }: Option): number {
    return cost + (form.guess?.(setting) ?? 0) + (question.trusted.has(form.slot) ? trustBits : 0);
  }
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
