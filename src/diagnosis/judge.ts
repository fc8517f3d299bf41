import { looseTolerance, tightTolerance, viewOf, type Stated } from './claim';
import type { MistakeId, Step, Verdict } from './diagnosis';
import { magnitude, scaled, type Numbers } from './elementwise';
import { bitsEarned, differing } from './evidence';
import {
  evaluate,
  program,
  registers,
  sliceFor,
  startOf,
  type Register,
  type Replacement,
  type SlotId,
  type Values,
} from './program';
import { agreesWith, explainByReference } from './reference';
import { explain, trustBits, type Budget, type Depth, type Explanation } from './search';
import type { Setting } from './setting';
import { basesOf, levelsOf, order, rankOf, spreadTo, valuesOf, type Source } from './sources';

/** What was found of one claim under one reading of the conventions. */
export interface JudgedClaim {
  readonly stated: Stated;
  readonly verdict: Verdict;
  readonly expected: Numbers | null;
  readonly expectedFromEarlier: Numbers | null;
  readonly wrong: readonly number[];
  readonly followsFrom: readonly Source[];
  /** Best explanations first; empty where nothing is wrong or nothing explains it. */
  readonly explanations: readonly Explanation[];
  /** True where the numbers are wrong and nothing explains them. */
  readonly unexplained: boolean;
  /** The factor of the text by which it differs from what is computed; 1 elsewhere. */
  readonly factor: number;
  /** What later steps go on with: the unrounded numbers behind the printed ones. */
  readonly resolved: Numbers;
  readonly bits: number;
  /** Bits that explaining it would add, the cost of the mistakes apart. */
  readonly hope: number;
}

export interface Judgement {
  readonly setting: Setting;
  /** True where claims contradict each other though each agrees with what it is held against. */
  readonly doubtful: boolean;
  readonly claims: readonly JudgedClaim[];
  readonly bits: number;
}

export interface Inquiry {
  readonly setting: Setting;
  readonly stated: readonly Stated[];
  /** How far to look for mistakes in a claim; null where it is only to be told what right rules reproduce. */
  readonly depth: Depth | null;
  /** What has been found under this reading before. */
  readonly memory: Memory;
  readonly accepted: ReadonlySet<MistakeId>;
  readonly budget: Budget;
  readonly cancelled: () => boolean;
}

/** Searches that were made before: what they started from, and what they found. */
export type Memory = Map<string, { readonly values: Values; readonly found: readonly Explanation[] }>;

/** Nothing has been looked for yet. */
export const noMemory = (): Memory => new Map();

/** What a claim that no rule reproduces costs. */
const unexplainedBits = 6;
/** What an explanation has to earn beyond what it costs. */
const marginBits = 3;
/** A reference is wrong less often than the person's own numbers. */
const referenceBits = 8;
/** A mistake is less likely than another convention that explains as much. */
export const mistakeBits = 10;
/** What it costs to pass over a claim that stands between a step and what it follows from. */
const passedOverBits = 2;

/** What a right claim loses at most because what it follows from was rounded. */
const roundingBits = 6;
const manyElements = 20_000;
/** What half precision loses, relative to the largest number. */
const nearMiss = 5e-4;
/** What it costs to read a number of the text as a factor of the loss. */
const scaleBits = 3;
const scalable: ReadonlySet<Register> = new Set<Register>(['E', 'g', 'd', 'dW', 'db']);

/** Whether right rules make a claim out of some sources. */
interface Check {
  readonly list: readonly Source[];
  /** The right numbers; null where they have another shape, or something is missing. */
  readonly expected: Numbers | null;
  readonly agrees: boolean;
  /** What the rounding of the sources does to each element, where it had to be asked. */
  readonly wide: Numbers | null;
  readonly otherShape: boolean;
  readonly scale: number;
}

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

/** Judges every claim under one setting, in the order in which the quantities follow from each other. */
export function judge(inquiry: Inquiry): Judgement {
  const judgement = judgeAll(inquiry);
  const exact = withExactTarget(inquiry, judgement);
  if (exact === null) return judgement;
  const again = judgeAll(exact);
  const explained = again.claims.some(
    ({ stated, explanations }) => stated.register === 't' && explanations.length > 0,
  );
  return explained ? again : { ...judgement, doubtful: true };
}

