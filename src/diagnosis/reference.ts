import type { Judgement, JudgedClaim } from './judge';

/** Claims that nothing but a reference beside them can check: what the mistakes make of the reference. */
export function explainByReference(judgement: Judgement): JudgedClaim[] {
  return [...judgement.claims];
}
