import * as vscode from 'vscode';

/** The page of the panel, from its script and its style sheet as they were built. */
export async function panelPage(extension: vscode.Uri): Promise<string> {
  const built = async (name: string) => {
    const file = vscode.Uri.joinPath(extension, 'dist', 'panel', name);
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  };
  const [script, style, { panelHtml }] = await Promise.all([
    built('panel.js'),
    built('panel.css'),
    import('./rendering'),
  ]);
  return panelHtml({
    script,
    style,
    nonce: makeNonce(),
    language: vscode.env.language,
    words: vscode.l10n.bundle ?? {},
    // The script begins with the same: so there is something to see before it has run.
    waiting: vscode.l10n.t('Reading the text …'),
  });
}

function makeNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
