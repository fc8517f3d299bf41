import type { Mistake } from './mistake';

export const numericsMistakes: readonly Mistake[] = [
  {
    id: 'in-place-mutation',
    step: 'numerics',
    name: 'Array changed in place',
    wrongForm: 'z \\leftarrow z - \\max z',
    rightForm: "z' = z - \\max z",
    seen: 3,
    forms: [],
  },
  {
    id: 'finite-difference-step',
    step: 'numerics',
    name: 'Unsuitable step of the finite differences',
    wrongForm: '\\frac{f(z + h) - f(z)}{h},\\ h = 10^{-10}',
    rightForm: '\\frac{f(z + h) - f(z - h)}{2h},\\ h \\approx 10^{-5}',
    seen: 2,
    forms: [],
  },
];
