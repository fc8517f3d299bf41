import assert from 'node:assert/strict';
import { session } from '../session.js';
import type { Workbench } from '../workbench.js';

describe('the palette', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await session().openFile('chain-rule.md');
  });
  after(() => workbench.close());

  it('opens the panel beside the selected derivation', async () => {
    await workbench.selectAll();
    await workbench.runCommand('Gradient Debugger: Check Derivation');
    const panel = await workbench.panel();
    assert.match(await panel.locator('body').innerText(), /-1\.3125/);
    assert.deepEqual(workbench.consoleErrors, []);
  });
});
