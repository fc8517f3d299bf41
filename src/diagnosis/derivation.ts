import { mapped } from '../calculus/buffers';
import { looseTolerance, viewOf, type Stated } from './claim';
import { magnitude, scaled, type Numbers } from './elementwise';
import { agree } from './evidence';
import { close } from './precision';
import { evaluate, followed, program } from './program';
import type { Register, Values } from './registers';
import { agreesWith } from './reference';
import { honestly } from './honest-arithmetic';
import { entriesOf, entryOf } from './right-rules';
import type { Setting } from './setting';
import { levelsOf, marginOfCuts, order, rankOf, spreadTo, valuesOf, type Source } from './sources';

const manyElements = 20_000;
/** So many bits beyond chance show that inputs were not rounded. */
const exactBits = 12;
const scalable: ReadonlySet<Register> = new Set<Register>(['E', 'g', 'd', 'dW', 'db']);

/** Whether right rules make a claim out of some sources. */
export interface Check {
  readonly list: readonly Source[];
  /** The right numbers; null where they have another shape, or something is missing. */
  readonly expected: Numbers | null;
  readonly agrees: boolean;
  /** What the rounding of the sources does to each element, where it had to be asked. */
  readonly wide: Numbers | null;
  readonly otherShape: boolean;
  readonly scale: number;
}

/** Checks that were made before, by their claim. */
export type Checked = Map<Stated, readonly Check[]>;

/** The registers that nothing in the text is computed from, given what is stated. */
export function rootsOf(stated: readonly Stated[], setting: Setting): Set<Register> {
  const has = (register: Register): boolean => stated.some((one) => one.register === register);
  const roots = new Set<Register>();
  const first = (['z', 'a', 'y'] as const).find(has);
  if (first !== undefined) roots.add(first);
  if (setting.labels === null && has('t')) roots.add('t');
  if (setting.loss === 'given') roots.add('g');
  return roots;
}

/** What the text states under one setting, and what right rules make of it. */
export class Derivation {
  readonly roots: ReadonlySet<Register>;
  /** The unrounded numbers behind the printed ones, as far as claims have been judged. */
  private readonly resolved = new Map<Stated, Numbers>();
  /** Chosen inputs that a claim agrees with to more digits than they print: nothing was rounded away of them. */
  private readonly givenInFull = new Set<Register>();

  constructor(
    private readonly stated: readonly Stated[],
    private readonly setting: Setting,
    /** What was checked before under the same setting. */
    private readonly checked: Checked = new Map(),
  ) {
    this.roots = rootsOf(stated, setting);
  }

  /** Notes what later steps go on with in the place of a statement. */
  resolve(claim: Stated, numbers: Numbers): void {
    this.resolved.set(claim, numbers);
  }

  /** Notes which of the chosen inputs of `list` the unshaken agreement of a claim shows to be given in full. */
  confirm(claim: Stated, list: readonly Source[]): void {
    const own = relativeHalf(claim.precision.loose, claim.values);
    for (const { register, chosen, half, printed } of list)
      if (chosen && own < 0.2 * relativeHalf(half, printed)) this.givenInFull.add(register);
  }

  /** The statement of a register that a claim goes on with: the last before it, the person's own first. */
  private nearest(register: Register, claim: Stated): Stated | null {
    let before: Stated | null = null;
    let after: Stated | null = null;
    for (const one of this.stated) {
      if (
        one.register !== register ||
        one === claim ||
        one.partial ||
        (one.reference && !this.roots.has(register))
      )
        continue;
      if (one.array < claim.array) before = one;
      else after ??= one;
    }
    return before ?? after;
  }

