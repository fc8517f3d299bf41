import { zeros } from '../../../calculus/buffers';
import { softmaxJacobians } from '../../../calculus/jacobian';
import { byRow, foldRows, times, total, zip, type Numbers } from '../../elementwise';
import type { Setting } from '../../setting';
import { byStructure, type Form, type Mistake } from '../mistake';
import { isBatch } from '../rules';

/** A batch of more numbers than this has no Jacobian as one vector that anybody prints. */
const mostFlattened = 4096;

/** Jacobians of a wrong shape: parts of one, or one for all samples. */
export const jacobianShapeMistakes: readonly Mistake[] = [
  {
    id: 'jacobian-columns-overwritten',
    step: 'jacobian',
    seen: 4,
    forms: [byOneRow((_, __, s) => s.classes - 1)],
  },
  {
    id: 'jacobian-batch-overwritten',
    step: 'jacobian',
    seen: 1,
    forms: [
      byStructure((p, _, s) => {
        if (!isBatch(s)) return null;
        const last = softmaxJacobians(p.slice(p.length - s.classes), s.classes);
        const out = zeros(p.length * s.classes);
        for (let n = 0; n < s.samples; n++) out.set(last, n * last.length);
        return out;
      }),
      byStructure(
        (p, _, s) => (!isBatch(s) ? null : softmaxJacobians(p.slice(p.length - s.classes), s.classes)),
        undefined,
        2,
      ),
    ],
  },
  {
    id: 'jacobian-truncated-shape',
    step: 'jacobian',
    seen: 1,
    forms: [byOneRow(() => 0)],
  },
  {
    id: 'jacobian-single-row',
    step: 'jacobian',
    seen: 2,
    forms: [
      byOneRow((p, base, s) => largestOf(p, base, s.classes)),
      byStructure(
        (p, _, s) => byRow(p, firstOf(p, s.classes), s.classes, (__, x) => x * (1 - x)),
        undefined,
        1,
      ),
    ],
  },
  {
    id: 'jacobian-batch-flattened',
    step: 'jacobian',
    seen: 4,
    forms: [
      byStructure(
        (p, _, s) => (!isBatch(s) || p.length > mostFlattened ? null : softmaxJacobians(p, p.length)),
        (g, p, _, s) => {
          if (!isBatch(s)) return null;
          const sum = total(times(g, p));
          return zip(g, p, (x, y) => y * (x - sum));
        },
      ),
    ],
  },
];

/** Row `row(base)` of every sample's Jacobian in the place of the whole. */
function byOneRow(row: (p: Numbers, base: number, s: Setting) => number): Form {
  const vector = (p: Numbers, s: Setting): Numbers => rowOfJacobian(p, s.classes, (base) => row(p, base, s));
  return byStructure(
    (p, _, s) => vector(p, s),
    (g, p, _, s) => times(g, vector(p, s)),
  );
}

function rowOfJacobian(p: Numbers, classes: number, row: (base: number) => number): Numbers {
  const out = zeros(p.length);
  for (let base = 0; base < p.length; base += classes) {
    const i = row(base);
    const pi = p[base + i] ?? NaN;
    for (let k = 0; k < classes; k++) out[base + k] = pi * ((k === i ? 1 : 0) - (p[base + k] ?? NaN));
  }
  return out;
}

/** Index of the largest entry of the row that starts at `base`. */
function largestOf(p: Numbers, base: number, classes: number): number {
  let best = 0;
  for (let k = 1; k < classes; k++) if ((p[base + k] ?? NaN) > (p[base + best] ?? NaN)) best = k;
  return best;
}

/** The first entry of every row. */
function firstOf(p: Numbers, classes: number): Numbers {
  return foldRows(p, classes, NaN, (kept, x) => (Number.isNaN(kept) ? x : kept));
}
