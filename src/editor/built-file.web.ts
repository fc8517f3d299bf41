import * as vscode from 'vscode';

/** A file of `dist`, wherever the extension is served from. */
export async function builtFile(...path: readonly string[]): Promise<string> {
  const extension = vscode.extensions.getExtension('gradient-debugger.gradient-debugger');
  if (extension === undefined) throw new Error('The extension does not find itself.');
  const file = vscode.Uri.joinPath(extension.extensionUri, 'dist', ...path);
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}
