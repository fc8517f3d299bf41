import type { MistakeId } from '../../diagnosis';
import { batchExplanations } from './batch-reduction';
import { chainProductExplanations } from './chain-product';
import { jacobianExplanations } from './jacobian';
import { lossGradientExplanations } from './loss-gradient';
import { numericsExplanations } from './numerics';
import { softmaxExplanations } from './softmax';
import type { Explanation } from '../mistake';

/** The words of the catalogue, by the ids of its entries. A module of its own: it is loaded with the first finding. */
export const explanations: Readonly<Record<MistakeId, Explanation>> = {
  ...softmaxExplanations,
  ...lossGradientExplanations,
  ...jacobianExplanations,
  ...chainProductExplanations,
  ...batchExplanations,
  ...numericsExplanations,
};
