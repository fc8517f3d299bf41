import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowsOf } from '../../../src/calculus/lanes';
import { softmax } from '../../../src/calculus/softmax';
import { findFormula } from '../../../src/diagnosis/formula';
import { randomOf } from '../../bench/random';

/** One element's quantities: `p`, `y`, `s` are z, t and a of class i; `q`, `u`, `r` those of class j. */
interface At {
  readonly p: number;
  readonly y: number;
  readonly s: number;
  readonly q: number;
  readonly u: number;
  readonly r: number;
  readonly delta: number;
  readonly n: number;
  /** Σ over the classes of a function of z and a. */
  readonly sum: (f: (z: number, a: number) => number) => number;
}

/** Slips that no entry of the catalogue holds. */
const vectors: readonly ((at: At) => number)[] = [
  ({ s, y }) => s * s - y,
  ({ s, y, n }) => n * (s - y),
  ({ p }) => Math.exp(-p),
  ({ p, y }) => p - y,
  ({ p, s }) => p * s,
  ({ p, s, y }) => p * (s - y),
  ({ s, y }) => (s - y) ** 2,
  ({ s, y }) => (s - y) / s,
  ({ s }) => s * Math.log(s),
  ({ s, y }) => Math.log(s) - y,
  ({ s, y }) => y - s * s,
  ({ s }) => s * (1 - s) ** 2,
  ({ s }) => 1 / s,
  ({ s, n }) => s - 1 / n,
  ({ p, sum }) => p - sum((z, a) => z * a),
  ({ p, s, sum }) => s * (p - sum((z, a) => z * a)),
  ({ s, sum }) => s / sum((_, a) => a * a),
  ({ p, sum }) => p / sum((z) => z * z),
  ({ p, y }) => Math.exp(p) - y,
  ({ s, y }) => (s - y) * (1 - s),
  ({ s, y }) => 2 * s - y,
  ({ s, y }) => s + y,
  ({ s, y }) => Math.exp(s) - y,
  ({ p }) => p * p,
  ({ p, s, y }) => s * p - y,
  ({ p, s }) => s - p,
  ({ p, sum, n }) => p - sum((z) => z) / n,
];

const matrices: readonly ((at: At) => number)[] = [
  ({ s, q, delta }) => s * q - delta,
  ({ s, r, delta }) => s * (delta + r),
  ({ s, r, delta }) => delta - s * r,
  ({ s, q, delta }) => s * (delta - q),
  ({ p, r, delta }) => p * (delta - r),
  ({ s, r, delta }) => delta / s - r,
  ({ s, r }) => s - r,
  ({ s, r }) => s / r,
  ({ s, r, delta }) => s * s * (delta - r),
  ({ s, u }) => s * u,
  ({ p, r, delta }) => delta * Math.exp(p) - r,
  ({ s, r }) => s * (1 - s) * r,
  ({ p, q }) => Math.exp(p) - Math.exp(q),
  ({ s, r }) => Math.log(s) * r,
  ({ s, r, delta }) => 2 * s * (delta - r),
  ({ s, r, delta, n }) => n * s * (delta - r),
  ({ s, r, delta }) => s * (delta - r) + delta,
  ({ s, u, delta }) => s * (delta - u),
  ({ y, r, delta }) => y * (delta - r),
  ({ s, r }) => s + r,
  ({ p, q }) => p * q,
  ({ s, r, n }) => (s * r) / n,
  ({ s, y, r, u }) => (s - y) * (r - u),
  ({ s, r }) => s * Math.exp(r),
  ({ s, r, delta }) => (delta - s) * (delta - r),
  ({ r, delta, n }) => (delta - r) / n,
  ({ s, r, delta }) => s / (delta + r),
];

const n = 4;
const decimals = 6;

for (const [kind, formulas] of [
  ['vector', vectors],
  ['matrix', matrices],
] as const) {
  formulas.forEach((f, k) => {
    test(`${kind} ${String(k)}: ${f.toString().replace(/\s+/g, ' ')}`, () => {
      const random = randomOf(k + 1);
      const z = Float64Array.from({ length: n }, () => Number((1.3 * random.normal()).toFixed(2)));
      const a = softmax(z, rowsOf(1, n));
      const t = Float64Array.from({ length: n }, (_, i) => (i === k % n ? 1 : 0));
      const at = (values: Float64Array, i: number): number => values[i] ?? NaN;
      const sum: At['sum'] = (g) => z.reduce((total, x, i) => total + g(x, at(a, i)), 0);
      const length = kind === 'vector' ? n : n * n;
      const exact = Float64Array.from({ length }, (_, e) => {
        const [i, j] = kind === 'vector' ? [e, e] : [Math.floor(e / n), e % n];
        return f({
          ...{ p: at(z, i), y: at(t, i), s: at(a, i) },
          ...{ q: at(z, j), u: at(t, j), r: at(a, j) },
          ...{ delta: i === j ? 1 : 0, n, sum },
        });
      });
      const values = exact.map((x) => Number(x.toFixed(decimals)));
      const tolerance = new Float64Array(length).fill(0.5 * 10 ** -decimals);
      const found = findFormula({ kind, values, tolerance, n, samples: 1, given: { z, a, t } });
      assert.ok(found !== null, 'no formula');
      assert.ok(found.bits >= 16, `${found.formula}: ${String(found.bits)} bits`);
      // The slip itself, or one that says the same: not one that only fits what was printed.
      found.predicted.forEach((x, i) => assert.ok(Math.abs(x - at(exact, i)) < 1e-9, found.formula));
    });
  });
}
