import * as vscode from 'vscode';
import { isMistakeId } from '../protocol/messages';

/** Pages of help that the extension brings, in `media/help`. */
export type HelpPage = 'what-to-select' | 'unexplained' | 'inherited' | 'unreadable';

export const OPEN_MISTAKE = 'gradientDebugger.openMistake';
export const OPEN_HELP = 'gradientDebugger.openHelp';
export const OPEN_PANEL = 'gradientDebugger.openPanel';
export const ACCEPT_CONVENTION = 'gradientDebugger.acceptConvention';
export const DISMISS_FINDING = 'gradientDebugger.dismissFinding';

/** A link that runs one of our commands; it may stand wherever the editor takes a uri. */
export function commandLink(command: string, ...args: readonly unknown[]): vscode.Uri {
  const uri = vscode.Uri.parse(`command:${command}`);
  return args.length === 0 ? uri : uri.with({ query: JSON.stringify(args) });
}

/** The pages of documentation that are packaged with the extension, shown inside the editor. */
export class Pages {
  constructor(private readonly extension: vscode.Uri) {}

  async openMistake(id: unknown): Promise<void> {
    if (isMistakeId(id)) await this.open('mistakes', id);
  }

  async openHelp(page: unknown): Promise<void> {
    if (isMistakeId(page)) await this.open('help', page);
  }

  private async open(folder: string, name: string): Promise<void> {
    const page = vscode.Uri.joinPath(this.extension, 'media', folder, `${name}.md`);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', page);
    } catch {
      // The editor's own Markdown extension may be switched off: the page is readable as it is, too.
      await vscode.window.showTextDocument(page, { preview: true });
    }
  }
}
