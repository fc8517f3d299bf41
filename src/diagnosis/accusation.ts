import { looseTolerance, type Stated } from './claim';
import { magnitude, sumRows, type Numbers } from './elementwise';
import { differing } from './evidence';
import type { JudgedClaim, Judgement } from './judge';
import { isContradicted, isMisread, isMultiple } from './misread';
import { soundValues, type Grounds as Stating } from './other-settings';
import { evaluate } from './program';
import { agreesWith } from './reference';
import { isSlip, slipped } from './slips';
import type { Assignment } from './roles';

/** What speaks for and against calling numbers wrong that no named mistake explains. */
export interface Grounds extends Stating {
  /** What told the role of each array. */
  readonly from: Assignment['from'];
}

const lossRegisters: ReadonlySet<string> = new Set(['E', 'g', 'd', 'dW', 'db']);

/**
 * Takes back what is no more than a suspicion: numbers that no mistake explains are called wrong only where the
 * name says what they are, the loss is known, and a reference contradicts them, they break what has to hold
 * whatever they were computed from, or nothing in the text could have made them. All else is unchecked, and what
 * follows from it by right rules agrees.
 */
export function withoutSuspicions(judgement: Judgement, grounds: Grounds): Judgement {
  const sigmoid = isSigmoidLayer(judgement, grounds);
  const claims = judgement.claims.map((one): JudgedClaim => {
    if (one.verdict === 'unchecked') return isSlip(one, judgement, grounds) ? slipped(one) : one;
    if (one.verdict !== 'wrong') return one;
    const suspicion =
      isMisread(one, judgement, grounds) ||
      (one.explanations.length === 0
        ? !isSure(one, judgement, grounds)
        : sigmoid || isHiddenLayer(one, judgement, grounds) || isOtherLoss(one, judgement, grounds));
    if (!suspicion || (one.explanations.length === 0 && isSlip(one, judgement, grounds))) return one;
    return { ...one, verdict: 'unchecked', expected: null, explanations: [] };
  });
  const atFault = claims.some(({ verdict, stated }) => verdict === 'wrong' && !stated.reference);
  const cleared = claims.map((one): JudgedClaim => {
    if (one.verdict !== 'inherits' || atFault || one.explanations.length > 0) return one;
    if (isContradicted(one, judgement) && !isLostInHalf(one, judgement)) return { ...one, verdict: 'wrong' };
    return { ...one, verdict: 'agrees', expected: one.expectedFromEarlier ?? one.expected };
  });
  return { ...judgement, claims: cleared };
}

function isSure(one: JudgedClaim, judgement: Judgement, grounds: Grounds): boolean {
  const { claims, setting } = judgement;
  const { facts, from } = grounds;
  const { stated, expected } = one;
  const named = from[stated.array] === 'name' || from[stated.array] === 'person';
  const has = (register: string) => claims.some((other) => other.stated.register === register);
  if (!named || stated.partial || facts.percent) return false;
  // In half precision a difference may keep no digit at all.
  if (stated.arithmetic === 'half' || !stated.values.every(Number.isFinite)) return false;
  if (lossRegisters.has(stated.register)) {
    const target = claims.some((other) => other.stated.register === 't') || setting.labels !== null;
    if (facts.otherLoss || (setting.loss !== 'given' && !target)) return false;
  }
  if (isHiddenLayer(one, judgement, grounds) || isCancelled(one)) return false;
  // The Jacobian of log-softmax is another one.
  if (stated.register === 'J' && has('y') && !has('a')) return false;
  // Where the quantity stands there already, and is right, this may be another one of the same kind.
  const right = claims.some(
    (other) =>
      other !== one &&
      !other.stated.reference &&
      other.stated.register === stated.register &&
      other.verdict === 'agrees',
  );
  // Probabilities that sum to nothing were made dE/dz in their place.
  if (right && (stated.register !== 'a' || sumsToNothing(stated, setting.classes))) return false;
  const reference = claims.find(
    (other) => other !== one && other.stated.reference && other.stated.register === stated.register,
  );
  if (reference !== undefined && !stated.reference)
    return reference.verdict === 'agrees' && !agreesWith(stated, reference.stated);
  if (expected === null || stated.reference) return false;
  if (facts.changedGradients && lossRegisters.has(stated.register)) return false;
  return breaksInvariant(stated, expected, setting.classes) || isPlainlyOff(one, judgement, grounds);
}

/** The step of half precision at 1. */
const halfStep = 2 ** -10;

/** True for what is off by less than the step of half precision at 1: `1 - a` keeps no digit where `a` is nearly 1. */
const isCancelled = (one: JudgedClaim): boolean => isWithin(one, halfStep);

/** The same for what follows from such numbers: dE/dz is as far off as they are, dE/da times. */
function isLostInHalf(one: JudgedClaim, { claims, setting }: Judgement): boolean {
  const values = soundValues(claims);
  const g = values.g ?? evaluate('g', values, setting);
  return isWithin(one, halfStep * Math.max(1, g === null ? 0 : magnitude(g)));
}

const isWithin = ({ stated, expected }: JudgedClaim, room: number): boolean =>
  expected !== null && differing(stated.values, expected, () => room).length === 0;

/**
 * True where the activations are those of a sigmoid, and no word, no reference and no Jacobian across classes says that
 * they should be softmax.
 */
