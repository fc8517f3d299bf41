import type { Finding, Observation, Problem, Role } from '../diagnosis/diagnosis';
import type { Reading, Refusal } from '../reader/reading';
import { formulaText } from './formula-text';
import { plainNumber, shapeText, shortNumber } from './plain';
import type { ReportArray, ReportClaim } from './report';
import { words, type Translate } from './words';

/** How a sentence speaks of an array: `The Jacobian da/dz (J)`, or by its shape where it has no role. */
export function arrayPhrase(array: ReportArray, t: Translate): string {
  const name = sayableName(array.name);
  if (array.role === null) {
    return name === null ? t(words.array.anonymous, shapeText(array.shape)) : t(words.array.noRole, name);
  }
  const role = t(words.role[array.role]);
  if (array.reference) return t(words.array.reference, role, name ?? shapeText(array.shape));
  return name === null || role.split(' ').includes(name)
    ? t(words.array.unnamed, role)
    : t(words.array.named, role, name);
}

/** English phrases start with "The" or "An"; inside a sentence they do not. Other scripts are left alone. */
export function lowerFirst(phrase: string): string {
  return /^(The|An?) /.test(phrase) ? phrase.charAt(0).toLowerCase() + phrase.slice(1) : phrase;
}

/** A name as a sentence can hold it; null for LaTeX commands and whole expressions, which nobody would say. */
function sayableName(name: string | null): string | null {
  const said = name === null ? null : nameInProse(name);
  return said === null || said.includes('\\') || said.length > 40 ? null : said;
}

/** Where the name is the end of a sentence, or of a line of a log, its last word is what names the array. */
export function nameInProse(name: string): string {
  const isSentence = /^[.:;!?,]|[.:;!?]\s/.test(name) || /^\p{L}+ (\p{L}+ )*\p{L}{2,} \p{L}$/u.test(name);
  return isSentence ? (/\S+$/.exec(name)?.[0] ?? name) : name;
}

/** The verdict in a word; what no step computes is not judged but given. */
export function verdictWord(claim: ReportClaim, t: Translate): string {
  return t(claim.given ? words.claim.givenVerdict : words.verdict[claim.verdict]);
}

/** `[1, 0]` for the flat index of an element of an array with this shape; `[2]` for a vector. */
export function elementPlace(index: number, shape: readonly number[]): string {
  const place: number[] = [];
  let rest = index;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const length = shape[axis] ?? 1;
    place.unshift(rest % length);
    rest = Math.floor(rest / length);
  }
  return `[${place.join(', ')}]`;
}

/** The first number of an array that is infinite or none. */
function lostNumber({ printed }: ReportArray): string | undefined {
  return printed.find((number) => /^[-+]?(?:nan|inf)/i.test(number));
}

/** Whether the right numbers, `expected`, cannot stand in the place of those of `array`. */
export function isMisshapen(array: ReportArray, expected: readonly string[] | null): boolean {
  return expected === null ? lostNumber(array) === undefined : expected.length !== array.printed.length;
}

/** The shape that is due to an array of this role where the text tells it: that of the logits or the probabilities. */
export function dueShape({ role }: ReportArray, arrays: readonly ReportArray[]): readonly number[] | null {
  const given = arrays.find((array) => array.role === 'logits' || array.role === 'probabilities');
  if (given === undefined) return null;
  // Which of two axes is that of the classes is not told here.
  if (role === 'jacobian') return given.shape.length === 1 ? [...given.shape, ...given.shape] : null;
  return role !== null && shapedAlike.has(role) ? given.shape : null;
}

const shapedAlike: ReadonlySet<Role> = new Set([
  'probabilities',
  'logProbabilities',
  'lossGradient',
  'delta',
]);

/** Fills the second template with the shape that stands and the one that is due, the first where that is not known. */
export function wrongShape(
  [plain, told]: readonly [string, string],
  { shape }: ReportArray,
  due: readonly number[] | null,
  t: Translate,
  ...before: readonly string[]
): string {
  const stands = shapeText(shape);
  return due === null || shapeText(due) === stands
    ? t(plain, ...before, stands)
    : t(told, ...before, stands, shapeText(due));
}

/** "-1.3125 should be 0.25 at [0, 0], ... 3 more": the first wrong numbers with the right ones. */
export function wrongNumbers(
  array: ReportArray,
  wrong: readonly number[],
  expected: readonly string[] | null,
  due: readonly number[] | null,
  t: Translate,
  most = 2,
): string {
  const lost = expected === null ? lostNumber(array) : undefined;
  if (lost !== undefined) return t(words.finding.lost, lost);
  if (isMisshapen(array, expected)) {
    const { shape, shapePlain } = words.finding;
    return wrongShape([shapePlain, shape], array, due, t);
  }
  const several = array.printed.length > 1;
  const said = wrong.slice(0, most).map((index) => {
    const printed = array.printed[index] ?? '';
    const right = expected?.[index] ?? '';
    return several
      ? t(words.claim.elementAt, printed, right, elementPlace(index, array.shape))
      : t(words.claim.element, printed, right);
  });
  const rest = wrong.length - said.length;
  if (rest > 0) said.push(t(words.claim.more, rest));
  return said.join(', ');
}

