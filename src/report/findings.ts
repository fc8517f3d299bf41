import type { Diagnosis, Finding, MistakeId } from '../diagnosis/diagnosis';
import { printElements } from '../reader/print';
import type { Reading } from '../reader/reading';
import { correctionOf } from './correction';
import type { Draft } from './draft';
import { nthOfItsName } from './nth-of-name';
import { plainNumbers } from './plain';
import { printAsWritten } from './print-input';
import type { ReportArray, ReportClaim, ReportFinding, TextEdit } from './report';
import {
  arrayPhrase,
  candidatesOf,
  dueShape,
  nameInProse,
  namesOf,
  observationSentence,
  wrongNumbers,
} from './sentences';
import { words } from './words';

/**
 * A finding of the diagnosis: its message, what more is certain, the mistakes explained, and the edits that put right
 * all that follows from it.
 * @throws RangeError where its claim is not there or the catalogue lacks a mistake.
 */
export function reportFinding(
  draft: Draft,
  finding: Finding,
  arrays: readonly ReportArray[],
  claims: readonly ReportClaim[],
): ReportFinding {
  const { reading, diagnosis, t } = draft;
  const claim = claims[finding.claim];
  const array = claim && arrays[claim.array];
  if (claim === undefined || array === undefined)
    throw new RangeError(`finding on claim ${finding.claim}, which is not there`);
  const inheritedBy = inheritorsOf(finding.claim, claims);
  const discriminatingText =
    finding.discriminatingInput && inputText(reading, finding.discriminatingInput, diagnosis);
  const remarks = finding.observations.map((observation) => observationSentence(observation, t));
  const message = findingMessage(draft, finding, claim, array, arrays, remarks[0] ?? '');
  if (discriminatingText) remarks.push(t(words.observation.separate, discriminatingText));
  const key = [array.name ?? '', nthOfItsName(arrays, claim.array), ...finding.mistakes].join(' ');
  return {
    key,
    dismissed: draft.dismissed.has(key),
    claim: finding.claim,
    step: finding.step,
    mistakes: finding.mistakes,
    certainty: finding.certainty,
    alternatives: finding.alternatives,
    confidence: finding.confidence,
    bits: finding.bits,
    discriminatingInput: finding.discriminatingInput,
    discriminatingText,
    predicted: finding.predicted && plainNumbers(finding.predicted),
    message,
    remarks,
    observations: finding.observations,
    explained: [...new Set([finding.mistakes, ...finding.alternatives].flat())].map((id) =>
      draft.mistake(id),
    ),
    inheritedBy,
    start: array.start,
    end: array.end,
    correctionOfAll: [finding.claim, ...inheritedBy]
      .flatMap((index) => [...(claims[index]?.correction ?? []), ...correctionOfCopies(draft, arrays, index)])
      .sort((a, b) => a.start - b.start),
  };
}

/** Corrects what repeats a claim's wrong numbers and is no claim of its own: an operand of a later expression. */
function correctionOfCopies(draft: Draft, arrays: readonly ReportArray[], index: number): TextEdit[] {
  const { reading, diagnosis } = draft;
  const claim = diagnosis.claims[index];
  const original = arrays[claim?.array ?? -1];
  const expected = claim?.expected;
  if (!expected || original === undefined) return [];
  return arrays.flatMap((copy, at) => {
    const array = reading.arrays[at];
    const isClaim = diagnosis.claims.some((other) => other.array === at);
    if (array === undefined || isClaim || copy.output || copy.role !== original.role) return [];
    const isCopy =
      copy.values.length === original.values.length &&
      copy.values.every((value, element) => value === original.values[element]);
    const printed = isCopy ? printElements(array, expected, reading.text, draft.spans[at]) : [];
    return correctionOf(isCopy ? claim.wrongElements : [], printed, draft.spans[at] ?? [], reading.text);
  });
}

/** The claims that follow, directly or through others, from a wrong one and only inherit its error. */
function inheritorsOf(root: number, claims: readonly ReportClaim[]): number[] {
  const tainted = new Set([claims[root]?.array]);
  const heirs: number[] = [];
  for (let grown = true; grown;) {
    grown = false;
    claims.forEach((claim, index) => {
      if (claim.verdict !== 'inherits' || heirs.includes(index)) return;
      if (!claim.followsFrom.some((array) => tainted.has(array))) return;
      heirs.push(index);
      tainted.add(claim.array);
      grown = true;
    });
  }
  return heirs.sort((a, b) => a - b);
}

function findingMessage(
  { mistake, t }: Draft,
  finding: Finding,
  claim: ReportClaim,
  array: ReportArray,
  arrays: readonly ReportArray[],
  known: string,
): string {
  const say = words.finding;
  const phrase = arrayPhrase(array, t);
  const due = dueShape(array, arrays);
  const numbers = wrongNumbers(array, claim.wrongElements, claim.expectedPrinted, due, t);
  const nameOf = (id: MistakeId) => mistake(id).name;
  switch (finding.certainty) {
    case 'certain':
      return t(say.certain, phrase, namesOf(finding.mistakes, nameOf, t), numbers);
    case 'likely':
      return t(say.likely, phrase, namesOf(finding.mistakes, nameOf, t), numbers);
    case 'ambiguous':
      return t(say.ambiguous, phrase, candidatesOf(finding, nameOf, t), numbers);
    case 'unexplained':
      return t(say.unexplained, phrase, known === '' ? numbers : `${numbers}. ${known.replace(/\.$/, '')}`);
  }
}

/** The input that separates the candidates, a line for each array, in the notation that the text has for it. */
function inputText(
  reading: Reading,
  input: NonNullable<Finding['discriminatingInput']>,
  diagnosis: Diagnosis,
): string {
  const lines: string[] = [];
  for (const [role, values] of Object.entries(input)) {
    const index = diagnosis.roles.find((assigned) => assigned.role === role && !assigned.reference)?.array;
    const array = reading.arrays[index ?? -1] ?? reading.arrays[0];
    const named = index === undefined ? null : reading.arrays[index]?.name;
    const name = named ? nameInProse(named) : role;
    const sample = array ? reading.text.slice(array.span.start, array.span.end) : '[';
    lines.push(`${name} = ${printAsWritten(sample, values)}`);
  }
  return lines.join('\n');
}
