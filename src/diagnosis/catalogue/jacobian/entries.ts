import { mapped, zeros } from '../../../calculus/buffers';
import { byRow, foldRows, outerOf, sumRows, times, total, type Numbers } from '../../elementwise';
import type { Setting } from '../../setting';
import { byEntry, byStructure, type Mistake } from '../mistake';
import { isBatch, rowOf } from '../rules';

/** Wrong entries of a Jacobian. */
export const jacobianEntryMistakes: readonly Mistake[] = [
  {
    id: 'jacobian-diagonal-only',
    step: 'jacobian',
    seen: 45,
    forms: [
      byStructure(slopes, (g, p) => times(g, slopes(p))),
      byEntry((x, _, same) => (same ? x * (1 - x) : 0), undefined, 1),
    ],
  },
  {
    id: 'jacobian-off-diagonal-sign',
    step: 'jacobian',
    seen: 2,
    forms: [
      byEntry(
        (x, y, same) => (same ? x * (1 - x) : x * y),
        (g, p, _, s) => combine(g, p, s, (gp, x, sum) => x * sum + gp * (1 - 2 * x)),
      ),
    ],
  },
  {
    id: 'jacobian-delta-omitted',
    step: 'jacobian',
    seen: 1,
    forms: [
      byEntry(
        (x, y) => x * (1 - y),
        (g, p, _, s) => combine(g, p, s, (_gp, x, sum) => sum * (1 - x)),
      ),
    ],
  },
  {
    id: 'jacobian-kronecker-product-for-delta',
    step: 'jacobian',
    seen: 1,
    forms: [
      byEntry((x, y) => x * (x * y - y)),
      byStructure(
        (p, { z }, s) => {
          if (z?.length !== p.length) return null;
          const kron = outerOf(z, s.classes, (x, y) => x * y);
          const rows = outerOf(p, s.classes, (x) => x);
          const columns = outerOf(p, s.classes, (_, y) => y);
          return mapped(kron, (x, at) => (rows[at] ?? NaN) * (x - (columns[at] ?? NaN)));
        },
        undefined,
        1,
        (i, j, p, { z }) => (p[i] ?? NaN) * ((z?.[i] ?? NaN) * (z?.[j] ?? NaN) - (p[j] ?? NaN)),
      ),
    ],
  },
  {
    id: 'jacobian-diagonal-overwritten',
    step: 'jacobian',
    seen: 1,
    forms: [
      byEntry(
        (x, y) => -x * y,
        (g, p, _, s) => combine(g, p, s, (_gp, x, sum) => -x * sum),
      ),
    ],
  },
  {
    id: 'jacobian-inner-product-for-outer',
    step: 'jacobian',
    seen: 1,
    forms: [
      byStructure(
        (p, _, s) => {
          const squares = sumRows(times(p, p), s.classes);
          const own = outerOf(p, s.classes, (x, __, same) => (same ? x : 0));
          return byRow(own, squares, s.classes * s.classes, (x, square) => x - square);
        },
        undefined,
        0,
        (i, j, p, _, s) => {
          const row = rowOf(p, i, s);
          return (i === j ? (p[i] ?? NaN) : 0) - total(times(row, row));
        },
      ),
    ],
  },
  {
    id: 'jacobian-diag-of-column-vector',
    step: 'jacobian',
    seen: 2,
    forms: [
      byStructure(
        (p, _, s) => {
          const first = foldRows(p, s.classes, NaN, (kept, x) => (Number.isNaN(kept) ? x : kept));
          const outer = outerOf(p, s.classes, (x, y) => -x * y);
          return byRow(outer, first, s.classes * s.classes, (x, s0) => x + s0);
        },
        undefined,
        0,
        (i, j, p, _, s) =>
          (rowOf(p, i, s).find((x) => !Number.isNaN(x)) ?? NaN) - (p[i] ?? NaN) * (p[j] ?? NaN),
      ),
      byStructure(
        (p, _, s) => (isBatch(s) && s.samples === s.classes ? diagonalLessProducts(p, s.classes) : null),
        undefined,
        1,
      ),
    ],
  },
  {
    id: 'jacobian-transpose-no-op',
    step: 'jacobian',
    seen: 1,
    forms: [byEntry((_x, y, same) => y * ((same ? 1 : 0) - y))],
  },
];

/** `∂a_i/∂z_i`, one for every element. */
function slopes(p: Numbers): Numbers {
  return mapped(p, (x) => x * (1 - x));
}

/** `f(g_j p_j, p_j, ⟨g,p⟩)` for every element. */
function combine(
  g: Numbers,
  p: Numbers,
  s: Setting,
  f: (gp: number, p: number, sum: number) => number,
): Numbers {
  const weighted = times(g, p);
  const sums = sumRows(weighted, s.classes);
  return mapped(weighted, (x, at) => f(x, p[at] ?? NaN, sums[Math.floor(at / s.classes)] ?? NaN));
}

/** `diag(S) - S Sᵀ` of a square batch S, the diagonal taken out and broadcast over the rows. */
function diagonalLessProducts(p: Numbers, n: number): Numbers {
  return mapped(zeros(n * n), (_, at) => {
    const i = Math.floor(at / n);
    const j = at % n;
    let product = 0;
    for (let k = 0; k < n; k++) product += (p[i * n + k] ?? NaN) * (p[j * n + k] ?? NaN);
    return (p[j * n + j] ?? NaN) - product;
  });
}
