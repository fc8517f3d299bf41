import * as vscode from 'vscode';

/** The only folder that the panel may load from: it holds its script and its style sheet, nothing else. */
export function panelFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'panel');
}

/**
 * The page of the panel. Its policy allows one script and one style sheet, ours; nothing inline, nothing from
 * elsewhere. The toolkit takes the nonce of `csp-nonce` for the one empty style element that it adds.
 */
export function panelPage(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = makeNonce();
  const uri = (name: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(panelFolder(extension), name)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
  ].join('; ');
  const words = escaped(JSON.stringify(vscode.l10n.bundle ?? {}));
  // The script begins with the same: so there is something to see before it is loaded.
  const waiting = escaped(vscode.l10n.t('Reading the text …'));
  return `<!DOCTYPE html>
<html lang="${escaped(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta property="csp-nonce" content="${nonce}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${uri('panel.css')}">
<title>Gradient Debugger</title>
</head>
<body>
<main id="panel" data-words="${words}"><div class="body"><p class="quiet waiting">${waiting}</p></div></main>
<script nonce="${nonce}" src="${uri('panel.js')}"></script>
</body>
</html>`;
}

function makeNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
