import type { Reading } from '../reader/reading';
import { inLayout, registerOf, wrongIn } from './claim';
import { withoutSuspicions } from './accusation';
import { checkGradient, trainWith } from './consequences';
import type { Claim, Convention, DiagnoseOptions, Diagnosis, Finding, Problem } from './diagnosis';
import { withDoubtedTarget } from './doubted-target';
import type { Facts } from './facts';
import { findingOf } from './findings';
import type { Hypothesis } from './hypotheses';
import { withLostLogarithm } from './lost-logarithm';
import type { Memory } from './causes';
import { stepOf, type JudgedClaim, type Judgement } from './judge';
import { scalarClaims } from './scalar-claims';
import type { NameReading } from './names';
import { evaluate } from './program';

/** A reading of the text, judged. */
export interface Weighed {
  readonly hypothesis: Hypothesis;
  readonly judgement: Judgement;
  /** What was looked for under it, and found. */
  readonly memory: Memory;
  readonly bits: number;
}

/** All that a diagnosis is made of. */
export interface Parts {
  readonly reading: Reading;
  /** Judged readings, best first; not empty. */
  readonly readings: readonly Weighed[];
  /** What each array is called. */
  readonly names: readonly NameReading[];
  /** For each array the one whose numbers it repeats as an operand. */
  readonly repeats: readonly (number | null)[];
  readonly facts: Facts;
  readonly options: DiagnoseOptions;
  readonly cancelled: () => boolean;
}

/** Makes the diagnosis out of the best reading of the text. */
export function assemble(parts: Parts): Diagnosis {
  const { repeats, options } = parts;
  const [winner] = parts.readings;
  if (winner === undefined) throw new RangeError('there is no reading to assemble');
  const { hypothesis } = winner;
  const { facts, names } = parts;
  const scalars = scalarClaims({ ...parts, ...winner, frame: hypothesis.frame });
  const numbers = scalars.map(({ array }) => array);
  const reading: Reading = { ...parts.reading, arrays: [...parts.reading.arrays, ...numbers] };
  const { claims: known } = winner.judgement;
  const claimed = [
    ...known.map((one) => withLostLogarithm(one, known)),
    ...scalars.map(({ judged: one }) => one),
  ];
  const judgement = withoutSuspicions(withDoubtedTarget({ ...winner.judgement, claims: claimed }), {
    facts,
    names,
    arrays: parts.reading.arrays,
    from: hypothesis.assignment.from,
  });
  const judged = judgement.claims.filter((one) => one.stated.array >= 0);
  const claims = judged.map((one) => claimOf(asItFollows(one, judgement), reading));
  const accepted = options.accepted ?? new Set();
  const findings = judged.flatMap((one, index): Finding[] => {
    const found = findingOf(one, index, judgement, reading, accepted, parts.cancelled);
    return found === null ? [] : [found];
  });
  const copies = repeats.flatMap((twin, array): Claim[] => {
    const original = claims.find((one) => one.array === twin);
    if (original === undefined || (original.verdict !== 'wrong' && original.verdict !== 'inherits'))
      return [];
    return [{ ...original, array, verdict: 'inherits', followsFrom: [original.array] }];
  });
  const { roles, from } = hypothesis.assignment;
  return {
    numbers,
    roles: reading.arrays.map((_, array) => {
      const scalar = scalars[array - parts.reading.arrays.length]?.judged.stated;
      if (scalar !== undefined) return { array, role: scalar.role, reference: false, from: 'name' };
      const stated = hypothesis.stated.find((one) => one.array === (repeats[array] ?? array));
      const reference = stated?.reference ?? false;
      const role = roles[array] ?? null;
      // What is called a quantity and has not its shape plays no part.
      const unfit = role !== null && registerOf[role] !== null && stated === undefined;
      const kept = unfit && from[array] !== 'person' ? null : role;
      return { array, role: kept, reference, from: from[array] ?? 'numbers' };
    }),
    claims: [...claims, ...copies],
    findings,
    conventions: [...conventionsOf(parts, winner), ...factorsOf(judged)],
    gradientCheck: checkGradient(judgement),
    training: findings.length > 0 ? trainWith(judgement) : null,
    problem: judged.some((one) => one.verdict !== 'unchecked') ? null : problemOf(reading, claims),
  };
}

/** The factors of the text that claims hold. */
function factorsOf(judged: readonly JudgedClaim[]): Convention[] {
  const factors = new Set(judged.map(({ factor }) => factor).filter((factor) => factor !== 1));
  return [...factors].map((value) => ({ name: 'scale', value, from: 'text', runnerUp: null }));
}

/**
 * A wrong claim with the right numbers as they come out of what its mistake was made on: printed numbers, where nothing
 * is wrong before it, so that no digit is called wrong which is right beside those.
 */
