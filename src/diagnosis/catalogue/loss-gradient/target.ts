import { mapped, zeros } from '../../../calculus/buffers';
import { lossValues } from '../../../calculus/losses';
import { smoothLabels } from '../../../calculus/targets';
import { byRow, foldRows, minus, type Numbers } from '../../elementwise';
import type { Rule } from '../../program';
import { copyOf } from '../../registers';
import { rightLossGradient } from '../../right-rules';
import type { Setting } from '../../setting';
import { byRule, type Mistake } from '../mistake';
import { ignoresSome, inFusedDelta, inGradient, inLoss, isHard, setWeighted, targetOf } from '../rules';

/** Ways to spread a smoothing of ε over `n` classes that lose or add mass: what the true class gets, and each other. */
const spreads: readonly ((epsilon: number, n: number) => readonly [number, number])[] = [
  (e, n) => [1 - e + 1 / n, 1 / n],
  (e, n) => [1 - e, (1 - e) / n],
  (e, n) => [1 - e + (1 - e) / n, (1 - e) / n],
  (e, n) => [1 - e / n, e / n],
  (e, n) => [1 - e / n, e / (n - 1)],
  (e, n) => [1 - e, e / n],
  (e, n) => [1 + e / n, e / n],
  (e) => [1 - e, 0],
  (e) => [1, e],
];
type Spread = (typeof spreads)[number];

/** Where a class is moved to among `n`: by one around the end, or to the reversed order. */
const moves: readonly ((k: number, n: number) => number)[] = [
  (k, n) => (k + 1) % n,
  (k, n) => (k + n - 1) % n,
  (k, n) => n - 1 - k,
];

/** A target made from class numbers, or another one than the target that stands in the text. */
export const targetMistakes: readonly Mistake[] = [
  {
    id: 'label-smoothing-mass',
    step: 'target',
    seen: 3,
    forms: [
      ...spreads.flatMap((spread, i) => [
        byRule(
          'target',
          onLabels((hot, s) => spreadOver(hot, s, spread)),
          i === 0 ? 0 : 1,
        ),
        byRule(
          'loss-gradient.form',
          instead((t, s) => respread(t, s, spread)),
          i === 0 ? 0 : 1,
        ),
        // a - t with such a target, which does not sum to one.
        inFusedDelta(
          (a, t, s) => {
            const wrong = respread(t, s, spread);
            return wrong === null ? null : minus(a, wrong);
          },
          i === 0 ? 0 : 1,
        ),
      ]),
    ],
  },
  {
    id: 'target-not-distribution',
    step: 'fused-shortcut',
    seen: 5,
    forms: [inFusedDelta((a, t, s) => (s.targetSum === 'scale' && !ignoresSome(s) ? minus(a, t) : null))],
  },
  {
    id: 'target-index-mismatch',
    step: 'target',
    seen: 1,
    forms: [
      byRule('target', (_, s) => shiftedLabels(s, 0)),
      byRule('target', (_, s) => shiftedLabels(s, -1)),
      byRule('target', (_, s) => shiftedLabels(s, 1)),
      ...moves.flatMap((move) => [
        byRule(
          'target',
          onLabels((hot, s) => smoothed(moved(hot, s, move), s)),
          1,
        ),
        byRule(
          'loss-gradient.form',
          instead((t, s) => moved(t, s, move)),
          1,
        ),
      ]),
      // The class number itself is subtracted, from every class.
      inFusedDelta((a, _, s) => lessLabels(a, s), 1),
    ],
  },
  {
    id: 'one-hot-subtracted-from-all-rows',
    step: 'fused-shortcut',
    seen: 2,
    forms: [inFusedDelta((a, t, s) => (s.samples > 1 && isHard(t) ? lessAnyTarget(a, t, s) : null))],
  },
  {
    id: 'soft-target-weight-dropped',
    step: 'loss-gradient',
    seen: 10,
    forms: [
      inGradient((a, t, _, v) =>
        setWeighted(
          v,
          mapped(t, (x) => (x === 0 ? 0 : -1)),
          a,
        ),
      ),
      inGradient((a, t, s, v) => {
        const most = foldRows(t, s.classes, -Infinity, Math.max);
        return setWeighted(
          v,
          byRow(t, most, s.classes, (x, top) => (x === top ? -1 : 0)),
          a,
        );
      }, 1),
      inLoss((a, t, s) =>
        lossValues(
          'cross-entropy',
          a,
          mapped(t, (x) => (x === 0 ? 0 : 1)),
          s.classes,
        ),
      ),
    ],
  },
];

