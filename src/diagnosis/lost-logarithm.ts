import type { JudgedClaim } from './judge';
import { shownBy } from './search';

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
  return {
    ...one,
    verdict: 'wrong',
    expected: known ? one.expected : null,
    expectedFromEarlier: null,
    explanations: [shownBy('log-of-zero', stated.values, earned, cost)],
  };
}
