import type { DiagnoseOptions, MistakeId, Role } from '../diagnosis/diagnosis';
import type { Span } from '../reader/reading';
import type { Report } from '../report/report';
import { isRole } from '../protocol/messages';

/*
 * What passes between the extension and the thread that makes its reports: one request after the other, each answered by a
 * report.
 */

/** What the person set for a document; absent is "work it out from the text and the numbers". */
export interface Settings {
  readonly loss?: NonNullable<DiagnoseOptions['loss']>;
  readonly reduction?: NonNullable<DiagnoseOptions['reduction']>;
  readonly targetSum?: NonNullable<DiagnoseOptions['targetSum']>;
  readonly sizeLimit: number;
}

/** A role that the person chose. An array is known by its name and by which of that name it is. */
export interface RoleChoice {
  readonly name: string | null;
  readonly nth: number;
  readonly role: Role | null;
}

/** All that a report depends on, as plain data: it goes to the thread as it is. */
export interface AnalysisRequest {
  readonly text: string;
  /** Language id of the editor; null for plain text, which says nothing about the text. */
  readonly language: string | null;
  readonly settings: Settings;
  readonly roles: readonly RoleChoice[];
  readonly accepted: readonly MistakeId[];
  /** Keys of findings. */
  readonly dismissed: readonly string[];
  /** Stretches of the text that a program printed. */
  readonly printed: readonly Span[];
  /** The editor's translations of the words of a report, by the English ones. */
  readonly translations: Readonly<Record<string, string>>;
}

/** Whether `value` is a request. It comes from the same version of this file, so its lists are not walked through again. */
export function isAnalysisRequest(value: unknown): value is AnalysisRequest {
  const { text, language, settings, roles, accepted, dismissed, printed, translations } = fieldsOf(value);
  return (
    isString(text) &&
    (language === null || isString(language)) &&
    typeof fieldsOf(settings)['sizeLimit'] === 'number' &&
    [roles, accepted, dismissed, printed].every(Array.isArray) &&
    typeof translations === 'object' &&
    translations !== null
  );
}

/** Whether `value` is a report, as far as that is told from its outside. */
export function isReport(value: unknown): value is Report {
  const { arrays, claims, findings, summary } = fieldsOf(value);
  return [arrays, claims, findings].every(Array.isArray) && isString(summary);
}

export function isRoleChoice(value: unknown): value is RoleChoice {
  const { name, nth, role } = fieldsOf(value);
  return (name === null || isString(name)) && typeof nth === 'number' && (role === null || isRole(role));
}

/** The fields of an object, and none of what is no object. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function isString(value: unknown): value is string {
  return typeof value === 'string';
}
