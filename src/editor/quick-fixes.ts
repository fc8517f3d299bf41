import * as vscode from 'vscode';
import type { Report, ReportFinding } from '../report/report';
import { currentReport, type Check } from './check';
import type { Checks } from './checks';
import { editOf, tellStale, type Offer, type Scope } from './corrections';
import { SOURCE } from './diagnostics';
import { ACCEPT_CONVENTION, DISMISS_FINDING } from './pages';
import { rangeOf } from './documents';

/** A quick fix that gets its edit when it is chosen, so that one for an older text is never applied. */
class Correction extends vscode.CodeAction {
  constructor(
    title: string,
    readonly offer: Offer,
  ) {
    super(title, vscode.CodeActionKind.QuickFix);
  }
}

/** Puts right numbers in, or takes a mistake for a convention, on the arrays that are wrong. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };

  constructor(private readonly checks: Checks) {}

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const check = this.checks.of(document.uri);
    const report = check && currentReport(check);
    if (!report) return [];
    const ours = context.diagnostics.filter((diagnostic) => diagnostic.source === SOURCE);
    const actions: vscode.CodeAction[] = [];
    report.claims.forEach((claim, index) => {
      const array = report.arrays[claim.array];
      const place = array && check.text.toDocument(array.start, array.end);
      if (place?.document !== document.uri.toString()) return;
      const arrayRange = rangeOf(place);
      if (!arrayRange.intersection(range)) return;
      const diagnostics = ours.filter((diagnostic) => arrayRange.contains(diagnostic.range));
      for (const action of actionsFor(check, report, index)) {
        action.diagnostics = diagnostics;
        actions.push(action);
      }
    });
    return actions;
  }

  resolveCodeAction(action: vscode.CodeAction): vscode.CodeAction {
    if (!(action instanceof Correction)) return action;
    const edit = editOf(this.checks, action.offer);
    if (edit === null) tellStale();
    else action.edit = edit;
    return action;
  }
}

function actionsFor(check: Check, report: Report, claimIndex: number): vscode.CodeAction[] {
  const claim = report.claims[claimIndex];
  if (claim === undefined) return [];
  const offer = (title: string, scope: Scope) =>
    new Correction(title, { home: check.home, version: check.version, scope });
  const actions: vscode.CodeAction[] = [];
  const findingIndex = report.findings.findIndex(
    (finding) => finding.claim === claimIndex || finding.inheritedBy.includes(claimIndex),
  );
  const finding = report.findings[findingIndex];
  if (finding && followers(report, finding) > 0) {
    const title = vscode.l10n.t('Replace all wrong numbers that follow from this by the right ones');
    const all = offer(title, { finding: findingIndex });
    all.isPreferred = finding.certainty === 'certain';
    actions.push(all);
  }
  if (claim.correction.length > 0) {
    const one = offer(vscode.l10n.t('Replace the wrong numbers here by the right ones'), {
      claim: claimIndex,
    });
    one.isPreferred = actions.length === 0 && finding?.certainty === 'certain';
    actions.push(one);
  }
  if (finding?.claim === claimIndex && !finding.dismissed) {
    actions.push(...finding.mistakes.map((mistake) => acceptance(check, finding, mistake)));
    actions.push(commandAction(vscode.l10n.t('Dismiss this finding'), DISMISS_FINDING, check, findingIndex));
  }
  return actions;
}

/** How many claims beside the first one a finding's correction puts right. */
function followers(report: Report, finding: ReportFinding): number {
  return finding.inheritedBy.filter((index) => (report.claims[index]?.correction.length ?? 0) > 0).length;
}

function acceptance(check: Check, finding: ReportFinding, mistake: string): vscode.CodeAction {
  const name = finding.explained.find((words) => words.id === mistake)?.name ?? mistake;
  const title = vscode.l10n.t('This is my convention: {0}', name);
  return commandAction(title, ACCEPT_CONVENTION, check, mistake);
}

/** An action that runs a command of ours, which refuses it when the text has moved on. */
function commandAction(
  title: string,
  command: string,
  { home, version }: Check,
  what: string | number,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command, arguments: [home.toString(), version, what] };
  return action;
}
