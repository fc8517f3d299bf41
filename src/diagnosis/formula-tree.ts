import { mapped, zeros } from '../calculus/buffers';
/** Quantities that a formula may name; buffers are `samples × n`. */
export interface Symbols {
  readonly z?: Float64Array | undefined;
  readonly a?: Float64Array | undefined;
  readonly t?: Float64Array | undefined;
  readonly g?: Float64Array | undefined;
}

/** A formula. `sum` runs over the classes of a sample. */
export type Tree =
  | {
      readonly op: 'leaf';
      readonly symbol: 'a' | 'z' | 't' | 'g' | 'delta' | '1' | '2' | 'n' | 'N';
      readonly index: 'i' | 'j';
    }
  | { readonly op: 'exp' | 'log' | 'sum'; readonly of: Tree }
  | { readonly op: '+' | '-' | '*' | '/'; readonly left: Tree; readonly right: Tree };

/** Where a formula is evaluated. */
export interface Ground {
  readonly kind: 'vector' | 'matrix';
  readonly n: number;
  readonly samples: number;
  readonly given: Symbols;
  readonly resolution?: Symbols;
}

/** Number of nodes, where an operation of two operands costs nothing beyond them. */
export function size(tree: Tree): number {
  if (tree.op === 'leaf') return 1;
  if ('of' in tree) return 1 + size(tree.of);
  return size(tree.left) + size(tree.right);
}

export const binary = ['+', '-', '*', '/'] as const;
export type Binary = (typeof binary)[number];

/** `a op b`. */
export function apply(op: Binary, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
  }
}

/** First-order error of `x op y` from the errors of x and y. */
export function errorOf(op: Binary, x: number, dx: number, y: number, dy: number): number {
  switch (op) {
    case '+':
    case '-':
      return dx + dy;
    case '*':
      return Math.abs(x) * dy + Math.abs(y) * dx;
    case '/':
      return (dx + Math.abs(x / y) * dy) / Math.abs(y);
  }
}

/** The smallest formulas that the ground allows. */
export function leavesOf({ kind, given, samples }: Ground): Tree[] {
  const leaves: Tree[] = [];
  const indices = kind === 'vector' ? (['i'] as const) : (['i', 'j'] as const);
  for (const symbol of ['a', 'z', 't', 'g'] as const) {
    if (given[symbol] === undefined) continue;
    for (const index of indices) leaves.push({ op: 'leaf', symbol, index });
  }
  if (kind === 'matrix') leaves.push({ op: 'leaf', symbol: 'delta', index: 'i' });
  for (const symbol of ['1', '2', 'n'] as const) leaves.push({ op: 'leaf', symbol, index: 'i' });
  if (samples > 1) leaves.push({ op: 'leaf', symbol: 'N', index: 'i' });
  return leaves;
}

interface Evaluated {
  readonly values: Float64Array;
  /** First-order error of each value from the resolution of what it is computed from. */
  readonly errors: Float64Array;
}

/**
 * Values of a formula at flat indices of the claim, all of them by default. A formula with sums needs whole
 * samples: its indices have to be those of complete rows.
 */
export function evaluateTree(tree: Tree, ground: Ground, elements?: readonly number[]): Evaluated {
  const { kind, n, samples } = ground;
  const length = samples * n * (kind === 'matrix' ? n : 1);
  const at = elements ?? Array.from({ length }, (_, i) => i);
  switch (tree.op) {
    case 'leaf':
      return leafAt(tree, ground, at);
    case 'exp':
    case 'log': {
      const of = evaluateTree(tree.of, ground, at);
      const values = mapped(of.values, tree.op === 'exp' ? Math.exp : Math.log);
      const slope = (i: number): number =>
        tree.op === 'exp' ? (values[i] ?? NaN) : 1 / Math.abs(of.values[i] ?? NaN);
      return { values, errors: mapped(of.errors, (error, i) => error * slope(i)) };
    }
    case 'sum': {
      const of = evaluateTree(tree.of, ground, at);
      return { values: sumOfRows(of.values, n), errors: sumOfRows(of.errors, n) };
    }
    case '+':
    case '-':
    case '*':
    case '/': {
      const x = evaluateTree(tree.left, ground, at);
      const y = evaluateTree(tree.right, ground, at);
      const values = zeros(at.length);
      const errors = zeros(at.length);
      for (let i = 0; i < at.length; i++) {
        const [a, b] = [x.values[i] ?? NaN, y.values[i] ?? NaN];
        values[i] = apply(tree.op, a, b);
        errors[i] = errorOf(tree.op, a, x.errors[i] ?? 0, b, y.errors[i] ?? 0);
      }
      return { values, errors };
    }
  }
}

