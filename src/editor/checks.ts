import * as vscode from 'vscode';
import type { AnalysisRequest } from './analysis-request';
import { Analyst, GivenUp } from './analyst';
import { currentReport, type Check } from './check';
import { moved, type CheckedText, type Piece } from './checked-text';
import { checkedText, openDocument, openHome } from './documents';
import { findAgain, toRemember } from './find-again';
import type { Memory } from './memory';
import { withOutputs } from './notebook';
import { SECTION, settingsOf } from './settings';
import type { Target } from './target';

/** Edits are waited for this long before the text is checked again. */
const QUIET_MILLISECONDS = 300;

/**
 * The checks that the person asked for, at most one for each document. A check follows the edits of its text
 * until it is forgotten; documents without a check are never looked at.
 */
export class Checks implements vscode.Disposable {
  private readonly checks = new Map<string, Check>();
  private readonly running = new Map<string, vscode.CancellationTokenSource>();
  private readonly waiting = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly analyst = new Analyst();
  private readonly changed = new vscode.EventEmitter<Check>();
  private readonly forgotten = new vscode.EventEmitter<Check>();
  private readonly listeners: vscode.Disposable[];
  private latestHome: string | null = null;
  private lastVersion = 0;

  /** A check has a new report, a new text, or its text has moved in the document. */
  readonly onDidChange = this.changed.event;
  readonly onDidForget = this.forgotten.event;

