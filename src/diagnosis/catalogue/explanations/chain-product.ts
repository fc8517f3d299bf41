import type { Explanation } from '../mistake';
import type { MistakeId } from '../../diagnosis';

export const chainProductExplanations: Readonly<Record<MistakeId, Explanation>> = {
  'chain-elementwise-product': {
    why: 'The operator multiplied entry by entry and broadcast the gradient over the rows, so that the result is a matrix.',
    remedy: 'Use the matrix product.',
    reference: null,
  },
  'jacobian-row-sum': {
    why: 'The Jacobian was reduced to a vector by summing it. Its rows always sum to 0, so nothing is learned.',
    remedy: 'Multiply by the gradient before summing.',
    reference: null,
  },
  'jacobian-not-contracted': {
    why: 'The derivative of softmax itself was returned as the gradient of the loss.',
    remedy: 'Multiply the Jacobian by the gradient from above.',
    reference: 'https://github.com/DivyanshuTirkey/da6401_assignment1',
  },
  'jacobian-skipped': {
    why: 'The gradient with respect to the probabilities was passed on as if it were the one with respect to the logits.',
    remedy: 'Multiply by the softmax Jacobian, or start from the fused delta a - t.',
    reference: 'https://github.com/pjreddie/darknet/issues/212',
  },
  'fused-delta-times-jacobian': {
    why: 's - t is the gradient of cross-entropy with respect to the logits already. It was taken for the gradient with respect to the probabilities.',
    remedy: 'Use a - t as it is, or start the chain from -t/a.',
    reference: null,
  },
  'dot-product-term-missing': {
    why: 'The part of the Jacobian off the diagonal contributes the dot product of gradient and probabilities; it was left out.',
    remedy: 'Subtract the dot product of each sample from the gradient before multiplying by a.',
    reference: null,
  },
  'dot-product-term-wrong-operand': {
    why: 'The two vectors changed places in the vector-Jacobian product.',
    remedy:
      'Multiply by the probabilities outside, and use the dot product of gradient and probabilities inside.',
    reference: 'https://github.com/SushiWaUmai/neural-network-java',
  },
  'dot-product-over-wrong-axis': {
    why: 'The dot product was summed over the samples, or lost its dimension and was broadcast over the wrong one.',
    remedy: 'Sum over the classes of each sample and keep the dimension.',
    reference: null,
  },
  'einsum-subscripts': {
    why: 'An index was repeated, which takes a diagonal, or the sample index ended up in the wrong place.',
    remedy: 'Give every axis its own letter and keep the sample index first.',
    reference: null,
  },
  'upstream-as-target': {
    why: 'The layer assumed that cross-entropy follows and subtracted what it was handed.',
    remedy: 'Use the vector-Jacobian product for any gradient from above.',
    reference: null,
  },
  'upstream-gradient-ignored': {
    why: 'The layer returned its own gradient whatever weight, reduction or mask came from above.',
    remedy: 'Multiply by the gradient that is handed down.',
    reference: 'https://github.com/dmlc/gluon-cv/issues/1668',
  },
  'upstream-applied-twice': {
    why: 'The vector-Jacobian product contains the gradient from above already.',
    remedy: 'Leave out the second factor.',
    reference: 'https://github.com/pocketpy/cTensor/issues/31',
  },
  'chain-index-swap': {
    why: 'In -a_i a_k / a_k the factor a_k cancels and a_i stays; here a_k stayed.',
    remedy: 'Cancel the probability that the loss divides by: the one with the index of the sum.',
    reference: null,
  },
  'log-softmax-backward': {
    why: 'Log-softmax has the Jacobian δ_ij - a_j: the probabilities are weighted by the sum of the gradient.',
    remedy: 'Subtract the probabilities times the sum of the gradient.',
    reference: 'https://github.com/mlpack/mlpack/issues/3468',
  },
  'attention-scale-gradient': {
    why: 'The constant 1/√d was differentiated as if it were a power, left out, or applied twice.',
    remedy: 'Multiply by 1/√d once.',
    reference: 'https://github.com/ServiceNow/Fast-LLM/issues/228',
  },
};
