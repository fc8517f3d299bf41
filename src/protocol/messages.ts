import type { Report, ReportArray, ReportFinding } from '../report/report';

type Role = NonNullable<ReportArray['role']>;
type MistakeId = ReportFinding['mistakes'][number];

/*
 * What passes between the extension (host) and the panel (webview).
 *
 * The host sends a whole new state whenever it changes. A page that hears nothing when it is loaded, since it was made
 * anew when its tab came to the front again, says `ready`, and the host answers with the present state.
 * Every request that points into a report carries that report's `version` and is refused, without an answer, when the
 * text has moved on: a newer report is then on its way.
 * Offsets are those of the report, UTF-16 units of the checked text.
 */

/** The present state: a whole snapshot, never a delta. */
export interface ReportMessage {
  readonly type: 'report';
  /** Stamp of the checked text; goes back with every request. */
  readonly version: number;
  readonly report: Report;
  /** Name of the document, as it stands on its tab. */
  readonly title: string;
  /** Uri of the document: the panel keeps it in its state, so that it survives a reload of the window. */
  readonly document: string;
}

/** A check is under way; the last report stays as it is. */
export interface ProgressMessage {
  readonly type: 'progress';
  readonly message: string;
}

/** The cursor stands in this array (and element, a flat index) of the report; null for none. */
export interface SelectionMessage {
  readonly type: 'selection';
  readonly version: number;
  readonly array: number | null;
  readonly element: number | null;
}

/** The check could not be made: one clear sentence. */
export interface FailedMessage {
  readonly type: 'failed';
  readonly message: string;
}

/** Nothing is checked: the person cleared it, or its document is gone. */
export interface EmptyMessage {
  readonly type: 'empty';
}

export type ToPanel = ReportMessage | ProgressMessage | SelectionMessage | FailedMessage | EmptyMessage;

export type FromPanel =
  | { readonly type: 'ready' }
  /** Select this range in the text and scroll to it. */
  | { readonly type: 'reveal'; readonly version: number; readonly start: number; readonly end: number }
  /** The role of an array: `null` for none, `automatic` to have it inferred again. */
  | {
      readonly type: 'setRole';
      readonly version: number;
      readonly array: number;
      readonly role: Role | 'automatic' | null;
    }
  /** Replace the wrong numbers of one claim (`ReportClaim.correction`). */
  | { readonly type: 'fixClaim'; readonly version: number; readonly claim: number }
  /** Replace all wrong numbers that follow from one root cause (`ReportFinding.correctionOfAll`). */
  | { readonly type: 'fixAll'; readonly version: number; readonly finding: number }
  /** "This is my convention": silence a mistake in this document, or take that back. */
  | {
      readonly type: 'acceptConvention';
      readonly version: number;
      readonly mistake: MistakeId;
      readonly accepted: boolean;
    }
  /** Say no more of one finding, or of it again. */
  | {
      readonly type: 'dismiss';
      readonly version: number;
      readonly finding: number;
      readonly dismissed: boolean;
    }
  /** Forget the check, with its diagnostics. */
  | { readonly type: 'clear' }
  /** Check the derivation again, from what is selected now. */
  | { readonly type: 'check' }
  /** Give up the check that is under way. */
  | { readonly type: 'cancel' }
  /** Copy the report as Markdown. */
  | { readonly type: 'copyReport' }
  /** Copy words that the panel shows, such as the discriminating input. */
  | { readonly type: 'copyText'; readonly text: string }
  | { readonly type: 'openMistake'; readonly id: MistakeId }
  | { readonly type: 'openSettings' }
  /** Something went wrong in the panel itself; goes to the log. */
  | { readonly type: 'error'; readonly message: string };

/** What the panel keeps by `setState`; comes back to the host when the window is reloaded. */
export interface PanelState {
  /** `ReportMessage.document` of the last report. */
  readonly document: string;
  /** What is open, scrolled and focused: the panel's own business. */
  readonly view: unknown;
}

/** Every role that a person may choose, in the order of the derivation. */
export const ROLES = [
  'inputs',
  'weights',
  'logits',
  'probabilities',
  'logProbabilities',
  'target',
  'classIndex',
  'classWeights',
  'loss',
  'lossGradient',
  'upstream',
  'jacobian',
  'delta',
  'weightGradient',
  'biasGradient',
  'numericalOther',
] as const satisfies readonly Role[];

/** Longest text that the panel may ask to be copied or logged. */
const LONGEST_TEXT = 1_000_000;

/** The request in `message`, rebuilt from its known fields; null when it is none. */
export function parseFromPanel(message: unknown): FromPanel | null {
  if (!isRecord(message)) return null;
  const { type, version, start, end, array, role, claim, finding, mistake, accepted, dismissed, id, text } =
    message;
  switch (type) {
    case 'ready':
    case 'clear':
    case 'check':
    case 'cancel':
    case 'copyReport':
    case 'openSettings':
      return { type };
    case 'reveal':
      return isIndex(version) && isIndex(start) && isIndex(end) && start <= end
        ? { type, version, start, end }
        : null;
    case 'setRole':
      return isIndex(version) && isIndex(array) && isRoleChoice(role) ? { type, version, array, role } : null;
    case 'fixClaim':
      return isIndex(version) && isIndex(claim) ? { type, version, claim } : null;
    case 'fixAll':
      return isIndex(version) && isIndex(finding) ? { type, version, finding } : null;
    case 'acceptConvention':
      return isIndex(version) && isMistakeId(mistake) && typeof accepted === 'boolean'
        ? { type, version, mistake, accepted }
        : null;
    case 'dismiss':
      return isIndex(version) && isIndex(finding) && typeof dismissed === 'boolean'
        ? { type, version, finding, dismissed }
        : null;
    case 'copyText':
      return isText(text) ? { type, text } : null;
    case 'openMistake':
      return isMistakeId(id) ? { type, id } : null;
    case 'error':
      return isText(message['message']) ? { type, message: message['message'] } : null;
    default:
      return null;
  }
}

/**
 * The message in `message`, null when it is none. The sender is our own host and the same version of this
 * file, so a report's inside is not walked through again.
 */
export function parseToPanel(message: unknown): ToPanel | null {
  return isRecord(message) && isToPanel(message) ? message : null;
}

/** The state that a panel kept, null when it is none of ours. */
export function parsePanelState(state: unknown): PanelState | null {
  if (!isRecord(state)) return null;
  const { document, view } = state;
  return typeof document === 'string' ? { document, view } : null;
}

/** Ids are names of files too (`media/mistakes/<id>.md`): lower-case words joined by hyphens, nothing else. */
export function isMistakeId(value: unknown): value is MistakeId {
  return typeof value === 'string' && value.length <= 100 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value);
}

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

function isToPanel(message: Record<string, unknown>): message is Record<string, unknown> & ToPanel {
  const { type, version, report, title, document, array, element } = message;
  switch (type) {
    case 'report':
      return (
        isIndex(version) && isRecord(report) && typeof title === 'string' && typeof document === 'string'
      );
    case 'progress':
    case 'failed':
      return typeof message['message'] === 'string';
    case 'selection':
      return isIndex(version) && isIndexOrNull(array) && isIndexOrNull(element);
    case 'empty':
      return true;
    default:
      return false;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isIndexOrNull(value: unknown): value is number | null {
  return value === null || isIndex(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT;
}

function isRoleChoice(value: unknown): value is Role | 'automatic' | null {
  return value === null || value === 'automatic' || isRole(value);
}
