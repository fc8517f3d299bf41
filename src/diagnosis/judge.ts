import { looseTolerance, tightTolerance, type Stated } from './claim';
import type { MistakeId, Step, Verdict } from './diagnosis';
import { magnitude, type Numbers } from './elementwise';
import { bitsEarned, differing } from './evidence';
import { evaluate, program, type Register, type Values } from './program';
import { explain, spread, type Base, type Explanation } from './search';
import type { Setting } from './setting';

/** What was found of one claim under one reading of the conventions. */
export interface JudgedClaim {
  readonly stated: Stated;
  readonly verdict: Verdict;
  readonly expected: Numbers | null;
  readonly expectedFromEarlier: Numbers | null;
  readonly wrong: readonly number[];
  readonly followsFrom: readonly number[];
  /** Best explanations first; empty where nothing is wrong or nothing explains it. */
  readonly explanations: readonly Explanation[];
  /** True where the numbers are wrong and nothing explains them. */
  readonly unexplained: boolean;
  /** What later steps go on with: the unrounded numbers behind the printed ones. */
  readonly resolved: Numbers;
  readonly bits: number;
  /** Bits that an explanation could still add. */
  readonly hope: number;
}

export interface Judgement {
  readonly setting: Setting;
  readonly claims: readonly JudgedClaim[];
  readonly bits: number;
  /** What `bits` would be if every wrong claim were explained by one common mistake. */
  readonly bound: number;
}

export interface Inquiry {
  readonly setting: Setting;
  readonly stated: readonly Stated[];
  /** False: only see which claims the right rules reproduce. */
  readonly search: boolean;
  readonly mostMistakes: number;
  readonly accepted: ReadonlySet<MistakeId>;
  readonly cancelled: () => boolean;
}

/** What a claim that no rule reproduces costs. */
const unexplainedBits = 6;
/** What an explanation has to earn beyond what it costs. */
const marginBits = 3;
/** A reference is wrong less often than the person's own numbers. */
const referenceBits = 5;
/** The commonest mistake costs this much. */
const leastMistakeBits = 2.5;
const shakes = 6;

const order: readonly Register[] = ['z', 'a', 'y', 't', 'E', 'g', 'J', 'd', 'dW', 'db'];
export const rankOf = (register: Register): number => order.indexOf(register);

/** Seeded signs, so that the same text always gives the same answer. */
function shaken(values: Numbers, half: Numbers, seed: number): Numbers {
  let state = (seed * 2654435761) >>> 0 || 1;
  return values.map((x, i) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const h = half[i] ?? 0;
    return h === 0 ? x : x + ((state & 1) === 0 ? h : -h);
  });
}

interface Source {
  readonly register: Register;
  readonly exact: Numbers;
  readonly printed: Numbers;
  readonly half: Numbers;
  readonly array: number | null;
}

