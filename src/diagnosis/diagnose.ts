import type { Reading } from '../reader/reading';
import { inOrder, mistakeById } from './catalogue/catalogue';
import { inLayout } from './claim';
import {
  Cancelled,
  type Certainty,
  type Claim,
  type Convention,
  type DiagnoseOptions,
  type Diagnosis,
  type Finding,
  type MistakeId,
  type Problem,
} from './diagnosis';
import { readFacts } from './facts';
import { hypotheses, type Hypothesis } from './hypotheses';
import { judge, stepOf, type Judgement, type JudgedClaim } from './judge';
import type { Budget } from './search';
import { assignRoles, readCandidates } from './roles';

const mostAssignments = 10;
const mostMistakes = 3;
/** Readings of the text that are searched for one, two and three mistakes at once. */
const mostSearched = [60, 8, 4];
/** What one, two and three mistakes in one claim cost at least. */
const leastBits = [2.5, 8, 13.5];
/** Readings that are less than this behind the best are told. */
const tieBits = 2;
/** How much is tried with one, two and three mistakes: more than that finds too little to be waited for. */
const budgets = [100_000, 40_000, 40_000];

/** A reading of the text, judged. */
export interface Weighed {
  readonly hypothesis: Hypothesis;
  readonly judgement: Judgement;
  readonly bits: number;
}

/**
 * Finds the roles of the arrays of `reading`, checks each claim and names the mistakes that explain them.
 *
 * Readings of roles, layout and conventions are judged in the order of what they could explain at best; the one
 * that explains most bits at the least cost wins. Throws `Cancelled`.
 */
export function diagnose(reading: Reading, options: DiagnoseOptions = {}): Diagnosis {
  const cancelled = (): boolean => {
    if (options.cancelled?.() === true) throw new Cancelled();
    return false;
  };
  if (reading.arrays.length === 0) return nothing(reading, 'no-array');
  const facts = readFacts(reading);
  const candidates = readCandidates(reading.arrays);
  const assignments = assignRoles(reading.arrays, candidates, options.roles ?? new Map());
  const accepted = options.accepted ?? new Set<MistakeId>();
  const all = assignments
    .slice(0, mostAssignments)
    .flatMap((one) => hypotheses(reading, candidates, one, facts, options));
  if (all.length === 0)
    return nothing(reading, reading.arrays.length === 1 ? 'one-array' : 'nothing-to-check');
  const weigh = (hypothesis: Hypothesis, most: number, budget: Budget): Weighed => {
    const { setting, stated } = hypothesis;
    const judgement = judge({ setting, stated, mostMistakes: most, accepted, budget, cancelled });
    return { hypothesis, judgement, bits: judgement.bits + hypothesis.prior };
  };
  const final = searchReadings(all, weigh);
  trace.see?.(final, all);
  return assemble(reading, final, candidates.repeats, accepted);
}

/** For measuring: sees every reading that was judged. */
export const trace: { see: ((final: readonly Weighed[], all: readonly Hypothesis[]) => void) | null } = {
  see: null,
};

/**
 * Judges readings, those first that could explain most: with one mistake in all of them before two in any.
 * Stops where what is still to come cannot beat or tie what has been found. Best first.
 */
function searchReadings(
  all: readonly Hypothesis[],
  weigh: (hypothesis: Hypothesis, mistakes: number, budget: Budget) => Weighed,
): Weighed[] {
  let round: { hypothesis: Hypothesis; atBest: number }[] = all.map((one) => ({
    hypothesis: one,
    atBest: one.bound,
  }));
  const results = new Map<Hypothesis, Weighed>();
  let best = -Infinity;
  for (let mistakes = 1; mistakes <= mostMistakes; mistakes++) {
    const budget: Budget = { left: budgets[mistakes - 1] ?? 0 };
    round.sort((x, y) => y.atBest - x.atBest);
    for (const { hypothesis, atBest } of round.slice(0, mostSearched[mistakes - 1])) {
      if (atBest < best - tieBits) break;
      const done = weigh(hypothesis, mistakes, budget);
      results.set(hypothesis, done);
      best = Math.max(best, done.bits);
    }
    const least = leastBits[mistakes] ?? Infinity;
    round = [...results].flatMap(([hypothesis, one]) => {
      const open = one.judgement.claims.filter(({ unexplained }) => unexplained);
      const hope = open.reduce((sum, claim) => sum + Math.max(0, claim.hope - least), 0);
      return hope > 0 ? [{ hypothesis, atBest: one.bits + hope }] : [];
    });
  }
  return [...results.values()].sort((x, y) => y.bits - x.bits);
}

function assemble(
  reading: Reading,
  final: readonly Weighed[],
  repeats: readonly (number | null)[],
  accepted: ReadonlySet<MistakeId>,
): Diagnosis {
  const winner = final[0];
  if (winner === undefined) return nothing(reading, 'nothing-to-check');
  const { hypothesis, judgement } = winner;
  const judged = judgement.claims.filter((one) => one.stated.array >= 0);
  const claims = judged.map(claimOf);
  const findings: Finding[] = [];
  judged.forEach((one, index) => {
    const finding = findingOf(one, index, accepted);
    if (finding !== null) findings.push(finding);
  });
  const checked = judged.some((one) => one.verdict !== 'unchecked');
  const { roles, from } = hypothesis.assignment;
  return {
    roles: reading.arrays.map((_, array) => {
      const stated = hypothesis.stated.find((one) => one.array === (repeats[array] ?? array));
      return {
        array,
        role: roles[array] ?? null,
        reference: stated?.reference ?? false,
        from: from[array] ?? 'numbers',
      };
    }),
    claims,
    findings,
    conventions: conventionsOf(hypothesis),
    gradientCheck: null,
    training: null,
    problem: checked ? null : problemOf(reading, claims),
  };
}