  /** All that `registers` state, with a log-probability turned into the probability that it stands for. */
  sources(registers: Iterable<Register>, claim: Stated): Source[] {
    const out: Source[] = [];
    for (const register of registers) {
      if (register === claim.register && !this.roots.has(register)) continue;
      const one = this.nearest(register, claim);
      if (one === null) continue;
      const exact = this.resolved.get(one) ?? one.values;
      const chosen = this.roots.has(register) && register !== 'a' && register !== 'y';
      const half = this.givenInFull.has(register) ? noWidth(one) : one.precision.loose;
      out.push({ register, exact, printed: one.values, half, chosen, array: one.array });
      if (register === 'y' && this.roots.has('y')) {
        const a = mapped(exact, Math.exp);
        const half = mapped(one.precision.loose, (h, i) => h * (a[i] ?? 0));
        out.push({ register: 'a', exact: a, printed: a, half, chosen: false, array: one.array });
      }
    }
    return out;
  }

  rightValues(claim: Stated, values: Values): Numbers | null {
    const all = evaluate(claim.register, values, this.setting);
    return all === null ? null : viewOf(claim, all);
  }

  /**
   * The largest entry of the right Jacobian where the claim has not as many: it is not written out for that. None off
   * the diagonal of softmax's is larger than the largest on it, for 1 - a_i is the sum of all other a_j.
   */
  private largestOfOtherSize(claim: Stated, values: Values): number | null {
    const { samples, classes } = this.setting;
    if (claim.register !== 'J' || claim.partial || claim.values.length === samples * classes ** 2)
      return null;
    const v = followed('J', values, this.setting);
    const entries = v === null ? null : entriesOf(v, this.setting);
    if (v === null || entries === null || entries === claim.values.length) return null;
    let largest = 0;
    for (let row = 0; row < entries / classes; row++)
      largest = Math.max(largest, Math.abs(entryOf(v, this.setting, row * classes + (row % classes)) ?? 0));
    return largest;
  }

  check(claim: Stated, list: readonly Source[]): Check {
    const before = this.checked.get(claim) ?? [];
    const known = before.find((one) => sameSources(one.list, list));
    if (known !== undefined) return known;
    const check = this.checkAnew(claim, list);
    this.checked.set(claim, [...before, check]);
    return check;
  }

  private checkAnew(claim: Stated, list: readonly Source[]): Check {
    const failed = { list, expected: null, agrees: false, wide: null, otherShape: false, scale: 0 };
    const exact = valuesOf(list, 'exact');
    const largest = this.largestOfOtherSize(claim, exact);
    if (largest !== null) return { ...failed, otherShape: true, scale: largest };
    const expected = this.rightValues(claim, exact);
    if (expected === null) return failed;
    const scale = magnitude(expected);
    if (expected.length !== claim.values.length) return { ...failed, otherShape: true, scale };
    const passed = { ...failed, expected, agrees: true, scale };
    const loose = looseTolerance(claim, expected);
    if (agree(claim.values, expected, loose)) return passed;
    const rounded = list.some(({ exact, printed }) => exact !== printed);
    const center = rounded ? this.rightValues(claim, valuesOf(list, 'printed')) : expected;
    if (center === null) return { ...passed, agrees: false };
    if (rounded && agree(claim.values, center, loose)) return passed;
    // Of very large claims only those that are near are asked again.
    const far =
      claim.values.length > manyElements && !agree(claim.values, center, (i) => loose(i) + 0.1 * scale);
    if (far) return { ...passed, agrees: false };
    for (const { shakes, coarse } of levelsOf(list)) {
      const wide = spreadTo(
        claim.values,
        center,
        loose,
        shakes,
        (values) => this.rightValues(claim, values),
        marginOfCuts,
      );
      if (wide === null) continue;
      if (coarse && this.isMetExactly(claim, center, loose, wide)) break;
      return { ...passed, wide };
    }
    for (const { values, room } of honestly(claim, valuesOf(list, 'printed'), this.setting)) {
      const honest = viewOf(claim, values);
      const within = looseTolerance(claim, honest);
      if (honest.length !== expected.length || !agree(claim.values, honest, (i) => within(i) + room))
        continue;
      const wide = honest.map((x, i) => room + Math.abs(x - (expected[i] ?? NaN)));
      return { ...passed, wide: wide.map((x) => (Number.isNaN(x) ? Infinity : x)) };
    }
    return { ...passed, agrees: false };
  }

