import type * as vscode from 'vscode';
import type { Report } from '../report/report';
import type { CheckedText, DocumentSpan } from './checked-text';

/** One checked derivation, as it stands now. Immutable: a change makes a new one. */
export interface Check {
  /** The document, or the notebook of the checked cells. */
  readonly home: vscode.Uri;
  readonly text: CheckedText;
  /** Stamps the text: another text has another version, in this check and in all others. */
  readonly version: number;
  /** The report of an earlier version of the text stays until the next one is there. */
  readonly report: { readonly version: number; readonly report: Report } | null;
  /** Why there is no report of this version of the text, and will be none. */
  readonly failure: string | null;
  /** Keys of the findings that the person dismissed. */
  readonly dismissed: readonly string[];
}

/** The report of the text as it is now; null while it is still being made. */
export function currentReport(check: Check): Report | null {
  return check.report?.version === check.version ? check.report.report : null;
}

/** The array of the report that an offset of a document stands in, and the element; null for none. */
export function arrayAt(
  check: Check,
  document: string,
  offset: number,
): { readonly array: number; readonly element: number | null } | null {
  const report = currentReport(check);
  const at = check.text.fromDocument(document, offset);
  if (report === null || at === null) return null;
  // The innermost array: one that is written inside another stands inside the other's span. Of what stands apart
  // only the numbers themselves.
  const [innermost] = report.arrays
    .map((array, index) => ({ array, index, element: elementAt(array.elements, at) }))
    .filter(({ array, element }) => (array.apart ? element !== null : array.start <= at && at <= array.end))
    .sort((one, other) => one.array.end - one.array.start - (other.array.end - other.array.start));
  return innermost ? { array: innermost.index, element: innermost.element } : null;
}

function elementAt(elements: readonly number[], at: number): number | null {
  for (let index = 0; index < elements.length; index += 2) {
    if ((elements[index] ?? 0) <= at && at <= (elements[index + 1] ?? 0)) return index / 2;
  }
  return null;
}

/** Where an array of the report stands in its document. */
export function placeOfArray(check: Check, report: Report, array: number): DocumentSpan | null {
  const found = report.arrays[array];
  return found === undefined ? null : check.text.toDocument(found.start, found.end);
}
