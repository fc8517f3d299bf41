import { rowsOf } from '../calculus/lanes';
import { softmax } from '../calculus/softmax';
import type { NumericArray } from '../reader/reading';
import { derivativeIn, lossNames } from './derivatives';
import { magnitude, sumRows, type Numbers } from './elementwise';
import { plainSymbols } from './names';
import { kindsOf, type Word } from './vocabulary';

/** What the text itself says that its letters stand for, before any table of letters is asked. */
export interface Lettering {
  /** The probabilities and the logits, by the name that the text gives them. */
  readonly kinds: ReadonlyMap<string, Word['bits']>;
  /** The letters of the loss, in lower case. */
  readonly losses: ReadonlySet<string>;
  /** What holds more than one number: no loss, unless it is called one. */
  readonly vectors: ReadonlySet<string>;
}

const letter = '[\\p{L}_][\\w.]*';
const softmaxOf = `(?:[\\w.]*\\.)?soft_?-?max\\s*\\(?\\s*(${letter})\\s*(?=[),/\\]}]|$)`;
const definition = new RegExp(`(${letter})\\s*(?::=|=|<-|←)\\s*${softmaxOf}`, 'gu');
const operand = new RegExp(`^${softmaxOf}`, 'u');
const lossDefinition =
  /\b(?:entropy|entropie|entropía|loss|cost|objective|verlust|kosten|perte|coût|pérdida)\s+\$?([A-Z])(?=\s*(?:=|\(|:))/g;
/** Characters around the word softmax that are read for a definition. */
const around = 60;
const mostClasses = 200;
/** Numbers that are known less well than this show no softmax. */
const coarsest = 0.01;

const nameOf = ({ name, label }: NumericArray): string => plainSymbols(name ?? label);

/** Reads what the arrays and the words of a text define. */
export function letteringOf(arrays: readonly NumericArray[], text: string): Lettering {
  const outputs = new Set<string>();
  const inputs = new Set<string>();
  const define = (output: string | undefined, input: string | undefined): void => {
    if (output === input) return;
    if (output !== undefined) outputs.add(output);
    if (input !== undefined) inputs.add(input);
  };
  // Who distils applies softmax to what is not the person's own.
  if (!/teacher|student|distill/i.test(text)) {
    for (const { index } of text.matchAll(/soft_?-?max/gi)) {
      const near = plainSymbols(
        text.slice(Math.max(0, index - around), index + around).split('\n\n')[0] ?? '',
      );
      for (const [, output, input] of near.matchAll(definition)) define(output, input);
    }
    for (const array of arrays) define(undefined, operand.exec(nameOf(array))?.[1]);
    for (const [output, input] of softmaxPairs(arrays)) define(output, input);
  }
  const kinds = new Map<string, Word['bits']>();
  // What softmax is applied to a second time is its output.
  for (const input of inputs) kinds.set(input, { z: 9 });
  for (const output of outputs) kinds.set(output, { a: 9 });
  const vectors = new Set(arrays.flatMap((array) => (array.values.length > 1 ? [nameOf(array)] : [])));
  return { kinds, losses: lossesOf(arrays, text, kinds), vectors };
}

/** Names of arrays of which the first is the softmax of the second, whatever they are called. */
function softmaxPairs(arrays: readonly NumericArray[]): [string, string][] {
  const symbols = arrays.map((array) => {
    const name = nameOf(array);
    const symbol = /^([\p{L}_]\w*)(?:\(\w+\))?$/u.exec(name)?.[1];
    return symbol !== undefined && array.place.part === 'whole' ? symbol : null;
  });
  return symbols.flatMap((output, i) =>
    symbols.flatMap((input, j): [string, string][] => {
      const [a, z] = [arrays[i], arrays[j]];
      if (output === null || input === null || a === undefined || z === undefined || output === input)
        return [];
      return isSoftmaxOf(a, z) ? [[output, input]] : [];
    }),
  );
}

/** True where each row of `a` is the softmax of that of `z`, which is neither one itself nor the logarithm of one. */
function isSoftmaxOf(a: NumericArray, z: NumericArray): boolean {
  const n = a.values.length;
  const [rows = 1, columns = 1] = a.shape.length === 2 && !a.shape.includes(1) ? a.shape : [1, n];
  if (n < 2 || n > mostClasses || a.shape.join() !== z.shape.join() || rows * columns !== n) return false;
  const half = magnitude(a.halfUnits) + 2e-4;
  const sumsToOne = (values: Numbers, room: number): boolean =>
    sumRows(values, columns).every((sum) => Math.abs(sum - 1) <= columns * room);
  if (half > coarsest || !sumsToOne(a.values, half) || sumsToOne(z.values, half)) return false;
  // An exponential is off by its own multiple of what its logarithm is.
  const exponentials = z.values.map(Math.exp);
  const rounded = exponentials.map((x, i) => x * (z.halfUnits[i] ?? 0));
  if (sumsToOne(exponentials, half + magnitude(rounded))) return false;
  const right = softmax(z.values, rowsOf(rows, columns));
  return a.values.every((x, i) => Math.abs(x - (right[i] ?? NaN)) <= 2 * half);
}

/** Letters that are introduced as a loss, and those that are differentiated both by the probabilities and by the logits. */
function lossesOf(arrays: readonly NumericArray[], text: string, kinds: Lettering['kinds']): Set<string> {
  const out = new Set([...text.matchAll(lossDefinition)].map(([, name = '']) => name.toLowerCase()));
  const by = new Map<string, { a: boolean; z: boolean }>();
  for (const array of arrays) {
    const derivative = derivativeIn(nameOf(array));
    const of = derivative?.of?.toLowerCase();
    if (derivative === null || of === undefined || new RegExp(`^(${lossNames})$`).test(of)) continue;
    const known = by.get(of) ?? { a: false, z: false };
    const { a = 0, z = 0 } = kinds.get(derivative.by) ?? kindsOf(derivative.by);
    by.set(of, { a: known.a || a > z, z: known.z || z > a });
  }
  for (const [of, { a, z }] of by) if (a && z) out.add(of);
  return out;
}
