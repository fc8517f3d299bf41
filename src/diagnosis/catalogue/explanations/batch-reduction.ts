import type { Explanation } from '../mistake';
import type { MistakeId } from '../../diagnosis';

export const batchExplanations: Readonly<Record<MistakeId, Explanation>> = {
  'missing-batch-mean': {
    name: 'Mean over the batch missing',
    wrongForm: '\\frac{\\partial E}{\\partial z} = a - t',
    rightForm: '\\frac{\\partial E}{\\partial z} = \\frac{a - t}{N}',
    why: 'The loss is a mean over the samples but the gradient is that of the sum: everything is N times too large.',
    remedy: 'Divide by the number of samples.',
    reference: 'https://github.com/apache/mxnet/issues/2215',
  },
  'batch-mean-applied-twice': {
    name: 'Mean over the batch taken twice',
    wrongForm: '\\frac{1}{N} X^{\\top} \\frac{a - t}{N}',
    rightForm: '\\frac{1}{N} X^{\\top} (a - t)',
    why: 'The division by N is in the delta already and was repeated for the weights or the bias.',
    remedy: 'Divide by the number of samples once.',
    reference: 'https://github.com/apache/mxnet/issues/4761',
  },
  'batch-mean-without-mean-loss': {
    name: 'Divided by N although the loss is no mean',
    wrongForm: '\\frac{a - t}{N}',
    rightForm: 'a - t',
    why: 'The loss is a sum, or one value per sample, but its gradient was divided by the number of samples.',
    remedy: 'Leave out the division, or take the mean in the loss too.',
    reference: 'https://github.com/ROCm/TransformerEngine/issues/336',
  },
  'mean-over-all-elements': {
    name: 'Mean over samples and classes',
    wrongForm: 'E = -\\frac{1}{N C} \\sum_{n,k} t_{nk} \\log a_{nk}',
    rightForm: 'E = -\\frac{1}{N} \\sum_{n,k} t_{nk} \\log a_{nk}',
    why: 'A mean over every element also divides by the number of classes.',
    remedy: 'Sum over the classes, then average over the samples.',
    reference: 'https://github.com/GMvandeVen/continual-learning/issues/5',
  },
  'mean-over-classes': {
    name: 'Loss of one sample divided by the number of classes',
    wrongForm: 'E = -\\frac{1}{C} \\sum_k t_k \\log a_k',
    rightForm: 'E = -\\sum_k t_k \\log a_k',
    why: 'The cross-entropy of a sample is a sum over its classes, not a mean.',
    remedy: 'Leave out the division by the number of classes.',
    reference: null,
  },
  'bias-gradient-summed-over-classes': {
    name: 'Bias gradient summed over everything',
    wrongForm: 'db = \\sum_{n,k} \\delta_{nk} = 0',
    rightForm: 'db_k = \\sum_n \\delta_{nk}',
    why: 'The sum was given no axis. The deltas of a sample sum to 0, so the bias never moves.',
    remedy: 'Sum over the samples only.',
    reference: 'https://github.com/zotroneneis/machine_learning_basics/issues/13',
  },
  'ignored-samples-counted': {
    name: 'Ignored samples counted',
    wrongForm: '\\frac{a - t}{N}',
    rightForm: '\\frac{a - t}{N_{\\text{valid}}}',
    why: 'Padded or ignored samples took part in the divisor, or received a gradient.',
    remedy: 'Divide by the number of samples that count, and set the rows of the others to 0.',
    reference: 'https://github.com/IBM/pytorch-seq2seq/issues/125',
  },
  'weighted-mean-normalisation': {
    name: 'Weighted mean divided by the wrong sum',
    wrongForm: '\\frac{1}{N} \\sum_n w_{y_n} E_n',
    rightForm: '\\frac{\\sum_n w_{y_n} E_n}{\\sum_n w_{y_n}}',
    why: 'A mean with class weights divides by the sum of the weights that were used.',
    remedy: 'Divide by the sum of the weights, or say that the plain mean is meant.',
    reference: null,
  },
};
