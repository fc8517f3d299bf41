import * as vscode from 'vscode';
import { builtFile } from './built-file';

/** The page of the panel, from its scripts and its style sheet as they were built. */
export async function panelPage(): Promise<string> {
  const [script, controls, style, { panelHtml }] = await Promise.all([
    builtFile('panel', 'panel.js'),
    builtFile('panel', 'controls.js'),
    builtFile('panel', 'panel.css'),
    import('./rendering'),
  ]);
  return panelHtml({
    script,
    controls,
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
