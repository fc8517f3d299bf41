import { fusedDelta, softmaxBackward } from '../../src/calculus/backward';
import { softmaxJacobians, timesJacobian } from '../../src/calculus/jacobian';
import { columnsOf, rowsOf } from '../../src/calculus/lanes';
import { lossGradient } from '../../src/calculus/losses';
import { softmax } from '../../src/calculus/softmax';
import { derive, type Derivation, type Scenario } from './generate-derivation';
import type { Part } from './generate-print';

/** What a wrong program has at hand: the right derivation, one row per sample. */
interface Program {
  readonly s: Scenario;
  readonly z: Float64Array;
  readonly a: Float64Array;
  readonly g: Float64Array;
  readonly J: Float64Array;
  readonly delta: Float64Array;
  readonly n: number;
  readonly divisor: number;
}

type Changed = Partial<Record<Part, Float64Array>> | null;

const at = (values: Float64Array, i: number): number => values[i] ?? NaN;
const map = (length: number, f: (i: number) => number) => Float64Array.from({ length }, (_, i) => f(i));

/** A Jacobian given element by element from (sample offset, i, j), and the delta that follows from it. */
function withJacobian(p: Program, f: (row: number, i: number, j: number) => number): Changed {
  const jacobian = map(p.J.length, (e) => f(e - (e % (p.n * p.n)), Math.floor(e / p.n) % p.n, e % p.n));
  return { jacobian, delta: timesJacobian(p.g, jacobian, p.n).map((v) => v / p.divisor) };
}

/** Everything that follows from wrong probabilities by the right rules. */
function withProbabilities(p: Program, a: Float64Array): Changed {
  const { s } = p;
  if (s.loss === 'given' || s.loss === 'distillation') return null;
  const lanes = rowsOf(s.samples, p.n);
  const g = lossGradient(s.loss, a, s.t, p.n);
  const jacobian = softmaxJacobians(a, p.n);
  const delta =
    s.loss === 'cross-entropy' || s.loss === 'kl-divergence'
      ? map(a.length, (e) => at(fusedDelta(a, s.t, lanes), e))
      : softmaxBackward(a, g, lanes);
  return { probabilities: a, lossGradient: g, jacobian, delta: delta.map((v) => v / p.divisor) };
}

const isSquared = ({ s }: Program): boolean => s.loss.endsWith('squared-error');

/**
 * Wrong programs written out by hand, a few of every section of the catalogue: they share nothing with its
 * entries, so that a slip in an entry shows as a case that is not recognised.
 */
