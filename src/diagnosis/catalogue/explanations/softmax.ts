import type { Explanation } from '../mistake';
import type { MistakeId } from '../../diagnosis';

export const softmaxExplanations: Readonly<Record<MistakeId, Explanation>> = {
  'softmax-wrong-axis': {
    why: 'The exponentials were normalised over the samples, not over the classes. The axis of the code and the layout of the array do not agree.',
    remedy:
      'Sum over the axis that holds the classes, and keep that axis so that the division is done per sample.',
    reference: 'https://github.com/fxia22/pointnet.pytorch/issues/25',
  },
  'softmax-global-normalisation': {
    why: 'The sum was taken over every element, so that the whole matrix sums to 1 and not each sample.',
    remedy: 'Give the sum the axis of the classes and keep the dimension.',
    reference: 'https://github.com/uTensor/uTensor/issues/171',
  },
  'softmax-normaliser-broadcast': {
    why: 'The sums were taken over the classes but lost that dimension, so that sample n was divided by the sum of sample k. With as many samples as classes nothing complains.',
    remedy: 'Keep the reduced dimension (keepdims) so that every row is divided by its own sum.',
    reference: null,
  },
  'max-subtraction-wrong-axis': {
    why: 'Each logit of a sample was shifted by another amount. Only one and the same shift for the whole sample leaves softmax unchanged.',
    remedy: 'Take the maximum over the classes of each sample and keep the dimension.',
    reference: null,
  },
  'shift-replaces-logits': {
    why: 'The maximum was written over the logits in place of being subtracted, so that all classes come out alike.',
    remedy: 'Subtract the maximum from the logits.',
    reference: null,
  },
  'softmax-underflow': {
    why: 'Samples that lie far below the global maximum underflow to 0, and 0/0 or the guard takes over.',
    remedy: 'Shift every sample by its own maximum.',
    reference: 'https://github.com/pyg-team/pytorch_geometric/issues/2274',
  },
  'softmax-overflow': {
    why: 'exp of a large logit is infinite, and infinity divided by infinity is nan.',
    remedy: 'Subtract the maximum of the sample from its logits first; the probabilities stay the same.',
    reference: 'https://github.com/FluxML/NNlib.jl/issues/68',
  },
  'logits-divided-by-max': {
    why: 'Dividing by the maximum was meant for stability, but it changes the distribution like a temperature does. Only a shift leaves softmax unchanged.',
    remedy: 'Subtract the maximum in place of dividing by it.',
    reference: null,
  },
  'softmax-applied-twice': {
    why: 'A loss that expects logits was handed probabilities, or the layer was followed by a second softmax. The result is far too even, and the gradient far too small.',
    remedy: 'Pass logits to a loss that applies softmax itself, or use a loss of log-probabilities.',
    reference: 'https://github.com/tflearn/tflearn/issues/562',
  },
  'sigmoid-for-softmax': {
    why: 'An element-wise function stands where softmax is due: the outputs do not sum to 1 and do not depend on each other.',
    remedy: 'Normalise the exponentials over the classes.',
    reference: null,
  },
  'softmax-missing-exponential': {
    why: 'The logits themselves were divided by their sum. The result sums to 1 but is not softmax.',
    remedy: 'Take the exponential before summing.',
    reference: 'https://github.com/gcgibson/NTM/issues/1',
  },
  'temperature-misapplied': {
    why: 'The temperature was multiplied in, applied twice, or applied after the exponential, where it cancels.',
    remedy: 'Divide the logits by the temperature once, before the exponential.',
    reference: 'https://github.com/google/gemma.cpp/issues/981',
  },
  'class-weights-on-logits': {
    why: 'Class weights scale the loss of a sample. On the logits they change the distribution.',
    remedy: "Multiply each sample's loss, and so its gradient, by the weight of its class.",
    reference: null,
  },
  'softmax-singleton-axis': {
    why: 'The axis that was normalised holds a single element, so that every output is 1 and every gradient 0.',
    remedy: 'Normalise over the axis of the classes or positions.',
    reference: 'https://github.com/hexiangnan/attentional_factorization_machine/issues/19',
  },
  'mask-after-softmax': {
    why: 'Zeroing entries after softmax leaves a row that no longer sums to 1.',
    remedy: 'Set masked logits to minus infinity before softmax, or divide by the new sum.',
    reference: 'https://github.com/huggingface/pytorch-image-models/issues/2236',
  },
  'attention-scale-misplaced': {
    why: 'The factor was applied to the probabilities, or left out, in place of scaling the scores.',
    remedy: 'Divide the scores by the square root of the key width before softmax.',
    reference: 'https://github.com/mlc-ai/mlc-llm/issues/3426',
  },
};