/** A sentence for what is certain about a claim. */
export function observationSentence(observation: Observation, t: Translate): string {
  const say = words.observation;
  switch (observation.kind) {
    case 'constant-factor':
      return t(say.constantFactor, shortNumber(observation.factor, 6));
    case 'sign':
      return t(say.sign);
    case 'permutation':
      return t(say.permutation, observation.order.join(', '));
    case 'transpose':
      return t(say.transpose);
    case 'rows-do-not-sum':
      return t(
        observation.sums.length === 1 ? say.doesNotSum : say.rowsDoNotSum,
        shortNumber(observation.expected),
        observation.sums
          .slice(0, 4)
          .map((sum) => shortNumber(sum))
          .join(', '),
      );
    case 'not-symmetric':
      return t(say.notSymmetric, observation.row, observation.column);
    case 'right-elements':
      return t(say.rightElements, observation.count, observation.of);
    case 'formula':
      return t(say.formula, formulaText(observation.wrong), formulaText(observation.right));
    case 'blind-input':
      return t(say.blind[observation.because]);
  }
}

/** Names of mistakes in one clause: "evaluated at the logits, and only the diagonal". */
export function namesOf(mistakes: readonly string[], nameOf: (id: string) => string, t: Translate): string {
  return mistakes
    .map(nameOf)
    .reduce((all, name) => (all === '' ? name : t(words.finding.and, all, name)), '');
}

/** The candidates of a finding in one clause, joined by "or". */
export function candidatesOf(finding: Finding, nameOf: (id: string) => string, t: Translate): string {
  return [finding.mistakes, ...finding.alternatives]
    .map((set) => namesOf(set, nameOf, t))
    .reduce((all, names) => (all === '' ? names : t(words.finding.or, all, names)), '');
}

/** What could not be read, why, and what to do. */
export function refusalSentence(refusal: Refusal, sizeLimit: number, t: Translate): string {
  const say = words.refusal;
  const name = sayableName(refusal.name);
  const array = name === null ? t(words.refusedArray.unnamed) : t(words.refusedArray.named, name);
  switch (refusal.reason) {
    case 'truncated':
      return refusal.remedy === undefined
        ? t(say.truncatedPlain, array, refusal.found)
        : t(say.truncated, array, refusal.found, refusal.remedy);
    case 'ragged':
      return refusal.lengths === undefined
        ? t(say.raggedPlain, array, refusal.found)
        : t(say.ragged, array, refusal.found, refusal.lengths.expected, refusal.lengths.found);
    case 'too-large':
      return t(say['too-large'], array, sizeLimit);
    case 'complex':
    case 'masked':
    case 'non-numeric':
    case 'symbolic':
    case 'unclosed':
    case 'too-deep':
      return t(say[refusal.reason], array, refusal.found);
  }
}

/** One sentence in place of silence: what was found and what is needed. */
export function problemSentence(
  problem: Problem,
  reading: Reading,
  arrays: readonly ReportArray[],
  sizeLimit: number,
  t: Translate,
): string {
  const listed = arrays
    .slice(0, 5)
    .map((array) => {
      const name = sayableName(array.name);
      if (name !== null) return `${name} (${shapeText(array.shape)})`;
      return array.role === null
        ? lowerFirst(arrayPhrase(array, t))
        : `${t(words.role[array.role])} (${shapeText(array.shape)})`;
    })
    .join(', ');
  const refused = reading.refusals.find((refusal) => refusal.reason !== 'symbolic');
  const unread = refused && refusalSentence(refused, sizeLimit, t);
  switch (problem.kind) {
    case 'no-array': {
      if (unread !== undefined) return t(words.problem['no-array-refused'], unread);
      const formulas = reading.refusals.length > 0 || /[=\\]/.test(reading.text);
      return t(words.problem[formulas ? 'no-array-formulas' : 'no-array']);
    }
    case 'one-array':
      return unread === undefined
        ? t(words.problem['one-array'], listed)
        : t(words.problem['one-array-refused'], listed, unread);
    case 'do-not-fit':
    case 'nothing-to-check': {
      const classes = new Set(arrays.map(({ shape }) => shape.at(-1)));
      return t(words.problem[classes.size === 1 ? 'nothing-to-check' : problem.kind], listed);
    }
  }
}

/** `nan`, `inf` and numbers alike as they stand in a sentence about training. */
export function lossText(value: number): string {
  return Number.isFinite(value) ? shortNumber(value) : String(plainNumber(value));
}
