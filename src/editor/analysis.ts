import { diagnose } from '../diagnosis/diagnose';
import type { Role } from '../diagnosis/diagnosis';
import { readName } from '../diagnosis/names';
import { isAnalysisRequest, type RoleChoice } from './analysis-request';
import type { Evaluate } from '../reader/expression';
import { readWithArithmetic } from '../reader/read';
import type { NumericArray, Reading } from '../reader/reading';
import { makeReport } from '../report/make-report';
import type { Explanations } from '../report/mistake-words';
import type { Report } from '../report/report';
import { english, type Translate } from '../report/words';

/**
 * Reads, diagnoses and reports.
 * @throws TypeError where `request` is no `AnalysisRequest`.
 */
export async function analyse(request: unknown): Promise<Report> {
  if (!isAnalysisRequest(request)) throw new TypeError('this is no request for an analysis');
  const { text, language, settings, accepted, dismissed, printed, translations } = request;
  const { sizeLimit, ...conventions } = settings;
  const options = { sizeLimit, ...(language !== null && { language }) };
  const reading = await takeTablesApart(await readWithArithmetic(text, options, loadArithmetic));
  let diagnosis = diagnose(reading, {
    ...conventions,
    roles: chosenRoles(reading.arrays, request.roles),
    accepted: new Set(accepted),
  });
  if (diagnosis.findings.some(({ openProblem }) => openProblem !== null)) {
    const { withObservations } = await import('../diagnosis/beyond');
    diagnosis = withObservations(diagnosis, () => false);
  }
  return makeReport(reading, diagnosis, {
    explanations: diagnosis.findings.length + accepted.length > 0 ? await loadExplanations() : {},
    accepted,
    dismissed,
    printed,
    translate: translator(translations),
    sizeLimit,
  });
}

async function takeTablesApart(reading: Reading): Promise<Reading> {
  if (reading.arrays.every(({ columns, rows }) => columns === undefined && rows === undefined))
    return reading;
  const { withQuantitiesOfTables } = await import('../diagnosis/tables');
  return withQuantitiesOfTables(reading, readName);
}

async function loadArithmetic(): Promise<Evaluate> {
  const { evaluate } = await import('../reader/arithmetic');
  return evaluate;
}

/** The catalogue's words are about what was found only: they come with the first finding. */
async function loadExplanations(): Promise<Explanations> {
  const { explanations } = await import('../diagnosis/catalogue/explanations/explanations');
  return explanations;
}

/** The words of a report in the language of `translations`. */
function translator(translations: Readonly<Record<string, string>>): Translate {
  return (template, ...args) => english(translations[template] ?? template, ...args);
}

function chosenRoles(
  arrays: readonly NumericArray[],
  choices: readonly RoleChoice[],
): ReadonlyMap<number, Role | null> {
  const roles = new Map<number, Role | null>();
  for (const { name, nth, role } of choices) {
    const index = arrays.map((_, at) => at).filter((at) => arrays[at]?.name === name)[nth];
    if (index !== undefined) roles.set(index, role);
  }
  return roles;
}
