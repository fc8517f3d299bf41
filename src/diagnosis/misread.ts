import { isNear, type Stated } from './claim';
import { oneHot } from '../calculus/targets';
import { magnitude, minus, scaled, sumRows, total, type Numbers } from './elementwise';
import type { JudgedClaim, Judgement } from './judge';
import {
  isBesideSigmoid,
  isBesideStatedSetting,
  isSetApart,
  isOfStatedSetting,
  isRightAs,
  soundValues,
  type Grounds,
} from './other-settings';
import { noValues, type Register, type Values } from './registers';
import { agreesWith } from './reference';
import type { Setting } from './setting';

/** Quantities that one name may be taken for the other of. */
const exchangeable: readonly Register[] = ['g', 'd', 'a', 'y', 'J'];

/**
 * True where a claim that is wrong as what its name was read for is right as something else, and no name speaks
 * against it: another array is right as what this one was taken for, what was handed down is dE/dz already, or the
 * numbers are laid out otherwise than they were read.
 */
export function isMisread(one: JudgedClaim, judgement: Judgement, grounds: Grounds): boolean {
  return (
    judgement.claims.some((claim) => isSeveralSamples(claim, judgement) || isTotalled(claim)) ||
    isOtherQuantity(one, judgement, grounds) ||
    isBesideSigmoid(one.stated, judgement, grounds) ||
    isFusedAlready(one, judgement) ||
    isFusedOfAll(one, judgement, grounds) ||
    isRightReference(one, judgement) ||
    isLogits(one, judgement) ||
    isSlopeOfLoss(one, judgement, grounds) ||
    isStatedDiagonal(one, judgement, grounds) ||
    isOtherLayer(one, judgement) ||
    (one.explanations.length === 0 &&
      isDifference(one.stated, one.expected) &&
      (!isContradicted(one, judgement) || calledDifference.test(spokenOf(one.stated.array, grounds))))
  );
}

/** True for numbers that no mistake, or no shape, explains and that are the Jacobian of the other of softmax and log-softmax. */
function isOtherLayer({ stated, explanations }: JudgedClaim, { claims, setting }: Judgement): boolean {
  if (stated.reference || (stated.register === 'J' ? explanations.length > 0 : stated.register !== 'd'))
    return false;
  const layer = setting.layer === 'softmax' ? 'log-softmax' : 'softmax';
  return isRightAs('J', stated, soundValues(claims), { ...setting, layer });
}

/**
 * True for what softmax makes the probabilities of the text of: the logits, of which a sentence says what their
 * gradient is, and which stand nowhere else.
 */
const isLogits = ({ stated }: JudgedClaim, { claims, setting }: Judgement): boolean =>
  stated.register === 'd' &&
  !claims.some(({ stated: z }) => z.register === 'z' && !isNear(stated, z.values)) &&
  claims.some(
    ({ stated: a }) =>
      a.register === 'a' &&
      a.values.length === stated.values.length &&
      isRightAs('a', a, { ...noValues(), z: stated.values }, setting),
  );

/** True for what is the right dE/da, whatever its name says of a derivative of softmax. */
const isSlopeOfLoss = ({ stated }: JudgedClaim, judgement: Judgement, grounds: Grounds): boolean =>
  stated.register === 'J' && isOfStatedSetting({ ...stated, register: 'g' }, judgement, grounds);

/** True for no more than the diagonal of the Jacobian, which is called so. */
const isStatedDiagonal = (
  { stated: { register, values, array } }: JudgedClaim,
  { setting: { samples, classes } }: Judgement,
  grounds: Grounds,
): boolean =>
  register === 'J' && values.length === samples * classes && /\bdiagonal\b/i.test(spokenOf(array, grounds));

/**
 * True for one of two arrays taken for the same quantity, of which the other is right, and this one as another
 * quantity, or as the same of another loss, of another reduction or of another target: who prints both means both.
 */
function isOtherQuantity({ stated, expected }: JudgedClaim, judgement: Judgement, grounds: Grounds): boolean {
  const { claims, setting } = judgement;
  const { names } = grounds;
  const kind = ({ register }: Stated): Register =>
    register === 'db' && setting.samples === 1 ? 'd' : register;
  const twins = claims.filter(
    ({ stated: other, verdict }) =>
      other !== stated &&
      kind(other) === kind(stated) &&
      other.reference === stated.reference &&
      verdict === 'agrees',
  );
  if (twins.length === 0) {
    if (isSetApart(stated, judgement, grounds)) return isOfStatedSetting(stated, judgement, grounds);
    if (stated.reference || !isBesideStatedSetting(stated, judgement, grounds)) return false;
  }
  const values = soundValues(claims);
  const called = names[stated.array];
  // What a framework prints again under one name was added up.
  const otherwise =
    twins.length > 0 &&
    (stated.reference ||
      twins.every((twin) => spokenOf(twin.stated.array, grounds) !== spokenOf(stated.array, grounds)));
  return (
    isDifference(stated, expected) ||
    exchangeable.some(
      (register) => register !== stated.register && isRightAs(register, stated, values, setting),
    ) ||
    isOfStatedSetting(stated, judgement, grounds) ||
    (otherwise && called?.own !== true && isOfOtherSetting(stated, expected, values, setting))
  );
}

/** True for a multiple of the right numbers, and for one of a softmax less another class. */
function isOfOtherSetting(
  { values, register }: Stated,
  expected: Numbers | null,
  { a }: Values,
  setting: Setting,
): boolean {
  const sameSigns = expected?.every((x, i) => x * (values[i] ?? NaN) >= 0) === true;
  if (expected?.length === values.length && sameSigns && isMultiple(values, expected)) return true;
  if (register !== 'd' || a === undefined) return false;
  // Beside the class that is taken away there is another, whose share tells the factor.
  const scales = [1, (a[0] ?? NaN) / (values[0] ?? NaN), (a[1] ?? NaN) / (values[1] ?? NaN)];
  return scales.some((scale) => scale > 0 && isLessClass(values, scale, a, setting));
}

