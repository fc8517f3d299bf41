import type { Reading } from '../reader/reading';
import { inOrder } from './catalogue/catalogue';
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
import { assignRoles, readCandidates } from './roles';
import { mistakeById } from './catalogue/catalogue';
import { explainByReference } from './reference';

const mostAssignments = 10;
/** Readings of the text that are searched for mistakes at most, those first that could explain most. */
const mostSearched = 16;
/** What a further mistake costs at least. */
const anotherMistakeBits = 4.5;
/** With several mistakes at once, fewer. */
const fewerSearched = 6;
/** Readings that are less than this behind the best are told. */
const tieBits = 3;
const mostMistakes = 3;

interface Weighed {
  readonly hypothesis: Hypothesis;
  readonly judgement: Judgement;
  readonly bits: number;
  readonly bound: number;
}

let trace: ((final: Weighed[], readings: Weighed[]) => void) | null = null;
export const setTrace = (f: typeof trace): void => void (trace = f);
/**
 * Finds the roles of the arrays of `reading`, checks each claim and names the mistakes that explain them.
 *
 * Every reading of roles, layout and conventions is judged by right rules first; the best of them are searched
 * for mistakes, and the one that explains most bits at the least cost wins. Throws `Cancelled`.
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
  const weigh = (hypothesis: Hypothesis, mistakes: number): Weighed => {
    const judgement = judge({
      setting: hypothesis.setting,
      stated: hypothesis.stated,
      search: mistakes > 0,
      mostMistakes: mistakes,
      accepted,
      cancelled,
    });
    const prior = hypothesis.assignment.bits - hypothesis.cost;
    return { hypothesis, judgement, bits: judgement.bits + prior, bound: judgement.bound + prior };
  };
  const readings = assignments
    .slice(0, mostAssignments)
    .flatMap((one) => hypotheses(reading, candidates, one, facts, options).map((h) => weigh(h, 0)))
    .sort((x, y) => y.bound - x.bound || y.bits - x.bits);
  if (readings.length === 0)
    return nothing(reading, reading.arrays.length === 1 ? 'one-array' : 'nothing-to-check');
  const final = searchReadings(readings, weigh);
  if (trace !== null) trace(final, readings);
  return assemble(reading, final, candidates.repeats, accepted);
}

/**
 * Searches the readings for mistakes, those that could explain most first: one mistake in all of them before two
 * in any. Stops where what is still to come cannot beat or tie what has been found. Best first.
 */
function searchReadings(
  readings: readonly Weighed[],
  weigh: (hypothesis: Hypothesis, mistakes: number) => Weighed,
): Weighed[] {
  const results = new Map<Weighed, Weighed>();
  for (let mistakes = 1; mistakes <= mostMistakes; mistakes++) {
    let best = [...results.values()].reduce((most, one) => Math.max(most, one.bits), -Infinity);
    const open = readings
      .filter((one) => !isSettled(results.get(one)))
      .slice(0, mistakes === 1 ? mostSearched : fewerSearched);
    for (const one of open) {
      if (one.bound - anotherMistakeBits * (mistakes - 1) < best - tieBits) continue;
      const done = isSound(one.judgement) ? one : weigh(one.hypothesis, mistakes);
      results.set(one, done);
      best = Math.max(best, done.bits);
    }
  }
  return [...results.values()].sort((x, y) => y.bits - x.bits);
}

/** True where every claim of a searched reading is accounted for. */
const isSettled = (one: Weighed | undefined): boolean =>
  one?.judgement.claims.every((claim) => !claim.unexplained) === true;

const isSound = (judgement: Judgement): boolean => judgement.claims.every((one) => one.verdict !== 'wrong');

function assemble(
  reading: Reading,
  final: readonly Weighed[],
  repeats: readonly (number | null)[],
  accepted: ReadonlySet<MistakeId>,
): Diagnosis {
  const winner = final[0];
  if (winner === undefined) return nothing(reading, 'nothing-to-check');
  const { hypothesis, judgement } = winner;
  const judged = explainByReference(judgement).filter((one) => one.stated.array >= 0);
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
    followsFrom: one.followsFrom.filter((array) => array >= 0),
  };
}

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
    confidence >= 0.99 ? 'certain' : near.length > 0 && confidence < 0.9 ? 'ambiguous' : 'likely';
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