function isSigmoidLayer({ claims, setting: { classes } }: Judgement, { facts }: Grounds): boolean {
  const acrossClasses = claims.some(
    ({ stated: { register, values } }) =>
      register === 'J' &&
      values.length >= classes * classes &&
      values.some((x, i) => x !== 0 && Math.floor(i / classes) % classes !== i % classes),
  );
  return (
    !facts.softmaxSaid &&
    !acrossClasses &&
    !claims.some(({ stated }) => stated.register === 'a' && stated.reference) &&
    claims.some(({ explanations: [best] }) => best?.mistakes.includes('sigmoid-for-softmax') === true)
  );
}

/** True for a reference that is twice or half the person's own right gradient, of a loss that no word names. */
function isOtherLoss(
  { stated, explanations }: JudgedClaim,
  { claims }: Judgement,
  { facts }: Grounds,
): boolean {
  const named = facts.crossEntropy || facts.squaredError || facts.halfSquaredError || facts.meanSquaredError;
  const [best] = explanations;
  if (!stated.reference || stated.arithmetic === 'differences' || named) return false;
  const own = claims.some(
    (other) =>
      !other.stated.reference && other.stated.register === stated.register && other.verdict === 'agrees',
  );
  return own && best?.mistakes.join() === 'factor-of-two';
}

/** True where every row sums to zero, as far as its digits tell. */
function sumsToNothing({ values, precision }: Stated, classes: number): boolean {
  const room = classes * magnitude(precision.loose) + 1e-6 * magnitude(values);
  return room < magnitude(values) && sumRows(values, classes).every((sum) => Math.abs(sum) <= room);
}

const otherActivation = /^(relu|leaky_?relu|tanh|sigmoid|gelu|clip|abs|layer_?norm)$/;

/** True for activations beside others, called otherwise, that are the softmax, or of no logits: those of another layer. */
function isHiddenLayer({ stated }: JudgedClaim, { claims }: Judgement, { names }: Grounds): boolean {
  if (stated.register !== 'a') return false;
  if (otherActivation.test(names[stated.array]?.operand ?? '')) return true;
  return claims.some(
    (other) =>
      other.stated.register === 'a' &&
      other.verdict === 'agrees' &&
      !other.stated.reference &&
      names[other.stated.array]?.written !== names[stated.array]?.written,
  );
}

/**
 * True for a gradient that says of what it is one, of a loss that the words name, by numbers of the text that are
 * right, and that is far from what these give, by no mere factor.
 */
function isPlainlyOff(one: JudgedClaim, { claims, setting }: Judgement, { facts, names }: Grounds): boolean {
  const { stated, expected } = one;
  if (expected?.length !== stated.values.length || setting.samples > 1) return false;
  const operand = stated.register === 'd' ? 'z' : stated.register === 'g' ? 'a' : null;
  const respect = names[stated.array]?.withRespectTo ?? null;
  const named =
    facts.crossEntropy || facts.binaryCrossEntropy || facts.squaredError || facts.halfSquaredError;
  if (operand === null || respect === null || !named || setting.loss === 'given') return false;
  const alone =
    claims.filter(
      (other) => other.stated.register === operand && names[other.stated.array]?.symbol === respect,
    ).length === 1 && claims.filter((other) => other.stated.register === stated.register).length === 1;
  const sound = claims.every(
    (other) => other === one || (other.verdict !== 'wrong' && other.verdict !== 'inherits'),
  );
  if (!alone || !sound) return false;
  return isFar(stated, expected) && !isMultiple(stated.values, expected);
}

/** True where at least one number, and half of those that are not zero, are far from the right ones. */
function isFar(stated: Stated, expected: Numbers): boolean {
  const loose = looseTolerance(stated, expected);
  const scale = magnitude(expected);
  let told = 0;
  let far = 0;
  stated.values.forEach((x, i) => {
    const right = expected[i] ?? NaN;
    if (x === 0 && right === 0) return;
    told += 1;
    if (Math.abs(x - right) > 8 * loose(i) + 0.05 * scale) far += 1;
  });
  return far >= Math.max(1, told / 2);
}

/** True where what has to hold of a quantity holds of the right numbers, and fails in the claim. */
function breaksInvariant(stated: Stated, expected: Numbers, classes: number): boolean {
  if (expected.length !== stated.values.length) return false;
  const { register } = stated;
  if (register !== 'a' && register !== 'd' && register !== 'J') return false;
  if (sumsFail(stated, expected, classes, 1)) return true;
  return register === 'J' && sumsFail(stated, expected, classes, classes);
}

/** Sums that fail by less than this share of the largest number may come of a short arithmetic. */
const leastBreach = 0.05;

/** Sums over runs of `classes` elements, `stride` apart, that the right numbers keep and the claim does not. */
function sumsFail(stated: Stated, expected: Numbers, classes: number, stride: number): boolean {
  const { values, precision } = stated;
  const loose = looseTolerance(stated, expected);
  const scale = magnitude(expected);
  for (let start = 0; start < values.length; start++) {
    if (Math.floor(start / stride) % classes !== 0) continue;
    let over = 0;
    let room = 0;
    let rounded = 0;
    for (let k = 0; k < classes; k++) {
      const i = start + k * stride;
      over += (values[i] ?? NaN) - (expected[i] ?? NaN);
      room += loose(i);
      rounded += precision.loose[i] ?? 0;
    }
    // Cutting digits off makes a probability smaller; only rounding makes it larger, and hardly ever all of them.
    const cut = stated.register === 'a' && over > 0 ? Math.max(0.98 * rounded, room - 2 * rounded) : 2 * room;
    const most = Math.max(cut, leastBreach * scale);
    if (!(Math.abs(over) <= most)) return true;
  }
  return false;
}