/**
 * The inquiry with a target that is taken by its word: where what follows can be had from the printed target
 * alone, that is no rounded one. Null where nothing speaks for it.
 */
function withExactTarget(inquiry: Inquiry, { claims }: Judgement): Inquiry | null {
  const target = claims.find(({ stated, verdict }) => stated.register === 't' && verdict === 'agrees');
  const orphans =
    claims.some(({ verdict }) => verdict === 'inherits') &&
    !claims.some(({ verdict }) => verdict === 'wrong');
  if (target === undefined || !orphans) return null;
  const none = new Float64Array(target.stated.values.length).fill(1e-9);
  const exact: Stated = { ...target.stated, precision: { tight: none, loose: none } };
  const stated = inquiry.stated.map((one) => (one === target.stated ? exact : one));
  return { ...inquiry, stated, memory: new Map() };
}

function judgeAll(inquiry: Inquiry): Judgement {
  const { setting, stated } = inquiry;
  const roots = rootsOf(stated, setting);
  const judged = new Map<Stated, JudgedClaim>();
  const made = new Set<MistakeId>();
  const madeForms = new Set<Replacement>();
  /** Chosen inputs that a claim agrees with to more digits than they print: nothing was rounded away of them. */
  const givenInFull = new Set<Register>();
  const trusted = new Set<SlotId>();
  const trustedBy = new Map<Stated, ReadonlySet<SlotId>>();
  const sorted = [...stated].sort((x, y) => rankOf(x.register) - rankOf(y.register) || x.array - y.array);
  let bits = 0;
  for (const claim of sorted) {
    inquiry.cancelled();
    const one = roots.has(claim.register) ? unchecked(claim) : judgeClaim(claim);
    judged.set(claim, one);
    bits += one.bits;
    const [best] = one.explanations;
    for (const id of best?.mistakes ?? []) made.add(id);
    for (const { slot, replacement } of best?.path ?? []) {
      if (replacement === slot.right) trusted.add(slot.id);
      else madeForms.add(replacement);
    }
  }
  const claims = [...judged.values()].map(reconsidered);
  return { setting, doubtful: false, claims, bits };

  /** Ranks explanations again, now that it is known which steps later claims did right. */
  function reconsidered(one: JudgedClaim): JudgedClaim {
    if (one.explanations.length < 2) return one;
    const known = trustedBy.get(one.stated);
    const later = (slot: SlotId): boolean => trusted.has(slot) && known?.has(slot) !== true;
    const explanations = one.explanations.map((explanation) => {
      const doubted = explanation.path.filter(
        ({ slot, replacement }) => replacement !== slot.right && later(slot.id),
      );
      return { ...explanation, cost: explanation.cost + trustBits * doubted.length };
    });
    explanations.sort((x, y) => netOf(y) - netOf(x));
    return { ...one, explanations, resolved: explanations[0]?.predicted ?? one.resolved };
  }

  /** Notes the steps that lead from `list` to a claim that follows from it by right rules. */
  function trust(claim: Stated, list: readonly Source[]): void {
    const slots = sliceFor(claim.register, startOf(valuesOf(list, 'exact'), claim.register));
    for (const { id } of slots) trusted.add(id);
  }

  /** The statement of a register that a claim goes on with: the last before it, the person's own first. */
  function nearest(register: Register, claim: Stated): Stated | null {
    let before: Stated | null = null;
    let after: Stated | null = null;
    for (const one of stated) {
      if (
        one.register !== register ||
        one === claim ||
        one.partial ||
        (one.reference && !roots.has(register))
      )
        continue;
      if (one.array < claim.array) before = one;
      else after ??= one;
    }
    return before ?? after;
  }

  /** All that `registers` state, with a log-probability turned into the probability that it stands for. */
  function sources(registers: Iterable<Register>, claim: Stated): Source[] {
    const out: Source[] = [];
    for (const register of registers) {
      if (register === claim.register && !roots.has(register)) continue;
      const one = nearest(register, claim);
      if (one === null) continue;
      const exact = judged.get(one)?.resolved ?? one.values;
      const chosen = roots.has(register) && register !== 'a' && register !== 'y';
      const half = givenInFull.has(register) ? new Float64Array(one.values.length) : one.precision.loose;
      out.push({ register, exact, printed: one.values, half, chosen, array: one.array });
      if (register === 'y' && roots.has('y')) {
        const a = exact.map(Math.exp);
        const half = one.precision.loose.map((h, i) => h * (a[i] ?? 0));
        out.push({ register: 'a', exact: a, printed: a, half, chosen: false, array: one.array });
      }
    }
    return out;
  }

  function rightValues(claim: Stated, values: Values): Numbers | null {
    const all = evaluate(claim.register, values, setting);
    return all === null ? null : viewOf(claim, all);
  }

  function check(claim: Stated, list: readonly Source[]): Check {
    const failed = { list, expected: null, agrees: false, wide: null, otherShape: false, scale: 0 };
    const expected = rightValues(claim, valuesOf(list, 'exact'));
    if (expected === null) return failed;
    const scale = magnitude(expected);
    if (expected.length !== claim.values.length) return { ...failed, otherShape: true, scale };
    const passed = { ...failed, expected, agrees: true, scale };
    const loose = looseTolerance(claim, expected);
    if (differing(claim.values, expected, loose).length === 0) return passed;
    const rounded = list.some(({ exact, printed }) => exact !== printed);
    const center = rounded ? rightValues(claim, valuesOf(list, 'printed')) : expected;
    if (center === null) return { ...passed, agrees: false };
    if (rounded && differing(claim.values, center, loose).length === 0) return passed;
    // Of very large claims only those that are near are asked again.
    const far =
      claim.values.length > manyElements &&
      differing(claim.values, center, (i) => loose(i) + 0.1 * scale).length > 0;
    if (far) return { ...passed, agrees: false };
    for (const shakes of levelsOf(list)) {
      const wide = spreadTo(claim.values, center, loose, shakes, (values) => rightValues(claim, values));
      if (wide !== null) return { ...passed, wide };
    }
    return { ...passed, agrees: false };
  }

  /** Ways of going on from the earlier claims: from all, or from those before the Jacobian or dE/da. */
  function chainsOf(claim: Stated): Source[][] {
    const earlier = order.filter((register) => rankOf(register) < rankOf(claim.register));
    const chains: Source[][] = [];
    for (const passed of [[], ['J'], ['J', 'g']]) {
      const list = sources(
        earlier.filter((register) => !passed.includes(register)),
        claim,
      );
      if (!chains.some((known) => known.length === list.length)) chains.push(list);
    }
    return chains;
  }

  function judgeClaim(claim: Stated): JudgedClaim {
    const truth = check(claim, sources(roots, claim));
    const chains = chainsOf(claim);
    const checks: Check[] = [];
    for (const list of chains) {
      checks.push(check(claim, list));
      if (truth.agrees || checks.some(({ agrees }) => agrees)) break;
    }
    const follows = checks.find(({ agrees }) => agrees);
    const earlier = follows ?? checks.find(({ expected }) => expected !== null);
    const right = truth.expected ?? earlier?.expected ?? null;
    const scale = Math.max(truth.scale, ...checks.map((one) => one.scale));
    const fullBits = ({ expected, wide }: Check): number => {
      if (wide === null) return claim.potential;
      const tolerance = tightTolerance(claim, expected ?? claim.values);
      const earned = bitsEarned(claim.values, (i) => tolerance(i) + (wide[i] ?? 0), claim.groups, scale);
      return Math.min(claim.potential, Math.max(earned, claim.potential - roundingBits));
    };
    const reads = readsOf(claim.register);
    const common = {
      stated: claim,
      expected: truth.expected,
      expectedFromEarlier: earlier?.expected ?? null,
      wrong: right === null ? [] : differing(claim.values, right, looseTolerance(claim, right)),
      followsFrom: (earlier ?? truth).list.filter(({ register }) => reads.has(register)),
      explanations: [],
      unexplained: false,
      factor: 1,
      hope: 0,
    };
    if (truth.agrees && truth.expected !== null) {
      trust(claim, truth.list);
      if (truth.wide === null) {
        const own = relativeHalf(claim.precision.loose, claim.values);
        for (const { register, chosen, half, printed } of truth.list)
          if (chosen && own < 0.2 * relativeHalf(half, printed)) givenInFull.add(register);
      }
      return { ...common, verdict: 'agrees', wrong: [], resolved: truth.expected, bits: fullBits(truth) };
    }
    if (follows !== undefined && follows.expected !== null) {
      trust(claim, follows.list);
      const inherits = truth.expected !== null;
      const wrong = inherits ? common.wrong : [];
      const verdict = inherits ? 'inherits' : 'agrees';
      return { ...common, verdict, wrong, resolved: follows.expected, bits: fullBits(follows) };
    }
    const multiple = asMultiple(claim, [truth, ...checks]);
    if (multiple !== null) {
      const { factor, expected } = multiple;
      const bits = claim.potential - scaleBits;
      return { ...common, verdict: 'agrees', expected, factor, wrong: [], resolved: expected, bits };
    }
    const judgeable = right !== null || truth.otherShape || checks.some(({ otherShape }) => otherShape);
    if (!judgeable) return besideReference(claim, common);
    trustedBy.set(claim, new Set(trusted));
    // Right numbers that are off by no more than half precision loses are no place to look for a mistake.
    const near =
      right !== null &&
      setting.epsilonsSaid === 0 &&
      !setting.differences &&
      differing(claim.values, right, nearTo(claim, right)).length === 0;
    const explanations = near ? [] : search(claim, right, chains, scale);
    const [best] = explanations;
    const doubt = claim.reference ? referenceBits : 0;
    if (best === undefined) {
      const verdict = right === null ? 'unchecked' : 'wrong';
      return {
        ...common,
        verdict,
        unexplained: true,
        resolved: claim.values,
        bits: -unexplainedBits - doubt,
        hope: near ? 0 : claim.potential + unexplainedBits,
      };
    }
    const inherits = best.mistakes.every((id) => made.has(id) || inquiry.accepted.has(id));
    const verdict = inherits ? 'inherits' : 'wrong';
    return {
      ...common,
      verdict,
      explanations,
      resolved: best.predicted,
      // A mistake with a name is no worse than one without.
      bits: Math.max(
        best.full - best.cost - doubt - (inherits ? 0 : mistakeBits),
        0.5 - unexplainedBits - doubt,
      ),
    };
  }

  /** The right numbers times a factor that the text ties to the loss, where nothing contradicts it. */
  function asMultiple(claim: Stated, checks: readonly Check[]): { factor: number; expected: Numbers } | null {
    if (!scalable.has(claim.register) || setting.scales.length === 0) return null;
    const other = stated.find((one) => one !== claim && one.register === claim.register && one.reference);
    if (other !== undefined && !agreesWith(claim, other)) return null;
    for (const { expected: right, list } of checks) {
      if (right === null) continue;
      for (const factor of setting.scales) {
        const meant = Math.abs(factor) === setting.samples || Math.abs(1 / factor) === setting.samples;
        if (setting.samples > 1 && meant) continue;
        const expected = scaled(right, factor);
        const loose = looseTolerance(claim, expected);
        if (differing(claim.values, expected, loose).length === 0) return { factor, expected };
        for (const shakes of levelsOf(list)) {
          const times = (values: Values): Numbers | null => {
            const one = rightValues(claim, values);
            return one === null ? null : scaled(one, factor);
          };
          if (spreadTo(claim.values, expected, loose, shakes, times) !== null) return { factor, expected };
        }
      }
    }
    return null;
  }

  /** A claim that nothing computes: what the reference beside it says. */
  function besideReference(
    claim: Stated,
    common: Omit<JudgedClaim, 'verdict' | 'resolved' | 'bits'>,
  ): JudgedClaim {
    const plain: JudgedClaim = { ...common, verdict: 'unchecked', resolved: claim.values, bits: 0 };
    const reference = stated.find((one) => one.reference && one.register === claim.register && one !== claim);
    if (claim.reference || reference === undefined) return plain;
    if (agreesWith(claim, reference)) return { ...plain, verdict: 'agrees' };
    const explanations = explainByReference(claim, reference, setting);
    const [best] = explanations;
    if (best === undefined || netOf(best) < marginBits) return plain;
    const wrong = differing(claim.values, reference.values, looseTolerance(claim, reference.values));
    return { ...plain, verdict: 'wrong', expected: reference.values, wrong, explanations, bits: netOf(best) };
  }

  function search(
    claim: Stated,
    expected: Numbers | null,
    chains: readonly Source[][],
    scale: number,
  ): Explanation[] {
    const { depth, memory } = inquiry;
    if (depth === null) return [];
    const question = {
      claim,
      expected,
      scale,
      setting,
      trusted,
      madeForms,
      made: new Set([...made, ...inquiry.accepted]),
      depth,
      budget: inquiry.budget,
      cancelled: inquiry.cancelled,
    };
    const all = new Map<string, Explanation>();
    chains.forEach((list, index) => {
      basesOf(list, index === 0 ? 0 : passedOverBits).forEach((base, kind) => {
        // What was rounded on the way, or passed over, matters only where the rest explains nothing.
        if (all.size > 0) return;
        const key = `${claim.array} ${index} ${kind} ${[...question.made].join()}`;
        const before = memory.get(key);
        const known =
          before !== undefined && before.found.length > 0 && sameValues(before.values, base.values);
        if (!known && base.coarse !== depth.coarse) return;
        const found = known ? before.found : explain(question, base);
        memory.set(key, { values: base.values, found });
        for (const one of found) {
          const key = [...one.mistakes].sort().join(' ');
          const known = all.get(key);
          if (known === undefined || netOf(one) > netOf(known)) all.set(key, one);
        }
      });
    });
    return minimal([...all.values()])
      .filter((one) => netOf(one) >= marginBits)
      .sort((x, y) => netOf(y) - netOf(x));
  }
}