const programs: Readonly<Record<string, (p: Program) => Changed>> = {
  'softmax-applied-twice': (p) => withProbabilities(p, softmax(p.a, rowsOf(p.s.samples, p.n))),
  'softmax-wrong-axis': (p) =>
    p.s.samples < 2 ? null : withProbabilities(p, softmax(p.z, columnsOf(p.n, p.s.samples))),
  'sigmoid-for-softmax': (p) =>
    withProbabilities(
      p,
      p.z.map((x) => 1 / (1 + Math.exp(-x))),
    ),
  'sign-flipped-delta': (p) => ({ delta: p.delta.map((v) => -v) }),
  'binary-cross-entropy-on-softmax': (p) => {
    if (p.s.loss !== 'cross-entropy') return null;
    const g = map(p.a.length, (e) => -at(p.s.t, e) / at(p.a, e) + (1 - at(p.s.t, e)) / (1 - at(p.a, e)));
    const delta = softmaxBackward(p.a, g, rowsOf(p.s.samples, p.n)).map((v) => v / p.divisor);
    return { lossGradient: g, delta };
  },
  'loss-value-used-as-gradient': (p) => {
    if (p.s.loss !== 'cross-entropy') return null;
    const g = map(p.a.length, (e) => (at(p.s.t, e) === 0 ? 0 : -at(p.s.t, e) * Math.log(at(p.a, e))));
    const delta = softmaxBackward(p.a, g, rowsOf(p.s.samples, p.n)).map((v) => v / p.divisor);
    return { lossGradient: g, delta };
  },
  'jacobian-at-logits': (p) =>
    withJacobian(p, (row, i, j) => {
      const first = row / p.n;
      return at(p.z, first + i) * ((i === j ? 1 : 0) - at(p.z, first + j));
    }),
  'jacobian-off-diagonal-sign': (p) =>
    withJacobian(p, (row, i, j) => {
      const [x, y] = [at(p.a, row / p.n + i), at(p.a, row / p.n + j)];
      return i === j ? x * (1 - x) : x * y;
    }),
  'jacobian-diagonal-overwritten': (p) =>
    withJacobian(p, (row, i, j) => -at(p.a, row / p.n + i) * at(p.a, row / p.n + j)),
  'jacobian-delta-omitted': (p) =>
    withJacobian(p, (row, i, j) => at(p.a, row / p.n + i) * (1 - at(p.a, row / p.n + j))),
  'jacobian-diagonal-only': (p) => ({
    jacobian: p.a.map((x) => x * (1 - x)),
    delta: p.g.map((g, e) => (g * at(p.a, e) * (1 - at(p.a, e))) / p.divisor),
  }),
  'jacobian-skipped': (p) => (isSquared(p) ? null : { delta: p.g.map((g) => g / p.divisor) }),
  'fused-shortcut-with-other-loss': (p) =>
    isSquared(p) ? { delta: p.a.map((x, e) => (x - at(p.s.t, e)) / p.divisor) } : null,
  'fused-delta-times-jacobian': (p) => {
    if (p.s.loss !== 'cross-entropy' || p.s.target === 'unnormalised') return null;
    const g = fusedDelta(p.a, p.s.t, rowsOf(p.s.samples, p.n));
    const delta = softmaxBackward(p.a, g, rowsOf(p.s.samples, p.n)).map((v) => v / p.divisor);
    return { lossGradient: g, delta };
  },
  'dot-product-term-missing': (p) =>
    p.s.loss === 'cross-entropy' ? null : { delta: p.g.map((g, e) => (g * at(p.a, e)) / p.divisor) },
  'missing-batch-mean': (p) => (p.divisor === 1 ? null : { delta: p.delta.map((v) => v * p.divisor) }),
};

export const handWritten: readonly string[] = Object.keys(programs);

/** The derivation with a hand-written wrong program in it; null where it does not apply to the scenario. */
export function wrongByHand(
  id: string,
  s: Scenario,
  keep: (values: Float64Array) => Float64Array,
): Derivation | null {
  // Means that are taken early would have to be undone here: these programs work per sample.
  if (s.mean === 'loss-gradient' || s.layer !== 'softmax' || s.temperature !== 1) return null;
  if (s.classWeights !== null || s.logBase !== Math.E || s.inputs !== null || s.smoothing !== 0) return null;
  const right = derive(s);
  const need = (part: Part) => right.get(part) ?? new Float64Array();
  const changed = programs[id]?.({
    s,
    z: s.z,
    a: need('probabilities'),
    g: s.loss === 'given' ? s.upstream : need('lossGradient'),
    J: need('jacobian'),
    delta: need('delta'),
    n: s.classes,
    divisor: s.mean === 'nowhere' ? 1 : s.divisor,
  });
  if (changed === undefined || changed === null) return null;
  const out = new Map(right);
  for (const part of ['probabilities', 'lossGradient', 'jacobian', 'delta'] as const) {
    const value = changed[part];
    if (value === undefined) continue;
    if (part === 'lossGradient' && s.loss === 'given') continue;
    out.set(part, keep(value));
  }
  if (changed.probabilities !== undefined) {
    out.delete('logProbabilities');
    out.delete('loss');
  }
  if (id === 'binary-cross-entropy-on-softmax') out.delete('loss');
  return out;
}
