import type { NumericArray } from '../reader/reading';
import { oneHot, smoothLabels } from '../calculus/targets';
import { isNear, viewOf, type Stated } from './claim';
import { magnitude, minus, scaled, sumRows, total, zip, type Numbers } from './elementwise';
import type { Facts } from './facts';
import type { JudgedClaim, Judgement } from './judge';
import type { NameReading } from './names';
import { evaluate } from './program';
import { noValues, type Register, type Values } from './registers';
import { sampleWeights } from './right-rules';
import type { LossConvention, Setting } from './setting';
import { isHard, largestOfRows, twoValued } from './target-readings';

/** What the words, the names and the numbers of a text say. */
export interface Grounds {
  readonly facts: Facts;
  readonly names: readonly NameReading[];
  readonly arrays: readonly NumericArray[];
}

const softmaxOfName = /soft_?max\s*\(\s*[\w.]+\s*\)/i;
const softmaxOfQuotient = /soft_?max\s*\([^=]{0,40}\//i;

/** What an array is called. */
export const wordsOf = (array: NumericArray | undefined): string =>
  `${array?.name ?? ''} ${array?.label ?? ''}`;

/** More numbers than this are not computed again under every setting. */
const mostNumbers = 20_000;

/**
 * True for numbers that come out by right rules under another setting which the text states itself: another loss that
 * its words name, another reduction, class weights or none, another target, smoothed or not, another base of logarithms,
 * another of several temperatures.
 */
export function isOfStatedSetting(stated: Stated, judgement: Judgement, grounds: Grounds): boolean {
  const { claims, setting } = judgement;
  if (setting.loss === 'given') return false;
  const { z, a, y, t } = soundValues(claims);
  const plain: Setting = { ...setting, focusing: 0, temperature: 1, smoothing: 0 };
  const settings = [
    setting,
    ...[1, ...temperaturesOf(stated, judgement, grounds)].map((temperature) => ({ ...plain, temperature })),
  ];
  const given = { ...noValues(), z, a, y };
  // The printed probabilities may be those at another temperature.
  const inputs = [...(z === undefined ? [] : [z]), ...otherLogits(stated, z, grounds)];
  const targets = targetsOf(t, setting, grounds);
  const scales = isMultiplied(stated, grounds) ? grounds.facts.scales : [];
  return [given, ...inputs.map((input) => ({ ...noValues(), z: input }))].some((values) =>
    isRightUnder(stated, settings, targets, values, grounds.facts, scales),
  );
}

/** Logits that stand between those that were taken and `stated`: it may be of these. */
const otherLogits = (stated: Stated, z: Numbers | undefined, { arrays, names }: Grounds): Numbers[] =>
  arrays.slice(0, stated.array).flatMap(({ values }, i) => {
    const logits = names[i]?.teacher === false && (names[i].scores.get('logits') ?? 0) > 0;
    if (!logits || values.length !== z?.length) return [];
    return values.some((x, k) => x !== z[k]) ? [values] : [];
  });

/** True where other numbers for the same quantity come out of the logits under what the text states. */
export function isBesideStatedSetting(
  stated: Stated,
  { claims, setting }: Judgement,
  grounds: Grounds,
): boolean {
  const { z, t } = soundValues(claims);
  if (z === undefined || z.length > mostNumbers) return false;
  const plain: Setting = { ...setting, labels: null, smoothing: 0 };
  return claims.some(
    ({ stated: other }) =>
      other.register === stated.register &&
      !other.reference &&
      !isNear(other, stated.values) &&
      isRightUnder(other, [plain], targetsOf(t, setting, grounds), { ...noValues(), z }, grounds.facts),
  );
}

/** True where `stated` comes out of `values` and one of `targets` under a variant of one of `settings`. */
const isRightUnder = (
  stated: Stated,
  settings: readonly Setting[],
  targets: readonly (Numbers | undefined)[],
  values: Values,
  facts: Facts,
  scales: readonly number[] = [],
): boolean =>
  stated.values.length <= mostNumbers &&
  targets.some((t) =>
    settings.some((setting) =>
      variantsOf(setting, t, facts, scales).some((one) =>
        isRightAs(stated.register, stated, { ...values, t }, one),
      ),
    ),
  );

/** The temperatures that the text gives, where it gives several: none says which of them is that of an array. */
function temperaturesOf(
  stated: Stated,
  { claims, setting }: Judgement,
  { facts: { temperatures }, arrays, names }: Grounds,
): readonly number[] {
  // Who writes softmax(z) beside softmax(z/T) means both.
  const labels = arrays.map(wordsOf);
  const plain =
    softmaxOfName.test(labels[stated.array] ?? '') && labels.some((one) => softmaxOfQuotient.test(one));
  const { z } = soundValues(claims);
  const holds = (numbers: Numbers | null): boolean =>
    numbers !== null &&
    arrays.some(
      ({ values }, i) =>
        names[i]?.reference !== true && values.length === numbers.length && isAlike(values, numbers),
    );
  // Logits that were divided by it before, or softmax both with it and without it.
  const shown = (temperature: number): boolean => {
    if (z === undefined || z.length > mostNumbers || temperature === 1) return false;
    const softmax = (t: number) => evaluate('a', { ...noValues(), z }, { ...setting, temperature: t });
    return holds(scaled(z, temperature)) || (holds(softmax(temperature)) && holds(softmax(1)));
  };
  return plain || temperatures.length > 1 || temperatures.some(shown) ? temperatures : [];
}

/** True for `numbers`, to a part in fifty of the largest. */
const isAlike = (values: Numbers, numbers: Numbers): boolean =>
  magnitude(minus(values, numbers)) <= 0.02 * magnitude(numbers);

const perSampleWords =
  /\b(?:per|each|every|pro|par|por)[- _](?:sample|example|instance|observation|token|stichprobe|beispiel|exemple|ejemplo|muestra)|\b(?:individual|unreduced|unaveraged)\b|before (?:averaging|the mean)/i;

/** True for numbers called the product or the quotient of something and a name: `grad / accum_steps`. */
const isMultiplied = ({ array }: Stated, { arrays }: Grounds): boolean =>
  /[\w)\]] ?[*/] ?(?!d)[a-z_]\w{2,}\s*$/i.test(wordsOf(arrays[array]));

