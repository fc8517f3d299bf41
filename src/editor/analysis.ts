import { catalogue } from '../diagnosis/catalogue/catalogue';
import { diagnose } from '../diagnosis/diagnose';
import type { MistakeId, Role } from '../diagnosis/diagnosis';
import { readWithArithmetic } from '../reader/read';
import type { NumericArray } from '../reader/reading';
import { makeReport } from '../report/make-report';
import type { Report } from '../report/report';
import { english, type Translate } from '../report/words';
import type { RoleChoice } from './memory';
import type { Settings } from './settings';

export { Cancelled } from '../diagnosis/diagnosis';
export { hoverMarkdown } from '../report/hover';
export { reportAsMarkdown } from '../report/markdown';

/** All that a report depends on, as plain data: it goes to a worker thread as it is. */
export interface AnalysisRequest {
  readonly text: string;
  /** Language id of the editor; null for plain text, which says nothing about the text. */
  readonly language: string | null;
  readonly settings: Settings;
  readonly roles: readonly RoleChoice[];
  readonly accepted: readonly MistakeId[];
  /** The editor's translations of the words of a report, by the English ones. */
  readonly translations: Readonly<Record<string, string>>;
}

/** Reads, diagnoses and reports. Throws `Cancelled` soon after `cancelled` answers true. */
export async function analyse(request: AnalysisRequest, cancelled: () => boolean): Promise<Report> {
  const { text, language, settings, translations } = request;
  const { sizeLimit, ...conventions } = settings;
  const options = { sizeLimit, ...(language !== null && { language }) };
  const arithmetic = async () => (await import('../reader/arithmetic')).evaluate;
  const reading = await readWithArithmetic(text, options, arithmetic);
  const diagnosis = diagnose(reading, {
    ...conventions,
    roles: chosenRoles(reading.arrays, request.roles),
    accepted: new Set(request.accepted),
    cancelled,
  });
  return makeReport(reading, diagnosis, { translate: translator(translations), sizeLimit });
}

/** Every mistake that has a page. */
export function mistakes(): readonly {
  readonly id: MistakeId;
  readonly name: string;
  readonly why: string;
}[] {
  return catalogue;
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
