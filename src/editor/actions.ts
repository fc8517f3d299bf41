import * as vscode from 'vscode';
import type { FromPanel } from '../protocol/messages';
import { nthOfItsName } from '../report/nth-of-name';
import { currentReport, type Check } from './check';
import type { Checks } from './checks';
import { applyOffer, tellStale } from './corrections';
import { checkedText, openDocument, rangeOf, titleOf } from './documents';
import type { Memory } from './memory';
import type { Pages } from './pages';
import type { Panel } from './panel';
import { SECTION } from './settings';
import { currentTarget, documentTarget, type Target } from './target';
import { tell, translate, withProgress } from './tell';

/** Everything that a person can ask for, from the palette, a link, a quick fix or the panel. */
export class Actions {
  constructor(
    private readonly extension: vscode.Uri,
    private readonly checks: Checks,
    private readonly memory: Memory,
    private readonly panel: Panel,
    private readonly pages: Pages,
  ) {}

  async check(): Promise<void> {
    this.checks.prepare();
    const target = currentTarget(this.panel.shown);
    if (target) await this.run(target);
    else tell(noTextSentence(), 'what-to-select');
  }

  async checkClipboard(): Promise<void> {
    const content = await vscode.env.clipboard.readText();
    if (content.trim() === '') {
      tell(vscode.l10n.t('The clipboard holds no text. Copy the derivation first.'), 'what-to-select');
      return;
    }
    const document = await vscode.workspace.openTextDocument({ content });
    await vscode.window.showTextDocument(document);
    await this.run(documentTarget(document));
  }

  async clear(): Promise<void> {
    const active = vscode.window.activeTextEditor?.document.uri;
    const here = active && this.checks.of(active);
    for (const check of here ? [here] : this.checks.all()) await this.forget(check);
  }

  async copyReport(): Promise<void> {
    const check = this.checkAtHand();
    const report = check && currentReport(check);
    if (!report) {
      tell(nothingCheckedSentence());
      return;
    }
    const { reportAsMarkdown } = await import('./rendering');
    await vscode.env.clipboard.writeText(reportAsMarkdown(report, translate));
    vscode.window.setStatusBarMessage(vscode.l10n.t('The report is on the clipboard, as Markdown.'), 4000);
  }

  openPanel(): void {
    this.panel.show(this.checkAtHand()?.home ?? null);
  }

