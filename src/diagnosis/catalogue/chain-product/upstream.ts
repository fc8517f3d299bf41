import { minus, times } from '../../elementwise';
import { byFactor, byRule, type Mistake } from '../mistake';
import { batchScale, inProduct } from '../rules';

/** The gradient from above: forgotten, used twice, or taken for something else. */
export const upstreamMistakes: readonly Mistake[] = [
  {
    id: 'upstream-as-target',
    step: 'chain-product',
    seen: 2,
    forms: [
      inProduct((g, p, s) => (s.loss === 'given' ? minus(p, g) : null)),
      inProduct((g, p, s) => (s.loss === 'given' ? minus(g, p) : null)),
    ],
  },
  {
    id: 'upstream-gradient-ignored',
    step: 'chain-product',
    seen: 7,
    forms: [
      byFactor('batch.scale', (s) => (s.upstreamScale === 1 ? null : batchScale(s) / s.upstreamScale)),
      byRule('chain.product', (v, s) =>
        v.a === undefined || v.t === undefined || s.loss !== 'given' ? null : minus(v.a, v.t),
      ),
    ],
  },
  {
    id: 'upstream-applied-twice',
    step: 'chain-product',
    seen: 1,
    forms: [
      byRule('delta.after', (v) =>
        v.d === undefined || v.g?.length !== v.d.length ? null : times(v.g, v.d),
      ),
    ],
  },
];
