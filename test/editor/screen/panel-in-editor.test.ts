import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { axe } from '../axe.js';
import { session } from '../session.js';
import { themes, type Theme, type Workbench } from '../workbench.js';

describe('the panel in the editor', () => {
  let workbench: Workbench;
  let panel: Frame;

  before(async () => {
    workbench = await session().openFile('chain-rule.md', undefined, { width: 1400, height: 1000 });
    await workbench.selectAll();
    await workbench.runCommand('Gradient Debugger: Check Derivation');
    panel = await workbench.panel();
    await panel.getByRole('tabpanel').waitFor();
  });
  after(() => workbench.close());

  it('goes from a number to the very number in the text, and back', async () => {
    const cells = panel.getByRole('grid').first().getByRole('gridcell');
    await cells.nth(1).click();
    await panel.locator('.tile-claimed .cell.selected', { hasText: '3.0625' }).waitFor();
    // -3.0625 and nothing else.
    await workbench.selectedInEditor(/\(7 selected\)/);
    await workbench.selectText('2.625');
    await panel.locator('.cell.selected', { hasText: '2.625' }).waitFor();
    assert.match(await panel.getByRole('tab', { selected: true }).innerText(), /6\.125/);
    await panel.getByRole('tab', { name: 'first wrong step' }).click();
  });

  for (const theme of Object.keys(themes) as Theme[])
    it(`takes the colours of ${themes[theme]}, and axe finds nothing`, async () => {
      await workbench.switchTheme(theme);
      await panel.locator(`body.vscode-${theme}`).waitFor();
      const violations = await axe(panel);
      assert.deepEqual(violations, []);
      await workbench.screenshot(`out/pictures/panel-${theme}.png`);
    });
});
