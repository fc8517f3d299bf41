import type { MistakeId } from '../diagnosis';
import { batchExplanations } from './explanations/batch-reduction';
import { chainProductExplanations } from './explanations/chain-product';
import { jacobianExplanations } from './explanations/jacobian';
import { lossGradientExplanations } from './explanations/loss-gradient';
import { numericsExplanations } from './explanations/numerics';
import { softmaxExplanations } from './explanations/softmax';
import type { Explanation } from './mistake';

/** The prose of the catalogue, by the ids of its entries. A module of its own: it is loaded with the first finding. */
export const explanations: Readonly<Record<MistakeId, Explanation>> = {
  ...softmaxExplanations,
  ...lossGradientExplanations,
  ...jacobianExplanations,
  ...chainProductExplanations,
  ...batchExplanations,
  ...numericsExplanations,
};
