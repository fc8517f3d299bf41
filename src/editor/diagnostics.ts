import * as vscode from 'vscode';
import type { Report, ReportClaim, ReportFinding } from '../report/report';
import { currentReport, type Check } from './check';
import type { Checks } from './checks';
import { rangeOf } from './documents';
import { commandLink, OPEN_HELP, OPEN_MISTAKE, type HelpPage } from './pages';

export const SOURCE = 'Gradient Debugger';

type DiagnosticCode = NonNullable<vscode.Diagnostic['code']>;

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A diagnostic and the uri of the document that it stands in. */
interface Placed {
  readonly document: string;
  readonly diagnostic: vscode.Diagnostic;
}

/** The findings of every check as squiggles on the person's own numbers. */
export class Diagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('gradientDebugger');
  /** The documents that hold squiggles of a check, by its home. */
  private readonly published = new Map<string, readonly vscode.Uri[]>();
  private readonly listeners: readonly vscode.Disposable[];

  constructor(checks: Checks) {
    this.listeners = [
      checks.onDidChange((check) => this.publish(check)),
      checks.onDidForget((check) => this.replace(check, [])),
    ];
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.collection.dispose();
  }

  private publish(check: Check): void {
    const report = currentReport(check);
    // Until the next report is there the old squiggles stay: the editor itself moves them with the text.
    if (report === null && check.report !== null && check.failure === null) return;
    this.replace(check, report ? diagnosticsOf(check, report) : []);
  }

  private replace(check: Check, diagnostics: readonly Placed[]): void {
    const home = check.home.toString();
    const documents = new Map<string, vscode.Diagnostic[]>();
    for (const { document, diagnostic } of diagnostics) {
      documents.set(document, [...(documents.get(document) ?? []), diagnostic]);
    }
    for (const uri of this.published.get(home) ?? []) {
      if (!documents.has(uri.toString())) this.collection.delete(uri);
    }
    const uris = [...documents].map(([document, ofDocument]) => {
      const uri = vscode.Uri.parse(document, true);
      this.collection.set(uri, ofDocument);
      return uri;
    });
    this.published.set(home, uris);
  }
}

/** One diagnostic for each root cause, for each claim that inherits from one, and for each array not read. */
function diagnosticsOf(check: Check, report: Report): Placed[] {
  const placed: Placed[] = [];
  const add = (
    span: Stretch,
    message: string,
    severity: vscode.DiagnosticSeverity,
    code: DiagnosticCode,
    followsFrom: readonly number[] = [],
  ) => {
    const place = check.text.toDocument(span.start, span.end);
    if (place === null) return;
    const output = check.text.printed.some(({ start, end }) => start <= span.start && span.end <= end);
    // What a cell printed cannot be underlined: the code that printed it can.
    const said = output ? vscode.l10n.t('In what this cell printed: {0}', message) : message;
    const diagnostic = new vscode.Diagnostic(rangeOf(place), said, severity);
    diagnostic.source = SOURCE;
    diagnostic.code = code;
    diagnostic.relatedInformation = followsFrom.flatMap((array) => relatedTo(check, report, array));
    placed.push({ document: place.document, diagnostic });
  };
  const spoken = report.findings.filter(({ dismissed }) => !dismissed);
  for (const finding of spoken) {
    const claim = report.claims[finding.claim];
    if (claim === undefined) continue;
    const severity =
      finding.certainty === 'unexplained'
        ? vscode.DiagnosticSeverity.Warning
        : vscode.DiagnosticSeverity.Error;
    for (const stretch of wrongStretches(report, claim))
      add(stretch, finding.message, severity, codeOf(finding), claim.followsFrom);
  }
  const heirsOf = (findings: readonly ReportFinding[]) =>
    new Set(findings.flatMap(({ inheritedBy }) => inheritedBy));
  const heirs = heirsOf(spoken);
  const silent = heirsOf(report.findings.filter(({ dismissed }) => dismissed));
  for (const [index, claim] of report.claims.entries()) {
    if (claim.verdict !== 'inherits' || (silent.has(index) && !heirs.has(index))) continue;
    const code = helpCode('inherited');
    const severity = vscode.DiagnosticSeverity.Information;
    for (const stretch of wrongStretches(report, claim))
      add(stretch, claim.sentence, severity, code, claim.followsFrom);
  }
  for (const error of report.errors) {
    // What is too large would be underlined over all its lines: the first one says enough.
    const lineEnd = check.text.text.indexOf('\n', error.start);
    const span = { start: error.start, end: lineEnd < 0 ? error.end : Math.min(error.end, lineEnd) };
    add(span, error.message, vscode.DiagnosticSeverity.Warning, helpCode('unreadable'));
  }
  return placed;
}

/**
 * The array where all of it is wrong, else from its first wrong element to its last; each by itself where the numbers of
 * others stand between.
 */
function wrongStretches(report: Report, { array: index, wrongElements }: ReportClaim): readonly Stretch[] {
  const array = report.arrays[index];
  if (array === undefined) return [];
  const wrong = wrongElements.map((element) => ({
    start: array.elements[2 * element] ?? array.start,
    end: array.elements[2 * element + 1] ?? array.end,
  }));
  const [first] = wrong;
  const last = wrong.at(-1);
  if (first === undefined || last === undefined) return [array];
  if (array.apart) return wrong;
  return wrong.length === array.printed.length ? [array] : [{ start: first.start, end: last.end }];
}

function relatedTo(check: Check, report: Report, index: number): vscode.DiagnosticRelatedInformation[] {
  const array = report.arrays[index];
  const place = array && check.text.toDocument(array.start, array.end);
  if (!place) return [];
  const location = new vscode.Location(vscode.Uri.parse(place.document, true), rangeOf(place));
  const claim = report.claims.find((one) => one.array === index);
  const message = claim?.sentence ?? vscode.l10n.t('It was worked out from this.');
  return [new vscode.DiagnosticRelatedInformation(location, message)];
}

/** The mistakes' ids, stable, with a link to the page of the first. */
function codeOf(finding: ReportFinding): DiagnosticCode {
  const [first] = finding.mistakes;
  return first === undefined
    ? helpCode('unexplained')
    : { value: finding.mistakes.join('+'), target: commandLink(OPEN_MISTAKE, first) };
}

function helpCode(page: HelpPage): DiagnosticCode {
  return { value: page, target: commandLink(OPEN_HELP, page) };
}
