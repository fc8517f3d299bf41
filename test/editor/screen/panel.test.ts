import assert from 'node:assert/strict';
import { PanelPage, reportOf, type PanelPageOptions } from './panel-page.js';

describe('the panel, with a stand-in for the editor', () => {
  let panel: PanelPage;

  const open = async (name: string, options?: PanelPageOptions) => {
    panel = await PanelPage.of(reportOf(name), options);
    return panel.page;
  };
  afterEach(async () => {
    const { errors } = panel;
    await panel.close();
    assert.deepEqual(errors, [], 'no error in the console, no breach of the policy');
  });

  describe('what it says', () => {
    it('shows each step with its verdict, and explains the first wrong one', async () => {
      const page = await open('chain-rule-post');
      const cards = await page.getByRole('tab').allInnerTexts();
      assert.deepEqual(
        cards.map((text) => text.replaceAll(/\s+/g, ' ')),
        [
          'z logits 1.75 1.75 given',
          'a probabilities 0.5 0.5 agrees',
          't target 0 1 given',
          'dE/da loss gradient 0 \u22122 agrees',
          'J Jacobian 2 \u00d7 2 first wrong step',
          'dE/dz fused shortcut 0.5 \u22120.5 agrees',
          'dE/dz chain product 6.125 2.625 inherits',
        ],
      );
      const detail = page.getByRole('tabpanel');
      assert.match(await detail.innerText(), /Jacobian evaluated at the logits\s+Certain/);
      assert.equal(await detail.locator('math').count(), 3, 'its name, the form used, and the right one');
      assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /Jacobian da\/dz is the first/);
      assert.match(await page.getByRole('status').innerText(), /Jacobian da\/dz is the first/);
    });

    it('marks the numbers that differ, beside the right ones', async () => {
      const page = await open('chain-rule-post');
      const claimed = page.getByRole('grid', { name: 'J, In the text' });
      assert.equal(await claimed.locator('.differs').count(), 4);
      const label = await claimed.getByRole('gridcell').nth(1).getAttribute('aria-label');
      assert.equal(label, 'J[0, 1] = \u22123.0625, should be \u22120.25');
      const underline = (cell: string) =>
        page
          .locator(cell)
          .first()
          .evaluate((digits) => getComputedStyle(digits).textDecorationStyle);
      assert.equal(await underline('.differs .digits'), 'wavy', 'marked by more than a colour');
      const right = page.getByRole('grid', { name: 'J, Right' });
      assert.deepEqual(
        (await right.getByRole('gridcell').allInnerTexts()).map((text) => text.trim()),
        ['0.25', '\u22120.25', '\u22120.25', '0.25'],
      );
      assert.equal(await right.locator('.differs').count(), 0);
    });

    it('sets candidates side by side, with the input that separates them', async () => {
      const page = await open('ambiguous');
      assert.equal(await page.locator('.candidate').count(), 2);
      await page.locator('.separation vscode-button').click();
      assert.deepEqual(await panel.posted(), [
        { type: 'copyText', text: 'z = [1.0, 0.0, -1.0]\nt = [1, 0, 0]' },
      ]);
      assert.equal(await page.getByRole('status').innerText(), 'Copied');
    });

    it('explains each of several mistakes that add up', async () => {
      const report = reportOf('chain-rule-post');
      const [finding] = report.findings;
      const [other] = reportOf('ambiguous').findings[0]?.explained ?? [];
      assert.ok(finding && other);
      const explained = [...finding.explained, other];
      const mistakes = explained.map(({ id }) => id);
      panel = await PanelPage.of({ ...report, findings: [{ ...finding, mistakes, explained }] });
      const { page } = panel;
      assert.equal(await page.getByRole('heading', { name: '2 mistakes together' }).count(), 1);
      for (const { name } of explained)
        await page.getByRole('button', { name: `More about this mistake: ${name}` }).click();
      assert.deepEqual(
        await panel.posted(),
        mistakes.map((id) => ({ type: 'openMistake', id })),
      );
    });

    it('says what is certain where nothing explains it', async () => {
      const page = await open('unexplained');
      const text = await page.getByRole('tabpanel').innerText();
      assert.match(text, /No known mistake reproduces these numbers/);
      assert.match(text, /What is certain\s+8 of 9 numbers are right/);
    });

    it('says what could not be read, and leads there', async () => {
      const page = await open('errors');
      await page.getByRole('button', { name: 'Show in the text' }).nth(1).click();
      assert.deepEqual(await panel.posted(), [{ type: 'reveal', version: 3, start: 30, end: 33 }]);
    });

    it('shows a failure and an empty state as one sentence with a way on', async () => {
      const page = await open('right');
      await panel.send({ type: 'failed', message: 'The check took too long.' });
      assert.match(await page.locator('.body').innerText(), /^The check took too long\./);
      await panel.send({ type: 'empty' });
      await page.locator('vscode-button').click();
      assert.deepEqual(await panel.posted(), [{ type: 'check' }]);
    });

    it('speaks the language of the host', async () => {
      const page = await open('right', { words: { agrees: 'stimmt', 'In the text': 'Im Text' } });
      assert.match(await page.getByRole('tab').nth(1).innerText(), /stimmt/);
      assert.equal(await page.getByRole('grid', { name: 'dE/dz, Im Text' }).count(), 1);
    });

    it('shows words of the text as words, whatever stands in them', async () => {
      const report = reportOf('chain-rule-post');
      const evil = '<img src=x onerror="throw 1">{0}';
      const arrays = report.arrays.map((array) => ({ ...array, name: evil }));
      panel = await PanelPage.of({ ...report, arrays, summary: evil });
      assert.equal(await panel.page.locator('h1').innerText(), evil);
      assert.equal(await panel.page.locator('img').count(), 0);
    });
  });

  describe('what can be done', () => {
    it('goes from a number to its place in the text, by mouse and by keyboard', async () => {
      const page = await open('chain-rule-post');
      const { elements } = reportOf('chain-rule-post').arrays[7] ?? { elements: [] };
      const cell = page.getByRole('grid', { name: 'J, In the text' }).getByRole('gridcell').nth(2);
      await cell.click();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      assert.deepEqual(await panel.posted(), [
        { type: 'reveal', version: 3, start: elements[4], end: elements[5] },
        { type: 'reveal', version: 3, start: elements[6], end: elements[7] },
      ]);
      assert.match(await page.locator('.readout').innerText(), /^J\[1, 1\] = \u22121\.3125, should be 0\.25/);
    });

    it('goes from a place in the text to its number', async () => {
      const page = await open('chain-rule-post');
      await panel.send({ type: 'selection', version: 3, array: 8, element: 1 });
      assert.match(await page.getByRole('tab', { selected: true }).innerText(), /6\.125/);
      const cell = page.getByRole('grid', { name: 'dE/dz, In the text' }).locator('[aria-selected="true"]');
      assert.equal((await cell.innerText()).trim(), '2.625');
      await page.setViewportSize({ width: 700, height: 300 });
      await page.evaluate(() => scrollTo(0, 0));
      await panel.send({ type: 'selection', version: 3, array: 8, element: 0 });
      const box = await page.locator('.tile-claimed .cell.selected').boundingBox();
      assert.ok(box !== null && box.y >= 0 && box.y + box.height <= 300, 'it is scrolled into sight');
      await panel.send({ type: 'selection', version: 2, array: 0, element: 0 });
      assert.match(await page.getByRole('tab', { selected: true }).innerText(), /6\.125/, 'an older version');
      await panel.send({ type: 'selection', version: 3, array: null, element: null });
      assert.equal(await page.locator('[role=gridcell][aria-selected="true"]').count(), 0);
    });

    it('moves through the steps and the numbers by the arrow keys, with one stop of Tab each', async () => {
      const page = await open('chain-rule-post');
      await page.getByRole('tab', { selected: true }).focus();
      await page.keyboard.press('Home');
      assert.match(await page.getByRole('tab', { selected: true }).innerText(), /logits/);
      await page.keyboard.press('ArrowLeft');
      assert.match(await page.locator('[role=tab]:focus').innerText(), /6\.125/);
      for (const role of ['tablist', 'grid'])
        assert.equal(await page.locator(`[role=${role}]`).first().locator('[tabindex="0"]').count(), 1, role);
      await page.getByRole('gridcell').first().focus();
      await page.keyboard.press('End');
      assert.match((await page.locator(':focus').getAttribute('aria-label')) ?? '', /^dE\/dz\[1\]/);
      await page.keyboard.press('ArrowRight');
      assert.match((await page.locator(':focus').getAttribute('aria-label')) ?? '', /^dE\/dz\[1\]/);
    });

    it('asks for what its buttons say', async () => {
      const page = await open('chain-rule-post');
      const names = [
        'Replace Here and in What Follows',
        'Replace the Wrong Numbers',
        'This Is My Convention',
        'More about this mistake: Jacobian evaluated at the logits',
        'Copy the right numbers',
        'Copy Report',
        'Clear',
        'Change in the settings',
      ];
      for (const name of names) await page.getByRole('button', { name, exact: true }).first().click();
      assert.deepEqual(await panel.posted(), [
        { type: 'fixAll', version: 3, finding: 0 },
        { type: 'fixClaim', version: 3, claim: 5 },
        { type: 'acceptConvention', version: 3, mistake: 'jacobian-at-logits', accepted: true },
        { type: 'openMistake', id: 'jacobian-at-logits' },
        { type: 'copyText', text: '[[0.25, -0.25], [-0.25, 0.25]]' },
        { type: 'copyReport' },
        { type: 'clear' },
        { type: 'openSettings' },
      ]);
    });

    it('lets the person say what an array is', async () => {
      const page = await open('chain-rule-post');
      const dropdown = page.locator('vscode-dropdown');
      await dropdown.click();
      await page.locator('vscode-option', { hasText: 'weights' }).first().click();
      await dropdown.click();
      await page.locator('vscode-option', { hasText: 'Automatic' }).click();
      assert.deepEqual(await panel.posted(), [
        { type: 'setRole', version: 3, array: 7, role: 'weights' },
        { type: 'setRole', version: 3, array: 7, role: 'automatic' },
      ]);
    });

    it('keeps the focus and the chosen step when the text is checked again', async () => {
      const page = await open('chain-rule-post');
      await page.getByRole('tab').nth(3).click();
      await panel.show(reportOf('chain-rule-post'), 4);
      assert.match(await page.locator('[role=tab]:focus').innerText(), /loss gradient/);
      await page.getByRole('button', { name: 'Show in the text' }).first().click();
      assert.equal((await panel.posted()).map((message) => 'version' in message && message.version)[0], 4);
    });

    it('comes back after a reload as it was left', async () => {
      const page = await open('batch');
      await page.getByRole('tab').nth(3).click();
      await page.getByRole('button', { name: 'Next', exact: true }).click();
      const state = await panel.state();
      await panel.close();
      const again = await open('batch', { state });
      assert.match(await again.locator('.slice-name').innerText(), /Sample 3 of 4, index \[2\]/);
    });
  });
});