/** The largest half width of an array, relative to its largest number. */
function relativeHalf(half: Numbers, values: Numbers): number {
  return magnitude(half) / Math.max(magnitude(values), 1e-300);
}

/** Tolerance within which a claim that fails may still be right: single numbers are often rounded once too often. */
function nearTo(claim: Stated, right: Numbers): (i: number) => number {
  const loose = looseTolerance(claim, right);
  const room = nearMiss * magnitude(right);
  return (i) => loose(i) + room;
}

/** Bits that an explanation earns where the right numbers fail, less what it assumes. */
export const netOf = (one: Explanation): number => one.earned - one.cost;

function unchecked(claim: Stated): JudgedClaim {
  return {
    stated: claim,
    verdict: 'unchecked',
    expected: null,
    expectedFromEarlier: null,
    wrong: [],
    followsFrom: [],
    explanations: [],
    unexplained: false,
    factor: 1,
    resolved: claim.values,
    bits: 0,
    hope: 0,
  };
}

/** Drops explanations that contain another one: what they add is not needed. */
function minimal(all: readonly Explanation[]): Explanation[] {
  const contains = (one: Explanation, other: Explanation): boolean =>
    other.mistakes.length < one.mistakes.length && other.mistakes.every((id) => one.mistakes.includes(id));
  return all.filter((one) => !all.some((other) => contains(one, other)));
}

/** True where two searches start from the same numbers. */
function sameValues(one: Values, other: Values): boolean {
  return registers.every((register) => {
    const [x, y] = [one[register], other[register]];
    return x === y || (x?.length === y?.length && x?.every((value, i) => Object.is(value, y?.[i])) === true);
  });
}

const reads = new Map<Register, Set<Register>>();

/** The quantities that the right rules of `register` read. */
function readsOf(register: Register): Set<Register> {
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

/** The step of the program that writes a register. */
export function stepOf(register: Register): Step {
  return program.find((slot) => slot.writes === register)?.step ?? 'softmax';
}
