import { mapped } from '../../../calculus/buffers';
import { minus, sumRows, zip, type Numbers } from '../../elementwise';
import { softmax } from '../../../calculus/softmax';
import type { Rule } from '../../program';
import type { Values } from '../../registers';
import type { Setting } from '../../setting';
import { byRule, type Form, type Mistake } from '../mistake';
import {
  crossEntropyGradient,
  crossEntropyValue,
  fusedDelta,
  inGradient,
  onOutput,
  quotient,
} from '../rules';

/** Places in a setting's list of guards. */
const guards = Array.from({ length: 8 }, (_, which) => which);
/** Bits of a guard that the text does not name: one of the usual ones, which few people need. */
const unsaidBits = 6;

/** The logarithm near zero, and what is done about it. */
export const logarithmGuardMistakes: readonly Mistake[] = [
  {
    id: 'epsilon-changes-gradient',
    step: 'loss-gradient',
    seen: 3,
    forms: guards.flatMap(formsOfGuard),
  },
  {
    id: 'log-of-zero',
    step: 'loss',
    seen: 2,
    forms: [
      byRule(
        'loss.value',
        elementLosses((t, a) => -t * Math.log(a)),
      ),
      byRule(
        'loss.value',
        elementLosses((t, a) => (t === 0 ? 0 : -t * Math.log(Math.fround(a)))),
        1,
      ),
      inGradient((a, t, s, v) => (isRounded(a, v, s) ? null : lost(zip(t, a, (x, y) => -x / y))), 1),
    ],
  },
];

/** The ways in which one guard changes a gradient: `a + ε`, `clip(a)` in dE/da, in all that follows, or in `a - t`. */
function formsOfGuard(which: number): Form[] {
  const guarded = (f: (e: number) => Rule): Rule => {
    return (v, s) => {
      const e = s.epsilons[which];
      return e === undefined ? null : f(e)(v, s);
    };
  };
  const forms = [
    byRule(
      'loss-gradient.form',
      guarded((e) => crossEntropyGradient((a, t) => zip(t, a, (x, y) => quotient(-x, y + e)))),
    ),
    byRule(
      'loss-gradient.form',
      guarded((e) => crossEntropyGradient((a, t) => zip(t, clipped(a, e), (x, y) => quotient(-x, y)))),
      1,
    ),
    byRule(
      'softmax.output',
      guarded((e) => onOutput((a) => clipped(a, e))),
      1,
    ),
    byRule(
      'chain.product',
      guarded((e) => fusedDelta((a, t, s) => (which < s.epsilonsSaid ? minus(clipped(a, e), t) : null))),
      1,
    ),
  ];
  return forms.map((form) => ({ ...form, guess: (s) => (which < s.epsilonsSaid ? 0 : unsaidBits) }));
}

/** What single precision can still hold. */
const leastSingle = 1e-45;

/** True where zeros of the printed probabilities are none of those that the logits give. */
function isRounded(a: Numbers, { z }: Values, s: Setting): boolean {
  if (z?.length !== a.length || s.mask !== null) return false;
  return softmax(z, s.lanes, s.temperature).every((x) => x > leastSingle);
}

function clipped(a: Numbers, e: number): Numbers {
  return mapped(a, (x) => Math.min(Math.max(x, e), 1 - e));
}

/** A loss per sample from its elements as they come; null where no logarithm was lost. */
function elementLosses(each: (t: number, a: number) => number): Rule {
  return crossEntropyValue((a, t, s) => lost(sumRows(zip(t, a, each), s.classes)));
}

/** Numbers of which some are infinite or none; null where all are finite: then nothing went wrong. */
function lost(values: Numbers): Numbers | null {
  return values.every(Number.isFinite) ? null : values;
}
