// What a person waits for in VS Code: the extension's activation, and the panel after the command.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { runCommand } from '../editor/child.js';
import { Session } from '../editor/session.js';
import { projectFolder, versions } from '../editor/vscode.js';
import type { Workbench } from '../editor/workbench.js';

const repetitions = 5;
const goals = { activation: 20, panel: 100 };
/** A window goes on starting its built-in extensions for this long after its text stands: else that is measured too, in ms. */
const settling = 12_000;

/** From the command to what stands in the panel, in ms. */
interface Timed {
  /** To the first paint of anything. */
  readonly firstPaint: number;
  /** To the first frame that holds the finding. */
  readonly content: number;
}

/** The command as the first thing in a fresh window, and once more when its panel was closed again. */
interface Openings {
  readonly first: Timed;
  readonly again: Timed;
}

export default async function editorBench(): Promise<void> {
  const packaged = await runCommand('npm', ['run', '--silent', 'package'], false, 300);
  if (packaged.code !== 0) throw new Error(packaged.output);
  for (const version of versions) {
    const session = await Session.start({ version, load: 'packaged' }, {}, console.log);
    try {
      const activations: number[] = [];
      for (let index = 0; index < repetitions; index += 1) activations.push(await activation(session, index));
      const spread = activations.map((each) => each.toFixed(0)).join(', ');
      console.log(
        `${version}  activation: ${middle(activations)} ms (${spread}; goal: under ${goals.activation} ms)`,
      );

      const empty: Openings[] = [];
      const panel: Openings[] = [];
      // By turns, since the machine drifts.
      for (let index = 0; index < repetitions; index += 1) {
        empty.push(await opened(session, 'Toy: Open Empty Panel', 'gradient-debugger-test.toy', 'empty'));
        panel.push(
          await opened(session, 'Gradient Debugger: Check Derivation', undefined, 'first wrong step'),
        );
      }
      for (const opening of ['first', 'again'] as const) {
        for (const what of ['firstPaint', 'content'] as const) {
          const ours = middle(panel.map((each) => each[opening][what]));
          const editors = middle(empty.map((each) => each[opening][what]));
          console.log(
            `${version}  command to ${what === 'content' ? 'the finding' : 'first paint'}, ` +
              `${opening === 'first' ? 'first in a window' : 'once more'}: ${ours.toFixed(0)} ms, ` +
              `empty panel ${editors.toFixed(0)} ms, more by ${(ours - editors).toFixed(0)} ms ` +
              `(goal: at most ${goals.panel} ms)`,
          );
        }
      }
    } finally {
      await session.stop();
    }
  }
}

function middle(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? NaN;
}

/** The time to load and to call the extension, as VS Code's own table of activations has it, in ms. */
async function activation(session: Session, index: number): Promise<number> {
  const extension = join(session.server.dataFolder, `activation-${index}`);
  mkdirSync(extension);
  copyFileSync(join(import.meta.dirname, 'activation.cjs'), join(extension, 'index.js'));
  const manifest = {
    name: 'activation',
    publisher: 'test',
    version: '0.0.1',
    engines: { vscode: '^1.100.0' },
    main: './index.js',
  };
  writeFileSync(join(extension, 'package.json'), JSON.stringify(manifest));
  let row: readonly string[] = [];
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const workbench = await session.open({
    folder: session.folder(),
    tests: {
      extension,
      onEnd: end,
      onConsole: (line) => {
        const said = /\[activation:([^\]]+)\]/.exec(line)?.[1];
        if (said !== undefined) row = JSON.parse(decodeURIComponent(said)) as string[];
      },
    },
  });
  await ended;
  await workbench.close();
  // | extension | eager | load code | call activate | finish activate | event | by |
  const [load, call] = [row[3], row[4]].map(Number);
  if (load === undefined || call === undefined || Number.isNaN(load + call)) {
    throw new Error(`VS Code's table of activations has no times for the extension: ${row.join(' | ')}`);
  }
  return load + call;
}

/** Opens a fresh window, runs the command there twice, and times its panel. */
async function opened(
  session: Session,
  command: string,
  extension: string | undefined,
  content: string,
): Promise<Openings> {
  const folder = session.folder();
  const workbench = await session.open(
    { folder, file: join(folder, 'chain-rule.md'), prepare: (page) => noteTimes(page, content) },
    [join(projectFolder, 'test/editor/toy')],
  );
  await workbench.editor.locator('.view-line').first().waitFor();
  await workbench.selectAll();
  await workbench.page.waitForTimeout(settling);
  // Else the first opening of the palette is measured too.
  await workbench.runCommand('View: Focus Active Editor Group');
  await workbench.page.waitForTimeout(1000);
  const first = await timed(workbench, command, extension);
  await workbench.page.waitForTimeout(2000);
  await workbench.runCommand('View: Close Editors in Other Groups');
  await workbench.page.waitForTimeout(1000);
  const again = await timed(workbench, command, extension);
  await workbench.close();
  return { first, again };
}

async function timed(workbench: Workbench, command: string, extension: string | undefined): Promise<Timed> {
  await workbench.runCommand(command);
  const panel = await workbench.panel(extension);
  await panel.waitForFunction(() => document.documentElement.dataset['shown'] !== undefined);
  const times = await panel.evaluate(() => ({
    firstPaint:
      performance.timeOrigin + (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN),
    content: Number(document.documentElement.dataset['shown']),
  }));
  const accepted = await workbench.page.evaluate(() => Number(document.documentElement.dataset['accepted']));
  return { firstPaint: times.firstPaint - accepted, content: times.content - accepted };
}

/**
 * Has the window note when a command was clicked, and each page in it when it has painted `content`. No function in it has a
 * name: what runs the benchmark would mark that with a helper which the page does not have.
 */
async function noteTimes(page: Page, content: string): Promise<void> {
  await page.addInitScript((words) => {
    if (window.top === window) {
      addEventListener(
        'click',
        () =>
          (document.documentElement.dataset['accepted'] = String(performance.timeOrigin + performance.now())),
        true,
      );
      return;
    }
    const looking = setInterval(() => {
      // Only where the words are to stand: what is looked through here costs the page time.
      const shown = document.querySelector('main h1') ?? document.querySelector('body > p');
      if (!shown?.textContent.includes(words)) return;
      clearInterval(looking);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        document.documentElement.dataset['shown'] = String(performance.timeOrigin + performance.now());
      };
      // Before a frame is painted, and the message after it.
      requestAnimationFrame(() => port2.postMessage(null));
    }, 4);
  }, content);
}
