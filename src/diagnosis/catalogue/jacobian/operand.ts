import { softmax } from '../../../calculus/softmax';
import { byRule, type Mistake } from '../mistake';
import { onOutput } from '../rules';

/** The right Jacobian of something else than the probabilities. */
export const jacobianOperandMistakes: readonly Mistake[] = [
  {
    id: 'jacobian-at-logits',
    step: 'jacobian',
    name: 'Jacobian evaluated at the logits',
    wrongForm: 'J_{ij} = z_i (\\delta_{ij} - z_j)',
    rightForm: 'J_{ij} = a_i (\\delta_{ij} - a_j),\\quad a = \\operatorname{softmax}(z)',
    seen: 8,
    forms: [byRule('jacobian.operand', (v) => v.z ?? null)],
  },
  {
    id: 'jacobian-at-softmax-of-activation',
    step: 'jacobian',
    name: 'Jacobian evaluated at the softmax of the activation',
    wrongForm: 'J\\bigl(\\operatorname{softmax}(\\operatorname{softmax}(z))\\bigr)',
    rightForm: 'J\\bigl(\\operatorname{softmax}(z)\\bigr)',
    seen: 8,
    forms: [
      byRule(
        'jacobian.operand',
        onOutput((a, s) => softmax(a, s.lanes)),
      ),
    ],
  },
  {
    id: 'jacobian-at-upstream-gradient',
    step: 'jacobian',
    name: 'Jacobian evaluated at the upstream gradient',
    wrongForm: 'J\\bigl(\\operatorname{softmax}(g)\\bigr)',
    rightForm: 'J\\bigl(\\operatorname{softmax}(z)\\bigr)\\,g',
    seen: 2,
    forms: [
      byRule('jacobian.operand', (v, s) => (v.g === undefined ? null : softmax(v.g, s.lanes))),
      byRule('jacobian.operand', (v) => v.g ?? null, 2),
    ],
  },
];
