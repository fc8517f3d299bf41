import { mapped, zeros } from '../../calculus/buffers';
import { minus, scaled, total } from '../elementwise';
import type { Factor } from '../program';
import { byFactor, byRule, type Form, type Mistake } from './mistake';
import { batchScale, ignoresSome, inFusedDelta } from './rules';

/** Sums and means over the samples. */
export const batchMistakes: readonly Mistake[] = [
  {
    id: 'missing-batch-mean',
    step: 'batch-reduction',
    seen: 12,
    forms: [
      byFactor('batch.scale', (s) => (s.meanAt === 'delta' && s.divisor > 1 ? s.upstreamScale : null)),
      ...ofParameters((s) => (s.meanAt === 'parameters' && s.divisor > 1 ? 1 : null)),
    ],
  },
  {
    id: 'batch-mean-applied-twice',
    step: 'batch-reduction',
    seen: 4,
    forms: [
      ...ofParameters((s) => (s.meanAt === 'delta' && s.divisor > 1 ? 1 / s.divisor : null)),
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
    seen: 2,
    forms: [byFactor('batch.scale', (s) => (s.meanAt === 'nowhere' && s.divisor > 1 ? 1 / s.divisor : null))],
  },
  {
    id: 'mean-over-all-elements',
    step: 'batch-reduction',
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
    seen: 3,
    forms: [
      byFactor('batch.scale', (s) => (s.samples === 1 && s.classes > 1 ? 1 / s.classes : null)),
      byRule('loss.reduction', (v, s) =>
        v.E === undefined || s.samples !== 1 ? null : mapped(v.E, (x) => x / s.classes),
      ),
    ],
  },
  {
    id: 'bias-gradient-summed-over-classes',
    step: 'batch-reduction',
    seen: 20,
    forms: [
      byRule('parameters.bias', (v) => (v.d === undefined ? null : Float64Array.of(total(v.d)))),
      byRule('parameters.bias', (v, s) => (v.d === undefined ? null : zeros(s.classes).fill(total(v.d))), 1),
      byRule(
        'parameters.bias',
        (v, s) => {
          if (v.d === undefined || s.samples === 1) return null;
          const { d } = v;
          return zeros(s.samples).map((_, n) => total(d.subarray(n * s.classes, (n + 1) * s.classes)));
        },
        1,
      ),
    ],
  },
  {
    id: 'ignored-samples-counted',
    step: 'batch-reduction',
    seen: 5,
    forms: [
      byFactor('batch.scale', (s) =>
        s.classWeights === null && s.divisor < s.samples && s.meanAt === 'delta'
          ? s.upstreamScale / s.samples
          : null,
      ),
      // Without a target of its own an ignored sample is left with a - 0.
      inFusedDelta((a, t, s) => (ignoresSome(s) ? minus(a, t) : null)),
      inFusedDelta(
        (a, t, s) =>
          ignoresSome(s) && s.meanAt === 'delta' ? scaled(minus(a, t), s.divisor / s.samples) : null,
        1,
      ),
    ],
  },
  {
    id: 'weighted-mean-normalisation',
    step: 'batch-reduction',
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

/** The gradient of the weights times a wrong factor, or that of the bias. */
function ofParameters(factor: Factor): Form[] {
  return [byFactor('parameters.weights-scale', factor), byFactor('parameters.bias-scale', factor)];
}
