import type { Convention, Diagnosis, MistakeId } from '../diagnosis/diagnosis';
import { elementSpans } from '../reader/element-spans';
import type { Reading, Refusal, Span } from '../reader/reading';
import { reportArray, reportClaim } from './claims';
import type { Draft } from './draft';
import { reportFinding } from './findings';
import { mistakeWords, type Explanations } from './mistake-words';
import { plainNumbers, shortNumber } from './plain';
import type { Report, ReportArray, ReportConvention, ReportError, ReportTraining } from './report';
import { arrayPhrase, lossText, lowerFirst, namesOf, problemSentence, refusalSentence } from './sentences';
import { english, words, type Translate } from './words';

export interface ReportOptions {
  /** What is said of the mistakes that the diagnosis found. */
  readonly explanations: Explanations;
  /** Mistakes that the person called conventions of theirs, as the diagnosis was told. */
  readonly accepted?: readonly MistakeId[];
  /** Keys of the findings that the person dismissed. */
  readonly dismissed?: readonly string[];
  /** Stretches of the text that a program printed. */
  readonly printed?: readonly Span[];
  /** Puts the words into the person's language; English where absent. */
  readonly translate?: Translate;
  /** The size limit that the reader was given, for the sentence that names it. */
  readonly sizeLimit?: number;
}

/**
 * Puts a reading and its diagnosis into one plain snapshot with every sentence that the screens show.
 * Indices of arrays, claims and findings are those of the reading and the diagnosis: the single numbers that this takes up
 * follow the arrays.
 */
export function makeReport(read: Reading, diagnosis: Diagnosis, options: ReportOptions): Report {
  const { explanations, accepted = [], dismissed = [], printed = [], translate: t = english } = options;
  const reading: Reading = { ...read, arrays: [...read.arrays, ...diagnosis.numbers] };
  const draft: Draft = {
    reading,
    diagnosis,
    spans: reading.arrays.map((array, index) =>
      index < read.arrays.length ? elementSpans(reading.text, array) : [array.span],
    ),
    mistake: (id) => mistakeWords(id, explanations, t),
    dismissed: new Set(dismissed),
    output: reading.arrays.map(({ span }) =>
      printed.some(({ start, end }) => start <= span.start && span.end <= end),
    ),
    t,
  };
  const arrays = reading.arrays.map((array, index) => reportArray(draft, array, index));
  const claims = diagnosis.claims.map((claim) => reportClaim(draft, claim, arrays));
  const findings = diagnosis.findings.map((finding) => reportFinding(draft, finding, arrays, claims));
  const isNote = (refusal: Refusal) => refusal.reason === 'symbolic';
  const sentence = (refusal: Refusal): ReportError => ({
    message: refusalSentence(refusal, options.sizeLimit ?? 0, t),
    start: refusal.at.start,
    end: refusal.at.end,
  });
  const errors = reading.refusals.filter((refusal) => !isNote(refusal)).map(sentence);
  const problem = diagnosis.problem;
  return {
    arrays,
    claims,
    findings,
    conventions: diagnosis.conventions.map((convention) => reportConvention(convention, t)),
    accepted: accepted
      // What was remembered may be of another version of the catalogue.
      .filter((id) => id in explanations)
      .map((id) => ({ id, name: draft.mistake(id).name })),
    errors,
    notes: reading.refusals.filter(isNote).map(sentence),
    problem: problem && {
      message: problemSentence(problem, reading, arrays, options.sizeLimit ?? 0, t),
      start: problem.span?.start ?? 0,
      end: problem.span?.end ?? reading.text.length,
    },
    summary: problem
      ? problemSentence(problem, reading, arrays, options.sizeLimit ?? 0, t)
      : summaryOf(draft, { arrays, claims, findings, errors }),
    verifiedBy:
      diagnosis.gradientCheck && t(words.verified, shortNumber(diagnosis.gradientCheck.maxError, 2)),
    training: reportTraining(diagnosis, t),
  };
}

function summaryOf(
  { diagnosis, mistake, t }: Draft,
  { arrays, claims, findings, errors }: Pick<Report, 'arrays' | 'claims' | 'findings' | 'errors'>,
): string {
  const say = words.summary;
  const checked = diagnosis.claims.filter((claim) => claim.verdict !== 'unchecked').length;
  const nameOf = (id: MistakeId) => mistake(id).name;
  const [first, ...later] = diagnosis.findings.filter((_, index) => findings[index]?.dismissed !== true);
  if (first === undefined) {
    if (findings.length > 0) return t(say.dismissed, findings.length);
    if (checked === 0) return t(say.nothingChecked, arrays.length);
    const open = claims.flatMap(({ array, verdict, step, given }) =>
      verdict === 'unchecked' && step === null && !given ? (arrays[array] ?? []) : [],
    );
    const unplaced = arrays.filter(({ role }) => role === null);
    const complete = open.length + unplaced.length + errors.length === 0;
    let summary = t(say.checked, t(complete ? say.right : say.foundNothing), checked, arrays.length);
    if (open.length > 0) summary = t(say.unconfirmed, summary, listOf(open, t));
    if (unplaced.length > 0) summary = t(say.unplaced, summary, listOf(unplaced, t));
    return errors.length > 0 ? t(say.unread, summary, errors.length) : summary;
  }
  const template = {
    certain: say.first,
    likely: say.firstLikely,
    ambiguous: say.firstAmbiguous,
    unexplained: say.firstUnexplained,
  }[first.certainty];
  const step = t(words.step[first.step]);
  // Their names stand with the finding, beside what each of them does.
  const cause =
    first.certainty === 'ambiguous' ? 1 + first.alternatives.length : namesOf(first.mistakes, nameOf, t);
  let summary = t(template, step, cause);
  for (const finding of later) {
    const next =
      finding.mistakes.length > 0 ? namesOf(finding.mistakes, nameOf, t) : t(words.certainty.unexplained);
    summary = t(say.more, summary, `${t(words.step[finding.step])}: ${next}`);
  }
  return summary;
}

/** The first of some arrays, as many as one reads in a sentence. */
function listOf(arrays: readonly ReportArray[], t: Translate): string {
  const named = [...new Set(arrays.map((array) => lowerFirst(arrayPhrase(array, t))))];
  const said = named.slice(0, 4).join(', ');
  return named.length > 4 ? `${said}, ${t(words.claim.more, named.length - 4)}` : said;
}

function reportConvention(convention: Convention, t: Translate): ReportConvention {
  const names: Readonly<Record<string, string>> = words.convention.name;
  const template = names[convention.name];
  const said =
    template === undefined
      ? t(words.convention.other, convention.name, valueOf(convention.value, t))
      : t(template, valueOf(convention.value, t));
  const from = t(words.convention.from[convention.from]);
  const sentence =
    convention.runnerUp === null
      ? t(words.convention.alone, said, from)
      : t(
          words.convention.runnerUp,
          said,
          from,
          valueOf(convention.runnerUp.value, t),
          shortNumber(convention.runnerUp.bits, 2),
        );
  return { name: convention.name, value: convention.value, from: convention.from, sentence };
}

/** A convention's value as a sentence can hold it. */
function valueOf(value: Convention['value'], t: Translate): string {
  return value === 'given' ? t(words.convention.upstream) : String(value);
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
