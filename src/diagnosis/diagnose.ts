import type { Reading } from '../reader/reading';
import { assemble, type Weighed } from './assemble';
import { Cancelled, type DiagnoseOptions, type Diagnosis, type MistakeId, type Problem } from './diagnosis';
import { readFacts } from './facts';
import { hypotheses, type Hypothesis } from './hypotheses';
import { judge } from './judge';
import type { Budget } from './search';
import { assignRoles, readCandidates } from './roles';

const mostAssignments = 10;
const mostMistakes = 3;
/** Readings of the text that are searched for one, two and three mistakes at once. */
const mostSearched = [60, 8, 4];
/** The same where the numbers are very many. */
const mostSearchedOfLarge = [6, 1, 0];
const manyNumbers = 20_000;
const mostForms = 200;
/** What one, two and three mistakes in one claim cost at least. */
const leastBits = [2.5, 8, 13.5];
/** Readings that are less than this behind the best are told. */
const tieBits = 2;
/** How much is tried with one, two and three mistakes: more than that finds too little to be waited for. */
const budgets = [100_000, 40_000, 40_000];

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
  if (facts.otherLayer) return nothing(reading, 'nothing-to-check');
  const candidates = readCandidates(reading.arrays, reading.text);
  const assignments = assignRoles(reading.arrays, candidates, options.roles ?? new Map());
  const accepted = options.accepted ?? new Set<MistakeId>();
  const all = assignments
    .slice(0, mostAssignments)
    .flatMap((one) => (cancelled() ? [] : hypotheses(reading, candidates, one, facts, options)));
  if (all.length === 0)
    return nothing(reading, reading.arrays.length === 1 ? 'one-array' : 'nothing-to-check');
  const weigh = (hypothesis: Hypothesis, most: number, budget: Budget): Weighed => {
    const { setting, stated } = hypothesis;
    const judgement = judge({ setting, stated, mostMistakes: most, accepted, budget, cancelled });
    return { hypothesis, judgement, bits: judgement.bits + hypothesis.prior };
  };
  const final = searchReadings(all, weigh);
  trace.see?.(final, all);
  return assemble({ reading, readings: final, repeats: candidates.repeats, facts, options, cancelled });
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
  const numbers = Math.max(
    ...all.map(({ stated }) => stated.reduce((sum, one) => sum + one.values.length, 0)),
  );
  const large = numbers > manyNumbers;
  const results = new Map<Hypothesis, Weighed>();
  let best = -Infinity;
  for (let mistakes = 1; mistakes <= mostMistakes; mistakes++) {
    // However large the numbers, every single mistake is tried once.
    const once = mistakes === 1 ? (mostForms * numbers) / 64 : 0;
    const budget: Budget = { left: (budgets[mistakes - 1] ?? 0) + once };
    round.sort((x, y) => y.atBest - x.atBest);
    const most = large ? (mostSearchedOfLarge[mistakes - 1] ?? 0) : mostSearched[mistakes - 1];
    for (const { hypothesis, atBest } of round.slice(0, most)) {
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
