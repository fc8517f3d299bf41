import { total } from '../elementwise';
import { batchScale, rightScale } from './loss-gradient';
import { byFactor, byRule, type Mistake } from './mistake';

export const batchMistakes: readonly Mistake[] = [
  {
    id: 'missing-batch-mean',
    step: 'batch-reduction',
    name: 'Mean over the batch missing',
    wrongForm: '\\frac{\\partial E}{\\partial z} = a - t',
    rightForm: '\\frac{\\partial E}{\\partial z} = \\frac{a - t}{N}',
    why: 'The loss is a mean over the samples but the gradient is that of the sum: everything is N times too large.',
    remedy: 'Divide by the number of samples.',
    reference: 'https://github.com/apache/mxnet/issues/2215',
    seen: 12,
    forms: [
      byFactor('batch.scale', (s) => (s.meanAt === 'delta' && s.divisor > 1 ? 1 : null)),
      byFactor('parameters.weights-scale', (s) => (s.meanAt === 'parameters' && s.divisor > 1 ? 1 : null)),
      byFactor('parameters.bias-scale', (s) => (s.meanAt === 'parameters' && s.divisor > 1 ? 1 : null)),
    ],
  },
  {
    id: 'batch-mean-applied-twice',
    step: 'batch-reduction',
    name: 'Mean over the batch taken twice',
    wrongForm: '\\frac{1}{N} X^{\\top} \\frac{a - t}{N}',
    rightForm: '\\frac{1}{N} X^{\\top} (a - t)',
    why: 'The division by N is in the delta already and was repeated for the weights or the bias.',
    remedy: 'Divide by the number of samples once.',
    reference: 'https://github.com/apache/mxnet/issues/4761',
    seen: 4,
    forms: [
      byFactor('parameters.weights-scale', (s) =>
        s.meanAt === 'delta' && s.divisor > 1 ? 1 / s.divisor : null,
      ),
      byFactor('parameters.bias-scale', (s) =>
        s.meanAt === 'delta' && s.divisor > 1 ? 1 / s.divisor : null,
      ),
      byFactor(
        'batch.scale',
        (s) =>
          s.meanAt !== 'nowhere' && s.divisor > 1
            ? 1 / (s.divisor * (s.meanAt === 'delta' ? s.divisor : 1))
            : null,
        1,
      ),
    ],
  },
  {
    id: 'batch-mean-without-mean-loss',
    step: 'batch-reduction',
    name: 'Divided by N although the loss is no mean',
    wrongForm: '\\frac{a - t}{N}',
    rightForm: 's - t',
    why: 'The loss is a sum, or one value per sample, but its gradient was divided by the number of samples.',
    remedy: 'Leave out the division, or take the mean in the loss too.',
    reference: 'https://github.com/ROCm/TransformerEngine/issues/336',
    seen: 2,
    forms: [byFactor('batch.scale', (s) => (s.meanAt === 'nowhere' && s.divisor > 1 ? 1 / s.divisor : null))],
  },
  {
    id: 'mean-over-all-elements',
    step: 'batch-reduction',
    name: 'Mean over samples and classes',
    wrongForm: 'E = -\\frac{1}{N C} \\sum_{n,k} t_{nk} \\log a_{nk}',
    rightForm: 'E = -\\frac{1}{N} \\sum_{n,k} t_{nk} \\log a_{nk}',
    why: 'A mean over every element also divides by the number of classes.',
    remedy: 'Sum over the classes, then average over the samples.',
    reference: 'https://github.com/GMvandeVen/continual-learning/issues/5',
    seen: 8,
    forms: [
      byFactor('batch.scale', (s) =>
        s.samples === 1
          ? null
          : s.meanAt === 'nowhere'
            ? 1 / (s.divisor * s.classes)
            : batchScale(s) / s.classes,
      ),
      byRule('loss.reduction', (v, s) =>
        v.E === undefined || s.samples === 1 ? null : Float64Array.of(total(v.E) / (s.samples * s.classes)),
      ),
    ],
  },
  {
    id: 'mean-over-classes',
    step: 'batch-reduction',
    name: 'Loss of one sample divided by the number of classes',
    wrongForm: 'E = -\\frac{1}{C} \\sum_k t_k \\log a_k',
    rightForm: 'E = -\\sum_k t_k \\log a_k',
    why: 'The cross-entropy of a sample is a sum over its classes, not a mean.',
    remedy: 'Leave out the division by the number of classes.',
    reference: null,
    seen: 3,
    forms: [
      byFactor('batch.scale', (s) => (s.samples === 1 && s.classes > 1 ? 1 / s.classes : null)),
      byRule('loss.reduction', (v, s) =>
        v.E === undefined || s.samples !== 1 ? null : v.E.map((x) => x / s.classes),
      ),
    ],
  },
  {
    id: 'bias-gradient-summed-over-classes',
    step: 'batch-reduction',
    name: 'Bias gradient summed over everything',
    wrongForm: 'db = \\sum_{n,k} \\delta_{nk} = 0',
    rightForm: 'db_k = \\sum_n \\delta_{nk}',
    why: 'The sum was given no axis. The deltas of a sample sum to 0, so the bias never moves.',
    remedy: 'Sum over the samples only.',
    reference: 'https://github.com/zotroneneis/machine_learning_basics/issues/13',
    seen: 20,
    forms: [
      byRule('parameters.bias', (v) => (v.d === undefined ? null : Float64Array.of(total(v.d)))),
      byRule(
        'parameters.bias',
        (v, s) => (v.d === undefined ? null : new Float64Array(s.classes).fill(total(v.d))),
        1,
      ),
      byRule(
        'parameters.bias',
        (v, s) => {
          if (v.d === undefined || s.samples === 1) return null;
          const { d } = v;
          return new Float64Array(s.samples).map((_, n) =>
            total(d.subarray(n * s.classes, (n + 1) * s.classes)),
          );
        },
        1,
      ),
    ],
  },
  {
    id: 'ignored-samples-counted',
    step: 'batch-reduction',
    name: 'Ignored samples counted',
    wrongForm: '\\frac{a - t}{N}',
    rightForm: '\\frac{a - t}{N_{\\text{valid}}}',
    why: 'Padded or ignored samples took part in the divisor, or received a gradient.',
    remedy: 'Divide by the number of samples that count, and set the rows of the others to 0.',
    reference: 'https://github.com/IBM/pytorch-seq2seq/issues/125',
    seen: 5,
    forms: [
      byFactor('batch.scale', (s) =>
        s.classWeights === null && s.divisor < s.samples && s.meanAt === 'delta' ? 1 / s.samples : null,
      ),
    ],
  },
  {
    id: 'weighted-mean-normalisation',
    step: 'batch-reduction',
    name: 'Weighted mean divided by the wrong sum',
    wrongForm: '\\frac{1}{N} \\sum_n w_{y_n} E_n',
    rightForm: '\\frac{\\sum_n w_{y_n} E_n}{\\sum_n w_{y_n}}',
    why: 'A mean with class weights divides by the sum of the weights that were used.',
    remedy: 'Divide by the sum of the weights, or say that the plain mean is meant.',
    reference: null,
    seen: 2,
    forms: [
      byFactor('batch.scale', (s) =>
        s.classWeights !== null && s.meanAt === 'delta' && s.divisor !== s.samples ? 1 / s.samples : null,
      ),
    ],
  },
  {
    id: 'distillation-temperature-scale',
    step: 'loss-gradient',
    name: 'Factor T² of distillation missing',
    wrongForm: '\\frac{\\partial E}{\\partial z} = \\frac{p - q}{T}',
    rightForm: '\\frac{\\partial E}{\\partial z} = T\\,(p - q)',
    why: 'Gradients of softened targets shrink with 1/T²; without the factor they fade beside the hard loss.',
    remedy: 'Multiply the softened loss by T².',
    reference: 'https://github.com/keras-team/keras-io/issues/869',
    seen: 3,
    forms: [
      byFactor('loss-gradient.scale', (s) =>
        s.loss === 'distillation' ? (s.direction * rightScale(s)) / s.temperature ** 2 : null,
      ),
    ],
  },
];
