import { looseTolerance, type Stated } from './claim';
import type { Facts } from './facts';
import type { Numbers } from './elementwise';
import type { JudgedClaim, Judgement } from './judge';
import { agreesWith } from './reference';

/** What speaks for and against calling numbers wrong that no named mistake explains. */
export interface Grounds {
  readonly facts: Facts;
  /** Whether an array's name alone says what it is. */
  readonly named: (array: number) => boolean;
}

const lossRegisters: ReadonlySet<string> = new Set(['E', 'g', 'd', 'dW', 'db']);

/**
 * Takes back what is no more than a suspicion: numbers that no mistake explains are called wrong only where the
 * name says what they are, the loss is known, and a reference contradicts them or they break what has to hold
 * whatever they were computed from. All else is unchecked, and what follows from it by right rules agrees.
 */
export function withoutSuspicions(judgement: Judgement, grounds: Grounds): Judgement {
  const claims = judgement.claims.map((one): JudgedClaim => {
    if (one.verdict !== 'wrong' || one.explanations.length > 0) return one;
    return isSure(one, judgement, grounds)
      ? one
      : { ...one, verdict: 'unchecked', expected: null, wrong: [] };
  });
  const atFault = claims.some(({ verdict, stated }) => verdict === 'wrong' && !stated.reference);
  const cleared = claims.map((one): JudgedClaim =>
    one.verdict !== 'inherits' || atFault || one.explanations.length > 0
      ? one
      : { ...one, verdict: 'agrees', expected: one.expectedFromEarlier ?? one.expected, wrong: [] },
  );
  return { ...judgement, claims: cleared };
}

function isSure(one: JudgedClaim, { claims, setting }: Judgement, { facts, named }: Grounds): boolean {
  const { stated, expected } = one;
  if (!named(stated.array) || stated.partial || facts.percent) return false;
  if (lossRegisters.has(stated.register)) {
    const target = claims.some((other) => other.stated.register === 't') || setting.labels !== null;
    if (facts.otherLoss || (setting.loss !== 'given' && !target)) return false;
  }
  // Where the quantity stands there already, and is right, this may be another one of the same kind.
  const right = claims.some(
    (other) =>
      other !== one &&
      !other.stated.reference &&
      other.stated.register === stated.register &&
      other.verdict === 'agrees',
  );
  if (right && stated.register !== 'a') return false;
  const reference = claims.find(
    (other) => other !== one && other.stated.reference && other.stated.register === stated.register,
  );
  if (reference !== undefined && !stated.reference)
    return reference.verdict === 'agrees' && !agreesWith(stated, reference.stated);
  return expected !== null && breaksInvariant(stated, expected, setting.classes);
}

/** True where what has to hold of a quantity holds of the right numbers, and fails in the claim. */
function breaksInvariant(stated: Stated, expected: Numbers, classes: number): boolean {
  if (expected.length !== stated.values.length) return false;
  const loose = looseTolerance(stated, expected);
  const { register, values } = stated;
  if (register !== 'a' && register !== 'd' && register !== 'J') return false;
  if (sumsFail(values, expected, classes, 1, loose)) return true;
  return register === 'J' && sumsFail(values, expected, classes, classes, loose);
}

/** Sums over runs of `classes` elements, `stride` apart, that the right numbers keep and the claim does not. */
function sumsFail(
  values: Numbers,
  expected: Numbers,
  classes: number,
  stride: number,
  loose: (i: number) => number,
): boolean {
  for (let start = 0; start < values.length; start++) {
    if (Math.floor(start / stride) % classes !== 0) continue;
    let sum = 0;
    let right = 0;
    let room = 0;
    for (let k = 0; k < classes; k++) {
      const i = start + k * stride;
      sum += values[i] ?? NaN;
      right += expected[i] ?? NaN;
      room += loose(i);
    }
    if (!(Math.abs(sum - right) <= 2 * room)) return true;
  }
  return false;
}