function leafAt(leaf: Tree & { readonly op: 'leaf' }, ground: Ground, at: readonly number[]): Evaluated {
  const { kind, n, samples, given, resolution } = ground;
  const { symbol } = leaf;
  const constant = { delta: null, 1: 1, 2: 2, n, N: samples, a: null, z: null, t: null, g: null }[symbol];
  const values = zeros(at.length);
  const errors = zeros(at.length);
  at.forEach((element, p) => {
    const pair = kind === 'matrix';
    const sample = Math.floor(element / (pair ? n * n : n));
    const i = pair ? Math.floor(element / n) % n : element % n;
    const j = element % n;
    if (constant !== null) values[p] = constant;
    else if (symbol === 'delta') values[p] = i === j ? 1 : 0;
    else if (symbol === 'a' || symbol === 'z' || symbol === 't' || symbol === 'g') {
      const index = sample * n + (leaf.index === 'i' ? i : j);
      values[p] = given[symbol]?.[index] ?? NaN;
      errors[p] = resolution?.[symbol]?.[index] ?? 0;
    }
  });
  return { values, errors };
}

function sumOfRows(values: Float64Array, n: number): Float64Array {
  const out = zeros(values.length);
  for (let start = 0; start < values.length; start += n) {
    let sum = 0;
    for (let k = start; k < start + n; k++) sum += values[k] ?? NaN;
    out.fill(sum, start, start + n);
  }
  return out;
}

/** LaTeX of the formula. */
export function describe(tree: Tree): string {
  return spell(tree, 'i', 0);
}

/** `strength` is how tightly the surroundings bind: 0 a sum, 1 its right side, 2 a product, 3 below a fraction bar. */
function spell(tree: Tree, index: string, strength: number): string {
  const bracket = (text: string, own: number): string => (own < strength ? `(${text})` : text);
  switch (tree.op) {
    case 'leaf':
      if (tree.symbol === 'delta') return '\\delta_{ij}';
      if (/^[12nN]$/.test(tree.symbol)) return tree.symbol;
      return `${tree.symbol}_${tree.index === 'j' ? 'j' : index}`;
    case 'exp':
      return `e^{${spell(tree.of, index, 0)}}`;
    case 'log':
      return `\\log(${spell(tree.of, index, 0)})`;
    case 'sum':
      return bracket(`\\sum_k ${spell(tree.of, 'k', 2)}`, 1);
    case '+':
      return bracket(`${spell(tree.left, index, 0)} + ${spell(tree.right, index, 0)}`, 0);
    case '-':
      return bracket(`${spell(tree.left, index, 0)} - ${spell(tree.right, index, 1)}`, 0);
    case '*':
      return bracket(factors(tree.left, tree.right, index), 2);
    case '/':
      return bracket(`${spell(tree.left, index, 2)} / ${spell(tree.right, index, 3)}`, 2);
  }
}

/** A product with what needs no brackets in front. */
function factors(left: Tree, right: Tree, index: string): string {
  const spelled = [spell(left, index, 2), spell(right, index, 2)];
  if (spelled[0]?.startsWith('(') === true && spelled[1]?.startsWith('(') === false) spelled.reverse();
  return spelled.join(' ');
}
