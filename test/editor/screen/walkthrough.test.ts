import assert from 'node:assert/strict';
import { session } from '../session.js';
import type { Workbench } from '../workbench.js';

describe('the walkthrough', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await session().open({ folder: session().folder(), width: 1500, height: 1000 });
  });
  after(() => workbench.close());

  it('leads from the example to the finding, step by step', async () => {
    const { page } = workbench;
    await workbench.runCommand('Welcome: Open Walkthrough...');
    await page.keyboard.type('Find the wrong step');
    await page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: 'Gradient Debugger' })
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Open Example' }).click();
    await page.locator('.view-line').filter({ hasText: '1.75, 1.75' }).first().waitFor();
    await page.getByText('Check it', { exact: true }).click();
    await page.getByRole('button', { name: 'Check Derivation' }).click();
    const panel = await workbench.panel();
    await panel
      .getByText(/Jacobian is the first wrong step/)
      .first()
      .waitFor();
    assert.equal(await page.locator('.notification-toast').count(), 0);
  });
});
