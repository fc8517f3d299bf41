import type { Explanation } from '../mistake';
import type { MistakeId } from '../../diagnosis';

export const numericsExplanations: Readonly<Record<MistakeId, Explanation>> = {
  'in-place-mutation': {
    name: 'Array changed in place',
    wrongForm: 'z \\leftarrow z - \\max z',
    rightForm: "z' = z - \\max z",
    why: 'A later step used an array that an earlier one had overwritten.',
    remedy: 'Work on a copy.',
    reference: 'https://github.com/linkedin/Liger-Kernel/issues/1251',
  },
  'finite-difference-step': {
    name: 'Unsuitable step of the finite differences',
    wrongForm: '\\frac{f(z + h) - f(z)}{h},\\ h = 10^{-10}',
    rightForm: '\\frac{f(z + h) - f(z - h)}{2h},\\ h \\approx 10^{-5}',
    why: 'The step is so small that rounding dominates the difference, or so large that curvature does. The noise is not a mistake of the derivation.',
    remedy: 'Use central differences with a step near 1e-5 in double precision.',
    reference: null,
  },
};
