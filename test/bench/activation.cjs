// Runs inside the extension host: checks a text, and reads from VS Code what the activation took.
const vscode = require('vscode');

exports.run = async () => {
  const document = await vscode.workspace.openTextDocument({
    content: 'z = [1, 2, 3]\na = [0.09, 0.245, 0.665]\n',
  });
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('gradientDebugger.check');
  await vscode.commands.executeCommand('perfview.show');
  // VS Code opens its table before it has filled it.
  let row;
  for (let left = 100; row === undefined && left > 0; left -= 1) {
    row = ourRow();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.log(`[activation:${encodeURIComponent(JSON.stringify(row ?? []))}]`);
};

function ourRow() {
  return vscode.workspace.textDocuments
    .find(({ uri }) => uri.scheme === 'perf')
    ?.getText()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .find((cells) => cells[1] === 'gradient-debugger.gradient-debugger');
}
