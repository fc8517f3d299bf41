import { mapped } from '../../../calculus/buffers';
import { byRow, outerOf, sumRows, total, zip, type Numbers } from '../../elementwise';
import type { Setting } from '../../setting';
import { byEntry, byFactor, byStructure, containing, type Mistake } from '../mistake';
import { rowOf } from '../rules';

/** Beyond so many classes nobody writes a sum over all pairs of them out, and it takes long. */
const mostClasses = 300;

/** Slips in the rules of differentiation. */
export const differentiationMistakes: readonly Mistake[] = [
  {
    id: 'quotient-rule-error',
    step: 'jacobian',
    seen: 2,
    forms: [
      containing(
        ['jacobian-diagonal-only'],
        byStructure(
          (p) => mapped(p, (x) => 1 - x),
          (g, p) => zip(g, p, (x, y) => x * (1 - y)),
        ),
      ),
      ...[0, 1, 2].map((which) =>
        containing(
          ['jacobian-diagonal-only'],
          byStructure(
            (p, v, s) => {
              const inverse = inverseSums(v.z, s, which);
              return inverse === null ? null : byRow(p, inverse, s.classes, (x, c) => x - c * c);
            },
            undefined,
            which === 0 ? 0 : 1,
          ),
        ),
      ),
      byEntry((x, y, same) => (same ? 1 - x : -x * y), undefined, 2),
    ],
  },
  {
    id: 'exponent-rule-error',
    step: 'jacobian',
    seen: 1,
    forms: [
      byStructure(
        (p, { z }, s) => {
          if (z?.length !== p.length) return null;
          const own = outerOf(p, s.classes, (x, _, same) => (same ? x : 0));
          const cross = outerOf(z, s.classes, (x, y) => Math.exp(x * y));
          const fractions = byRow(
            cross,
            sumsOfExponentials(z, s.classes),
            s.classes * s.classes,
            (x, sum) => x / (sum * sum),
          );
          return zip(own, fractions, (x, y) => x - y);
        },
        undefined,
        0,
        (i, j, p, { z }, s) => {
          if (z?.length !== p.length) return NaN;
          const sum = total(mapped(rowOf(z, i, s), Math.exp));
          return (i === j ? (p[i] ?? NaN) : 0) - Math.exp((z[i] ?? NaN) * (z[j] ?? NaN)) / (sum * sum);
        },
      ),
      ...[false, true].map((others) =>
        containing(
          ['jacobian-diagonal-only'],
          byStructure(
            (_, { z }, s) =>
              z === undefined || s.classes > mostClasses ? null : sumsOfProducts(z, s.classes, others),
            undefined,
            2,
          ),
        ),
      ),
    ],
  },
  {
    id: 'jacobian-missing-temperature',
    step: 'jacobian',
    seen: 2,
    forms: [byFactor('jacobian.factor', (s) => (s.temperature === 1 || s.keyWidth !== null ? null : 1))],
  },
];

/** Per-sample normalisers 1/Σe^z, from the logits or from what the text gives beside them. */
function inverseSums(z: Numbers | undefined, s: Setting, which: number): Numbers | null {
  if (which === 0) return z === undefined ? null : sumsOfExponentials(z, s.classes).map((x) => 1 / x);
  const given = s.perSample[which - 1];
  return given?.length === s.samples ? given : null;
}

function sumsOfExponentials(z: Numbers, classes: number): Numbers {
  return sumRows(mapped(z, Math.exp), classes);
}

/** `Σ_j e^{z_i z_j} / (Σe^z)²` of every element, over all j or over the others only. */
function sumsOfProducts(z: Numbers, classes: number, others: boolean): Numbers {
  const sums = sumsOfExponentials(z, classes);
  return mapped(z, (x, at) => {
    const base = at - (at % classes);
    let total = 0;
    for (let k = 0; k < classes; k++)
      if (!others || base + k !== at) total += Math.exp(x * (z[base + k] ?? NaN));
    return total / (sums[base / classes] ?? NaN) ** 2;
  });
}