  /** True where other numbers of a sample agree far better than they would if its inputs had been rounded. */
  private isMetExactly(claim: Stated, right: Numbers, loose: (i: number) => number, wide: Numbers): boolean {
    const { classes } = this.setting;
    const { values, groups, register, partial, arithmetic } = claim;
    if (partial || arithmetic !== 'single') return false;
    const lane = register === 'J' ? classes * classes : classes;
    for (let start = 0; start < values.length; start += lane) {
      let bits = 0;
      let off = false;
      for (let i = start; i < Math.min(start + lane, values.length); i++) {
        if (!close(values[i] ?? NaN, right[i] ?? NaN, loose(i))) off = true;
        else if (groups[i] === i) bits += Math.max(0, Math.log2((wide[i] ?? 0) / (loose(i) + 1e-300)));
      }
      if (off && bits > exactBits) return true;
    }
    return false;
  }

  /** Ways of going on from the earlier claims: from all, or from those before the Jacobian or dE/da. */
  chainsOf(claim: Stated): Source[][] {
    const earlier = order.filter((register) => rankOf(register) < rankOf(claim.register));
    const chains: Source[][] = [];
    for (const passed of [[], ['J'], ['J', 'g']]) {
      const list = this.sources(
        earlier.filter((register) => !passed.includes(register)),
        claim,
      );
      if (!chains.some((known) => known.length === list.length)) chains.push(list);
    }
    return chains;
  }

  /** The right numbers times a factor that the text ties to the loss, where nothing contradicts it. */
  asMultiple(claim: Stated, checks: readonly Check[]): { factor: number; expected: Numbers } | null {
    if (!scalable.has(claim.register) || this.setting.scales.length === 0) return null;
    const other = this.stated.find(
      (one) => one !== claim && one.register === claim.register && one.reference,
    );
    if (other !== undefined && !agreesWith(claim, other)) return null;
    for (const { expected: right, list } of checks) {
      if (right === null) continue;
      for (const factor of this.setting.scales) {
        const meant =
          Math.abs(factor) === this.setting.samples || Math.abs(1 / factor) === this.setting.samples;
        if (this.setting.samples > 1 && meant) continue;
        const expected = scaled(right, factor);
        const loose = looseTolerance(claim, expected);
        if (agree(claim.values, expected, loose)) return { factor, expected };
        for (const { shakes } of levelsOf(list)) {
          const times = (values: Values): Numbers | null => {
            const one = this.rightValues(claim, values);
            return one === null ? null : scaled(one, factor);
          };
          if (spreadTo(claim.values, expected, loose, shakes, times, marginOfCuts) !== null)
            return { factor, expected };
        }
      }
    }
    return null;
  }
}

const widths = new WeakMap<Stated, Numbers>();

/** The half width of a statement that was given in full. */
function noWidth(one: Stated): Numbers {
  const width = widths.get(one) ?? new Float64Array(one.values.length);
  widths.set(one, width);
  return width;
}

/** True where two lists of sources hold the same arrays. */
function sameSources(one: readonly Source[], other: readonly Source[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ register, exact, printed, half }, i) => {
      const its = other[i];
      return (
        its?.register === register && its.exact === exact && its.printed === printed && its.half === half
      );
    })
  );
}

/** The largest half width of an array, relative to its largest number. */
function relativeHalf(half: Numbers, values: Numbers): number {
  return magnitude(half) / Math.max(magnitude(values), 1e-300);
}

const reads = new Map<Register, Set<Register>>();

/** The quantities that the right rules of `register` read. */
export function readsOf(register: Register): Set<Register> {
  const known = reads.get(register);
  if (known !== undefined) return known;
  const out = new Set<Register>(register === 'd' ? ['a', 't'] : []);
  reads.set(register, out);
  for (const slot of program) {
    if (slot.writes !== register) continue;
    for (const read of slot.reads)
      if (read !== register) out.add(read === 'u' ? 'z' : read === 'p' ? 'a' : read);
  }
  return out;
}
