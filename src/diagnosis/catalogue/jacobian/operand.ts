import { softmax } from '../../../calculus/softmax';
import { byRule, type Mistake } from '../mistake';
import { gradientOf, onOutput } from '../rules';

/** The right Jacobian of something else than the probabilities. */
export const jacobianOperandMistakes: readonly Mistake[] = [
  {
    id: 'jacobian-at-logits',
    step: 'jacobian',
    seen: 8,
    forms: [byRule('jacobian.operand', (v) => v.z ?? null)],
  },
  {
    id: 'jacobian-at-softmax-of-activation',
    step: 'jacobian',
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
    seen: 2,
    forms: [
      byRule('jacobian.operand', (v, s) => {
        const g = gradientOf(v, s);
        return g === null ? null : softmax(g, s.lanes);
      }),
      byRule('jacobian.operand', gradientOf, 2),
    ],
  },
];
