import type { NamedScalar, NumericArray, Reading } from '../reader/reading';
import { netOf, noMemory, type Memory } from './causes';
import { stated as state, type Frame, type Stated } from './claim';
import { magnitude } from './elementwise';
import type { Facts } from './facts';
import { judge, type JudgedClaim, type Judgement } from './judge';
import { withLostLogarithm } from './lost-logarithm';
import { readName } from './names';
import type { LossConvention, Setting } from './setting';

/** A wrong number of the text, taken up as an array of one element. */
export interface ScalarClaim {
  readonly array: NumericArray;
  readonly judged: JudgedClaim;
}

/** What the numbers of a text are judged by: the reading of its arrays that was found best. */
export interface Grounds {
  readonly reading: Reading;
  readonly frame: Frame;
  readonly judgement: Judgement;
  readonly memory: Memory;
  readonly facts: Facts;
  readonly cancelled: () => boolean;
}

/** Bits that the explanation of a single number has to be ahead: chance explains one more easily than several. */
const leastNet = 5;
const leastDigits = 3;
const mostTried = 20_000;
/** What is left of a sum that should be zero. */
const leastRest = 1e-6;

const lossNames =
  /^((mean|avg|total|train)_?)?(loss|cost|(nll|ce|cross_?entropy)(_?loss)?|xent|E|L|J|verlust|kosten|perte|coût)$/i;
/** What is printed under such words is not, or not only, the loss of the arrays. */
const otherNumbers =
  /\b(epoch|iter\w*|steps?|before|after|initial|final|best|val\w*|running|ema|perplexity|previous|last)\b/i;

/**
 * The numbers that are called a loss or a gradient of the bias, and are wrong by a mistake with a name or by what they
 * follow from. What any convention makes right is right, and what nothing explains is the number of something else.
 */
export function scalarClaims(grounds: Grounds): ScalarClaim[] {
  const { reading, facts } = grounds;
  if (facts.percent) return [];
  const judged = reading.scalars.flatMap((scalar): ScalarClaim[] => {
    const claim = claimOf(scalar, grounds);
    if (claim === null) return [];
    const one = judgeScalar(claim.stated, grounds);
    return [{ array: claim.array, judged: withLostLogarithm(one, grounds.judgement.claims) }];
  });
  const wrong = judged.filter(({ judged: one }) => {
    const others = judged.filter(({ judged: other }) => other.stated.role === one.stated.role);
    // Where one is right, others of the name are those of another step.
    const isRight = ({ judged: other }: ScalarClaim): boolean =>
      other.verdict === 'agrees' && !other.stated.reference;
    if (others.some(isRight) || one.stated.reference) return false;
    const [best] = one.explanations;
    return (
      one.verdict === 'inherits' ||
      (one.verdict === 'wrong' &&
        best !== undefined &&
        (one.stated.role !== 'loss' || netOf(best) >= leastNet))
    );
  });
  // Their arrays follow those of the reading.
  return wrong.map(({ array, judged: one }, k) => ({
    array,
    judged: { ...one, stated: { ...one.stated, array: reading.arrays.length + k } },
  }));
}

/** The statement that a number makes; null where it is not called a quantity, or stands for something else. */
function claimOf(
  scalar: NamedScalar,
  { reading, frame, judgement, facts }: Grounds,
): { array: NumericArray; stated: Stated } | null {
  const { text } = reading;
  const label = text
    .slice(text.lastIndexOf('\n', scalar.span.start - 1) + 1, scalar.span.start)
    .replace(/[=:\s]+$/, '');
  const name = readName(scalar.name, '');
  const role = name.scores.has('biasGradient') ? 'biasGradient' : isLoss(scalar) ? 'loss' : null;
  const same = judgement.claims.some(
    ({ stated }) => stated.role === role && !stated.partial && !stated.reference,
  );
  if (role === null || same || otherNumbers.test(label)) return null;
  if (role === 'biasGradient' && isStart(scalar, text)) return null;
  if (role === 'loss' && (!hasTarget(judgement) || facts.otherLoss || facts.changedGradients)) return null;
  const half = role === 'biasGradient' ? restOf(scalar, judgement) : scalar.halfUnit;
  const array: NumericArray = {
    name: scalar.name,
    label,
    shape: [1],
    values: Float64Array.of(scalar.value),
    halfUnits: Float64Array.of(half),
    span: scalar.span,
    extent: scalar.span,
    language: reading.language,
    notation: 'number',
    factor: 1,
    place: { statement: -1, member: 1, part: 'whole' },
  };
  const said = readName(scalar.name, label);
  const stated = state(
    array,
    reading.arrays.length,
    role,
    said.reference && !said.own,
    // One number does not show the arithmetic that it was computed in, but those beside it do.
    said.byDifferences
      ? 'differences'
      : judgement.claims.some((one) => one.stated.arithmetic === 'half')
        ? 'half'
        : 'single',
    frame,
  );
  return stated === null ? null : { array, stated };
}

