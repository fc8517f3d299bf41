import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { session } from '../session.js';
import type { Workbench } from '../workbench.js';

const CHECK = 'Gradient Debugger: Check Derivation';
const DERIVATION = `z = [1.75, 1.75]
a = [0.5, 0.5]
t = [0, 1]
dE/da = [0, -2]
J = [[-1.3125, -3.0625], [-3.0625, -1.3125]]
dE/dz = [6.125, 2.625]
`;
const WRONG = /Jacobian is the first wrong step/;

describe('what is asked for in the panel', () => {
  let workbench: Workbench;
  let panel: Frame;

  beforeEach(async () => {
    workbench = await session().openFile('derivation.txt', DERIVATION, { width: 1500, height: 1000 });
    await workbench.selectAll();
    await workbench.runCommand(CHECK);
    panel = await workbench.panel();
    await panel.getByText(WRONG).first().waitFor();
  });
  afterEach(() => workbench.close());

  const firstWrong = (role: string) =>
    panel
      .getByRole('tab')
      .filter({ hasText: /first wrong step/ })
      .filter({ hasText: role });

  it('puts right here and in what follows', async () => {
    await panel.getByText('Replace Here and in What Follows').click();
    await panel.getByText(WRONG).first().waitFor({ state: 'detached' });
    assert.equal(await workbench.squiggles('error').count(), 0);
    assert.match(await workbench.visibleText(), /dE\/dz = \[0\.500, -0\.500\]/);
  });

  it('takes a mistake for a convention, and takes that back', async () => {
    await panel.getByText('This Is My Convention').click();
    await workbench.squiggles('error').first().waitFor({ state: 'detached' });
    await panel.getByText('Take Back').click();
    await panel.getByText(WRONG).first().waitFor();
    await workbench.squiggles('error').first().waitFor();
  });

  it('names what was taken for a convention', async () => {
    await panel.getByText('This Is My Convention').click();
    await panel.getByText('Accepted as a convention: Jacobian evaluated at the logits').waitFor();
  });

  it('dismisses a finding, and shows it again', async () => {
    await panel.getByText('Dismiss', { exact: true }).click();
    await panel
      .getByText(/Nothing else is wrong/)
      .first()
      .waitFor();
    await workbench.squiggles('error').first().waitFor({ state: 'detached' });
    assert.equal(await workbench.squiggles('info').count(), 0, 'nor what only inherits from it');
    await panel.getByText('Show Again').click();
    await panel.getByText(WRONG).first().waitFor();
    await workbench.squiggles('error').first().waitFor();
  });

  it('refuses what was asked of an older text', async () => {
    // In one go, before the panel hears of the change.
    const fix = await panel.getByText('Replace Here and in What Follows').elementHandle();
    assert.ok(fix);
    await workbench.selectText('6.125');
    await workbench.page.keyboard.press('7');
    await fix.evaluate((button) => (button as HTMLElement).click());
    await panel
      .getByText(/^7\s+2\.625$/)
      .first()
      .waitFor();
    assert.match(await workbench.visibleText(), /J = \[\[-1\.3125/);
  });

  it('reads an array as what the person says, and remembers it', async () => {
    const role = panel.getByRole('combobox').first();
    await role.click();
    await panel.getByRole('option', { name: 'no role' }).click();
    // Without the Jacobian the product is the first that is wrong.
    await firstWrong('delta').waitFor();
    await workbench.runCommand('Gradient Debugger: Clear');
    await panel
      .getByText(/Nothing is checked/)
      .first()
      .waitFor();
    await workbench.selectAll();
    await workbench.runCommand(CHECK);
    await firstWrong('delta').waitFor();
    await workbench.runCommand('Gradient Debugger: Forget Roles and Conventions of This Document');
    await firstWrong('Jacobian').waitFor();
  });

  it('opens the page of the mistake', async () => {
    await panel.getByText('More about this mistake').first().click();
    await workbench.page.locator('.tab').filter({ hasText: 'jacobian-at-logits.md' }).waitFor();
  });

  it('clears', async () => {
    await panel.getByText('Clear', { exact: true }).click();
    await workbench.squiggles('error').first().waitFor({ state: 'detached' });
    await panel
      .getByText(/Nothing is checked/)
      .first()
      .waitFor();
  });

  it('follows what is typed in the text', async () => {
    await workbench.selectText('6.125');
    await workbench.page.keyboard.type('7.125');
    await panel.getByText('7.125').first().waitFor();
  });
});
