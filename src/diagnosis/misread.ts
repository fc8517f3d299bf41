import { nearTolerance, viewOf, type Stated } from './claim';
import { minus, type Numbers } from './elementwise';
import { agree } from './evidence';
import type { Facts } from './facts';
import type { JudgedClaim, Judgement } from './judge';
import { evaluate, noValues, type Register, type Values } from './program';
import type { LossConvention, Setting } from './setting';

/** Quantities that one name may be taken for the other of. */
const exchangeable: readonly Register[] = ['g', 'd', 'a', 'y', 'J'];

/**
 * True where a claim that is wrong as what its name was read for is right as something else, and no name speaks
 * against it: another array is right as what this one was taken for, or what was handed down is dE/dz already.
 */
export function isMisread(one: JudgedClaim, judgement: Judgement, facts: Facts): boolean {
  return (
    isOtherQuantity(one, judgement, facts) || isFusedAlready(one, judgement) || isOtherLayer(one, judgement)
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
 * True for one of two arrays taken for the same quantity, of which the other is right, and this one as another
 * quantity, or as the same of another loss or of another reduction: who prints both means both.
 */
function isOtherQuantity({ stated }: JudgedClaim, { claims, setting }: Judgement, facts: Facts): boolean {
  const twin = claims.some(
    ({ stated: other, verdict }) =>
      other !== stated && other.register === stated.register && !other.reference && verdict === 'agrees',
  );
  if (stated.reference || !twin) return false;
  const values = soundValues(claims);
  return (
    exchangeable.some(
      (register) => register !== stated.register && isRightAs(register, stated, values, setting),
    ) || isOfOtherConvention(stated, values, setting, facts)
  );
}

/** True for what another loss that the words name, or another reduction, makes of the same. */
function isOfOtherConvention(
  stated: Stated,
  { z, a, y, t }: Values,
  setting: Setting,
  facts: Facts,
): boolean {
  if (setting.loss === 'given') return false;
  const squared = facts.squaredError || facts.halfSquaredError || facts.meanSquaredError;
  const losses: LossConvention[] = [
    setting.loss,
    ...(facts.crossEntropy ? (['cross-entropy'] as const) : []),
    ...(squared ? (['half-squared-error', 'squared-error', 'mean-squared-error'] as const) : []),
    ...(facts.binaryCrossEntropy ? (['binary-cross-entropy'] as const) : []),
  ];
  return losses.some((loss) =>
    [1, setting.samples, 1 / setting.samples].some((upstreamScale) =>
      isRightAs(stated.register, stated, { ...noValues(), z, a, y, t }, { ...setting, loss, upstreamScale }),
    ),
  );
}

/** The registers that are right, or that nothing in the text could have been checked against. */
function soundValues(claims: readonly JudgedClaim[]): Values {
  const values = noValues();
  for (const { stated, verdict, resolved } of claims)
    if (!stated.partial && (verdict === 'agrees' || verdict === 'unchecked'))
      values[stated.register] ??= resolved;
  return values;
}

function isRightAs(register: Register, stated: Stated, values: Values, setting: Setting): boolean {
  const all = evaluate(register, { ...values, [register]: undefined }, setting);
  const right = all === null ? null : viewOf(stated, all);
  return (
    right?.length === stated.values.length && agree(stated.values, right, nearTolerance(stated, right, false))
  );
}

/** Half a unit of the last digit of a difference of two printed numbers, and of sums of them. */
const roomOfTarget = 2e-3;

/** True for dE/dz that repeats a gradient which is a softmax less a one-hot target: that one was dE/dz already. */
function isFusedAlready({ stated }: JudgedClaim, { claims, setting }: Judgement): boolean {
  if (stated.register !== 'd' || setting.loss !== 'given') return false;
  const a = claims.find((other) => other.stated.register === 'a' && !other.stated.partial);
  const g = claims.find((other) => other.stated.register === 'g');
  if (a === undefined || g?.stated.values.length !== a.stated.values.length) return false;
  const t = minus(a.stated.values, g.stated.values);
  return [1, setting.samples].some((scale) =>
    isOneHot(scale === 1 ? t : lessScaled(a.stated, g.stated, scale), setting),
  );
}

const lessScaled = (a: Stated, g: Stated, scale: number): Numbers =>
  minus(
    a.values,
    g.values.map((x) => scale * x),
  );

function isOneHot(t: Numbers, { classes }: Setting): boolean {
  for (let start = 0; start < t.length; start += classes) {
    const row = t.subarray(start, start + classes);
    const hot = row.filter((x) => Math.abs(x - 1) <= roomOfTarget).length;
    if (hot !== 1 || row.filter((x) => Math.abs(x) <= roomOfTarget).length !== classes - 1) return false;
  }
  return true;
}
