import { zeros } from '../calculus/buffers';
import { Cancelled } from './diagnosis';
import { bitsEarned, groupsOf } from './evidence';
import {
  apply,
  binary,
  describe,
  errorOf,
  evaluateTree,
  leavesOf,
  size,
  type Binary,
  type Symbols,
  type Tree,
} from './formula-tree';

/** A claim that nothing named explains, and what it may be a formula of. Buffers are `samples × n`. */
export interface FormulaProblem {
  /** One value per class, or one per pair of classes (`samples × n × n`). */
  readonly kind: 'vector' | 'matrix';
  readonly values: Float64Array;
  /** Half width of the interval that counts as agreement, per element. */
  readonly tolerance: Float64Array;
  readonly n: number;
  readonly samples: number;
  /** What the person gave, as exactly as it is known, with the half widths of what is only known from print. */
  readonly given: Symbols;
  readonly resolution?: Symbols;
}

export interface FoundFormula {
  /** LaTeX of the formula that reproduces every number of the claim. */
  readonly formula: string;
  readonly predicted: Float64Array;
  /** Bits earned by the digits that it predicts less the bits of its description. */
  readonly bits: number;
}

/** What is demanded beyond the bits of the description: one false formula in 2^margin claims. */
const margin = 16;
/** Candidates looked at: bounds the time to a fraction of a second, whatever the claim. */
const effort = 6_000_000;
/** What one element of a candidate that meets the claim in the first costs, in candidates that do not. */
const meetingEffort = 4;
/** What a complete fit costs: it is evaluated on the whole claim. */
const acceptingEffort = 400;
const storedLimit = 12_000;
/** Elements that a candidate has to meet before all are looked at. */
const probeCount = 12;

/**
 * The simplest formula over `z_i, z_j, a_i, a_j, t_i, t_j, g_i, g_j, δ_ij, n, N, 1, 2` with + − × ÷ exp log (and Σ over
 * the classes for vectors) that reproduces every number of the claim, by enumeration from small to large where
 * formulas with the same values count once. Null where none does with a margin of evidence. Deterministic.
 * Throws `Cancelled` when `cancelled` answers true.
 */
export function findFormula(
  problem: FormulaProblem,
  options: { readonly cancelled?: () => boolean } = {},
): FoundFormula | null {
  if (problem.values.length < 2 || !problem.values.every(Number.isFinite)) return null;
  // No formula can be told from chance where the digits do not pay for the shortest one.
  const room = (i: number): number => problem.tolerance[i] ?? 0;
  if (bitsEarned(problem.values, room, groupsOf(problem.values, room)) < margin) return null;
  return new Search(problem, options.cancelled).run();
}

interface Probe {
  readonly tree: Tree;
  readonly values: Float64Array;
  readonly errors: Float64Array;
}

class Search {
  private readonly bySize: Probe[][] = [[]];
  private readonly seen = new Set<number>();
  private readonly elements: number[];
  private readonly leaves: Tree[];
  private readonly sums: boolean;
  private best: (FoundFormula & { readonly tree: Tree }) | null = null;
  private tried = 0;
  private stored = 0;

  constructor(
    private readonly problem: FormulaProblem,
    private readonly cancelled: (() => boolean) | undefined,
  ) {
    const { kind, n, values, samples } = problem;
    // Whole rows, so that a sum over the classes can be taken of the probes alone.
    this.sums = kind === 'vector' && n > 1 && n <= probeCount;
    const rows = this.sums ? Math.min(samples, Math.max(1, Math.floor(probeCount / n))) : 0;
    this.elements = this.sums
      ? Array.from({ length: rows * n }, (_, i) => i)
      : spread(values.length, probeCount);
    this.leaves = leavesOf(problem);
  }

  run(): FoundFormula | null {
    for (const leaf of this.leaves) this.consider(leaf, this.probe(leaf), true);
    for (let total = 2; total <= 3 && this.best === null; total++) this.grow(total);
    if (this.best === null) this.centre();
    // Larger ones are compared with the claim, not kept: two of three nodes reach six.
    for (const [left, right] of [
      [3, 1],
      [2, 2],
      [4, 1],
      [3, 2],
      [3, 3],
    ] as const) {
      if (this.best === null || left + right === size(this.best.tree)) this.pair(left, right);
    }
    return this.best;
  }

  /** All trees of `total` nodes from stored ones. */
  private grow(total: number): void {
    for (const part of this.bySize[total - 1] ?? []) {
      for (const op of ['exp', 'log', 'sum'] as const) {
        if (part.tree.op === op || (op === 'sum' && !this.sums)) continue;
        const tree: Tree = { op, of: part.tree };
        this.consider(tree, this.probe(tree), true);
      }
    }
    for (let left = total - 1; left >= total - left; left--) {
      for (const x of this.bySize[left] ?? []) {
        if (this.cancelled?.() === true) throw new Cancelled();
        for (const y of this.bySize[total - left] ?? []) {
          for (const op of binary) {
            this.join(op, x, y);
            if (op === '-' || op === '/') this.join(op, y, x);
          }
        }
      }
    }
  }

  /** Keeps `x op y`; once something was found, nothing larger is looked for and only a better fit counts. */
  private join(op: Binary, x: Probe, y: Probe): void {
    if (this.best === null) this.consider(...joined(op, x, y), true);
    else this.meet(op, x, y);
  }

  /** Leaves less a sum over the classes, `x_i - Σ_k …`: what a vector-Jacobian product is made of. */
  private centre(): void {
    for (const x of this.bySize[1] ?? []) {
      for (const y of this.bySize[3] ?? [])
        if (y.tree.op === 'sum') this.consider(...joined('-', x, y), true);
    }
  }

