import { create, factory, parseDependencies, type MathNode } from 'mathjs/number';
import type { Evaluate, Measured } from './expression';
import refusedNodes from './refused-nodes.json';

if (!parseDependencies) throw new Error('mathjs has no parser');
function refuse(): never {
  throw new SyntaxError('no arithmetic');
}

// What the parser needs for these, and for numbers of other types, takes longer to be set up than all the rest.
const { parse } = create({
  ...parseDependencies,
  ...Object.fromEntries(
    refusedNodes.map((kind) => [`create${kind}Node`, factory(`${kind}Node`, [], () => refuse)]),
  ),
  createIsBounded: factory('isBounded', [], () => Number.isFinite),
  createNumeric: factory('numeric', [], () => Number),
});

const FUNCTIONS: ReadonlyMap<string, (...values: number[]) => number> = new Map([
  ['exp', Math.exp],
  ['log', Math.log],
  ['ln', Math.log],
  ['log2', Math.log2],
  ['log10', Math.log10],
  ['log1p', Math.log1p],
  ['expm1', Math.expm1],
  ['sqrt', Math.sqrt],
  ['cbrt', Math.cbrt],
  ['abs', Math.abs],
  ['sin', Math.sin],
  ['cos', Math.cos],
  ['tan', Math.tan],
  ['tanh', Math.tanh],
  ['pow', Math.pow],
  ['max', Math.max],
  ['min', Math.min],
]);

const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
  ['inf', Infinity],
  ['nan', NaN],
]);

/** A value with the uncertainty that its printed digits leave, and whether it is an integer literal. */
interface Term {
  readonly value: number;
  readonly error: number;
  readonly integer: boolean;
}

/**
 * Value and half unit of arithmetic in the syntax of mathjs. Only literals, `+ - * / ^`, parentheses, and the
 * functions and constants above are evaluated: mathjs parses, nothing of the text is run. The half unit of decimals is carried
 * through to first order; integers are exact. Null for anything else.
 */
export const evaluate: Evaluate = (expression, integerDivision) => {
  let node: MathNode;
  try {
    node = parse(expression);
  } catch {
    return null;
  }
  const term = termOf(node, integerDivision, 0);
  return term && measured(term);
};

function measured(term: Term): Measured {
  return {
    value: term.value,
    halfUnit: Number.isFinite(term.value) && Number.isFinite(term.error) ? term.error : 0,
  };
}

function termOf(node: MathNode, integerDivision: boolean, depth: number): Term | null {
  if (depth > 64) return null;
  const terms = (nodes: readonly MathNode[]): Term[] | null => {
    const found: Term[] = [];
    for (const each of nodes) {
      const term = termOf(each, integerDivision, depth + 1);
      if (!term) return null;
      found.push(term);
    }
    return found;
  };
  switch (node.type) {
    case 'ConstantNode': {
      const { value } = node as MathNode & { value: unknown };
      return typeof value === 'number' ? { value, error: 0, integer: Number.isInteger(value) } : null;
    }
    case 'SymbolNode': {
      const { name } = node as MathNode & { name: string };
      const value = CONSTANTS.get(name.toLowerCase());
      return value === undefined ? null : { value, error: 0, integer: false };
    }
    case 'ParenthesisNode': {
      const { content } = node as MathNode & { content: MathNode };
      return termOf(content, integerDivision, depth + 1);
    }
    case 'OperatorNode': {
      const { op, args, implicit } = node as MathNode & { op: string; args: MathNode[]; implicit?: boolean };
      // `2 pi` is a product; `0 .1` and `1 2` are not what anybody writes for one.
      if (implicit && args.every(isLiteral)) return null;
      const operands = terms(args);
      return operands && operated(op, operands, integerDivision);
    }
    case 'FunctionNode': {
      const { fn, args } = node as MathNode & { fn: { name?: string }; args: MathNode[] };
      // `decimal(value, exponent)` is how a literal hands over its printed precision.
      const operands = terms(args);
      if (!operands || !fn.name) return null;
      if (fn.name === 'decimal') return decimal(operands);
      const apply = FUNCTIONS.get(fn.name.toLowerCase());
      return apply ? applied(apply, operands) : null;
    }
    default:
      return null;
  }
}

function isLiteral(node: MathNode): boolean {
  if (node.type === 'ConstantNode') return true;
  return node.type === 'FunctionNode' && (node as MathNode & { fn: { name?: string } }).fn.name === 'decimal';
}

function decimal([literal, half]: readonly Term[]): Term | null {
  return literal && half ? { value: literal.value, error: half.value, integer: false } : null;
}

function operated(op: string, [left, right]: readonly Term[], integerDivision: boolean): Term | null {
  if (!left) return null;
  if (!right) {
    if (op === '-') return { ...left, value: -left.value };
    return op === '+' ? left : null;
  }
  const a = left.value;
  const b = right.value;
  const integer = left.integer && right.integer;
  switch (op) {
    case '+':
      return { value: a + b, error: left.error + right.error, integer };
    case '-':
      return { value: a - b, error: left.error + right.error, integer };
    case '*':
      return { value: a * b, error: Math.abs(a) * right.error + Math.abs(b) * left.error, integer };
    case '/':
      if (integer && integerDivision) return { value: Math.trunc(a / b), error: 0, integer: true };
      return {
        value: a / b,
        error: (left.error + Math.abs(a / b) * right.error) / Math.abs(b),
        integer: false,
      };
    case '^':
      return { ...applied(Math.pow, [left, right]), integer: integer && b >= 0 };
    default:
      return null;
  }
}

function applied(apply: (...values: number[]) => number, operands: readonly Term[]): Term {
  const at = operands.map((operand) => operand.value);
  const value = apply(...at);
  let error = 0;
  operands.forEach((operand, index) => {
    if (operand.error === 0) return;
    const moved = (by: number): number => apply(...at.map((each, k) => (k === index ? each + by : each)));
    const spread = Math.abs(moved(operand.error) - moved(-operand.error)) / 2;
    error += Number.isFinite(spread) ? spread : operand.error;
  });
  return { value, error, integer: false };
}
