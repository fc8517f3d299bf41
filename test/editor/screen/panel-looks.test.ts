import assert from 'node:assert/strict';
import { themes, type Theme } from '../workbench.js';
import { PanelPage, reportOf, type PanelPageOptions } from './panel-page.js';

const REPORTS = ['chain-rule-post', 'ambiguous', 'unexplained', 'batch', 'errors', 'right'];
const THEMES = Object.keys(themes) as Theme[];

describe('the look of the panel, with a stand-in for the editor', () => {
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

  describe('the controls, which are made when the first contents are on the screen', () => {
    for (const [name, width] of [
      ['chain-rule-post', 700],
      ['chain-rule-post', 320],
      ['ambiguous', 700],
    ] as const)
      it(`take their places before, so that nothing moves: ${name} at ${width} px`, async () => {
        panel = await PanelPage.open({ width });
        const { page } = panel;
        await page.evaluate(() => {
          const hold = (event: Event) => event.stopImmediatePropagation();
          document.addEventListener('drawn', hold, { capture: true });
          window.addEventListener('let go', () => document.removeEventListener('drawn', hold, true));
        });
        await panel.show(reportOf(name));
        const boxes = () =>
          // Not by a locator, which would look into what the controls are made of.
          page.evaluate(() =>
            Array.from(document.querySelectorAll('main *:not(vscode-option)'), (element) => {
              const { x, y, width, height } = element.getBoundingClientRect();
              const box = [x, y, width, height].map((length) => Math.round(length * 10) / 10).join(' ');
              return `${element.tagName} ${element.textContent.slice(0, 30)}: ${box}`;
            }),
          );
        const before = await boxes();
        const made = () => page.evaluate(() => customElements.get('vscode-button') !== undefined);
        assert.equal(await made(), false, 'they are not made yet');
        await page.evaluate(() => {
          window.dispatchEvent(new Event('let go'));
          document.dispatchEvent(new Event('drawn'));
        });
        assert.equal(await made(), true, 'they are made');
        await page.waitForTimeout(100);
        assert.deepEqual(await boxes(), before);
      });
  });

  for (const theme of ['light', 'high-contrast'] as const)
    it(`controls have the colours of the theme: ${theme}`, async () => {
      const page = await open('chain-rule-post', { theme });
      const control = page.locator('vscode-dropdown').first();
      // The toolkit sets them in one of the frames after it is there.
      await page.waitForTimeout(100);
      const [due, shown] = await control.evaluate((element) => {
        const probe = document.createElement('p');
        document.body.append(probe);
        probe.style.background = 'var(--vscode-dropdown-background)';
        return [probe, element].map((one) => getComputedStyle(one).backgroundColor);
      });
      assert.equal(shown, due);
    });

  describe('large and odd arrays', () => {
    it('shows one matrix of a batch at a time, the first with a wrong number first', async () => {
      const page = await open('batch');
      assert.match(await page.locator('.slice-name').innerText(), /Sample 2 of 4, index \[1\]/);
      assert.match(
        await page.locator('.tile-claimed figcaption').innerText(),
        /3 of 36 differ \u00b7 1 not a number/,
      );
      const hatched = page.locator('.cell.off-scale');
      assert.equal(await hatched.count(), 1);
      assert.match(
        await hatched.evaluate((cell) => getComputedStyle(cell).backgroundImage),
        /repeating-linear/,
      );
      await panel.send({ type: 'selection', version: 3, array: 3, element: 0 });
      assert.match(await page.locator('.slice-name').innerText(), /Sample 1 of 4/);
      assert.match(await page.locator('.cell.selected').first().innerText(), /0\.2247/);
    });

    it('holds only the visible part of a million numbers, and reaches the last one', async () => {
      panel = await PanelPage.open({ width: 1000 });
      const { page } = panel;
      await showSquare(panel, 1000);
      const grid = page.getByRole('grid', { name: 'J, In the text' });
      assert.equal(await grid.getAttribute('aria-rowcount'), '1001');
      assert.equal(await grid.getAttribute('aria-colcount'), '1001');
      const count = () => grid.getByRole('gridcell').count();
      assert.ok((await count()) < 1500, `${await count()} cells`);
      await grid.getByRole('gridcell').first().focus();
      await page.keyboard.press('Control+End');
      const focused = page.locator(':focus');
      assert.match((await focused.getAttribute('aria-label')) ?? '', /^J\[999, 999\] = /);
      assert.equal(await focused.getAttribute('aria-colindex'), '1001');
      assert.equal(await focused.locator('..').getAttribute('aria-rowindex'), '1001');
      await page.waitForFunction(
        () => document.querySelectorAll('.tile-right [data-flat="999999"]').length === 1,
      );
      assert.ok((await count()) < 1500, `${await count()} cells`);
    });

    it('draws a large array as a picture in which a single wrong number is seen', async () => {
      panel = await PanelPage.open({ width: 1000 });
      await showSquare(panel, 600);
      const colours = await panel.page
        .locator('.tile-claimed canvas')
        .evaluate((canvas: HTMLCanvasElement) => {
          const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
            data: [],
          };
          const seen = new Map<string, number>();
          for (let at = 0; at < data.length; at += 4) {
            const colour = data.slice(at, at + 3).join();
            seen.set(colour, (seen.get(colour) ?? 0) + 1);
          }
          return [...seen.values()].filter((times) => times === 1).length;
        });
      assert.equal(colours, 1, 'the one element of -1 has a pixel of a colour of its own');
      await panel.page.locator('.tile-claimed canvas').click({ position: { x: 2, y: 2 } });
      assert.match((await panel.page.locator(':focus').getAttribute('aria-label')) ?? '', /^J\[\d, \d\]/);
    });
  });

  describe('its colours and its width', () => {
    for (const theme of THEMES)
      it(`axe finds nothing in ${themes[theme]}`, async () => {
        panel = await PanelPage.open({ theme });
        for (const name of REPORTS) {
          await panel.show(reportOf(name));
          assert.deepEqual(await panel.axe(), [], name);
        }
        await showSquare(panel, 50);
        assert.deepEqual(await panel.axe(), [], 'a large array');
      });

    for (const theme of THEMES)
      it(`numbers stand out from their colours in ${themes[theme]}`, async () => {
        const page = await open('chain-rule-post', { theme });
        for (const name of ['chain-rule-post', 'ambiguous', 'batch']) {
          await panel.show(reportOf(name));
          const lowest = Math.min(...(await page.locator('.cell').evaluateAll(contrasts)));
          assert.ok(lowest >= 4.5, `contrast ${lowest} in ${name}`);
        }
      });

    it('fits a narrow panel', async () => {
      panel = await PanelPage.open({ width: 300 });
      for (const name of REPORTS) {
        await panel.show(reportOf(name));
        const over = await panel.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.equal(over, 0, name);
        const wide = await panel.page
          .locator('.card')
          .evaluateAll((cards) => cards.filter((card) => card.scrollWidth > card.clientWidth).length);
        assert.equal(wide, 0, `${name}: a card's words stand over its edge`);
        assert.deepEqual(await panel.axe(), [], name);
      }
    });
  });
});