  /** Compares every `x op y` by its first probe, with nothing allocated: nearly every candidate ends here. */
  private pair(left: number, right: number): void {
    const others = this.bySize[right] ?? [];
    const seconds = Float64Array.from(others, (y) => y.values[0] ?? NaN);
    const secondErrors = Float64Array.from(others, (y) => y.errors[0] ?? NaN);
    const element = this.elements[0] ?? 0;
    const target = this.problem.values[element] ?? NaN;
    const room = (this.problem.tolerance[element] ?? 0) + 1e-12;
    for (const x of this.bySize[left] ?? []) {
      if (this.cancelled?.() === true) throw new Cancelled();
      if (this.tried > effort) return;
      this.tried += others.length;
      const a = x.values[0] ?? NaN;
      const da = x.errors[0] ?? NaN;
      for (let k = 0; k < others.length; k++) {
        const b = seconds[k] ?? NaN;
        const db = secondErrors[k] ?? NaN;
        const additive = room + da + db;
        const y = others[k];
        if (y === undefined) continue;
        if (Math.abs(a + b - target) <= additive) this.meet('+', x, y);
        if (Math.abs(a - b - target) <= additive) this.meet('-', x, y);
        if (Math.abs(b - a - target) <= additive) this.meet('-', y, x);
        if (Math.abs(a * b - target) <= room + errorOf('*', a, da, b, db)) this.meet('*', x, y);
        if (Math.abs(a / b - target) <= room + errorOf('/', a, da, b, db)) this.meet('/', x, y);
        if (Math.abs(b / a - target) <= room + errorOf('/', b, db, a, da)) this.meet('/', y, x);
      }
    }
  }

  /** Considers `x op y` where its first probe meets the claim: the others follow one by one, until one fails. */
  private meet(op: Binary, x: Probe, y: Probe): void {
    const { values, tolerance } = this.problem;
    let p = 0;
    for (const element of this.elements) {
      const a = x.values[p] ?? NaN;
      const b = y.values[p] ?? NaN;
      const value = apply(op, a, b);
      const error = errorOf(op, a, x.errors[p] ?? 0, b, y.errors[p] ?? 0);
      p++;
      const room = (tolerance[element] ?? 0) + error + 1e-12;
      if (!(Math.abs(value - (values[element] ?? NaN)) <= room)) break;
      if (p === this.elements.length) this.consider(...joined(op, x, y), false);
    }
    this.tried += p * meetingEffort;
  }

  private probe(tree: Tree): Probe {
    return { tree, ...evaluateTree(tree, this.problem, this.elements) };
  }

  private consider(tree: Tree, probe: Probe, keep: boolean): void {
    if (!probe.values.every((value) => Number.isFinite(value) && Math.abs(value) < 1e9)) return;
    if (keep) {
      const key = hash(probe.values);
      if (this.seen.has(key)) return;
      this.seen.add(key);
    }
    if (this.fits(probe)) this.accept(tree);
    if (keep && this.stored < storedLimit) {
      this.stored++;
      (this.bySize[size(tree)] ??= []).push(probe);
    }
  }

  private fits(probe: Probe): boolean {
    return this.elements.every((element, p) => {
      const room = (this.problem.tolerance[element] ?? 0) + (probe.errors[p] ?? 0) + 1e-12;
      return Math.abs((probe.values[p] ?? NaN) - (this.problem.values[element] ?? NaN)) <= room;
    });
  }

  private accept(tree: Tree): void {
    this.tried += acceptingEffort;
    const { values, tolerance } = this.problem;
    const { values: predicted, errors } = evaluateTree(tree, this.problem);
    const room = (i: number): number => (tolerance[i] ?? 0) + (errors[i] ?? 0) + 1e-12;
    if (!values.every((value, i) => Math.abs(value - (predicted[i] ?? NaN)) <= room(i))) return;
    const nodes = size(tree);
    const bits = bitsEarned(values, room, groupsOf(values, room)) - nodes * Math.log2(this.leaves.length + 7);
    if (bits >= margin && (this.best === null || bits > this.best.bits)) {
      this.best = { formula: describe(tree), predicted, bits, tree };
    }
  }
}

function joined(op: Binary, x: Probe, y: Probe): [Tree, Probe] {
  const tree: Tree = { op, left: x.tree, right: y.tree };
  const values = zeros(x.values.length);
  const errors = zeros(x.values.length);
  for (let p = 0; p < values.length; p++) {
    const a = x.values[p] ?? NaN;
    const b = y.values[p] ?? NaN;
    values[p] = apply(op, a, b);
    errors[p] = errorOf(op, a, x.errors[p] ?? 0, b, y.errors[p] ?? 0);
  }
  return [tree, { tree, values, errors }];
}

/** Up to `count` indices over the whole length, none twice. */
function spread(length: number, count: number): number[] {
  const step = Math.max(1, length / count);
  const found = new Set<number>();
  for (let i = 0; i < Math.min(length, count); i++) found.add(Math.floor(i * step));
  return [...found];
}

/** 52 bits of the values in single precision: the same number for values that rounding alone sets apart. */
function hash(values: Float64Array): number {
  let high = 0x811c9dc5;
  let low = 0x01234567;
  const single = new Uint32Array(Float32Array.from(values, (value) => (value === 0 ? 0 : value)).buffer);
  for (let p = 0; p < single.length; p++) {
    // The last bits of single precision differ between two ways to compute the same thing.
    const bits = (single[p] ?? 0) + 4;
    high = Math.imul(high ^ (bits >>> 3), 0x01000193);
    low = Math.imul(low ^ (bits >>> 3), 0x85ebca6b) + 0x9e3779b9;
    low ^= low >>> 13;
  }
  return (high >>> 0) * 2 ** 20 + ((low >>> 0) & 0xfffff);
}
