import assert from 'node:assert/strict';
import { join } from 'node:path';
import { session } from '../session.js';
import type { Workbench } from '../workbench.js';

const CHECK = 'Gradient Debugger: Check Derivation';

/** A wrong Jacobian of so many classes that it takes seconds to check. */
function longText(classes: number): string {
  const numbers = (value: (index: number) => string) =>
    `[${Array.from({ length: classes }, (_, index) => value(index)).join(', ')}]`;
  const row = (index: number) => numbers((column) => (column === index ? '0.0321' : '0.0123'));
  return `z = ${numbers((index) => ((index * 7919) % 97).toString())}
J = [${Array.from({ length: classes }, (_, index) => row(index)).join(',\n')}]
`;
}

describe('a check that takes long', () => {
  let workbench: Workbench;
  before(async () => {
    const folder = session().folder({ 'long.txt': longText(1000) });
    workbench = await session().open({
      folder,
      file: join(folder, 'chain-rule.md'),
      settings: { 'gradientDebugger.sizeLimit': 100_000_000 },
      width: 1500,
      height: 1000,
    });
    await workbench.editor.locator('.view-line').first().waitFor();
  });
  after(() => workbench.close());

  it('says so in the panel, and ends when it is cancelled there', async () => {
    await workbench.selectAll();
    await workbench.runCommand(CHECK);
    const panel = await workbench.panel();
    await panel.getByText('first wrong step').first().waitFor();
    await workbench.openFile('long.txt');
    await workbench.editor.locator('.view-line').filter({ hasText: '0.0321' }).first().waitFor();
    await workbench.selectAll();
    await workbench.runCommand(CHECK);
    await panel.getByText(/^Checking long\.txt/).waitFor();
    await panel.getByText('Cancel', { exact: true }).click();
    await panel
      .getByText(/The check was given up/)
      .first()
      .waitFor();
    assert.equal(await workbench.squiggles('error').count(), 0);
    await panel.getByText(/^Checking long\.txt/).waitFor({ state: 'hidden' });
  });
});
