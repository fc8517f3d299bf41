import type { Reading } from '../reader/reading';
import { assemble, type Weighed } from './assemble';
import { Cancelled, type DiagnoseOptions, type Diagnosis, type MistakeId, type Problem } from './diagnosis';
import { readFacts } from './facts';
import { hypotheses, type Hypothesis } from './hypotheses';
import { noMemory, type Memory } from './causes';
import { judge, mistakeBits } from './judge';
import type { Budget, Depth } from './search';
import { assignRoles, readCandidates } from './roles';

const mostAssignments = 10;

/** A search of readings of the text: how far it goes, and in how many of them. */
interface Round {
  /** Null where right rules alone are asked. */
  readonly depth: Depth | null;
  readonly readings: number;
  /** The same where the numbers are very many. */
  readonly readingsOfLarge: number;
  /** How much is tried: more than that finds too little to be waited for. */
  readonly budget: number;
  /** What the mistakes that it can find first cost at least. */
  readonly leastBits: number;
}

const rounds: readonly Round[] = [
  { depth: null, readings: 60, readingsOfLarge: 6, budget: 0, leastBits: 0 },
  {
    depth: { mistakes: 1, forms: 1, coarse: false },
    readings: 60,
    readingsOfLarge: 6,
    budget: 100_000,
    leastBits: 2.5 + mistakeBits,
  },
  {
    depth: { mistakes: 3, forms: 2, coarse: false },
    readings: 8,
    readingsOfLarge: 1,
    budget: 60_000,
    leastBits: 8 + mistakeBits,
  },
  {
    depth: { mistakes: 1, forms: 1, coarse: true },
    readings: 8,
    readingsOfLarge: 1,
    budget: 20_000,
    leastBits: 5.5 + mistakeBits,
  },
  {
    depth: { mistakes: 3, forms: 3, coarse: false },
    readings: 1,
    readingsOfLarge: 0,
    budget: 40_000,
    leastBits: 13.5 + mistakeBits,
  },
];
/** So many characters of a long array are kept at both ends. */
const edgeOfArray = 200;
const manyNumbers = 20_000;
const mostForms = 200;
/** Readings that are less than this behind the best are told. */
const tieBits = 2;

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
  const facts = readFacts({ ...reading, text: withoutNumbers(reading) });
  if (facts.otherLayer) return nothing(reading, 'nothing-to-check');
  const candidates = readCandidates(reading.arrays, { text: reading.text, columns: facts.columns });
  const assignments = assignRoles(reading.arrays, candidates, options.roles ?? new Map());
  const accepted = options.accepted ?? new Set<MistakeId>();
  const all = assignments
    .slice(0, mostAssignments)
    .flatMap((one) => (cancelled() ? [] : hypotheses(reading, candidates, one, facts, options)));
  if (all.length === 0)
    return nothing(reading, reading.arrays.length === 1 ? 'one-array' : 'nothing-to-check');
  const memories = new Map(all.map((one): [Hypothesis, Memory] => [one, noMemory()]));
  const weigh = (hypothesis: Hypothesis, depth: Depth | null, budget: Budget): Weighed => {
    const { setting, stated } = hypothesis;
    const memory: Memory = memories.get(hypothesis) ?? noMemory();
    const judgement = judge({ setting, stated, depth, memory, accepted, budget, cancelled });
    return { hypothesis, judgement, memory, bits: judgement.bits + hypothesis.prior };
  };
  const final = searchReadings(all, weigh, accepted.size > 0);
  trace.see?.(final, all);
  const { names, repeats } = candidates;
  return assemble({ reading, readings: final, names, repeats, facts, options, cancelled });
}

/** For measuring: sees every reading that was judged. */
export const trace: { see: ((final: readonly Weighed[], all: readonly Hypothesis[]) => void) | null } = {
  see: null,
};

/**
 * Judges readings, those first that could explain most: right rules in all of them before one mistake in any, and
 * one before two. Stops where what is still to come cannot beat or tie what has been found. Best first.
 * `free` where mistakes may cost nothing, since the person called them a convention.
 */
function searchReadings(
  all: readonly Hypothesis[],
  weigh: (hypothesis: Hypothesis, depth: Depth | null, budget: Budget) => Weighed,
  free: boolean,
): Weighed[] {
  const numbers = Math.max(
    ...all.map(({ stated }) => stated.reduce((sum, one) => sum + one.values.length, 0)),
  );
  const large = numbers > manyNumbers;
  const results = new Map<Hypothesis, Weighed>();
  let open = all.map((hypothesis) => ({ hypothesis, atBest: hypothesis.bound }));
  let best = -Infinity;
  rounds.forEach(({ depth, readings, readingsOfLarge, budget }, index) => {
    // However large the numbers, every single mistake is tried once.
    const once = index === 1 ? (mostForms * numbers) / 64 : 0;
    let purse = budget + once;
    open.sort((x, y) => y.atBest - x.atBest);
    for (const { hypothesis, atBest } of open.slice(0, large ? readingsOfLarge : readings)) {
      if (atBest < best - tieBits) break;
      // Half of what is left for each: a reading that leads nowhere leaves enough for the others.
      const share = Math.max(purse / 2, once);
      const allowance: Budget = { left: share };
      const done = weigh(hypothesis, depth, allowance);
      purse -= share - Math.max(0, allowance.left);
      // What was explained before may be out of reach of what is left to be tried.
      const known = results.get(hypothesis);
      const better =
        known === undefined ||
        known.judgement.doubtful ||
        openOf(done) < openOf(known) ||
        done.bits > known.bits;
      if (better) results.set(hypothesis, done);
      best = Math.max(best, done.bits);
    }
    const least = free ? 0 : (rounds[index + 1]?.leastBits ?? Infinity);
    open = [...results].flatMap(([hypothesis, one]) => {
      const hopeful = one.judgement.claims.filter((claim) => claim.hope > 0);
      const hope = hopeful.reduce((sum, claim) => sum + claim.hope, -least);
      const worth = hopeful.length > 0 || one.judgement.doubtful;
      return worth ? [{ hypothesis, atBest: one.bits + Math.max(0, hope) }] : [];
    });
  });
  return [...results.values()].sort((x, y) => y.bits - x.bits);
}

/** How many claims a reading leaves unexplained. */
const openOf = ({ judgement }: Weighed): number =>
  judgement.claims.filter(({ unexplained }) => unexplained).length;

/** The text without the insides of long arrays: no words stand there, and reading for words takes longest there. */
function withoutNumbers({ text, arrays }: Reading): string {
  const parts: string[] = [];
  let from = 0;
  for (const { span } of [...arrays].sort((x, y) => x.span.start - y.span.start)) {
    const [start, end] = [Math.max(from, span.start + edgeOfArray), span.end - edgeOfArray];
    if (end - start < edgeOfArray) continue;
    parts.push(text.slice(from, start));
    from = end;
  }
  return [...parts, text.slice(from)].join(' … ');
}

function nothing(reading: Reading, kind: Problem['kind']): Diagnosis {
  return {
    roles: reading.arrays.map((_, array) => ({ array, role: null, reference: false, from: 'numbers' })),
    numbers: [],
    claims: [],
    findings: [],
    conventions: [],
    gradientCheck: null,
    training: null,
    problem: { kind, span: reading.arrays[0]?.span ?? null },
  };
}
