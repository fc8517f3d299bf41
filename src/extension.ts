import * as vscode from 'vscode';
import { Actions } from './editor/actions';
import { Checks } from './editor/checks';
import { Diagnostics } from './editor/diagnostics';
import { ArrayHover } from './editor/hover';
import { Memory } from './editor/memory';
import {
  ACCEPT_CONVENTION,
  DISMISS_FINDING,
  OPEN_HELP,
  OPEN_MISTAKE,
  OPEN_PANEL,
  Pages,
} from './editor/pages';
import { Panel, PANEL_TYPE } from './editor/panel';
import { QuickFixes } from './editor/quick-fixes';

/** Documents of every language, wherever they come from. */
const ANYWHERE = { scheme: '*' };

export function activate(context: vscode.ExtensionContext): void {
  const memory = new Memory(context.workspaceState);
  const checks = new Checks(memory);
  const panel = new Panel(context.extensionUri, checks);
  const pages = new Pages(context.extensionUri);
  const actions = new Actions(context.extensionUri, checks, memory, panel, pages);
  const command = vscode.commands.registerCommand;
  context.subscriptions.push(
    checks,
    panel,
    new Diagnostics(checks),
    panel.onRequest((request) => void actions.answer(request)),
    vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, panel),
    vscode.languages.registerHoverProvider(ANYWHERE, new ArrayHover(checks)),
    vscode.languages.registerCodeActionsProvider(ANYWHERE, new QuickFixes(checks), QuickFixes.metadata),
    command('gradientDebugger.check', () => actions.check()),
    command('gradientDebugger.checkClipboard', () => actions.checkClipboard()),
    command('gradientDebugger.clear', () => actions.clear()),
    command('gradientDebugger.copyReport', () => actions.copyReport()),
    command('gradientDebugger.forget', () => actions.forgetChoices()),
    command('gradientDebugger.openExample', () => actions.openExample()),
    command(OPEN_PANEL, () => actions.openPanel()),
    command(OPEN_MISTAKE, (id: unknown) => actions.openMistake(id)),
    command(OPEN_HELP, (page: unknown) => pages.openHelp(page)),
    command(ACCEPT_CONVENTION, (home: unknown, version: unknown, mistake: unknown) =>
      actions.acceptOffered(home, version, mistake),
    ),
    command(DISMISS_FINDING, (home: unknown, version: unknown, finding: unknown) =>
      actions.dismissOffered(home, version, finding),
    ),
  );
}
