import * as vscode from 'vscode';
import { arrayAt, currentReport, placeOfArray } from './check';
import type { Checks } from './checks';
import { rangeOf } from './documents';
import { commandLink, OPEN_MISTAKE, OPEN_PANEL } from './pages';
import { translate } from './tell';

/** Says what a read array is, and whether it is right; nothing anywhere else. */
export class ArrayHover implements vscode.HoverProvider {
  constructor(private readonly checks: Checks) {}

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Hover | undefined> {
    const check = this.checks.of(document.uri);
    const report = check && currentReport(check);
    if (!report) return undefined;
    const at = arrayAt(check, document.uri.toString(), document.offsetAt(position));
    const place = at && placeOfArray(check, report, at.array);
    if (!place) return undefined;
    const links = {
      openPanel: commandLink(OPEN_PANEL).toString(),
      openMistake: (id: string) => commandLink(OPEN_MISTAKE, id).toString(),
    };
    const { hoverMarkdown } = await import('./rendering');
    const text = hoverMarkdown(report, at.array, links, translate);
    if (text === null) return undefined;
    const markdown = new vscode.MarkdownString(text);
    markdown.isTrusted = { enabledCommands: [OPEN_MISTAKE, OPEN_PANEL] };
    return new vscode.Hover(markdown, rangeOf(place));
  }
}
