import type { MistakeId } from '../diagnosis';
import { batchMistakes } from './batch-reduction';
import { matrixProductMistakes } from './chain-product/matrix-product';
import { relativesMistakes } from './chain-product/relatives';
import { upstreamMistakes } from './chain-product/upstream';
import { vectorJacobianProductMistakes } from './chain-product/vector-jacobian-product';
import { differentiationMistakes } from './jacobian/differentiation';
import { jacobianEntryMistakes } from './jacobian/entries';
import { jacobianOperandMistakes } from './jacobian/operand';
import { jacobianShapeMistakes } from './jacobian/shape';
import { crossEntropyMistakes } from './loss-gradient/cross-entropy';
import { logarithmGuardMistakes } from './loss-gradient/logarithm-guards';
import { otherLossMistakes } from './loss-gradient/other-losses';
import { targetMistakes } from './loss-gradient/target';
import type { Mistake } from './mistake';
import { numericsMistakes } from './numerics';
import { softmaxAxisMistakes } from './softmax/axis';
import { softmaxFunctionMistakes } from './softmax/function';
import { logitScalingMistakes } from './softmax/logit-scaling';
import { softmaxStabilityMistakes } from './softmax/stability';

/** All mistakes, in the order in which a derivation is written: the canonical order of ids. */
export const catalogue: readonly Mistake[] = [
  ...softmaxAxisMistakes,
  ...softmaxStabilityMistakes,
  ...softmaxFunctionMistakes,
  ...logitScalingMistakes,
  ...targetMistakes,
  ...crossEntropyMistakes,
  ...otherLossMistakes,
  ...logarithmGuardMistakes,
  ...jacobianOperandMistakes,
  ...jacobianEntryMistakes,
  ...jacobianShapeMistakes,
  ...differentiationMistakes,
  ...matrixProductMistakes,
  ...vectorJacobianProductMistakes,
  ...upstreamMistakes,
  ...relativesMistakes,
  ...batchMistakes,
  ...numericsMistakes,
];

const byId = new Map(catalogue.map((mistake) => [mistake.id, mistake]));
const rank = new Map(catalogue.map((mistake, index) => [mistake.id, index]));

/** The entry with this id. */
export function mistakeById(id: MistakeId): Mistake | undefined {
  return byId.get(id);
}

/** Ids without repetition, in the order of the catalogue. */
export function inOrder(ids: Iterable<MistakeId>): MistakeId[] {
  return [...new Set(ids)].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
}
