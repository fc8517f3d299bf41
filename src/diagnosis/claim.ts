import { mapped, zeros } from '../calculus/buffers';
import type { NumericArray } from '../reader/reading';
import type { Role } from './diagnosis';
import { magnitude, type Numbers } from './elementwise';
import { agree, bitsEarned, differing, groupsOf } from './evidence';
import { arithmeticRoom, precisionOf, wholeRoom, type Precision } from './precision';
import type { Register } from './registers';

/** What the reading is laid out like: one row or one column of an array per sample. */
export type Layout = 'rows' | 'columns';

/** Samples and classes of the derivation, and how its arrays hold them. */
export interface Frame {
  readonly samples: number;
  readonly classes: number;
  readonly layout: Layout;
}

/** The register that a role's array holds, null for what is no quantity of the program. */
export const registerOf: Readonly<Record<Role, Register | null>> = {
  logits: 'z',
  probabilities: 'a',
  logProbabilities: 'y',
  target: 't',
  classIndex: null,
  lossGradient: 'g',
  upstream: 'g',
  jacobian: 'J',
  delta: 'd',
  loss: 'E',
  classWeights: null,
  inputs: null,
  weights: null,
  weightGradient: 'dW',
  biasGradient: 'db',
  numericalOther: null,
};

/** An array in the role of a register, its numbers turned to one row per sample. */
export interface Stated {
  readonly array: number;
  readonly role: Role;
  readonly reference: boolean;
  /** What it was computed with, as far as the numbers or the name tell. */
  readonly arithmetic: 'single' | 'half' | 'differences';
  readonly register: Register;
  /** True for one sample's worth of a register that holds a batch. */
  readonly partial: boolean;
  readonly values: Numbers;
  readonly precision: Precision;
  /** Elements with the same numbers, by the index of the first of them. */
  readonly groups: Uint32Array;
  /** Bits that it earns when every digit of it is predicted. */
  readonly potential: number;
  /** `order[i]` is the flat index in the array of the text of element `i` of `values`. */
  readonly order: Uint32Array | null;
}

/** True where samples stand in the columns: what has the shape of the batch shows it, unless that is square. */
export function inColumns(rows: number, columns: number, frame: Frame, role: Role): boolean {
  const { samples, classes, layout } = frame;
  const perClass = role !== 'jacobian' && role !== 'weightGradient' && samples !== classes;
  if (perClass && rows === samples && columns === classes) return false;
  if (perClass && rows === classes && columns === samples) return true;
  return layout === 'columns';
}

/** The order of elements that turns an array of `columns` layout to rows; null where nothing is to be turned. */
export function turned(shape: readonly number[], frame: Frame, role: Role): Uint32Array | null {
  const [rows, columns] = shape;
  if (shape.length !== 2 || rows === undefined || columns === undefined) return null;
  if (rows === 1 || columns === 1) return null;
  if (!inColumns(rows, columns, frame, role)) return null;
  if (role === 'jacobian' && frame.samples * frame.classes !== rows * columns) return null;
  const order = new Uint32Array(rows * columns);
  for (let i = 0; i < order.length; i++) order[i] = (i % rows) * columns + Math.floor(i / rows);
  return order;
}

/** A target is written by hand, or printed with its zeros trimmed: its numbers are all as precise as the longest. */
function targetPrecision({ values, halfUnits }: NumericArray): Precision {
  const { tight, loose } = precisionOf(values, halfUnits);
  const least = loose.reduce((x, half) => (half > 0 && half < x ? half : x), Infinity);
  const same = mapped(loose, (half) => Math.min(half, least));
  return { tight: mapped(tight, (half) => Math.min(half, least)), loose: same };
}

function permuted(values: Numbers, order: Uint32Array | null): Numbers {
  return order === null ? values : Float64Array.from(order, (at) => values[at] ?? NaN);
}

/** Puts the numbers of a register back into the layout of the array that states it. */
export function inLayout(values: Numbers, stated: Stated): Numbers {
  const { order } = stated;
  if (order?.length !== values.length) return values;
  const out = zeros(values.length);
  order.forEach((at, i) => (out[at] = values[i] ?? NaN));
  return out;
}

