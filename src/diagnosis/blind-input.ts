import type { Observation } from './diagnosis';

/** What the person gave, in rows of `n`. */
export interface BlindSpots {
  readonly z?: Float64Array | undefined;
  readonly a?: Float64Array | undefined;
  readonly t?: Float64Array | undefined;
  readonly g?: Float64Array | undefined;
  readonly n: number;
}

/** Reasons why many mistakes look the same on this input. */
export function blindInput({ z, a, t, g, n }: BlindSpots): Observation[] {
  const found: Observation[] = [];
  const uniform = (rows: Float64Array): boolean =>
    n > 1 && rows.length > 0 && rows.every((value, i) => value === rows[i - (i % n)]);
  if ((z !== undefined && uniform(z)) || (z === undefined && a !== undefined && uniform(a))) {
    found.push({ kind: 'blind-input', because: 'equal-logits' });
  }
  if (n === 2) found.push({ kind: 'blind-input', because: 'two-classes' });
  if (g !== undefined && uniform(g)) found.push({ kind: 'blind-input', because: 'uniform-upstream' });
  if (a !== undefined && t?.length === a.length && a.every((v, i) => Math.abs(v - (t[i] ?? NaN)) < 1e-3)) {
    found.push({ kind: 'blind-input', because: 'at-target' });
  }
  return found;
}
