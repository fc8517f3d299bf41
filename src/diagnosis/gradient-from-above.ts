import type { NumericArray } from '../reader/reading';
import type { Role } from './diagnosis';
import { minus, total, times } from './elementwise';
import type { NameReading } from './names';

/** What it costs to read what is called a gradient from above as that of a loss of the text. */
const doubt = 4;
/** From this cosine on two gradients have one direction. */
const sameDirection = 0.999;

/**
 * Bits for dE/da of what is called a gradient from above with `bits`: beside a reference that has the direction of
 * `a - t` it is meant to be that of the cross-entropy. 0 elsewhere.
 */
export function lossGradientBits(
  bits: number,
  arrays: readonly NumericArray[],
  names: readonly NameReading[],
): number {
  if (bits <= doubt) return 0;
  const called = (role: Role): NumericArray[] =>
    arrays.filter((_, i) => names[i]?.reference === false && (names[i].scores.get(role) ?? 0) > 0);
  const fused = called('probabilities').flatMap((a) =>
    called('target').flatMap((t) => (t.values.length === a.values.length ? minus(a.values, t.values) : [])),
  );
  const meant = arrays.some(
    ({ values }, i) =>
      names[i]?.reference === true &&
      fused.some(
        (d) =>
          d.length === values.length &&
          total(times(d, values)) >
            sameDirection * Math.sqrt(total(times(d, d)) * total(times(values, values))),
      ),
  );
  return meant ? bits - doubt : 0;
}
