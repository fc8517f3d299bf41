import type { NumericArray, Reading } from '../reader/reading';
import { smoothLabels } from '../calculus/targets';
import type { Frame, Stated } from './claim';
import { weighed, type Weighed } from './conventions';
import { sumRows } from './elementwise';
import type { Facts } from './facts';
import type { NameReading } from './names';
import { ignoredLabel } from './right-rules';
import type { Assignment } from './roles';

/** The class of every sample, counted from zero, and as the text has it; null where it names none. */
export interface Labels {
  readonly labels: number[] | null;
  readonly written: number[] | null;
}

/** What is left to be explained under one way of smoothing labels. */
export interface Smoothed {
  readonly kept: readonly Stated[];
  readonly labels: number[] | null;
  readonly smoothing: number;
  readonly cost: number;
}

/** Index of the largest element of every row. */
export function largestOfRows(t: Float64Array, classes: number): number[] {
  return Array.from({ length: t.length / classes }, (_, n) => {
    const row = t.subarray(n * classes, (n + 1) * classes);
    return row.indexOf(row.reduce((x, y) => Math.max(x, y), -Infinity));
  });
}

/** True where every row has one value for its largest element and another for all the rest. */
export function twoValued(t: Float64Array, classes: number): boolean {
  for (let from = 0; from < t.length; from += classes) {
    const row = t.subarray(from, from + classes);
    const most = row.reduce((x, y) => Math.max(x, y), -Infinity);
    const rest = row.filter((x) => x !== most);
    if (rest.length !== classes - 1 || rest.some((x) => x !== rest[0])) return false;
  }
  return true;
}

/** True where a row sums to another number than one, by more than two short decimals of it can hide. */
function losesMass(t: Float64Array, classes: number): boolean {
  return sumRows(t, classes).some((sum) => Math.abs(sum - 1) > 0.015);
}

/** True for a target of zeros and ones alone. */
export const isHard = (t: Float64Array): boolean => t.every((x) => x === 0 || x === 1);

/** The class of every sample from an array of class numbers or from the words. */
export function labelsOf(
  { arrays, language }: Reading,
  roles: Assignment['roles'],
  facts: Facts,
  frame: Frame,
): Weighed<Labels>[] {
  const index = roles.findIndex(
    (role, i) => role === 'classIndex' && arrays[i]?.values.length === frame.samples,
  );
  const found = arrays[index];
  const written =
    found !== undefined
      ? [...found.values]
      : facts.labels?.length === frame.samples
        ? [...facts.labels]
        : null;
  if (written === null) return [weighed({ labels: null, written }, 0)];
  const ignored = facts.ignoreIndex;
  if (ignored !== null && written.includes(ignored))
    return [weighed({ labels: written.map((k) => (k === ignored ? ignoredLabel : k)), written }, 0)];
  const fromZero = { labels: written, written };
  const fromOne = { labels: written.map((k) => k - 1), written };
  if (facts.labelsFromOne) return [weighed(fromOne, 0)];
  if (written.some((k) => k < 1)) return [weighed(fromZero, 0)];
  if (written.includes(frame.classes)) return [weighed(fromOne, 0)];
  // What the classes are counted from is a convention: the numbers decide.
  const one = ['matlab', 'julia', 'r'].includes(language);
  return [weighed(fromZero, one ? 3 : 0), weighed(fromOne, one ? 0 : 3)];
}

/**
 * Ways in which label smoothing may have been done: to the target before it was printed, to the printed target
 * afterwards, or to class numbers, of which a printed target is the claimed result.
 */
export function smoothings(
  frame: Frame,
  stated: readonly Stated[],
  labels: number[] | null,
  epsilon: number,
): Smoothed[] {
  const target = stated.find((one) => one.register === 't');
  if (epsilon === 0 || target === undefined) return [{ kept: stated, labels, smoothing: epsilon, cost: 0 }];
  const hard = isHard(target.values);
  const others = stated.filter((one) => one !== target && one.register === 't');
  const oneHot = [target, ...others].find(({ values }) => isHard(values));
  if (oneHot !== undefined && [target, ...others].some(({ values }) => !isHard(values)) && others.length > 0)
    return [
      {
        kept: stated.filter((one) => one !== oneHot),
        labels: labels ?? largestOfRows(oneHot.values, frame.classes),
        smoothing: epsilon,
        cost: 0,
      },
    ];
  const after = stated.map((one) =>
    one === target ? { ...one, values: smoothLabels(one.values, frame.classes, epsilon) } : one,
  );
  const asPrinted = { kept: stated, labels: null, smoothing: 0, cost: hard ? 3 : 0 };
  const printedBefore = { kept: after, labels: null, smoothing: epsilon, cost: hard ? 0 : 1 };
  if (labels !== null)
    return hard ? [printedBefore, asPrinted] : [{ kept: stated, labels, smoothing: epsilon, cost: 0 }];
  const fromLargest = {
    kept: stated,
    labels: largestOfRows(target.values, frame.classes),
    smoothing: epsilon,
    cost: 6,
  };
  if (hard) return [printedBefore, asPrinted];
  // Mass that smoothing lost shows that something was done wrong when the target was made.
  if (twoValued(target.values, frame.classes) && losesMass(target.values, frame.classes))
    return [
      { ...fromLargest, cost: 0 },
      { ...asPrinted, cost: 12 },
    ];
  return twoValued(target.values, frame.classes)
    ? [asPrinted, printedBefore, fromLargest]
    : [asPrinted, printedBefore];
}

/** What hides logits from softmax: which of the two values does so is a convention, as is whether any does. */
export function masksOf(
  arrays: readonly NumericArray[],
  names: readonly NameReading[],
  roles: Assignment['roles'],
  frame: Frame,
): Weighed<Float64Array | null>[] {
  const size = frame.samples * frame.classes;
  const found = arrays.find(
    ({ values }, i) =>
      roles[i] === null &&
      (names[i]?.symbol ?? '').includes('mask') &&
      (values.length === size || values.length === frame.classes),
  );
  if (found === undefined) return [weighed(null, 0)];
  const { values } = found;
  // Added to the logits, a mask is zero where it hides nothing.
  const added = values.every((x) => x === 0 || x < -1e3);
  if (!added && !isHard(values)) return [weighed(null, 0)];
  const shown = (value: number): Float64Array =>
    Float64Array.from({ length: size }, (_, at) => (values[at % values.length] === value ? 1 : 0));
  return added
    ? [weighed(shown(0), 0), weighed(null, 2)]
    : [weighed(shown(1), 0), weighed(shown(0), 1), weighed(null, 2)];
}
