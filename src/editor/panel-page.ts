import * as vscode from 'vscode';

/** The only folders that the panel may load from. */
export function panelRoots(extension: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, 'dist', 'panel'), vscode.Uri.joinPath(extension, 'media', 'panel')];
}

/**
 * The page of the panel. Its policy allows one script, ours, and style sheets of the extension's folders;
 * nothing inline, nothing from elsewhere.
 */
export function panelPage(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = makeNonce();
  const uri = (...path: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(extension, ...path)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
  ].join('; ');
  const words = escapeAttribute(JSON.stringify(vscode.l10n.bundle ?? {}));
  return `<!DOCTYPE html>
<html lang="${escapeAttribute(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uri('media', 'panel', 'panel.css')}">
<title>Gradient Debugger</title>
</head>
<body>
<main id="panel" data-words="${words}"></main>
<script nonce="${nonce}" src="${uri('dist', 'panel', 'panel.js')}"></script>
</body>
</html>`;
}

function makeNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
