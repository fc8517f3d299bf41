import * as vscode from 'vscode';
import { parseFromPanel, parsePanelState, type FromPanel, type ToPanel } from '../protocol/messages';
import { arrayAt, currentReport, type Check } from './check';
import type { Checks } from './checks';
import { titleOf } from './documents';
import { panelPage } from './panel-page';

export const PANEL_TYPE = 'gradientDebugger.panel';

/** All that the panel needs stands in its page. */
const WEBVIEW_OPTIONS: vscode.WebviewOptions = { enableScripts: true, localResourceRoots: [] };

/** The one panel: it shows the check of the document that the person checked, or went to, last. */
export class Panel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly requests = new vscode.EventEmitter<FromPanel>();
  private readonly listeners: readonly vscode.Disposable[];
  private panel: vscode.WebviewPanel | null = null;
  private home: vscode.Uri | null = null;
  /** What the panel shows already: a check that only moved in its document is not sent again. */
  private sent: Check['report'] = null;

  /** What the person asks for in the panel. */
  readonly onRequest = this.requests.event;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly checks: Checks,
  ) {
    this.listeners = [
      checks.onDidChange((check) => this.changed(check)),
      checks.onDidForget((check) => this.changed(check)),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        const check = editor && this.checks.of(editor.document.uri);
        if (check) this.follow(check.home);
      }),
      vscode.window.onDidChangeTextEditorSelection((event) => this.selected(event.textEditor)),
    ];
  }

  /** The document whose check the panel shows. */
  get shown(): vscode.Uri | null {
    return this.home;
  }

  /** Shows the check of this document from now on, if the panel is open. */
  follow(home: vscode.Uri): void {
    if (this.home?.toString() === home.toString()) return;
    this.home = home;
    this.send();
  }

  /** Opens the panel beside the text, or brings it back into sight; the text keeps the focus. */
  show(home: vscode.Uri | null): void {
    if (this.panel === null) {
      this.home = home ?? this.home;
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.adopt(vscode.window.createWebviewPanel(PANEL_TYPE, this.title(), place, WEBVIEW_OPTIONS));
      return;
    }
    if (home) this.follow(home);
    if (!this.panel.visible) this.panel.reveal(undefined, true);
  }

  /** Takes up a panel again after the window was reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    this.panel?.dispose();
    const kept = parsePanelState(state);
    if (kept) this.home = vscode.Uri.parse(kept.document);
    panel.webview.options = WEBVIEW_OPTIONS;
    this.adopt(panel);
    if (this.home) await this.resume(this.home);
  }

  dispose(): void {
    this.panel?.dispose();
    for (const listener of this.listeners) listener.dispose();
    this.requests.dispose();
  }

  private async resume(home: vscode.Uri): Promise<void> {
    const source = new vscode.CancellationTokenSource();
    try {
      if (!this.checks.of(home)) await this.checks.resume(home, source.token);
    } finally {
      source.dispose();
    }
    this.send();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.sent = null;
    panel.iconPath = vscode.Uri.joinPath(this.extension, 'media', 'icon.png');
    panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    panel.onDidDispose(() => {
      if (this.panel === panel) this.panel = null;
    });
    void this.load(panel);
  }

  /** Fills the panel. What was sent to it by then waits in the editor until the page listens. */
  private async load(panel: vscode.WebviewPanel): Promise<void> {
    const page = await panelPage();
    if (this.panel === panel) panel.webview.html = page;
  }

  private title(): string {
    return this.home ? vscode.l10n.t('Gradient of {0}', titleOf(this.home)) : 'Gradient Debugger';
  }

  private receive(message: unknown): void {
    const request = parseFromPanel(message);
    if (request === null) {
      console.error('The panel sent what is no request.', message);
    } else if (request.type === 'ready') {
      this.sent = null;
      this.send();
    } else {
      this.requests.fire(request);
    }
  }

  private changed(check: Check): void {
    if (check.home.toString() === this.home?.toString()) this.send();
  }

  private send(): void {
    const check = this.home && this.checks.of(this.home);
    if (!check) {
      this.sent = null;
      this.post({ type: 'empty' });
      return;
    }
    const report = currentReport(check);
    if (report !== null) {
      if (this.sent === check.report) return;
      this.sent = check.report;
      const { version, home } = check;
      this.post({ type: 'report', version, report, title: titleOf(home), document: home.toString() });
      if (this.panel && this.panel.title !== this.title()) this.panel.title = this.title();
      const editor = vscode.window.activeTextEditor;
      if (editor) this.selected(editor);
      return;
    }
    this.sent = null;
    this.post(
      check.failure === null
        ? { type: 'progress', message: vscode.l10n.t('Checking {0} …', titleOf(check.home)) }
        : { type: 'failed', message: check.failure },
    );
  }

  /** Tells the panel which number the cursor stands on. */
  private selected(editor: vscode.TextEditor): void {
    const check = this.checks.of(editor.document.uri);
    if (check?.home.toString() !== this.home?.toString() || !check || !currentReport(check)) return;
    const offset = editor.document.offsetAt(editor.selection.active);
    const at = arrayAt(check, editor.document.uri.toString(), offset);
    this.post({
      type: 'selection',
      version: check.version,
      array: at?.array ?? null,
      element: at?.element ?? null,
    });
  }

  private post(message: ToPanel): void {
    void this.panel?.webview.postMessage(message);
  }
}
