import { minus } from './elementwise';
import type { JudgedClaim, Judgement } from './judge';
import { isOneHot } from './misread';

/**
 * Puts the blame on the printed target where a reference is a softmax less another class: the reference is right, the
 * target names the wrong class, and the person's own dE/dz inherits that.
 */
export function withDoubtedTarget(judgement: Judgement): Judgement {
  const { claims, setting } = judgement;
  const target = claims.find(({ stated }) => stated.register === 't' && !stated.reference);
  const a = claims.find(({ stated, verdict }) => stated.register === 'a' && verdict !== 'wrong');
  const reference = claims.find(
    ({ stated, verdict, explanations: [best] }) =>
      stated.reference &&
      stated.register === 'd' &&
      verdict === 'wrong' &&
      best?.mistakes.join() === 'target-index-mismatch',
  );
  if (target === undefined || a === undefined || reference === undefined) return judgement;
  const { values } = reference.stated;
  if (a.stated.values.length !== values.length || target.stated.values.length !== values.length)
    return judgement;
  const meant = minus(a.stated.values, values);
  if (!isOneHot(meant, setting)) return judgement;
  const right = meant.map(Math.round);
  return {
    ...judgement,
    claims: claims.map((one): JudgedClaim => {
      if (one === reference) return { ...one, verdict: 'agrees', expected: values, explanations: [] };
      if (one === target) {
        const explanations = reference.explanations.map((each) => ({
          ...each,
          predicted: one.stated.values,
        }));
        return { ...one, verdict: 'wrong', expected: right, explanations };
      }
      if (
        one.stated.register !== 'd' ||
        one.verdict !== 'agrees' ||
        one.stated.values.length !== values.length
      )
        return one;
      return {
        ...one,
        verdict: 'inherits',
        expectedFromEarlier: one.expected,
        expected: values,
      };
    }),
  };
}
