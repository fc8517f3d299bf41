import { mistakeById } from '../diagnosis/catalogue/catalogue';
import type { Claim, Convention, Diagnosis, Finding } from '../diagnosis/diagnosis';
import { elementSpans } from '../reader/element-spans';
import type { NumericArray, Reading, Refusal } from '../reader/reading';
import { correctionOf, printedAs } from './correction';
import { plainNumbers, shortNumber } from './plain';
import { printLike } from './print-input';
import type {
  MistakeWords,
  Report,
  ReportArray,
  ReportClaim,
  ReportConvention,
  ReportError,
  ReportFinding,
  ReportTraining,
  TextEdit,
} from './report';
import {
  arrayPhrase,
  candidatesOf,
  lossText,
  namesOf,
  observationSentence,
  problemSentence,
  refusalSentence,
  wrongNumbers,
} from './sentences';
import { english, words, type Translate } from './words';

export interface ReportOptions {
  /** Puts the words into the person's language; English where absent. */
  readonly translate?: Translate;
  /** The size limit that the reader was given, for the sentence that names it. */
  readonly sizeLimit?: number;
}

/**
 * Puts a reading and its diagnosis into one plain snapshot with every sentence that the screens show.
 * Indices of arrays, claims and findings are those of the reading and the diagnosis.
 */
export function makeReport(reading: Reading, diagnosis: Diagnosis, options: ReportOptions = {}): Report {
  const t = options.translate ?? english;
  const arrays = reading.arrays.map((array, index) => reportArray(reading, array, diagnosis, index));
  const claims = diagnosis.claims.map((claim) => reportClaim(reading, claim, diagnosis, arrays, t));
  const findings = diagnosis.findings.map((finding) =>
    reportFinding(reading, finding, diagnosis, arrays, claims, t),
  );
  const isNote = (refusal: Refusal) => refusal.reason === 'symbolic';
  const sentence = (refusal: Refusal): ReportError => ({
    message: refusalSentence(refusal, options.sizeLimit ?? 0, t),
    start: refusal.at.start,
    end: refusal.at.end,
  });
  const problem = diagnosis.problem;
  return {
    arrays,
    claims,
    findings,
    conventions: diagnosis.conventions.map((convention) => reportConvention(convention, t)),
    errors: reading.refusals.filter((refusal) => !isNote(refusal)).map(sentence),
    notes: reading.refusals.filter(isNote).map(sentence),
    problem: problem && {
      message: problemSentence(problem, reading, arrays, options.sizeLimit ?? 0, t),
      start: problem.span?.start ?? 0,
      end: problem.span?.end ?? reading.text.length,
    },
    summary: problem
      ? problemSentence(problem, reading, arrays, options.sizeLimit ?? 0, t)
      : summaryOf(diagnosis, arrays, t),
    verifiedBy:
      diagnosis.gradientCheck && t(words.verified, shortNumber(diagnosis.gradientCheck.maxError, 2)),
    training: reportTraining(diagnosis, t),
  };
}

function reportArray(
  reading: Reading,
  array: NumericArray,
  diagnosis: Diagnosis,
  index: number,
): ReportArray {
  const assigned = diagnosis.roles.find((role) => role.array === index);
  const spans = elementSpans(reading.text, array);
  return {
    name: array.name,
    role: assigned?.role ?? null,
    roleFrom: assigned?.from ?? 'numbers',
    reference: assigned?.reference ?? false,
    shape: array.shape,
    values: plainNumbers(array.values),
    start: array.span.start,
    end: array.span.end,
    printed: spans.map((span) => reading.text.slice(span.start, span.end)),
    elements: spans.flatMap((span) => [span.start, span.end]),
  };
}

function reportClaim(
  reading: Reading,
  claim: Claim,
  diagnosis: Diagnosis,
  arrays: readonly ReportArray[],
  t: Translate,
): ReportClaim {
  const array = reading.arrays[claim.array];
  const shown = arrays[claim.array];
  if (array === undefined || shown === undefined)
    throw new RangeError(`claim of array ${claim.array}, which was not read`);
  const printed = claim.expected && printedAs(array, claim.expected, reading.text);
  return {
    array: claim.array,
    step: claim.step,
    verdict: claim.verdict,
    expected: claim.expected && plainNumbers(claim.expected),
    expectedPrinted: printed,
    expectedFromEarlier: claim.expectedFromEarlier && plainNumbers(claim.expectedFromEarlier),
    wrongElements: claim.wrongElements,
    followsFrom: claim.followsFrom,
    sentence: claimSentence(claim, shown, printed, diagnosis, arrays, t),
    correction: printed ? correctionOf(array, claim.wrongElements, printed, reading.text) : [],
  };
}

function claimSentence(
  claim: Claim,
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
      return t(claim.step === null ? say.given : say.unchecked, phrase);
    case 'wrong':
      return t(
        say.wrong,
        phrase,
        claim.wrongElements.length,
        array.printed.length,
        wrongNumbers(array, claim.wrongElements, printed ?? [], t),
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
        : t(say.inherits, phrase, lowerFirst(arrayPhrase(blamed, t)), `(${printed.join(', ')})`);
    }
  }
}

/** English phrases start with "The" or "An"; inside a sentence they do not. Other scripts are left alone. */
function lowerFirst(phrase: string): string {
  return /^(The|An?) /.test(phrase) ? phrase.charAt(0).toLowerCase() + phrase.slice(1) : phrase;
}

