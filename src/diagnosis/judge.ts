import { causesOf, marginBits, netOf, noMemory, type Memory } from './causes';
import { nearTolerance, tightTolerance, type Stated } from './claim';
import { roundingBits } from './comparison';
import { Derivation, readsOf, type Check } from './derivation';
import type { MistakeId, Step, Verdict } from './diagnosis';
import type { Numbers } from './elementwise';
import { agree, bitsEarned } from './evidence';
import { program, sliceFor, type Replacement, type SlotId } from './program';
import type { Register } from './registers';
import { charged, madeLater, nothingMade, reconsidered, type Made } from './reconsidered';
import { agreesWith, explainByReference } from './reference';
import type { Budget, Depth, Explanation } from './search';
import type { Setting } from './setting';
import { rankOf, valuesOf, type Source } from './sources';

/** What was found of one claim under one reading of the conventions. */
export interface JudgedClaim {
  readonly stated: Stated;
  readonly verdict: Verdict;
  readonly expected: Numbers | null;
  readonly expectedFromEarlier: Numbers | null;
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

/** What a claim that no rule reproduces costs. */
const unexplainedBits = 6;
/** A reference is wrong less often than the person's own numbers. */
const referenceBits = 8;
/** A mistake is less likely than another convention that explains as much. */
export const mistakeBits = 10;

/** What it costs to take right numbers as computed in half precision. */
const nearBits = 9;
/** What it costs to read a number of the text as a factor of the loss. */
const scaleBits = 3;

/** Judges every claim under one setting, in the order in which the quantities follow from each other. */
export function judge(inquiry: Inquiry): Judgement {
  const first = judgeAll(inquiry, nothingMade);
  const later = madeLater(first);
  const second = later === null ? first : charged(judgeAll(inquiry, later), first);
  const judgement = second.bits > first.bits ? second : first;
  const exact = withExactTarget(inquiry, judgement);
  if (exact === null) return judgement;
  const again = judgeAll(exact, nothingMade);
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
  return { ...inquiry, stated, memory: noMemory() };
}

function judgeAll(inquiry: Inquiry, later: Made): Judgement {
  const { setting, stated } = inquiry;
  const derivation = new Derivation(stated, setting, inquiry.memory.checked);
  const { roots } = derivation;
  const judged = new Map<Stated, JudgedClaim>();
  const made = new Set<MistakeId>();
  const madeForms = new Set<Replacement>();
  /** The slots that were done right, and by which claims. */
  const trusted = new Map<SlotId, Set<Stated>>();
  const trustedBefore = new Map<Stated, ReadonlySet<SlotId>>();
  const sorted = [...stated].sort((x, y) => rankOf(x.register) - rankOf(y.register) || x.array - y.array);
  let bits = 0;
  for (const claim of sorted) {
    inquiry.cancelled();
    const one = roots.has(claim.register) ? unchecked(claim) : judgeClaim(claim);
    judged.set(claim, one);
    derivation.resolve(claim, one.resolved);
    bits += one.bits;
    const [best] = one.explanations;
    for (const id of best?.mistakes ?? []) made.add(id);
    for (const { slot, replacement } of best?.path ?? []) {
      if (replacement === slot.right) trust(claim, slot.id);
      else madeForms.add(replacement);
    }
  }
  const claims = reconsidered([...judged.values()], { trusted, trustedBefore, accepted: inquiry.accepted });
  return { setting, doubtful: false, claims, bits };

  function trust(claim: Stated, slot: SlotId): void {
    trusted.set(slot, (trusted.get(slot) ?? new Set()).add(claim));
  }

  /** Notes the steps that lead from `list` to a claim that follows from it by right rules. */
  function trustAll(claim: Stated, list: readonly Source[]): void {
    for (const { id } of sliceFor(claim.register, valuesOf(list, 'exact'))) trust(claim, id);
  }

  function judgeClaim(claim: Stated): JudgedClaim {
    const truth = derivation.check(claim, derivation.sources(roots, claim));
    const chains = derivation.chainsOf(claim);
    const checks: Check[] = [];
    for (const list of chains) {
      checks.push(derivation.check(claim, list));
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
    const common: JudgedClaim = {
      ...unchecked(claim),
      expected: truth.expected,
      expectedFromEarlier: earlier?.expected ?? null,
      followsFrom: (earlier ?? truth).list.filter(({ register }) => reads.has(register)),
    };
    if (truth.agrees && truth.expected !== null) {
      trustAll(claim, truth.list);
      if (truth.wide === null) derivation.confirm(claim, truth.list);
      return { ...common, verdict: 'agrees', resolved: truth.expected, bits: fullBits(truth) };
    }
    if (follows !== undefined && follows.expected !== null) {
      trustAll(claim, follows.list);
      const verdict = truth.expected === null ? 'agrees' : 'inherits';
      return { ...common, verdict, resolved: follows.expected, bits: fullBits(follows) };
    }
    const multiple = derivation.asMultiple(claim, [truth, ...checks]);
    if (multiple !== null) {
      const { factor, expected } = multiple;
      const bits = claim.potential - scaleBits;
      return { ...common, verdict: 'agrees', expected, factor, resolved: expected, bits };
    }
    const judgeable = right !== null || truth.otherShape || checks.some(({ otherShape }) => otherShape);
    if (!judgeable) return besideReference(claim, common);
    trustedBefore.set(claim, new Set(trusted.keys()));
    // Right numbers that are off by no more than half precision loses are no place to look for a mistake.
    const isNear = (each: boolean): boolean =>
      right !== null &&
      setting.epsilonsSaid === 0 &&
      !setting.differences &&
      agree(claim.values, right, nearTolerance(claim, right, each));
    const near = isNear(claim.register === 'g');
    const explanations = near ? [] : search(claim, right, chains, scale);
    const [best] = explanations;
    const doubt = claim.reference ? referenceBits : 0;
    if (best === undefined && (near || (claim.register === 'g' && isNear(false)))) {
      const hope = near ? 0 : 2 * nearBits;
      const bits = claim.potential - nearBits - hope;
      return { ...common, bits, hope };
    }
    if (best === undefined) {
      const verdict = right === null ? 'unchecked' : 'wrong';
      return {
        ...common,
        verdict,
        unexplained: true,
        bits: -unexplainedBits - doubt,
        hope: claim.potential + unexplainedBits,
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

  /** A claim that nothing computes: what the reference beside it says. */
  function besideReference(claim: Stated, plain: JudgedClaim): JudgedClaim {
    const reference = stated.find((one) => one.reference && one.register === claim.register && one !== claim);
    if (claim.reference || reference === undefined) return plain;
    if (agreesWith(claim, reference)) return { ...plain, verdict: 'agrees' };
    const explanations = explainByReference(claim, reference, setting);
    const [best] = explanations;
    if (best === undefined || netOf(best) < marginBits) return plain;
    return { ...plain, verdict: 'wrong', expected: reference.values, explanations, bits: netOf(best) };
  }

  function search(
    claim: Stated,
    expected: Numbers | null,
    chains: readonly Source[][],
    scale: number,
  ): Explanation[] {
    const { depth, memory, budget, cancelled } = inquiry;
    if (depth === null) return [];
    const known = new Set([...later.ids, ...made, ...inquiry.accepted]);
    const question = {
      claim,
      expected,
      scale,
      setting,
      trusted: new Set(trusted.keys()),
      madeForms: new Set([...later.forms, ...madeForms]),
      made: known,
      depth,
      budget,
      cancelled,
    };
    return causesOf(question, chains, memory);
  }
}

function unchecked(claim: Stated): JudgedClaim {
  return {
    stated: claim,
    verdict: 'unchecked',
    expected: null,
    expectedFromEarlier: null,
    followsFrom: [],
    explanations: [],
    unexplained: false,
    factor: 1,
    resolved: claim.values,
    bits: 0,
    hope: 0,
  };
}

/** The step of the program that writes a register. */
export function stepOf(register: Register): Step {
  return program.find((slot) => slot.writes === register)?.step ?? 'softmax';
}
