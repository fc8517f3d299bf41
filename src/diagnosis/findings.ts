import type { Reading } from '../reader/reading';
import { mapped } from '../calculus/buffers';
import { rowsOf } from '../calculus/lanes';
import { inOrder, mistakeById } from './catalogue/catalogue';
import { inLayout, tightTolerance } from './claim';
import type { Certainty, Finding, MistakeId, Observation, OpenProblem, Role, Step } from './diagnosis';
import { netOf } from './causes';
import { stepOf, type JudgedClaim, type Judgement } from './judge';
import { blindInput } from './blind-input';
import { evaluate } from './program';
import { noValues, type Values } from './registers';
import { follow } from './comparison';
import type { Explanation } from './search';
import { separatingInput, type Candidate } from './separate';
import type { Setting } from './setting';

/** Fewer bits than this are never called certain. */
const certainBits = 14;
/** Rivals below this share of the odds are not told. */
const leastOdds = 0.02;
/** Larger claims are not searched for a formula of their own. */
const formulaLimit = 64;

/** The finding for a claim that is wrong by itself; null where it is right, or only inherits. */
export function findingOf(
  one: JudgedClaim,
  claim: number,
  judgement: Judgement,
  reading: Reading,
  accepted: ReadonlySet<MistakeId>,
  cancelled: () => boolean,
): Finding | null {
  if (one.verdict !== 'wrong') return null;
  const [best, ...rivals] = one.explanations;
  if (best === undefined) {
    return one.stated.reference ? null : unexplained(one, claim, judgement, reading);
  }
  if (best.mistakes.every((id) => accepted.has(id))) return null;
  const net = netOf(best);
  const odds = rivals.map((rival) => 2 ** (netOf(rival) - net));
  // The last term stands for a mistake that the catalogue does not hold.
  const confidence = 1 / (1 + odds.reduce((x, y) => x + y, 0) + 2 ** -net);
  const near = rivals.filter((_, i) => (odds[i] ?? 0) > leastOdds);
  const certainty: Certainty =
    confidence >= 0.99 && net >= certainBits
      ? 'certain'
      : near.length > 0 && confidence < 0.98
        ? 'ambiguous'
        : 'likely';
  const mistakes = inOrder(best.mistakes);
  const ambiguous = certainty === 'ambiguous';
  return {
    claim,
    step: stepAtFault(mistakes, one, judgement),
    mistakes,
    certainty,
    alternatives: ambiguous ? near.map((rival) => inOrder(rival.mistakes)) : [],
    confidence,
    bits: net,
    predicted: inLayout(best.predicted, one.stated),
    discriminatingInput: ambiguous
      ? discriminating([best, ...near], one, judgement.setting, cancelled)
      : null,
    observations: blindness(judgement),
    openProblem: null,
  };
}

/** Mistakes that only multiply a gradient: they are made wherever it is written down. */
const factors: ReadonlySet<MistakeId> = new Set(['sign-flipped-delta', 'factor-of-two']);

/** The step that the first of `mistakes` was made in: a mere factor of dE/dz in dE/da only where that has it, too. */
function stepAtFault(mistakes: readonly MistakeId[], { stated }: JudgedClaim, { claims }: Judgement): Step {
  const step = mistakeById(mistakes[0] ?? '')?.step ?? stepOf(stated.register);
  if (stated.register !== 'd' || mistakes.length !== 1 || !factors.has(mistakes[0] ?? '')) return step;
  return claims.some((other) => other.stated.register === 'g') ? 'chain-product' : 'fused-shortcut';
}

/** What makes mistakes look alike on the person's own input. */
function blindness({ claims, setting }: Judgement): Observation[] {
  if (setting.samples > 1) return [];
  const of = (register: string): Float64Array | undefined =>
    claims.find(({ stated }) => stated.register === register)?.stated.values;
  const [z, a, t, g] = [of('z'), of('a'), of('t'), setting.loss === 'given' ? of('g') : undefined];
  return blindInput({ n: setting.classes, z, a, t, g });
}

function unexplained(one: JudgedClaim, claim: number, judgement: Judgement, reading: Reading): Finding {
  const { stated } = one;
  const expected = one.expected ?? one.expectedFromEarlier;
  const shape = reading.arrays[stated.array]?.shape ?? [stated.values.length];
  const tolerance = tightTolerance(stated, expected ?? stated.values);
  const half = mapped(stated.values, (_, i) => 2 * tolerance(i));
  const observed = {
    values: inLayout(stated.values, stated),
    tolerance: inLayout(half, stated),
    shape,
    role: stated.role,
  };
  return {
    claim,
    step: stepOf(stated.register),
    mistakes: [],
    certainty: 'unexplained',
    alternatives: [],
    confidence: 0,
    bits: 0,
    predicted: null,
    discriminatingInput: null,
    observations: [],
    openProblem: {
      observed,
      expected: expected === null ? null : inLayout(expected, stated),
      formula: formulaProblem(one, judgement, half),
    },
  };
}

/** What a formula beyond the catalogue has to reproduce; null where none is searched for. */
function formulaProblem(
  { stated }: JudgedClaim,
  { claims, setting }: Judgement,
  tolerance: Float64Array,
): OpenProblem['formula'] {
  const { classes: n, samples } = setting;
  const size = stated.values.length;
  const kind = size === samples * n ? 'vector' : size === samples * n * n ? 'matrix' : null;
  if (kind === null || size > formulaLimit || setting.loss === 'distillation') return null;
  const input = (register: string): Float64Array | undefined =>
    claims.find(
      (one) =>
        one.stated.register === register && one.stated !== stated && one.stated.values.length === samples * n,
    )?.stated.values;
  const given = { z: input('z'), a: input('a'), t: input('t'), g: input('g') };
  const problem = { kind, values: stated.values, tolerance, n, samples, given } as const;
  return { problem, loss: setting.loss };
}

/** An input in short decimals on which explanations differ; null where none does. */
function discriminating(
  explanations: readonly Explanation[],
  { stated }: JudgedClaim,
  setting: Setting,
  cancelled: () => boolean,
): Finding['discriminatingInput'] {
  const samples = Math.min(setting.samples, 3);
  const n = Math.min(Math.max(setting.classes, 3), 4);
  const trial: Setting = {
    ...setting,
    samples,
    classes: n,
    lanes: rowsOf(samples, n),
    divisor: samples,
    labels: null,
    writtenLabels: null,
    classWeights: null,
    perSample: [],
    inputs: null,
  };
  const given = setting.loss === 'given';
  const candidates = explanations.map((one): Candidate => ({ z, t, g }) => {
    const start: Values = { ...noValues(), z, t, g: given ? g : undefined };
    const values: Values = { ...start };
    for (const register of ['a', 'y', 'g', 'J'] as const) {
      if (one.base.values[register] === undefined || start[register] !== undefined) continue;
      const value = evaluate(register, start, trial);
      if (value === null) return null;
      values[register] = value;
    }
    return follow(one.path, stated.register, values, trial);
  });
  const found = separatingInput(candidates, { n, samples, trials: 60, cancelled });
  if (found === null) return null;
  const rows = (values: readonly number[]): number[] | number[][] =>
    samples === 1 ? [...values] : Array.from({ length: samples }, (_, i) => values.slice(i * n, (i + 1) * n));
  const input: Partial<Record<Role, number[] | number[][]>> = { logits: rows(found.z) };
  if (given) input.upstream = rows(found.g);
  else input.target = rows(found.t);
  return input;
}