/** Half width of a sum over all of dE/dz: one that is printed as zero was no rounded number, but its terms were. */
function restOf({ value, halfUnit }: NamedScalar, { claims }: Judgement): number {
  const terms = claims.find(({ stated: { register } }) => register === 'd' || register === 'a')?.stated;
  if (terms === undefined || Math.abs(value) > halfUnit + 1e-6) return halfUnit;
  return 1.5 * Math.sqrt(terms.values.length) * magnitude(terms.precision.loose) + leastRest;
}

/** True for the name of a loss, and a number with digits enough to tell how it was computed. */
function isLoss({ name, value, halfUnit }: NamedScalar): boolean {
  const digits = Math.log10(Math.abs(value) / (2 * halfUnit)) + 1;
  const tells = !Number.isFinite(value) || (!Number.isInteger(value) && digits >= leastDigits);
  return lossNames.test(name.trim()) && tells;
}

/** True where code begins a sum with a number: `db = 0.0`, and later `db += ...`. */
function isStart({ name, value, span }: NamedScalar, text: string): boolean {
  const symbol = name.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return (
    value === 0 &&
    new RegExp(`\\n[ \\t]*${symbol}\\s*(\\[[^\\]\\n]*\\]\\s*)?[-+]?=`).test(text.slice(span.end))
  );
}

const hasTarget = ({ setting, claims }: Judgement): boolean =>
  setting.loss !== 'given' &&
  (setting.labels !== null || claims.some(({ stated }) => stated.register === 't'));

/** The number under every convention that may be meant by it; where none makes it right, with what explains it best. */
function judgeScalar(claim: Stated, { judgement, memory, facts, cancelled }: Grounds): JudgedClaim {
  const { setting } = judgement;
  const known = judgement.claims.map(({ stated }) => stated).filter(({ register }) => register !== 'E');
  const under = (s: Setting, search: boolean): JudgedClaim[] =>
    judge({
      setting: s,
      stated: [...known, claim],
      depth: search ? { mistakes: 1, forms: 1, coarse: false } : null,
      memory: search ? memory : noMemory(),
      accepted: new Set(),
      budget: { left: mostTried },
      cancelled,
    }).claims.filter(({ stated }) => stated === claim);
  if (claim.role === 'biasGradient') return best(under(setting, true));
  const means: Setting[] = [
    setting.meanAt,
    ...(setting.samples > 1 ? (['nowhere', 'delta'] as const) : []),
  ].map((meanAt) => ({ ...setting, lossPerSample: false, meanAt }));
  const conventions = means.flatMap((s) => lossesMeant(setting, facts).map((loss) => inConvention(s, loss)));
  const right = conventions
    .flatMap((s) => under(s, false))
    .find(({ verdict }) => verdict === 'agrees' || verdict === 'unchecked');
  // What the words say of the reduction tells the right number, where there is none.
  const said = means.filter(({ meanAt }) => (meanAt === 'nowhere' ? !facts.mean : !facts.sum));
  return right ?? best((said.length > 0 ? said : means).flatMap((s) => under(s, true)));

  function best(all: readonly JudgedClaim[]): JudgedClaim {
    const net = ({ explanations: [first] }: JudgedClaim): number =>
      first === undefined ? -Infinity : netOf(first);
    return all.reduce((x, y) => (net(y) > net(x) ? y : x));
  }
}

/** The losses that a printed loss may be. */
function lossesMeant({ loss }: Setting, facts: Facts): LossConvention[] {
  const named = facts.crossEntropy || facts.halfSquaredError || facts.squaredError || facts.meanSquaredError;
  const others: LossConvention[] = [
    'half-squared-error',
    'squared-error',
    'mean-squared-error',
    'binary-cross-entropy',
  ];
  return [
    loss,
    'cross-entropy',
    ...(facts.klDivergence || facts.distillation ? ['kl-divergence' as const] : []),
    ...(named ? [] : others),
  ];
}

/** A loss that is summed over the elements of a sample is often their mean. */
function inConvention(s: Setting, loss: LossConvention): Setting {
  const overElements = loss === 'binary-cross-entropy' || loss === 'kl-divergence';
  return { ...s, loss, scales: overElements ? [...s.scales, 1 / s.classes] : s.scales };
}