/** Shows a square Jacobian of zeros and a diagonal, with one wrong number; made in the page, for speed. */
async function showSquare(panel: PanelPage, size: number): Promise<void> {
  const report = reportOf('unexplained');
  await panel.page.evaluate(
    async ({ base, n }) => {
      const right = Array.from({ length: n * n }, (_, flat) => (flat % (n + 1) === 0 ? 0.25 : 0));
      const wrong = 3 * n + 7;
      const values = right.map((value, flat) => (flat === wrong ? -1 : value));
      const printed = (list: number[]) => list.map((value) => value.toFixed(4));
      const [, array] = base.arrays;
      const [, claim] = base.claims;
      const [finding] = base.findings;
      if (array === undefined || claim === undefined || finding === undefined) return;
      const data = {
        ...base,
        arrays: [{ ...array, shape: [n, n], values, printed: printed(values), elements: [] }],
        claims: [
          { ...claim, array: 0, expected: right, expectedPrinted: printed(right), wrongElements: [wrong] },
        ],
        findings: [{ ...finding, claim: 0, observations: [] }],
      };
      const message = { type: 'report', version: 3, report: data, title: '', document: 'x' };
      window.postMessage(message, '*');
      await new Promise((resolve) => setTimeout(resolve));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    },
    { base: report, n: size },
  );
  await panel.page.locator('[role=gridcell]').first().waitFor();
}

/** Contrast of each cell's digits with its own background over the page's. */
function contrasts(cells: (HTMLElement | SVGElement)[]): number[] {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const light = (colours: readonly string[]) => {
    for (const colour of colours) {
      if (context === null) return 0;
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
    }
    const [red = 0, green = 0, blue = 0] = [...(context?.getImageData(0, 0, 1, 1).data ?? [])].map(
      (channel) => {
        const part = channel / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      },
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const page = getComputedStyle(document.body).backgroundColor;
  return cells.map((cell) => {
    const { color, backgroundColor } = getComputedStyle(cell);
    const [one, other] = [light([page, backgroundColor]), light([color])];
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  });
}
