import type { Grounds } from './accusation';
import { tightTolerance } from './claim';
import { differing } from './evidence';
import type { JudgedClaim, Judgement } from './judge';
import { onGrid } from './precision';

/** Digits that a number needs for a slip in one of them to be told from rounding. */
const leastDigits = 4;
/** Units of the last place that no rounding on the way makes up, where all other numbers are right to the last. */
const leastUnits = 8;

/** The claim with what is off in it. */
export const slipped = (one: JudgedClaim): JudgedClaim => ({ ...one, verdict: 'wrong' });

/**
 * True where all numbers but one are right to the last printed digit and that one is off by much more: a digit that
 * was written down wrongly. Nothing is said of what was computed in a short arithmetic.
 */
export function isSlip(
  one: JudgedClaim,
  { claims, setting }: Judgement,
  { facts, from, names }: Grounds,
): boolean {
  const { stated, expected } = one;
  const { values, precision } = stated;
  const told = from[stated.array] === 'name' || from[stated.array] === 'person';
  if (
    expected?.length !== values.length ||
    !values.every(Number.isFinite) ||
    !told ||
    stated.partial ||
    stated.reference
  )
    return false;
  if (
    stated.arithmetic !== 'single' ||
    setting.differences ||
    facts.changedGradients ||
    facts.otherLoss ||
    facts.percent
  )
    return false;
  if (stated.register !== 'a' && stated.register !== 'd' && stated.register !== 'J') return false;
  const twins = claims.filter(({ stated: other }) => other.register === stated.register);
  if (twins.length > 1 || names[stated.array]?.byDifferences === true) return false;
  const tight = tightTolerance(stated, expected);
  const off = differing(values, expected, (i) => 1.5 * tight(i));
  const [at] = off;
  if (at === undefined || off.length > 1) return false;
  const unit = 2 * (precision.loose[at] ?? 0);
  // The nearest number that half precision has, where the others are too few to show it.
  if (Math.abs(onGrid(expected[at] ?? NaN, 10) - (values[at] ?? NaN)) <= unit) return false;
  const error = Math.abs((values[at] ?? NaN) - (expected[at] ?? NaN));
  const digits = Math.log10(Math.abs(values[at] ?? NaN) / unit) + 1;
  const others = values.filter((x, i) => i !== at && x !== 0 && (expected[i] ?? 0) !== 0).length;
  return unit > 0 && error >= leastUnits * unit && digits >= leastDigits && others >= 2;
}