function reportFinding(
  reading: Reading,
  finding: Finding,
  diagnosis: Diagnosis,
  arrays: readonly ReportArray[],
  claims: readonly ReportClaim[],
  t: Translate,
): ReportFinding {
  const claim = claims[finding.claim];
  const array = claim && arrays[claim.array];
  if (claim === undefined || array === undefined)
    throw new RangeError(`finding on claim ${finding.claim}, which is not there`);
  const inheritedBy = inheritorsOf(finding.claim, claims);
  const discriminatingText =
    finding.discriminatingInput && inputText(reading, finding.discriminatingInput, diagnosis);
  const remarks = finding.observations.map((observation) => observationSentence(observation, t));
  const message = findingMessage(finding, claim, array, remarks[0] ?? '', t);
  if (discriminatingText) remarks.push(t(words.observation.separate, discriminatingText));
  return {
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
      mistakeWords(id, t),
    ),
    inheritedBy,
    start: array.start,
    end: array.end,
    correctionOfAll: [finding.claim, ...inheritedBy]
      .flatMap((index) => [
        ...(claims[index]?.correction ?? []),
        ...correctionOfCopies(reading, diagnosis, arrays, index),
      ])
      .sort((a, b) => a.start - b.start),
  };
}

/** Corrects what repeats a claim's wrong numbers and is no claim of its own: an operand of a later expression. */
function correctionOfCopies(
  reading: Reading,
  diagnosis: Diagnosis,
  arrays: readonly ReportArray[],
  index: number,
): TextEdit[] {
  const claim = diagnosis.claims[index];
  const original = arrays[claim?.array ?? -1];
  const expected = claim?.expected;
  if (!expected || original === undefined) return [];
  return arrays.flatMap((copy, at) => {
    const array = reading.arrays[at];
    const isClaim = diagnosis.claims.some((other) => other.array === at);
    if (array === undefined || isClaim || copy.role !== original.role) return [];
    const isCopy =
      copy.values.length === original.values.length &&
      copy.values.every((value, element) => value === original.values[element]);
    const printed = isCopy ? printedAs(array, expected, reading.text) : [];
    return correctionOf(array, isCopy ? claim.wrongElements : [], printed, reading.text);
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
  finding: Finding,
  claim: ReportClaim,
  array: ReportArray,
  known: string,
  t: Translate,
): string {
  const say = words.finding;
  const phrase = arrayPhrase(array, t);
  const numbers = wrongNumbers(array, claim.wrongElements, claim.expectedPrinted ?? [], t);
  const nameOf = (id: string) => mistakeWords(id, t).name;
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

function mistakeWords(id: string, t: Translate): MistakeWords {
  const entry = mistakeById(id);
  if (entry === undefined) throw new RangeError(`the catalogue has no mistake ${id}`);
  return {
    id,
    name: t(entry.name),
    why: t(entry.why),
    remedy: t(entry.remedy),
    wrongForm: entry.wrongForm,
    rightForm: entry.rightForm,
    reference: entry.reference,
  };
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
    const name = (index === undefined ? null : reading.arrays[index]?.name) ?? role;
    const sample = array ? reading.text.slice(array.span.start, array.span.end) : '[';
    lines.push(`${name} = ${printLike(sample, values)}`);
  }
  return lines.join('\n');
}

function summaryOf(diagnosis: Diagnosis, arrays: readonly ReportArray[], t: Translate): string {
  const say = words.summary;
  const checked = diagnosis.claims.filter((claim) => claim.verdict !== 'unchecked').length;
  const nameOf = (id: string) => mistakeWords(id, t).name;
  const [first, ...later] = diagnosis.findings;
  if (first === undefined) {
    return checked > 0 ? t(say.right, checked, arrays.length) : t(say.nothingChecked, arrays.length);
  }
  const template = {
    certain: say.first,
    likely: say.firstLikely,
    ambiguous: say.firstAmbiguous,
    unexplained: say.firstUnexplained,
  }[first.certainty];
  const step = t(words.step[first.step]);
  const names =
    first.certainty === 'ambiguous' ? candidatesOf(first, nameOf, t) : namesOf(first.mistakes, nameOf, t);
  let summary = t(template, step, names);
  for (const finding of later) {
    const next =
      finding.mistakes.length > 0 ? namesOf(finding.mistakes, nameOf, t) : t(words.certainty.unexplained);
    summary = t(say.more, summary, `${t(words.step[finding.step])}: ${next}`);
  }
  return summary;
}

function reportConvention(convention: Convention, t: Translate): ReportConvention {
  const names: Readonly<Record<string, string>> = words.convention.name;
  const template = names[convention.name];
  const said =
    template === undefined
      ? t(words.convention.other, convention.name, String(convention.value))
      : t(template, String(convention.value));
  const from = t(words.convention.from[convention.from]);
  const sentence =
    convention.runnerUp === null
      ? t(words.convention.alone, said, from)
      : t(
          words.convention.runnerUp,
          said,
          from,
          String(convention.runnerUp.value),
          shortNumber(convention.runnerUp.bits, 2),
        );
  return { name: convention.name, value: convention.value, from: convention.from, sentence };
}

function reportTraining(diagnosis: Diagnosis, t: Translate): ReportTraining | null {
  const training = diagnosis.training;
  if (training === null) return null;
  const last = training.wrong.length - 1;
  return {
    learningRate: training.learningRate,
    right: plainNumbers(training.right),
    wrong: plainNumbers(training.wrong),
    sentence: t(
      words.training,
      last,
      shortNumber(training.learningRate),
      lossText(training.wrong[0] ?? NaN),
      lossText(training.wrong[last] ?? NaN),
      lossText(training.right[last] ?? NaN),
    ),
  };
}