/** The name of an array as it is written, and its label. */
const spokenOf = (index: number, { names, arrays }: Grounds): string =>
  `${names[index]?.written ?? ''} ${arrays[index]?.label ?? ''}`;

/** What a difference of two arrays is called. */
const calledDifference = /[-−–]|diff|err|resid|écart|fehler/i;

/** What two ways of computing the same differ by at most, relative to it. */
const leastShare = 1e-3;

/** True for next to nothing beside what it was taken for: the difference of two ways of computing that. */
const isDifference = ({ values }: Stated, expected: Numbers | null): boolean =>
  expected !== null && magnitude(values) <= leastShare * magnitude(expected);

/** True for probabilities one below the other that are those of several samples: each run of them sums to one. */
function isSeveralSamples({ stated: { register, values } }: JudgedClaim, { setting }: Judgement): boolean {
  if (register !== 'a' || setting.samples > 1) return false;
  const samples = Math.round(total(values));
  const classes = values.length / samples;
  if (samples < 2 || classes < 2 || !Number.isInteger(classes)) return false;
  return sumRows(values, classes).every((sum) => Math.abs(sum - 1) <= samples * roomOfTarget);
}

/** True for probabilities with their sum at the end, as tables have it. */
function isTotalled({ stated: { register, values } }: JudgedClaim): boolean {
  const last = values.at(-1) ?? NaN;
  const others = total(values.subarray(0, -1));
  return (
    register === 'a' &&
    values.length > 2 &&
    Math.abs(last - 1) <= roomOfTarget &&
    Math.abs(others - 1) <= values.length * roomOfTarget
  );
}

/** True for a reference that is a softmax less one class: what it was held against is more likely wrong than it. */
function isRightReference({ stated }: JudgedClaim, { claims, setting }: Judgement): boolean {
  if (!stated.reference || stated.register !== 'd' || setting.loss === 'given') return false;
  return claims.some(
    ({ stated: { register, values }, verdict }) =>
      register === 'a' && verdict !== 'wrong' && isLessClass(stated.values, 1, values, setting),
  );
}

/**
 * True for the fused delta of cross-entropy, by the probabilities and the target that stand in the text, which the
 * words for a Jacobian, or an upstream gradient beside it, were held against.
 */
function isFusedOfAll(one: JudgedClaim, judgement: Judgement, { facts: { labels } }: Grounds): boolean {
  const { stated } = one;
  const { claims, setting } = judgement;
  const said = stated.register === 'J' || (stated.register === 'd' && setting.loss === 'given');
  if (!said || isContradicted(one, judgement)) return false;
  const of = (register: Register) =>
    claims.filter((other) => other.stated.register === register && !other.stated.partial);
  const { classes, samples } = setting;
  const targets = of('t').map(({ stated: { values } }) => values);
  if (labels?.length === samples && labels.every((k) => k < classes)) targets.push(oneHot(labels, classes));
  return of('a').some((a) => targets.some((t) => isNear(stated, minus(a.resolved, t))));
}

/** True where a reference that is right says something else. */
export const isContradicted = ({ stated }: JudgedClaim, { claims }: Judgement): boolean =>
  !stated.reference &&
  claims.some(
    ({ stated: other, verdict }) =>
      other.reference &&
      other.register === stated.register &&
      verdict === 'agrees' &&
      !agreesWith(stated, other),
  );

/** Half a unit of the last digit of a difference of two printed numbers, and of sums of them. */
const roomOfTarget = 2e-3;

/** True for dE/dz that repeats a gradient which is a softmax less a one-hot target: that one was dE/dz already. */
function isFusedAlready({ stated }: JudgedClaim, { claims, setting }: Judgement): boolean {
  if (stated.register !== 'd' || setting.loss !== 'given') return false;
  const a = claims.find((other) => other.stated.register === 'a' && !other.stated.partial)?.stated.values;
  const g = claims.find((other) => other.stated.register === 'g')?.stated.values;
  if (a === undefined || g === undefined) return false;
  return [1, setting.samples].some((scale) => isLessClass(g, scale, a, setting));
}

/** True where `values`, `scale` times, are the probabilities `a` less a one-hot target. */
const isLessClass = (values: Numbers, scale: number, a: Numbers, setting: Setting): boolean =>
  a.length === values.length && isOneHot(minus(a, scaled(values, scale)), setting);

/** True where every row holds one 1 and else zeros, to what the difference of two printed numbers leaves. */
export function isOneHot(t: Numbers, { classes }: Setting): boolean {
  for (let start = 0; start < t.length; start += classes) {
    const row = t.subarray(start, start + classes);
    const hot = row.filter((x) => Math.abs(x - 1) <= roomOfTarget).length;
    if (hot !== 1 || row.filter((x) => Math.abs(x) <= roomOfTarget).length !== classes - 1) return false;
  }
  return true;
}

/** True where all of `values` is one multiple of `expected`, within two parts in a hundred. */
export function isMultiple(values: Numbers, expected: Numbers): boolean {
  const at = expected.reduce((best, x, i) => (Math.abs(x) > Math.abs(expected[best] ?? 0) ? i : best), 0);
  const factor = (values[at] ?? NaN) / (expected[at] ?? NaN);
  const room = 0.02 * magnitude(values);
  return values.every((x, i) => Math.abs(x - factor * (expected[i] ?? NaN)) <= room);
}
