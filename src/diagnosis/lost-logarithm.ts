import type { JudgedClaim } from './judge';
import { noValues } from './registers';

/** Bits of a loss that is infinite or none: few other things make it so. */
const earned = 20;
const cost = 2;

/**
 * A loss that is infinite or none because a probability was rounded to zero: it follows from what is printed, and is
 * wrong all the same. Any other claim as it is.
 */
export function withLostLogarithm(one: JudgedClaim, claims: readonly JudgedClaim[]): JudgedClaim {
  const { stated, verdict } = one;
  const a = claims.find((other) => other.stated.register === 'a' && !other.stated.reference)?.stated.values;
  if (stated.register !== 'E' || verdict === 'wrong' || a?.includes(0) !== true) return one;
  const wrong = [...stated.values.keys()].filter((i) => !Number.isFinite(stated.values[i]));
  if (wrong.length === 0) return one;
  // The right number is known where the logits tell it.
  const known = wrong.every((i) => Number.isFinite(one.expected?.[i]));
  const base = {
    values: noValues(),
    shakes: null,
    uncertainty: { ofArray: 0, ofElement: 0 },
    coarse: false,
    cost: 0,
  };
  const explanation = {
    mistakes: ['log-of-zero'],
    predicted: stated.values,
    earned,
    full: earned,
    cost,
    base,
    path: [],
  };
  return {
    ...one,
    verdict: 'wrong',
    expected: known ? one.expected : null,
    expectedFromEarlier: null,
    explanations: [explanation],
  };
}
