import type { Observation, ObservedClaim, Role } from './diagnosis';

/** Roles whose samples sum to a known number: δ and the rows of J to 0, probabilities to 1. */
const sums: Partial<Record<Role, number>> = { probabilities: 1, delta: 0, jacobian: 0 };

/** Larger claims are not searched for a permutation: it would say little and cost much. */
const permutationLimit = 12;

/**
 * What is certain about a claim that nothing explains: which elements are right, a constant factor or a sign
 * between it and `expected`, a transpose, a permutation, and the invariants that it breaks. `expected` has the
 * claim's shape; where it has not, only the invariants are looked at.
 */
export function observe(claim: ObservedClaim, expected: Float64Array): Observation[] {
  const found: Observation[] = [];
  if (expected.length === claim.values.length) {
    const relation = relationTo(claim, expected);
    if (relation !== null) found.push(relation);
    let right = 0;
    for (let i = 0; i < expected.length; i++) if (agrees(claim, i, expected[i] ?? NaN)) right++;
    if (right > 0) found.push({ kind: 'right-elements', count: right, of: expected.length });
  }
  const broken = brokenSums(claim);
  if (broken !== null) found.push(broken);
  const lopsided = asymmetry(claim);
  if (lopsided !== null) found.push(lopsided);
  return found;
}

function agrees(claim: ObservedClaim, i: number, value: number): boolean {
  const difference = Math.abs((claim.values[i] ?? NaN) - value);
  return difference <= (claim.tolerance[i] ?? 0) + 1e-12 * Math.abs(value);
}

const agreesThroughout = (claim: ObservedClaim, f: (i: number) => number): boolean =>
  claim.values.every((_, i) => agrees(claim, i, f(i)));

/** The simplest relation that holds for every element. A claim of zeros, or of one element, shows none. */
function relationTo(claim: ObservedClaim, expected: Float64Array): Observation | null {
  const telling = claim.values.reduce(
    (count, v, i) => count + (Math.abs(v) > (claim.tolerance[i] ?? 0) ? 1 : 0),
    0,
  );
  if (telling < 2) return null;
  if (agreesThroughout(claim, (i) => -(expected[i] ?? NaN))) return { kind: 'sign' };
  const factor = constantFactor(claim, expected);
  if (factor !== null) return { kind: 'constant-factor', factor };
  const { shape } = claim;
  const rows = shape.at(-2) ?? 1;
  const columns = shape.at(-1) ?? 1;
  if (rows === columns && rows > 1) {
    const turned = (i: number): number => {
      const base = i - (i % (rows * columns));
      const within = i - base;
      return expected[base + (within % columns) * columns + Math.floor(within / columns)] ?? NaN;
    };
    if (agreesThroughout(claim, turned)) return { kind: 'transpose' };
  }
  const order = permutation(claim, expected);
  return order === null ? null : { kind: 'permutation', order };
}

/**
 * The one number c with claim = c·expected within the tolerances, spelled with as few digits as they allow.
 * Zero elements have to be zero in both.
 */
function constantFactor(claim: ObservedClaim, expected: Float64Array): number | null {
  let low = -Infinity;
  let high = Infinity;
  for (let i = 0; i < expected.length; i++) {
    const value = claim.values[i] ?? NaN;
    const truth = expected[i] ?? NaN;
    const room = (claim.tolerance[i] ?? 0) + 1e-12 * Math.abs(value);
    if (truth === 0) {
      if (Math.abs(value) > room) return null;
      continue;
    }
    const ends = [(value - room) / truth, (value + room) / truth];
    low = Math.max(low, Math.min(...ends));
    high = Math.min(high, Math.max(...ends));
    if (!(low <= high)) return null;
  }
  if (!Number.isFinite(low) || !Number.isFinite(high) || low * high <= 0) return null;
  return simplest(low, high);
}

/** The decimal with the fewest digits in [low, high]. */
function simplest(low: number, high: number): number {
  const middle = (low + high) / 2;
  for (let digits = 1; digits <= 17; digits++) {
    const value = Number(middle.toPrecision(digits));
    if (value >= low && value <= high) return value;
  }
  return middle;
}

/** Which element of `expected` stands at each place of the claim; null where the claim is no rearrangement of it. */
function permutation(claim: ObservedClaim, expected: Float64Array): number[] | null {
  const n = claim.values.length;
  if (n < 3 || n > permutationLimit || claim.shape.length > 1) return null;
  const free = new Set(expected.keys());
  const order: number[] = [];
  for (let i = 0; i < n; i++) {
    let best: number | null = null;
    for (const j of free) {
      const nearer =
        best === null ||
        Math.abs((expected[j] ?? NaN) - (claim.values[i] ?? NaN)) <
          Math.abs((expected[best] ?? NaN) - (claim.values[i] ?? NaN));
      if (agrees(claim, i, expected[j] ?? NaN) && nearer) best = j;
    }
    if (best === null) return null;
    free.delete(best);
    order.push(best);
  }
  return order.some((j, i) => j !== i) ? order : null;
}

function brokenSums(claim: ObservedClaim): Observation | null {
  const expected = sums[claim.role];
  const length = claim.shape.at(-1) ?? 0;
  const square = claim.role !== 'jacobian' || (claim.shape.length >= 2 && claim.shape.at(-2) === length);
  if (expected === undefined || length < 2 || !square) return null;
  const found: number[] = [];
  let broken = false;
  for (let start = 0; start < claim.values.length; start += length) {
    let sum = 0;
    let room = 1e-12;
    for (let k = start; k < start + length; k++) {
      sum += claim.values[k] ?? NaN;
      room += (claim.tolerance[k] ?? 0) + 1e-12 * Math.abs(claim.values[k] ?? 0);
    }
    found.push(sum);
    if (!(Math.abs(sum - expected) <= room)) broken = true;
  }
  return broken ? { kind: 'rows-do-not-sum', expected, sums: found } : null;
}

/** The pair of elements of a Jacobian that differ most beyond their tolerances. */
function asymmetry(claim: ObservedClaim): Observation | null {
  const n = claim.shape.at(-1) ?? 0;
  if (claim.role !== 'jacobian' || claim.shape.length < 2 || claim.shape.at(-2) !== n) return null;
  let worst = 0;
  let at: { row: number; column: number } | null = null;
  for (let start = 0; start < claim.values.length; start += n * n) {
    for (let row = 0; row < n; row++) {
      for (let column = row + 1; column < n; column++) {
        const one = start + row * n + column;
        const other = start + column * n + row;
        const room = (claim.tolerance[one] ?? 0) + (claim.tolerance[other] ?? 0) + 1e-12;
        const excess = Math.abs((claim.values[one] ?? NaN) - (claim.values[other] ?? NaN)) - room;
        if (excess > worst) {
          worst = excess;
          at = { row, column };
        }
      }
    }
  }
  return at === null ? null : { kind: 'not-symmetric', ...at };
}
