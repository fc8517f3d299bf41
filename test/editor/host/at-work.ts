// What the tests in the extension host do with the editor.
import { assert } from 'chai';
import * as vscode from 'vscode';

export const SOURCE = 'Gradient Debugger';

/** Opens a file of the workspace and shows it. */
export async function openFile(name: string): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, 'no folder is open');
  return vscode.window.showTextDocument(vscode.Uri.joinPath(folder, name));
}

let texts = 0;

/** Shows a new file with this text. Its name is new, too: VS Code gives out names of closed untitled ones again. */
export async function openText(content: string, language = 'python'): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, 'no folder is open');
  const file = vscode.Uri.joinPath(folder, `text-${++texts}.txt`);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
  const document = await vscode.workspace.openTextDocument(file);
  return vscode.window.showTextDocument(await vscode.languages.setTextDocumentLanguage(document, language));
}

/** The range of the `nth` place where `text` stands in a document. */
export function rangeOf(document: vscode.TextDocument, text: string, nth = 0): vscode.Range {
  let start = -1;
  for (let count = 0; count <= nth; count++) start = document.getText().indexOf(text, start + 1);
  assert.isAtLeast(start, 0, `"${text}" does not stand in the document`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

export function select(editor: vscode.TextEditor, ...ranges: readonly vscode.Range[]): void {
  editor.selections = ranges.map(({ start, end }) => new vscode.Selection(start, end));
}

export function selectAll(editor: vscode.TextEditor): void {
  const { document } = editor;
  select(editor, new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length)));
}

/** Runs the command; when it is done the findings are there. */
export async function check(): Promise<void> {
  await vscode.commands.executeCommand('gradientDebugger.check');
}

/** Our own diagnostics of a document, in the order of the text. */
export function findings(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === SOURCE)
    .sort((one, other) => one.range.start.compareTo(other.range.start));
}

/** Each finding as "severity code: the text under its squiggle". */
export function marked(document: vscode.TextDocument): string[] {
  return findings(document).map(
    ({ severity, code, range }) =>
      `${vscode.DiagnosticSeverity[severity]} ${codeOf(code)}: ${document.getText(range)}`,
  );
}

export function codeOf(code: vscode.Diagnostic['code']): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

/** Waits until `condition` holds. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 8000; !condition();) {
    if (Date.now() > end) assert.fail(`After 8 s it is still not so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Long enough for a check after an edit, where nothing must come of it. */
export async function aWhile(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 700));
}

/** Ends every check and closes every editor, without asking to save. */
export async function tidyUp(): Promise<void> {
  for (const editor of vscode.window.visibleTextEditors) {
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('gradientDebugger.clear');
  }
  await vscode.commands.executeCommand('gradientDebugger.clear');
  await vscode.commands.executeCommand('workbench.action.files.revert');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
