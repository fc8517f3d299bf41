// The smallest extension that opens a webview: what it takes is the editor's own share of opening a panel.
const vscode = require('vscode');

exports.activate = (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand('toy.openEmptyPanel', () => {
      const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      const options = { enableScripts: true, localResourceRoots: [] };
      const panel = vscode.window.createWebviewPanel('toy.panel', 'Toy', place, options);
      panel.webview.html =
        '<!DOCTYPE html><html lang="en"><title>Toy</title><body><p>empty</p></body></html>';
    }),
  );
};
