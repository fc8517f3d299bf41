import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { session } from '../session.js';
import { started, type Workbench } from '../workbench.js';

const CHECK = 'Gradient Debugger: Check Derivation';

/** Waits for the panel's headline to hold `words`. */
async function headline(panel: Frame, words: RegExp): Promise<void> {
  await panel.getByText(words).first().waitFor({ timeout: 15_000 });
}

describe('the main job, on the example', () => {
  let workbench: Workbench;
  let panel: Frame;

  before(async () => {
    workbench = await session().openFile('chain-rule.md', undefined, { width: 1500, height: 1000 });
  });
  after(() => workbench.close());

  it('opens the panel on the first wrong step and the mistake', async () => {
    await workbench.selectAll();
    await workbench.runCommand(CHECK);
    panel = await workbench.panel();
    await headline(panel, /Jacobian is the first wrong step/);
    const text = await panel.locator('body').innerText();
    assert.match(text, /evaluated at the logits/);
    assert.match(text, /[-\u2212]1\.3125/);
    const selected = panel.getByRole('tab', { selected: true });
    assert.match(await selected.innerText(), /Jacobian[\s\S]*first wrong step/);
  });

  it('goes from the panel to the number in the text', async () => {
    await panel.getByText('Show in the text').first().click();
    await workbench.squiggles('error').first().waitFor();
    await workbench.focusEditor();
    const selected = await workbench.page.locator('.statusbar-item:has-text("selected")').first().innerText();
    assert.match(selected, /\(60 selected\)/, 'the matrix and nothing else is selected');
  });

  it('says in the hover what was done, and what is right', async () => {
    const hover = await workbench.hover(workbench.squiggles('error').first());
    assert.match(hover, /Jacobian evaluated at the logits/);
    assert.match(hover, /-1\.3125 should be 0\.2500/);
    assert.match(hover, /jacobian-at-logits/);
    assert.match(hover, /Gradient Debugger/);
    await workbench.page.keyboard.press('Escape');
  });

  it('marks what only inherits as information', async () => {
    assert.ok((await workbench.squiggles('info').count()) >= 1);
    assert.equal(await workbench.squiggles('warning').count(), 0);
  });

  it('goes from a number in the text to the panel', async () => {
    await workbench.selectText('(6.125, 2.625)');
    const card = panel.getByRole('tab', { selected: true });
    await card.filter({ hasText: '6.125' }).waitFor();
  });

  it('puts all right by one quick fix, and every finding vanishes', async () => {
    await workbench.selectText('1.3125&-3.0625');
    await workbench.applyQuickFix('Replace all wrong numbers that follow from this by the right ones');
    await workbench.squiggles('error').first().waitFor({ state: 'detached' });
    await headline(panel, /agree|right/i);
    assert.equal(await workbench.squiggles('error').count(), 0);
    assert.equal(await workbench.squiggles('info').count(), 0);
    // Long lines are wrapped on the screen.
    const text = (await workbench.visibleText()).replaceAll('\n', '');
    assert.doesNotMatch(text, /1\.3125&|6\.125/);
    assert.match(text, /\\begin\{pmatrix\}0\.2500&-0\.2500/);
    assert.doesNotMatch(await panel.locator('body').innerText(), /first wrong step/);
  });

  it('puts no error on the console', () => {
    assert.deepEqual(workbench.consoleErrors, []);
  });
});

describe('a panel that was open when the window was reloaded', () => {
  let workbench: Workbench;
  let folder: string;
  before(async () => {
    // A file that the address names would be opened in place of what was open before.
    folder = session().folder();
    workbench = await session().open({ folder, width: 1500, height: 1000 });
    await workbench.openFile('chain-rule.md');
  });
  after(() => workbench.close());

  it('shows the same check again', async () => {
    await workbench.selectAll();
    await workbench.runCommand(CHECK);
    await headline(await workbench.panel(), /Jacobian is the first wrong step/);
    const loaded = workbench.page.waitForEvent('load');
    await workbench.runCommand('Developer: Reload Window');
    await loaded;
    await headline(await workbench.panel(), /Jacobian is the first wrong step/);
    await workbench.page.locator('.tab').filter({ hasText: 'chain-rule.md' }).first().waitFor();
  });

  it('finds its text again where something was written above it meanwhile', async () => {
    const address = workbench.page.url();
    await workbench.page.goto('about:blank');
    const file = join(folder, 'chain-rule.md');
    writeFileSync(file, `Words above.\n\n${readFileSync(file, 'utf8')}`);
    await workbench.page.goto(address);
    await started(workbench.page);
    const panel = await workbench.panel();
    await headline(panel, /Jacobian is the first wrong step/);
    await panel.getByText('Show in the text').first().click();
    await workbench.squiggles('error').first().waitFor();
    await workbench.focusEditor();
    const selected = workbench.page.locator('.statusbar-item').filter({ hasText: '(60 selected)' });
    await selected.first().waitFor();
  });
});

describe('wrong use', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['no array', 'Softmax turns logits into probabilities.\n', /array|numbers/i],
    ['one array', 'z = [1.0, 2.0, 3.0]\n', /one array|only/i],
    ['an array past the size limit', `z = [${'0.5, '.repeat(100_001)}]\nt = [0, 1]\n`, /size limit/i],
    ['rows that do not fit', 'J = [[1.0, 2.0], [3.0]]\n', /J/],
    ['code without numbers', 'J = np.diag(a) - np.outer(a, a)\ndelta = g @ J\n', /print/i],
  ];
  const file = (what: string) => `${what.replaceAll(' ', '-')}.py`;
  let workbench: Workbench;
  before(async () => {
    const files = Object.fromEntries(cases.map(([what, text]) => [file(what), text]));
    workbench = await session().open({ folder: session().folder(files) });
  });
  after(() => workbench.close());

  for (const [what, , sentence] of cases) {
    it(`says of ${what} in one sentence what is needed, with a link`, async () => {
      await workbench.openFile(file(what));
      await workbench.selectAll();
      await workbench.runCommand(CHECK);
      const link = workbench.page.getByRole('button', { name: 'What to Select' });
      const toast = workbench.page.locator('.notification-toast').filter({ has: link });
      const message = await toast.locator('.notification-list-item-message').innerText();
      assert.match(message, sentence);
      assert.doesNotMatch(message, /undefined|Error:|\{0\}/);
      await link.click();
      const page = workbench.page.locator('.tab').filter({ hasText: 'what-to-select.md' });
      await page.waitFor();
      await toast.waitFor({ state: 'detached' });
      await workbench.runCommand('View: Close All Editors');
      await page.waitFor({ state: 'detached' });
    });
  }
});

describe('a folder that is not trusted', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await session().openFile('chain-rule.md', undefined, { restricted: true });
  });
  after(() => workbench.close());

  it('is no hindrance: nothing of the workspace is run', async () => {
    // VS Code 1.100 asks first; newer ones begin in Restricted Mode without a word.
    const refuse = workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: /don't trust/i });
    await refuse.click({ timeout: 10_000 }).catch(() => undefined);
    await workbench.page.locator('.statusbar').getByText('Restricted Mode').waitFor();
    await workbench.selectAll();
    await workbench.runCommand(CHECK);
    await headline(await workbench.panel(), /Jacobian is the first wrong step/);
  });
});
