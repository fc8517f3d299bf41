import type { Claim, Diagnosis, Role } from '../diagnosis/diagnosis';
import { printElements } from '../reader/print';
import type { NumericArray } from '../reader/reading';
import { correctionOf } from './correction';
import type { Draft } from './draft';
import { nestedNumbers, plainNumbers } from './plain';
import type { ReportArray, ReportClaim } from './report';
import { arrayPhrase, dueShape, isMisshapen, lowerFirst, wrongNumbers, wrongShape } from './sentences';
import { words, type Translate } from './words';

/** The array of the reading with index `index`, with the role it plays and its elements as they are written. */
export function reportArray(
  { reading, diagnosis, spans: all, output }: Draft,
  array: NumericArray,
  index: number,
): ReportArray {
  const assigned = diagnosis.roles.find((role) => role.array === index);
  const spans = all[index] ?? [];
  const [first] = spans;
  const last = spans.at(-1);
  const span = array.cells && first && last ? { start: first.start, end: last.end } : array.span;
  return {
    name: array.name,
    role: assigned?.role ?? null,
    roleFrom: assigned?.from ?? 'numbers',
    reference: assigned?.reference ?? false,
    shape: array.shape,
    values: plainNumbers(array.values),
    start: span.start,
    end: span.end,
    apart: array.cells?.some((cell, k) => k > 0 && cell !== (array.cells?.[k - 1] ?? 0) + 1) ?? false,
    output: output[index] ?? false,
    printed: spans.map((span) => reading.text.slice(span.start, span.end)),
    elements: spans.flatMap((span) => [span.start, span.end]),
  };
}

/**
 * A claim of the diagnosis with its verdict in a sentence and the edits that put it right.
 * @throws RangeError where it is of an array that was not read.
 */
export function reportClaim(draft: Draft, claim: Claim, arrays: readonly ReportArray[]): ReportClaim {
  const { reading, diagnosis, t } = draft;
  const array = reading.arrays[claim.array];
  const shown = arrays[claim.array];
  if (array === undefined || shown === undefined)
    throw new RangeError(`claim of array ${claim.array}, which was not read`);
  const given = claim.verdict === 'unchecked' && claim.step === null && !isComputed(claim.role, diagnosis);
  const printed =
    claim.expected && printElements(array, claim.expected, reading.text, draft.spans[claim.array]);
  return {
    array: claim.array,
    step: claim.step,
    verdict: claim.verdict,
    given,
    expected: claim.expected && plainNumbers(claim.expected),
    expectedPrinted: printed,
    expectedFromEarlier: claim.expectedFromEarlier && plainNumbers(claim.expectedFromEarlier),
    wrongElements: claim.wrongElements,
    followsFrom: claim.followsFrom,
    sentence: claimSentence(claim, given, shown, printed, diagnosis, arrays, t),
    correction:
      printed && !shown.output && !isMisshapen(shown, printed)
        ? correctionOf(claim.wrongElements, printed, draft.spans[claim.array] ?? [], reading.text)
        : [],
  };
}

/** Whether a quantity of this role follows from others of the text, and cannot be where the derivation begins. */
function isComputed(role: Role, { claims }: Diagnosis): boolean {
  const stated = (other: Role) => claims.some((claim) => claim.role === other);
  switch (role) {
    case 'probabilities':
    case 'logProbabilities':
      return stated('logits');
    case 'lossGradient':
      return stated('target') && (stated('probabilities') || stated('logits'));
    case 'loss':
    case 'jacobian':
    case 'delta':
    case 'weightGradient':
    case 'biasGradient':
      return true;
    case 'inputs':
    case 'weights':
    case 'logits':
    case 'target':
    case 'classIndex':
    case 'classWeights':
    case 'upstream':
    case 'numericalOther':
      return false;
  }
}

function claimSentence(
  claim: Claim,
  given: boolean,
  array: ReportArray,
  printed: readonly string[] | null,
  diagnosis: Diagnosis,
  arrays: readonly ReportArray[],
  t: Translate,
): string {
  const say = words.claim;
  const phrase = arrayPhrase(array, t);
  switch (claim.verdict) {
    case 'agrees':
      return t(say.agrees, phrase);
    case 'unchecked':
      if (given) return t(say.given, phrase);
      return t(claim.step === null ? say.unconfirmed : say.unchecked, phrase);
    case 'wrong':
      if (isMisshapen(array, printed)) {
        const [plain, due] = [say.wrongShapePlain, say.wrongShape];
        return wrongShape([plain, due], array, dueShape(array, arrays), t, phrase);
      }
      return t(
        say.wrong,
        phrase,
        claim.wrongElements.length,
        array.printed.length,
        wrongNumbers(array, claim.wrongElements, printed, null, t),
      );
    case 'inherits': {
      const cause = claim.followsFrom.find((index) =>
        diagnosis.claims.some(
          (other) => other.array === index && other.verdict !== 'agrees' && other.verdict !== 'unchecked',
        ),
      );
      const blamed = cause === undefined ? undefined : arrays[cause];
      return blamed === undefined || printed === null || printed.length > 12
        ? t(say.inheritsPlain, phrase)
        : t(say.inherits, phrase, lowerFirst(arrayPhrase(blamed, t)), nestedNumbers(printed, array.shape));
    }
  }
}