function asItFollows(one: JudgedClaim, { claims, setting }: Judgement): JudgedClaim {
  const [best] = one.explanations;
  const alone = claims.every(
    (other) => other === one || other.verdict === 'agrees' || other.verdict === 'unchecked',
  );
  const { expected, stated, verdict } = one;
  // What a loss is divided by is told otherwise; and a Jacobian is not written out for a claim that has not its size.
  if (verdict !== 'wrong' || best === undefined || expected === null) return one;
  if (!alone || stated.register === 'E') return one;
  const right = evaluate(stated.register, best.base.values, setting);
  return right?.length === expected.length ? { ...one, expected: right } : one;
}

function claimOf(one: JudgedClaim, reading: Reading): Claim {
  const { stated } = one;
  const back = (values: Float64Array | null): Float64Array | null =>
    values === null ? null : inLayout(values, stated);
  const size = reading.arrays[stated.array]?.values.length ?? 0;
  const right = one.expected ?? one.expectedFromEarlier;
  const off = right !== null && (one.verdict === 'wrong' || one.verdict === 'inherits');
  const differs = off ? wrongIn(stated, right) : [];
  const otherShape = one.verdict === 'wrong' && one.expected === null && differs.length === 0;
  const wrong = otherShape
    ? Array.from({ length: size }, (_, i) => i)
    : differs.map((i) => stated.order?.[i] ?? i).sort((x, y) => x - y);
  return {
    array: stated.array,
    role: stated.role,
    step: one.verdict === 'unchecked' && one.expected === null ? null : stepOf(stated.register),
    verdict: one.verdict,
    expected: back(one.expected),
    expectedFromEarlier: back(one.expectedFromEarlier),
    wrongElements: wrong,
    followsFrom: one.followsFrom.flatMap(({ array }) => (array < 0 ? [] : array)),
  };
}

/** The conventions of a reading that are worth telling, by name. */
function valuesOf({ setting, frame }: Hypothesis): Map<string, Convention['value']> {
  const out = new Map<string, Convention['value']>([['loss', setting.loss]]);
  if (frame.samples > 1) {
    out.set('reduction', setting.meanAt === 'nowhere' ? 'sum' : 'mean');
    out.set('axis', frame.layout);
  }
  if (setting.targetSum === 'ignore') out.set('targetSum', 'ignore');
  if (setting.direction === -1) out.set('direction', 'descent');
  if (setting.temperature !== 1) out.set('temperature', setting.temperature);
  if (setting.smoothing !== 0) out.set('smoothing', setting.smoothing);
  if (setting.logBase !== Math.E) out.set('logBase', setting.logBase);
  if (setting.classWeights !== null) {
    out.set('weights', setting.divisor === setting.samples ? 'divided by N' : 'divided by their sum');
  }
  return out;
}

const costOf: Readonly<Record<string, string>> = { axis: 'frame' };

/** The conventions of the best reading, each with the next best value and by how much it lost. */
function conventionsOf({ readings, facts, options }: Parts, winner: Weighed): Convention[] {
  return [...valuesOf(winner.hypothesis)].map(([name, value]) => {
    const other = readings.find((one) => {
      const theirs = valuesOf(one.hypothesis).get(name);
      return theirs !== undefined && theirs !== value;
    });
    const rival = other === undefined ? undefined : valuesOf(other.hypothesis).get(name);
    const runnerUp =
      other === undefined || rival === undefined ? null : { value: rival, bits: winner.bits - other.bits };
    return { name, value, from: sourceOf(name, value), runnerUp };
  });

  function sourceOf(name: string, value: Convention['value']): Convention['from'] {
    if (
      (name === 'loss' && options.loss !== undefined) ||
      (name === 'reduction' && options.reduction !== undefined)
    ) {
      return 'setting';
    }
    if (name === 'targetSum' && options.targetSum !== undefined) return 'setting';
    if (name === 'temperature' || name === 'smoothing' || name === 'logBase') return 'text';
    const said =
      (name === 'loss' && (value === 'cross-entropy' ? facts.crossEntropy : value !== 'given')) ||
      (name === 'reduction' && (value === 'mean' ? facts.mean : facts.sum)) ||
      (name === 'axis' && (value === 'rows' ? facts.rows : facts.columns)) ||
      (name === 'direction' && facts.ascent);
    const cost = winner.hypothesis.costs[costOf[name] ?? name] ?? 0;
    return said && cost === 0 ? 'text' : cost > 0 ? 'numbers' : 'default';
  }
}

function problemOf(reading: Reading, claims: readonly Claim[]): Problem {
  const span = reading.arrays[0]?.span ?? null;
  if (reading.arrays.length === 1) return { kind: 'one-array', span };
  return { kind: claims.length > 1 ? 'do-not-fit' : 'nothing-to-check', span };
}
