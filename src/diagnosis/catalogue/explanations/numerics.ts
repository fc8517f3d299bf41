import type { Explanation } from '../mistake';
import type { MistakeId } from '../../diagnosis';

export const numericsExplanations: Readonly<Record<MistakeId, Explanation>> = {
  'in-place-mutation': {
    name: 'Array changed in place',
    wrongForm: 'a_y \\leftarrow a_y - 1,\\quad J = \\operatorname{diag}(a) - a a^{\\top}',
    rightForm: '\\delta = a - t,\\quad J = \\operatorname{diag}(a) - a a^{\\top}',
    why: 'A later step used an array that an earlier one had overwritten: the 1 was subtracted from the stored probabilities themselves, or the maximum from the stored logits.',
    remedy: 'Subtract on a copy, and keep the stored probabilities and logits as they are.',
    reference: 'https://github.com/linkedin/Liger-Kernel/issues/1251',
  },
  'finite-difference-step': {
    name: 'Unsuitable step of the finite differences',
    wrongForm: '\\frac{f(z + h) - f(z)}{h},\\ h = 10^{-1}\\ \\text{or}\\ 10^{-10}',
    rightForm: '\\frac{f(z + h) - f(z - h)}{2h},\\ h \\approx 10^{-5}',
    why: 'The step is so large that curvature dominates the difference, or so small that rounding does. The numeric gradient is off by that; the derivation is not.',
    remedy: 'Use central differences with a step near 1e-5 in double precision.',
    reference: null,
  },
};