/** `array` as a statement about the register of `role`; null where the role has none. */
export function stated(
  array: NumericArray,
  index: number,
  role: Role,
  reference: boolean,
  arithmetic: Stated['arithmetic'],
  frame: Frame,
): Stated | null {
  const register = registerOf[role];
  if (register === null) return null;
  const order = turned(array.shape, frame, role);
  const precision = role === 'target' ? targetPrecision(array) : precisionOf(array.values, array.halfUnits);
  const { groups, potential } = worthOf(array.values, precision, arithmetic);
  return {
    array: index,
    role,
    reference,
    arithmetic,
    potential,
    groups: order === null ? groups : Uint32Array.from(order, (at) => groups[at] ?? at),
    register,
    partial: isPartial(register, array, frame),
    values: permuted(array.values, order),
    precision: { tight: permuted(precision.tight, order), loose: permuted(precision.loose, order) },
    order,
  };
}

/** Tolerance of each element for a candidate that is to earn its digits. */
export function tightTolerance(claim: Stated, predicted: Numbers): (index: number) => number {
  const room = arithmeticRoom(claim.values, predicted, claim.arithmetic);
  return (i) => 1.02 * (claim.precision.tight[i] ?? 0) + room;
}

/** Tolerance of each element for right numbers, which may be cut off in place of rounded. */
export function looseTolerance(claim: Stated, predicted: Numbers): (index: number) => number {
  const room = arithmeticRoom(claim.values, predicted, claim.arithmetic) + wholeRoom(claim.precision);
  return (i) => 2.02 * (claim.precision.loose[i] ?? 0) + room;
}

/** Where `claim` differs from the right numbers by more than its digits leave. */
export function wrongIn(claim: Stated, right: Numbers): readonly number[] {
  return differing(claim.values, right, looseTolerance(claim, right));
}

/** What half precision loses, relative to the largest number. */
const nearMiss = 2e-3;

/**
 * Tolerance within which a claim that fails may still be right: single numbers are often rounded once too often.
 * Relative to the largest number, or to each where nothing is summed.
 */
export function nearTolerance(claim: Stated, right: Numbers, each: boolean): (i: number) => number {
  const loose = looseTolerance(claim, right);
  const most = magnitude(right);
  return (i) => loose(i) + nearMiss * (each ? Math.abs(right[i] ?? NaN) : most);
}

/** True where `claim` holds as many numbers as `right`, each nearly the same. */
export function isNear(claim: Stated, right: Numbers): boolean {
  return (
    right.length === claim.values.length && agree(claim.values, right, nearTolerance(claim, right, false))
  );
}

function isPartial(register: Register, array: NumericArray, { samples, classes }: Frame): boolean {
  const size = array.values.length;
  if (samples === 1) return false;
  // With as many samples as classes a matrix is one sample's Jacobian only where it looks like one.
  if (register === 'J')
    return size === classes * classes && (samples !== classes || isSymmetric(array, classes));
  return (register === 'a' || register === 'g' || register === 'd') && size === classes;
}

function isSymmetric({ values, halfUnits }: NumericArray, n: number): boolean {
  return values.every((x, at) => {
    const turned = (at % n) * n + Math.floor(at / n);
    return Math.abs(x - (values[turned] ?? NaN)) <= 2.1 * (halfUnits[at] ?? 0) + 1e-6 * Math.abs(x);
  });
}

/** The part of a register that a claim speaks of: of a batch, the sample that is nearest to it. */
export function viewOf(claim: Stated, predicted: Numbers): Numbers {
  const n = claim.values.length;
  if (!claim.partial || predicted.length === n || predicted.length % n !== 0) return predicted;
  let best = predicted.subarray(0, n);
  let least = Infinity;
  for (let from = 0; from < predicted.length; from += n) {
    const part = predicted.subarray(from, from + n);
    const distance = part.reduce((sum, x, i) => sum + Math.abs(x - (claim.values[i] ?? NaN)), 0);
    if (distance < least) {
      least = distance;
      best = part;
    }
  }
  return best;
}

const worths = new WeakMap<Numbers, { readonly groups: Uint32Array; readonly potential: number }>();

/** The groups of the same numbers in an array, and the bits that it earns when every digit of it is predicted, in its own layout. */
function worthOf(
  values: Numbers,
  { tight, loose }: Precision,
  arithmetic: Stated['arithmetic'],
): { readonly groups: Uint32Array; readonly potential: number } {
  const known = worths.get(values);
  if (known !== undefined) return known;
  const room = arithmeticRoom(values, values, arithmetic);
  const groups = groupsOf(values, (i) => (loose[i] ?? 0) + room);
  const potential = bitsEarned(values, (i) => 1.02 * (tight[i] ?? 0) + room, groups, 1);
  const worth = { groups, potential };
  worths.set(values, worth);
  return worth;
}