function claimOf(one: JudgedClaim): Claim {
  const { stated } = one;
  const back = (values: Float64Array | null): Float64Array | null =>
    values === null ? null : inLayout(values, stated);
  return {
    array: stated.array,
    role: stated.role,
    step: one.verdict === 'unchecked' && one.expected === null ? null : stepOf(stated.register),
    verdict: one.verdict,
    expected: back(one.expected),
    expectedFromEarlier: back(one.expectedFromEarlier),
    wrongElements: one.wrong.map((i) => stated.order?.[i] ?? i).sort((x, y) => x - y),
    followsFrom: one.followsFrom.flatMap(({ array }) => (array < 0 ? [] : array)),
  };
}

/** Fewer bits than this are never called certain. */
const certainBits = 14;
/** Odds of an explanation against its rivals and against something that the catalogue does not hold. */
const unknownBits = 0;

function findingOf(one: JudgedClaim, claim: number, accepted: ReadonlySet<MistakeId>): Finding | null {
  if (one.verdict !== 'wrong') return null;
  const [best, ...rivals] = one.explanations;
  const step = stepOf(one.stated.register);
  if (best === undefined) {
    if (one.stated.reference) return null;
    return {
      claim,
      step,
      mistakes: [],
      certainty: 'unexplained',
      alternatives: [],
      confidence: 0,
      bits: 0,
      predicted: null,
      discriminatingInput: null,
      observations: [],
    };
  }
  if (best.mistakes.every((id) => accepted.has(id))) return null;
  const net = best.earned - best.cost;
  const others = rivals.map((rival) => 2 ** (rival.earned - rival.cost - net));
  const confidence = 1 / (1 + others.reduce((x, y) => x + y, 0) + 2 ** (unknownBits - net));
  const near = rivals.filter((_, i) => (others[i] ?? 0) > 0.02);
  const certainty: Certainty =
    confidence >= 0.99 && net >= certainBits
      ? 'certain'
      : near.length > 0 && confidence < 0.9
        ? 'ambiguous'
        : 'likely';
  const mistakes = inOrder(best.mistakes);
  return {
    claim,
    step: mistakeById(mistakes[0] ?? '')?.step ?? step,
    mistakes,
    certainty,
    alternatives: certainty === 'ambiguous' ? near.map((rival) => inOrder(rival.mistakes)) : [],
    confidence,
    bits: net,
    predicted: inLayout(best.predicted, one.stated),
    discriminatingInput: null,
    observations: [],
  };
}

function conventionsOf({ setting, frame, costs }: Hypothesis): Convention[] {
  const from = (key: string): Convention['from'] => ((costs[key] ?? 0) === 0 ? 'default' : 'numbers');
  const out: Convention[] = [{ name: 'loss', value: setting.loss, from: from('loss'), runnerUp: null }];
  if (frame.samples > 1) {
    out.push({
      name: 'reduction',
      value: setting.meanAt === 'nowhere' ? 'sum' : 'mean',
      from: from('reduction'),
      runnerUp: null,
    });
    out.push({ name: 'axis', value: frame.layout, from: from('frame'), runnerUp: null });
  }
  if (setting.targetSum === 'ignore')
    out.push({ name: 'targetSum', value: 'ignore', from: 'numbers', runnerUp: null });
  if (setting.direction === -1)
    out.push({ name: 'direction', value: 'descent', from: 'numbers', runnerUp: null });
  if (setting.temperature !== 1)
    out.push({ name: 'temperature', value: setting.temperature, from: 'text', runnerUp: null });
  if (setting.smoothing !== 0)
    out.push({ name: 'smoothing', value: setting.smoothing, from: 'text', runnerUp: null });
  if (setting.logBase !== Math.E)
    out.push({ name: 'logBase', value: setting.logBase, from: 'text', runnerUp: null });
  if (setting.classWeights !== null)
    out.push({
      name: 'weights',
      value: setting.divisor === setting.samples ? 'divided by N' : 'divided by their sum',
      from: 'numbers',
      runnerUp: null,
    });
  return out;
}

function problemOf(reading: Reading, claims: readonly Claim[]): Problem {
  const span = reading.arrays[0]?.span ?? null;
  if (reading.arrays.length === 1) return { kind: 'one-array', span };
  return { kind: claims.length > 1 ? 'do-not-fit' : 'nothing-to-check', span };
}

function nothing(reading: Reading, kind: Problem['kind']): Diagnosis {
  return {
    roles: reading.arrays.map((_, array) => ({ array, role: null, reference: false, from: 'numbers' })),
    claims: [],
    findings: [],
    conventions: [],
    gradientCheck: null,
    training: null,
    problem: { kind, span: reading.arrays[0]?.span ?? null },
  };
}
