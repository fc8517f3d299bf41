import * as vscode from 'vscode';
import type { TextEdit } from '../report/report';
import { currentReport, type Check } from './check';
import type { Checks } from './checks';
import { rangeOf } from './documents';

/** What is put right: one claim, or all that follows from one root cause. Indices are those of the report. */
export type Scope = { readonly claim: number } | { readonly finding: number };

/** A correction that was offered, for the text as it was then. */
export interface Offer {
  readonly home: vscode.Uri;
  readonly version: number;
  readonly scope: Scope;
}

/** The edit of an offer; null when the text has moved on since, or there is nothing to put right. */
export function editOf(checks: Checks, { home, version, scope }: Offer): vscode.WorkspaceEdit | null {
  const check = checks.of(home);
  const report = check && currentReport(check);
  if (!report || check.version !== version) return null;
  const edits =
    'claim' in scope
      ? report.claims[scope.claim]?.correction
      : report.findings[scope.finding]?.correctionOfAll;
  return edits === undefined || edits.length === 0 ? null : workspaceEdit(check, edits);
}

/** Applies an offer, or says why it cannot be. */
export async function applyOffer(checks: Checks, offer: Offer): Promise<void> {
  const edit = editOf(checks, offer);
  if (edit === null) tellStale();
  else if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('The right numbers could not be put in: the document cannot be edited.'),
    );
  }
}

export function tellStale(): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t('The text has changed since this was offered. Nothing was replaced; choose again.'),
  );
}

function workspaceEdit(check: Check, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const result = new vscode.WorkspaceEdit();
  for (const { start, end, newText } of edits) {
    const place = check.text.toDocument(start, end);
    if (place) result.replace(vscode.Uri.parse(place.document, true), rangeOf(place), newText);
  }
  return result;
}
