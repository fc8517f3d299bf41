import type { Explanation } from '../mistake';
import type { MistakeId } from '../../diagnosis';

export const batchExplanations: Readonly<Record<MistakeId, Explanation>> = {
  'missing-batch-mean': {
    why: 'The loss is a mean over the samples but the gradient is that of the sum: everything is N times too large.',
    remedy: 'Divide by the number of samples.',
    reference: 'https://github.com/apache/mxnet/issues/2215',
  },
  'batch-mean-applied-twice': {
    why: 'The division by N is in the delta already and was repeated for the weights or the bias.',
    remedy: 'Divide by the number of samples once.',
    reference: 'https://github.com/apache/mxnet/issues/4761',
  },
  'batch-mean-without-mean-loss': {
    why: 'The loss is a sum, or one value per sample, but its gradient was divided by the number of samples.',
    remedy: 'Leave out the division, or take the mean in the loss too.',
    reference: 'https://github.com/ROCm/TransformerEngine/issues/336',
  },
  'mean-over-all-elements': {
    why: 'A mean over every element also divides by the number of classes.',
    remedy: 'Sum over the classes, then average over the samples.',
    reference: 'https://github.com/GMvandeVen/continual-learning/issues/5',
  },
  'mean-over-classes': {
    why: 'The cross-entropy of a sample is a sum over its classes, not a mean.',
    remedy: 'Leave out the division by the number of classes.',
    reference: null,
  },
  'bias-gradient-summed-over-classes': {
    why: 'The sum was given no axis. The deltas of a sample sum to 0, so the bias never moves.',
    remedy: 'Sum over the samples only.',
    reference: 'https://github.com/zotroneneis/machine_learning_basics/issues/13',
  },
  'ignored-samples-counted': {
    why: 'Padded or ignored samples took part in the divisor, or received a gradient.',
    remedy: 'Divide by the number of samples that count, and set the rows of the others to 0.',
    reference: 'https://github.com/IBM/pytorch-seq2seq/issues/125',
  },
  'weighted-mean-normalisation': {
    why: 'A mean with class weights divides by the sum of the weights that were used.',
    remedy: 'Divide by the sum of the weights, or say that the plain mean is meant.',
    reference: null,
  },
  'distillation-temperature-scale': {
    why: 'Gradients of softened targets shrink with 1/T²; without the factor they fade beside the hard loss.',
    remedy: 'Multiply the softened loss by T².',
    reference: 'https://github.com/keras-team/keras-io/issues/869',
  },
};