/** From the one-hot rows of the labels, where these are given and no target is. */
function onLabels(f: (hot: Numbers, s: Setting) => Numbers | null): Rule {
  return (v, s) => {
    const hot = targetOf(v, s);
    return hot === null ? null : f(hot, s);
  };
}

/** The right dE/da of another target than the one that stands in the text. */
function instead(f: (t: Numbers, s: Setting) => Numbers | null): Rule {
  return (v, s) => {
    const t = v.t === undefined || v.a === undefined ? null : f(v.t, s);
    if (t === null) return null;
    const other = copyOf(v);
    other.t = t;
    const g = rightLossGradient(other, s);
    v.weighted = other.weighted;
    v.unitSum = other.unitSum;
    return g;
  };
}

function spreadOver(hot: Numbers, s: Setting, spread: Spread): Numbers | null {
  if (s.smoothing === 0) return null;
  const [on, off] = spread(s.smoothing, s.classes);
  return mapped(hot, (x) => (x === 1 ? on : off));
}

/** The same for a target that has been smoothed rightly. */
function respread(t: Numbers, s: Setting, spread: Spread): Numbers | null {
  if (s.smoothing === 0) return null;
  const hot = mapped(t, (x) => Math.round((x - s.smoothing / s.classes) / (1 - s.smoothing)));
  const smooth = smoothLabels(hot, s.classes, s.smoothing);
  return smooth.every((x, i) => Math.abs(x - (t[i] ?? NaN)) < 1e-9) ? spreadOver(hot, s, spread) : null;
}

/** The target made from class numbers that are off by `shift`; rows of classes that do not exist are zero. */
function shiftedLabels(s: Setting, shift: number): Numbers | null {
  if (s.writtenLabels === null) return null;
  const out = zeros(s.samples * s.classes);
  s.writtenLabels.forEach((label, n) => {
    const k = label + shift;
    if (k >= 0 && k < s.classes) out[n * s.classes + k] = 1;
  });
  return smoothed(out, s);
}

/** The smoothing that is due. */
function smoothed(t: Numbers | null, s: Setting): Numbers | null {
  return t === null || s.smoothing === 0 ? t : smoothLabels(t, s.classes, s.smoothing);
}

/** Every one-hot row with its class moved. */
function moved(t: Numbers, s: Setting, move: (k: number, n: number) => number): Numbers | null {
  if (!isHard(t)) return null;
  const out = zeros(t.length);
  t.forEach((x, at) => {
    const k = at % s.classes;
    out[at - k + move(k, s.classes)] = x;
  });
  return out;
}

function lessLabels(a: Numbers, { writtenLabels, classes }: Setting): Numbers | null {
  return writtenLabels === null
    ? null
    : byRow(a, Float64Array.from(writtenLabels), classes, (x, label) => x - label);
}

/** Every row less the ones of all targets together. */
function lessAnyTarget(a: Numbers, t: Numbers, s: Setting): Numbers {
  const any = zeros(s.classes);
  t.forEach((x, at) => (any[at % s.classes] = Math.max(any[at % s.classes] ?? 0, x)));
  return byRow(a, a, s.classes, (x, _, k) => x - (any[k] ?? 0));
}