  constructor(private readonly memory: Memory) {
    this.listeners = [
      vscode.workspace.onDidChangeTextDocument((event) => this.follow(event)),
      vscode.workspace.onDidChangeNotebookDocument((event) => this.followOutputs(event)),
      vscode.workspace.onDidCloseTextDocument((document) => this.closed(document)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SECTION))
          for (const check of this.all()) void this.recheck(check.home);
      }),
    ];
  }

  all(): readonly Check[] {
    return [...this.checks.values()];
  }

  /** The check that the person asked for last. */
  latest(): Check | undefined {
    return this.latestHome === null ? undefined : this.checks.get(this.latestHome);
  }

  /** The check of a document, notebook or notebook cell. */
  of(uri: vscode.Uri): Check | undefined {
    const document = uri.toString();
    return (
      this.checks.get(document) ??
      this.all().find((check) => check.text.pieces.some((piece) => piece.document === document))
    );
  }

  /** Says that a check is about to come. */
  prepare(): void {
    this.analyst.prepare();
  }

  /**
   * Checks the first candidate of `target` in which there is something to judge, else the last.
   * Null when it was given up, or a newer check of the document took its place.
   */
  async start(
    target: Target,
    token: vscode.CancellationToken,
    dismissed: readonly string[] = [],
  ): Promise<Check | null> {
    const home = target.home.toString();
    this.latestHome = home;
    for (const [index, pieces] of target.candidates.entries()) {
      const text = checkedText(pieces);
      if (text === null) return null;
      this.put({
        home: target.home,
        text,
        version: this.nextVersion(),
        report: null,
        failure: null,
        dismissed,
      });
      const check = await this.analyse(home, token);
      if (check === null) return null;
      const problem = currentReport(check)?.problem ?? null;
      if (problem === null || index === target.candidates.length - 1) return check;
    }
    return null;
  }

  /** Checks again what was checked in an earlier session, wherever it stands by now; null where it is gone. */
  async resume(home: vscode.Uri, token: vscode.CancellationToken): Promise<Check | null> {
    const before = this.memory.of(home.toString()).checked;
    if (before === null) return null;
    // Its tab may stand behind another one: then the editor has not loaded the document yet.
    await openHome(home, before.pieces);
    const pieces = findAgain(before.pieces);
    if (pieces === null) return null;
    return this.start({ home, candidates: [withOutputs(home, pieces)] }, token, before.dismissed);
  }

  /** Checks the same text again: something else that the report depends on is different now. */
  async recheck(home: vscode.Uri, change: Partial<Pick<Check, 'dismissed'>> = {}): Promise<void> {
    const check = this.checks.get(home.toString());
    if (check === undefined) return;
    this.put({ ...check, ...change, failure: null, version: this.nextVersion() });
    await this.analyse(home.toString(), null);
  }

  forget(home: vscode.Uri): void {
    const key = home.toString();
    this.stop(key);
    const check = this.checks.get(key);
    if (!this.checks.delete(key) || check === undefined) return;
    this.forgotten.fire(check);
  }

  /** Ends the check that is under way; until its text changes there is no report. */
  giveUp(home: vscode.Uri): void {
    const check = this.checks.get(home.toString());
    this.stop(home.toString());
    if (check === undefined || currentReport(check)) return;
    const failure = vscode.l10n.t('The check was given up. Run Check Derivation to start it again.');
    this.put({ ...check, failure });
  }

  dispose(): void {
    for (const home of [...this.checks.keys()]) this.stop(home);
    for (const listener of this.listeners) listener.dispose();
    this.analyst.dispose();
    this.changed.dispose();
    this.forgotten.dispose();
  }

  /** Versions are unique among all checks: what is said of one can never be taken for another. */
  private nextVersion(): number {
    return ++this.lastVersion;
  }

  private put(check: Check): void {
    this.checks.set(check.home.toString(), check);
    this.changed.fire(check);
  }

  private stop(home: string): void {
    clearTimeout(this.waiting.get(home));
    this.waiting.delete(home);
    this.running.get(home)?.cancel();
    this.running.delete(home);
  }

  /** Makes the report of the check's present text. Null when it was given up or the text moved on meanwhile. */
  private async analyse(home: string, token: vscode.CancellationToken | null): Promise<Check | null> {
    this.stop(home);
    const check = this.checks.get(home);
    if (check === undefined) return null;
    const source = new vscode.CancellationTokenSource();
    const link = token?.onCancellationRequested(() => source.cancel());
    this.running.set(home, source);
    try {
      const report = await this.analyst.analyse(this.requestFor(check), source.token);
      return this.settle(check, { report: { version: check.version, report }, failure: null });
    } catch (error) {
      if (error instanceof GivenUp) return null;
      console.error(error);
      return this.settle(check, { failure: failureSentence(error) });
    } finally {
      link?.dispose();
      source.dispose();
      if (this.running.get(home) === source) this.running.delete(home);
    }
  }

  private settle(check: Check, result: Partial<Pick<Check, 'report' | 'failure'>>): Check | null {
    const now = this.checks.get(check.home.toString());
    if (now?.version !== check.version) return null;
    const settled: Check = { ...now, ...result };
    this.put(settled);
    const { home, text, dismissed } = settled;
    void this.memory.change(home.toString(), { checked: { pieces: toRemember(text), dismissed } });
    return settled;
  }

  private requestFor(check: Check): AnalysisRequest {
    const { roles, accepted } = this.memory.of(check.home.toString());
    const document = openDocument(check.text.pieces[0]?.document ?? '');
    const language = document?.languageId ?? 'plaintext';
    return {
      text: check.text.text,
      language: language === 'plaintext' ? null : language,
      settings: settingsOf(document),
      roles,
      accepted,
      dismissed: check.dismissed,
      printed: check.text.printed,
      translations: translations(),
    };
  }

  private follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const uri = document.uri.toString();
    for (const check of this.all()) {
      if (!check.text.pieces.some((piece) => piece.document === uri)) continue;
      const text = checkedText(check.text.pieces.map((piece) => follow(piece, uri, contentChanges)));
      if (text === null) continue;
      if (text.text === check.text.text) this.put({ ...check, text });
      else this.edited(check, text);
    }
  }

  /** A cell that ran has printed something else. */
  private followOutputs({ notebook, cellChanges }: vscode.NotebookDocumentChangeEvent): void {
    const check = this.checks.get(notebook.uri.toString());
    if (check === undefined || cellChanges.every(({ outputs }) => outputs === undefined)) return;
    const text = checkedText(withOutputs(check.home, check.text.pieces));
    if (text !== null && text.text !== check.text.text) this.edited(check, text);
  }

  private edited(check: Check, text: CheckedText): void {
    const home = check.home.toString();
    this.stop(home);
    this.put({ ...check, text, failure: null, version: this.nextVersion() });
    this.waiting.set(
      home,
      setTimeout(() => void this.analyse(home, null), QUIET_MILLISECONDS),
    );
  }

  /** A change of language closes a document and opens it again: what is open a moment later is not forgotten. */
  private closed(document: vscode.TextDocument): void {
    setTimeout(() => {
      const check = this.of(document.uri);
      if (check && openDocument(document.uri.toString()) === undefined) this.forget(check.home);
    });
  }
}

function follow(
  piece: Piece,
  document: string,
  changes: readonly vscode.TextDocumentContentChangeEvent[],
): Piece {
  if (piece.document !== document) return piece;
  return changes.reduce(
    (moving, { rangeOffset, rangeLength, text }) =>
      moved(moving, { offset: rangeOffset, removed: rangeLength, inserted: text.length }),
    piece,
  );
}

/** The editor's translations, without the comments that a bundle may hold beside a message. */
function translations(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(vscode.l10n.bundle ?? {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function failureSentence(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return vscode.l10n.t('The text could not be checked ({0}). Please report this text as a bug.', reason);
}