  async openMistake(id: unknown): Promise<void> {
    if (id !== undefined) {
      await this.pages.openMistake(id);
      return;
    }
    const { mistakes } = await import('./rendering');
    const items = (await mistakes()).map(({ id, name, why }) => ({
      label: vscode.l10n.t(name),
      description: id,
      detail: vscode.l10n.t(why),
    }));
    const placeHolder = vscode.l10n.t('Which mistake?');
    const chosen = await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true });
    if (chosen) await this.pages.openMistake(chosen.description);
  }

  async openExample(): Promise<void> {
    const source = vscode.Uri.joinPath(this.extension, 'media', 'examples', 'chain-rule.md');
    const original = await vscode.workspace.openTextDocument(source);
    const document = await vscode.workspace.openTextDocument({
      content: original.getText(),
      language: 'markdown',
    });
    // Beside the walkthrough, whose next step is to check it.
    const { activeTextEditor, tabGroups } = vscode.window;
    const isBeside = !activeTextEditor && tabGroups.activeTabGroup.activeTab !== undefined;
    const viewColumn = isBeside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    await vscode.window.showTextDocument(document, { viewColumn });
  }

  /** Forgets what the person said about a document: the roles they chose, the conventions they took. */
  async forgetChoices(): Promise<void> {
    const check = this.checkAtHand();
    if (!check) {
      tell(nothingCheckedSentence());
      return;
    }
    await this.memory.change(check.home.toString(), { roles: [], accepted: [] });
    await this.checks.recheck(check.home);
  }

  /** A quick fix says it for the text as it was when the fix was offered. */
  async acceptOffered(home: unknown, version: unknown, mistake: unknown): Promise<void> {
    if (typeof home !== 'string' || typeof version !== 'number' || typeof mistake !== 'string') return;
    await this.acceptConvention(vscode.Uri.parse(home, true), version, mistake, true);
  }

  async dismissOffered(home: unknown, version: unknown, finding: unknown): Promise<void> {
    if (typeof home !== 'string' || typeof version !== 'number' || typeof finding !== 'number') return;
    const check = this.checks.of(vscode.Uri.parse(home, true));
    if (check?.version === version) await this.dismiss(check, finding, true);
    else tellStale();
  }

  /** Says no more of one finding until its text is checked anew by command, or speaks of it again. */
  private async dismiss(check: Check, finding: number, dismissed: boolean): Promise<void> {
    const key = currentReport(check)?.findings[finding]?.key;
    if (key === undefined) return;
    const others = check.dismissed.filter((other) => other !== key);
    await this.checks.recheck(check.home, { dismissed: dismissed ? [...others, key] : others });
  }

  private async acceptConvention(
    home: vscode.Uri,
    version: number,
    mistake: string,
    accepted: boolean,
  ): Promise<void> {
    const check = this.checks.of(home);
    if (check?.version !== version) {
      tellStale();
      return;
    }
    const before = this.memory.of(check.home.toString()).accepted;
    const others = before.filter((id) => id !== mistake);
    await this.memory.change(check.home.toString(), { accepted: accepted ? [...others, mistake] : others });
    await this.checks.recheck(check.home);
  }

  /** Does what the panel asks for. What points into an older text than the present one is refused. */
  async answer(request: FromPanel): Promise<void> {
    const check = this.panel.shown && this.checks.of(this.panel.shown);
    if ('version' in request && check?.version !== request.version) return;
    switch (request.type) {
      case 'reveal':
        if (check) await reveal(check, request.start, request.end);
        return;
      case 'setRole':
        if (check) await this.setRole(check, request.array, request.role);
        return;
      case 'fixClaim':
        if (check) await applyOffer(this.checks, { ...check, scope: { claim: request.claim } });
        return;
      case 'fixAll':
        if (check) await applyOffer(this.checks, { ...check, scope: { finding: request.finding } });
        return;
      case 'acceptConvention':
        if (check) await this.acceptConvention(check.home, check.version, request.mistake, request.accepted);
        return;
      case 'dismiss':
        if (check) await this.dismiss(check, request.finding, request.dismissed);
        return;
      case 'clear':
        if (check) await this.forget(check);
        return;
      case 'check':
        return this.check();
      case 'cancel':
        if (check) this.checks.giveUp(check.home);
        return;
      case 'copyReport':
        return this.copyReport();
      case 'copyText':
        await vscode.env.clipboard.writeText(request.text);
        return;
      case 'openMistake':
        return this.openMistake(request.id);
      case 'openSettings':
        await vscode.commands.executeCommand('workbench.action.openSettings', SECTION);
        return;
      case 'error':
        console.error(`Panel: ${request.message}`);
        return;
      case 'ready':
        return;
    }
  }

  private async run(target: Target): Promise<void> {
    this.panel.follow(target.home);
    // The editor needs longer to open a panel than a check takes.
    if (holdsRows(target)) this.panel.show(target.home);
    const title = vscode.l10n.t('Checking {0} …', titleOf(target.home));
    const check = await withProgress(title, async (token) => {
      const done = await this.checks.start(target, token);
      if (token.isCancellationRequested) this.checks.giveUp(target.home);
      return done;
    });
    if (check === null) return;
    const report = currentReport(check);
    if (check.failure !== null) tell(check.failure);
    // Where there is nothing to judge, an array that could not be read is the reason.
    else if (report?.problem) tell((report.errors[0] ?? report.problem).message, 'what-to-select');
    else this.panel.show(check.home);
  }

  /** A check that was cleared does not come back with the next window, either. */
  private async forget(check: Check): Promise<void> {
    this.checks.forget(check.home);
    await this.memory.change(check.home.toString(), { checked: null });
  }

  private async setRole(
    check: Check,
    array: number,
    role: Extract<FromPanel, { type: 'setRole' }>['role'],
  ): Promise<void> {
    const arrays = currentReport(check)?.arrays ?? [];
    const found = arrays[array];
    if (found === undefined) return;
    const nth = nthOfItsName(arrays, array);
    const home = check.home.toString();
    const others = this.memory
      .of(home)
      .roles.filter((choice) => choice.name !== found.name || choice.nth !== nth);
    const roles = role === 'automatic' ? others : [...others, { name: found.name, nth, role }];
    await this.memory.change(home, { roles });
    await this.checks.recheck(check.home);
  }

  private checkAtHand(): Check | undefined {
    const active = vscode.window.activeTextEditor?.document.uri ?? this.panel.shown;
    return (active && this.checks.of(active)) ?? this.checks.latest();
  }
}

/** Selects a stretch of the checked text where it stands, in the editor that shows it already if there is one. */
async function reveal(check: Check, start: number, end: number): Promise<void> {
  const place = check.text.toDocument(start, end);
  const document = place && openDocument(place.document);
  if (!place || !document) return;
  const selection = rangeOf(place);
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  if (visible) {
    visible.selection = new vscode.Selection(selection.start, selection.end);
    visible.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  } else {
    await vscode.window.showTextDocument(document, { selection, preserveFocus: true });
  }
}

/** Whether two pairs of numbers stand side by side: then there is something for the panel to show. */
function holdsRows({ candidates }: Target): boolean {
  const text = checkedText(candidates.at(-1) ?? [])?.text ?? '';
  const [first, second] = text.matchAll(/\d\s*[,;&|\s]\s*[-+]?\.?\d/g);
  return first !== undefined && second !== undefined;
}

function nothingCheckedSentence(): string {
  return vscode.l10n.t('Nothing is checked yet. Select a derivation and run Check Derivation.');
}

/** The editor gives extensions no document that is longer than 50 MB. */
function noTextSentence(): string {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText
    ? vscode.l10n.t('This file is too large: the editor gives no file over 50 MB to extensions.')
    : vscode.l10n.t('No text is open here. Open the derivation and select it.');
}