/** True for what may be under another setting than the rest: of two losses, of several temperatures, of each sample. */
export function isSetApart(stated: Stated, judgement: Judgement, grounds: Grounds): boolean {
  const { arrays, facts } = grounds;
  const perSample = judgement.setting.samples > 1 && perSampleWords.test(wordsOf(arrays[stated.array]));
  const twoLosses =
    facts.crossEntropy && (facts.halfSquaredError || facts.squaredError || facts.meanSquaredError);
  return (
    perSample ||
    twoLosses ||
    isMultiplied(stated, grounds) ||
    otherLogits(stated, soundValues(judgement.claims).z, grounds).length > 0 ||
    temperaturesOf(stated, judgement, grounds).length > 0
  );
}

/**
 * True for the activations of a sigmoid, and for what they give less a target, where the text speaks of a sigmoid as
 * well as of softmax, and the activations of softmax stand beside these.
 */
export function isBesideSigmoid(stated: Stated, { claims, setting }: Judgement, grounds: Grounds): boolean {
  const beside = claims.some(
    ({ stated: other, verdict }) => other !== stated && other.register === 'a' && verdict === 'agrees',
  );
  const { z, t } = soundValues(claims);
  if (!grounds.facts.sigmoidSaid || !beside || z === undefined) return false;
  const a = z.map((x) => 1 / (1 + Math.exp(-x)));
  if (stated.register === 'a') return isNear(stated, a);
  if (stated.register !== 'd') return false;
  return targetsOf(t, setting, grounds).some((target) => {
    if (target?.length !== a.length) return false;
    const difference = minus(a, target);
    return [difference, zip(difference, a, (x, p) => x * p * (1 - p))].some((one) =>
      [1, 2, 1 / setting.samples, 1 / setting.classes, 2 / setting.classes].some((c) =>
        isNear(stated, scaled(one, c)),
      ),
    );
  });
}

