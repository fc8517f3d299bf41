import { minus, total } from '../elementwise';
import { byFactor, byRule, type Mistake } from './mistake';
import { batchScale, fusedDelta, ignoresSome } from './rules';

/** Sums and means over the samples. */
export const batchMistakes: readonly Mistake[] = [
  {
    id: 'missing-batch-mean',
    step: 'batch-reduction',
    name: 'Mean over the batch missing',
    wrongForm: '\\frac{\\partial E}{\\partial z} = a - t',
    rightForm: '\\frac{\\partial E}{\\partial z} = \\frac{a - t}{N}',
    seen: 12,
    forms: [
      byFactor('batch.scale', (s) => (s.meanAt === 'delta' && s.divisor > 1 ? s.upstreamScale : null)),
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
    rightForm: 'a - t',
    seen: 2,
    forms: [byFactor('batch.scale', (s) => (s.meanAt === 'nowhere' && s.divisor > 1 ? 1 / s.divisor : null))],
  },
  {
    id: 'mean-over-all-elements',
    step: 'batch-reduction',
    name: 'Mean over samples and classes',
    wrongForm: 'E = -\\frac{1}{N C} \\sum_{n,k} t_{nk} \\log a_{nk}',
    rightForm: 'E = -\\frac{1}{N} \\sum_{n,k} t_{nk} \\log a_{nk}',
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
    seen: 5,
    forms: [
      byFactor('batch.scale', (s) =>
        s.classWeights === null && s.divisor < s.samples && s.meanAt === 'delta'
          ? s.upstreamScale / s.samples
          : null,
      ),
      // Without a target of its own an ignored sample is left with a - 0.
      byRule(
        'chain.product',
        fusedDelta((a, t, s) => (ignoresSome(s) ? minus(a, t) : null)),
      ),
    ],
  },
  {
    id: 'weighted-mean-normalisation',
    step: 'batch-reduction',
    name: 'Weighted mean divided by the wrong sum',
    wrongForm: '\\frac{1}{N} \\sum_n w_{y_n} E_n',
    rightForm: '\\frac{\\sum_n w_{y_n} E_n}{\\sum_n w_{y_n}}',
    seen: 2,
    forms: [
      byFactor('batch.scale', (s) =>
        s.meanAt === 'delta' && s.divisor === s.weightSum ? s.upstreamScale / s.samples : null,
      ),
      byFactor(
        'batch.scale',
        (s) =>
          s.meanAt === 'delta' && s.weightSum !== null && s.divisor === s.samples
            ? s.upstreamScale / s.weightSum
            : null,
        1,
      ),
    ],
  },
];
