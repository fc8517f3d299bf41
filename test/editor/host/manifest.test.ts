import { assert } from 'chai';
import * as vscode from 'vscode';

const id = 'gradient-debugger.gradient-debugger';

describe('the extension', () => {
  it('is installed and starts', async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `${id} is not installed`);
    await extension.activate();
    assert.strictEqual(extension.isActive, true);
  });

  it('has registered every command that it contributes', async () => {
    const extension = vscode.extensions.getExtension<unknown>(id);
    const { contributes } = extension?.packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      contributes.commands.map(({ command }) => command).filter((each) => !registered.has(each)),
      [],
    );
  });
});