/** Judges every claim under one setting, in the order in which the quantities follow from each other. */
export function judge(inquiry: Inquiry): Judgement {
  const { setting, stated } = inquiry;
  const has = (register: Register): boolean => stated.some((one) => one.register === register);
  const roots = new Set<Register>();
  if (has('z')) roots.add('z');
  else if (has('a')) roots.add('a');
  else if (has('y')) roots.add('y');
  if (setting.labels === null && has('t')) roots.add('t');
  if (setting.loss === 'given') roots.add('g');

  const judged = new Map<Stated, JudgedClaim>();
  const made = new Set<MistakeId>();
  const sorted = [...stated].sort((x, y) => rankOf(x.register) - rankOf(y.register) || x.array - y.array);
  let bits = 0;
  let hope = 0;
  for (const claim of sorted) {
    if (inquiry.cancelled()) break;
    const one = roots.has(claim.register) ? input(claim) : judgeClaim(claim);
    judged.set(claim, one);
    bits += one.bits;
    hope += one.hope;
    for (const id of one.explanations[0]?.mistakes ?? []) made.add(id);
  }
  return { setting, claims: sorted.flatMap((claim) => judged.get(claim) ?? []), bits, bound: bits + hope };

  function input(claim: Stated): JudgedClaim {
    return {
      stated: claim,
      verdict: 'unchecked',
      expected: null,
      expectedFromEarlier: null,
      wrong: [],
      followsFrom: [],
      explanations: [],
      unexplained: false,
      resolved: claim.values,
      bits: 0,
      hope: 0,
    };
  }

  /** The statement of a register that a claim goes on with: the last before it, the person's own first. */
  function nearest(register: Register, claim: Stated): Stated | null {
    const all = stated.filter((one) => one.register === register && one !== claim);
    const own = all.filter((one) => !one.reference);
    const pool = own.length > 0 ? own : roots.has(register) ? all : [];
    const before = pool.filter((one) => one.array < claim.array);
    return before[before.length - 1] ?? pool[0] ?? null;
  }

  function source(register: Register, claim: Stated): Source | null {
    const one = nearest(register, claim);
    if (one === null) return null;
    const exact = judged.get(one)?.resolved ?? one.values;
    return { register, exact, printed: one.values, half: one.precision.loose, array: one.array };
  }

  /** All sources among `registers`, with a log-probability turned into the probability that it stands for. */
  function sources(registers: Iterable<Register>, claim: Stated): Source[] {
    const out: Source[] = [];
    for (const register of registers) {
      if (register === claim.register && !roots.has(register)) continue;
      const one = source(register, claim);
      if (one !== null) out.push(one);
      if (one !== null && register === 'y' && !has('a') && !has('z')) {
        const exp = one.exact.map(Math.exp);
        const half = one.half.map((h, i) => h * (exp[i] ?? 0));
        out.push({ register: 'a', exact: exp, printed: exp, half, array: one.array });
      }
    }
    return out;
  }

  function valuesOf(list: readonly Source[], kind: 'exact' | 'printed', seed = 0): Values {
    const values: Values = {};
    for (const one of list) {
      values[one.register] =
        seed === 0 ? one[kind] : shaken(one.printed, one.half, seed + 31 * rankOf(one.register));
    }
    return values;
  }

  function base(list: readonly Source[], kind: 'exact' | 'printed', cost: number): Base {
    const uncertain = list.some((one) => one.half.some((h) => h > 0));
    let uncertainty = 0;
    for (const one of list) {
      const scale = Math.max(magnitude(one.printed), 1e-12);
      uncertainty = Math.max(uncertainty, (magnitude(one.half) / scale) * 10);
    }
    return {
      values: valuesOf(list, kind),
      shaken: uncertain ? Array.from({ length: shakes }, (_, k) => valuesOf(list, kind, k + 1)) : [],
      uncertainty: Math.min(1, uncertainty),
      cost,
    };
  }

  /** What right rules make of `list`, and whether the claim is that. */
  function check(
    claim: Stated,
    list: readonly Source[],
  ): { expected: Numbers | null; agrees: boolean; wide: Numbers | null; otherShape: boolean; scale: number } {
    const expected = evaluate(claim.register, valuesOf(list, 'exact'), setting);
    if (expected === null)
      return {
        expected,
        agrees: false,
        wide: null,
        otherShape: false,
        scale: expected === null ? 0 : magnitude(expected),
      };
    if (expected.length !== claim.values.length) {
      return { expected: null, agrees: false, wide: null, otherShape: true, scale: magnitude(expected) };
    }
    const loose = looseTolerance(claim, expected);
    if (differing(claim.values, expected, loose).length === 0)
      return {
        expected,
        agrees: true,
        wide: null,
        otherShape: false,
        scale: expected === null ? 0 : magnitude(expected),
      };
    const center = evaluate(claim.register, valuesOf(list, 'printed'), setting) ?? expected;
    if (differing(claim.values, center, loose).length === 0)
      return {
        expected,
        agrees: true,
        wide: null,
        otherShape: false,
        scale: expected === null ? 0 : magnitude(expected),
      };
    const runs: (Numbers | null)[] = [];
    for (let k = 1; k <= shakes; k++)
      runs.push(evaluate(claim.register, valuesOf(list, 'printed', k), setting));
    const wide = spread(center, runs);
    const agrees = differing(claim.values, center, (i) => loose(i) + (wide[i] ?? 0)).length === 0;
    return { expected, agrees, wide, otherShape: false, scale: magnitude(expected) };
  }

  function judgeClaim(claim: Stated): JudgedClaim {
    const fromRoots = sources(roots, claim);
    const truth = check(claim, fromRoots);
    const earlierRegisters = order.filter((register) => rankOf(register) < rankOf(claim.register));
    const arrays = (list: readonly Source[]): number[] => list.flatMap(({ array }) => array ?? []);
    const chains: Source[][] = [];
    for (const skipped of [[], ['J'], ['J', 'g']] as const) {
      const registers = earlierRegisters.filter(
        (register) => !(skipped as readonly Register[]).includes(register),
      );
      const list = sources(registers, claim);
      if (!chains.some((known) => known.length === list.length)) chains.push(list);
    }
    const checks = chains.map((list) => ({ list, ...check(claim, list) }));
    const follows = checks.find(({ agrees }) => agrees);
    const earlier = follows ?? checks.find(({ expected }) => expected !== null) ?? null;
    const expected = truth.expected;
    const used = earlier?.list ?? fromRoots;
    const reads = readsOf(claim.register);
    const followsFrom = arrays(used.filter(({ register }) => reads.has(register)));
    const common = { stated: claim, expected, expectedFromEarlier: earlier?.expected ?? null, followsFrom };
    const scale = Math.max(truth.scale, ...checks.map((one) => one.scale));
    const fullBits = (predicted: Numbers, wide: Numbers | null): number => {
      const tolerance = tightTolerance(claim, predicted);
      return bitsEarned(claim.values, (i) => tolerance(i) + (wide?.[i] ?? 0), scale);
    };
    if (truth.agrees && expected !== null) {
      return {
        ...common,
        verdict: 'agrees',
        wrong: [],
        explanations: [],
        unexplained: false,
        resolved: expected,
        bits: fullBits(expected, truth.wide),
        hope: 0,
      };
    }
    const reference = expected ?? earlier?.expected ?? null;
    const wrong =
      reference === null ? [] : differing(claim.values, reference, looseTolerance(claim, reference));
    if (follows?.expected != null) {
      const upstreamWrong = expected !== null;
      return {
        ...common,
        verdict: upstreamWrong ? 'inherits' : 'agrees',
        wrong: upstreamWrong ? wrong : [],
        explanations: [],
        unexplained: false,
        resolved: follows.expected,
        bits: fullBits(follows.expected, follows.wide),
        hope: 0,
      };
    }
    const otherShape = truth.otherShape || checks.some((one) => one.otherShape);
    const judgeable = reference !== null || otherShape;
    const explanations = inquiry.search && judgeable ? search(claim, reference, chains, scale) : [];
    const best = explanations[0];
    if (best === undefined) {
      const cost = (reference !== null ? unexplainedBits : 0) + (claim.reference ? referenceBits : 0);
      return {
        ...common,
        verdict: judgeable && (reference !== null || !inquiry.search) ? 'wrong' : 'unchecked',
        wrong,
        explanations,
        unexplained: judgeable,
        resolved: claim.values,
        bits: judgeable ? -cost : 0,
        hope: judgeable && !inquiry.search ? fullBits(claim.values, null) + cost - leastMistakeBits : 0,
      };
    }
    const inherits = best.mistakes.every((id) => made.has(id) || inquiry.accepted.has(id));
    return {
      ...common,
      verdict: inherits ? 'inherits' : 'wrong',
      wrong,
      explanations,
      unexplained: false,
      resolved: best.predicted,
      bits: best.full - best.cost - (claim.reference ? referenceBits : 0),
      hope: 0,
    };
  }

  function search(
    claim: Stated,
    expected: Numbers | null,
    chains: readonly Source[][],
    scale: number,
  ): Explanation[] {
    const question = {
      claim,
      expected,
      scale,
      setting,
      made: new Set([...made, ...inquiry.accepted]),
      most: inquiry.mostMistakes,
      cancelled: inquiry.cancelled,
    };
    const all = new Map<string, Explanation>();
    chains.forEach((list, index) => {
      const differ = list.some(({ exact, printed }) => exact !== printed);
      for (const kind of ['exact', 'printed'] as const) {
        // What was rounded on the way matters only where the unrounded numbers explain nothing.
        if (kind === 'printed' && (!differ || all.size > 0)) continue;
        if (index > 0 && all.size > 0) continue;
        for (const one of explain(question, base(list, kind, index === 0 ? 0 : 2))) {
          const key = [...one.mistakes].sort().join(' ');
          const known = all.get(key);
          if (known === undefined || one.earned - one.cost > known.earned - known.cost) all.set(key, one);
        }
      }
    });
    return minimal([...all.values()])
      .filter((one) => one.earned - one.cost >= marginBits)
      .sort((x, y) => y.earned - y.cost - (x.earned - x.cost));
  }
}

/** Drops explanations that contain another one: what it adds is not needed. */
function minimal(all: readonly Explanation[]): Explanation[] {
  return all.filter(
    (one) =>
      !all.some(
        (other) =>
          other.mistakes.length < one.mistakes.length &&
          other.mistakes.every((id) => one.mistakes.includes(id)),
      ),
  );
}

const reads = new Map<Register, Set<Register>>();
/** The registers that the right rules of `register` read. */
function readsOf(register: Register): Set<Register> {
  const known = reads.get(register);
  if (known !== undefined) return known;
  const out = new Set<Register>();
  reads.set(register, out);
  for (const slot of program) {
    if (slot.writes !== register) continue;
    for (const read of slot.reads) {
      if (read === 'u') out.add('z');
      else if (read === 'p') out.add('a');
      else if (read !== register) out.add(read);
    }
  }
  if (register === 'd') for (const more of ['a', 't'] as const) out.add(more);
  return out;
}

/** The step of the program that writes a register. */
export function stepOf(register: Register): Step {
  const last = program.filter((slot) => slot.writes === register);
  return last[0]?.step ?? 'softmax';
}