/** The losses, reductions, weights and bases that the text allows. */
function variantsOf(
  setting: Setting,
  t: Numbers | undefined,
  facts: Facts,
  scales: readonly number[],
): Setting[] {
  const squared = facts.squaredError || facts.halfSquaredError || facts.meanSquaredError;
  const losses: LossConvention[] = [
    ...new Set<LossConvention>([
      setting.loss,
      'cross-entropy',
      ...(squared ? (['half-squared-error', 'squared-error', 'mean-squared-error'] as const) : []),
      ...(facts.binaryCrossEntropy ? (['binary-cross-entropy'] as const) : []),
    ]),
  ];
  const { classWeights, samples, classes } = setting;
  const weightings = classWeights === null ? [null] : [null, classWeights];
  const other = facts.logBase ?? (facts.bitsSaid ? 2 : setting.logBase);
  const bases = [...new Set([setting.logBase, Math.E, other])];
  const modulations = facts.focal ? [0, facts.gamma ?? setting.focusing] : [setting.focusing];
  const directions = facts.ascent ? ([1, -1] as const) : [setting.direction];
  return weightings.flatMap((weights) => {
    const sum = weights === null || t === undefined ? samples : total(sampleWeights(t, weights, classes));
    const reductions = [1, samples, 1 / samples, 1 / sum];
    const factors = new Set(reductions.flatMap((one) => [one, ...scales.map((scale) => one * scale)]));
    return losses.flatMap((loss) =>
      bases.flatMap((logBase) =>
        modulations.flatMap((focusing) =>
          directions.flatMap((direction) =>
            [...factors].map((upstreamScale): Setting => ({
              ...setting,
              loss,
              logBase,
              direction,
              focusing: loss === 'cross-entropy' ? focusing : 0,
              classWeights: weights,
              meanAt: 'nowhere',
              upstreamScale,
            })),
          ),
        ),
      ),
    );
  });
}

/** The targets that the text states: the one that was taken, every other of its size, and these smoothed. */
function targetsOf(
  t: Numbers | undefined,
  { samples, classes, labels }: Setting,
  { facts, arrays, names }: Grounds,
): (Numbers | undefined)[] {
  const size = samples * classes;
  const stated = arrays.flatMap(({ values }, i) =>
    values.length === size && isTarget(values, classes, names[i]) ? [values] : [],
  );
  arrays.forEach(({ values }, i) => {
    const numbers = values.length === samples && (names[i]?.scores.get('classIndex') ?? 0) > 0;
    if (numbers && isClass(values, classes)) stated.push(oneHot([...values], classes));
  });
  if (t !== undefined) stated.unshift(t);
  else if (labels !== null && isClass(labels, classes)) stated.unshift(oneHot([...labels], classes));
  const { smoothing } = facts;
  const smoothed =
    smoothing === null ? [] : stated.filter(isHard).map((hard) => smoothLabels(hard, classes, smoothing));
  // Before it was smoothed, a target was its largest class.
  const hard = stated
    .filter((one) => twoValued(one, classes))
    .map((one) => oneHot(largestOfRows(one, classes), classes));
  return stated.length === 0 ? [undefined] : [...stated, ...smoothed, ...hard];
}

const isClass = (labels: ArrayLike<number>, classes: number): boolean =>
  Array.from(labels).every((k) => Number.isInteger(k) && k >= 0 && k < classes);

/** True for zeros and ones, and for rows that hold a distribution each under the name of a target. */
function isTarget(values: Numbers, classes: number, name: NameReading | undefined): boolean {
  if (isHard(values)) return values.includes(1);
  if ((name?.scores.get('target') ?? 0) <= 0) return false;
  return values.every((x) => x >= 0) && sumRows(values, classes).every((sum) => Math.abs(sum - 1) < 1e-2);
}

/** The registers that are right, or that nothing in the text could have been checked against. */
export function soundValues(claims: readonly JudgedClaim[]): Values {
  const values = noValues();
  for (const { stated, verdict, resolved } of claims)
    if (!stated.partial && (verdict === 'agrees' || verdict === 'unchecked'))
      values[stated.register] ??= resolved;
  return values;
}

/** True where `stated` holds what right rules make of `values` for `register`. */
export function isRightAs(register: Register, stated: Stated, values: Values, setting: Setting): boolean {
  // A Jacobian is as large as the classes squared: it is not written out for what cannot be one.
  if (register === 'J' && stated.values.length % setting.classes ** 2 !== 0) return false;
  const all = evaluate(register, { ...values, [register]: undefined }, setting);
  const right = all === null ? null : viewOf(stated, all);
  return right !== null && isNear(stated, right);
}
