// What a person waits for in VS Code: the extension's activation, and the panel after the command.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../editor/child.js';
import { Session } from '../editor/session.js';
import { projectFolder, versions } from '../editor/vscode.js';

const repetitions = 5;
const goals = { activation: 20, panel: 100 };

interface Timed {
  /** From the command to the first paint of anything in the panel, in ms. */
  readonly firstPaint: number;
  /** From the command to the paint of the largest text, which is the finding, in ms. */
  readonly content: number;
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

      const empty: Timed[] = [];
      const panel: Timed[] = [];
      // By turns, since the machine drifts.
      for (let index = 0; index < repetitions; index += 1) {
        empty.push(await opened(session, 'Toy: Open Empty Panel', 'gradient-debugger-test.toy', 'empty'));
        panel.push(
          await opened(session, 'Gradient Debugger: Check Derivation', undefined, 'first wrong step'),
        );
      }
      for (const what of ['firstPaint', 'content'] as const) {
        const ours = middle(panel.map((each) => each[what]));
        const editors = middle(empty.map((each) => each[what]));
        console.log(
          `${version}  command to ${what === 'content' ? 'the finding' : 'first paint'}: ${ours.toFixed(0)} ms, ` +
            `empty panel ${editors.toFixed(0)} ms, more by ${(ours - editors).toFixed(0)} ms (goal: at most ${goals.panel} ms)`,
        );
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

/** Opens a fresh window, runs the command there, and times its panel. */
async function opened(
  session: Session,
  command: string,
  extension: string | undefined,
  content: string,
): Promise<Timed> {
  const folder = session.folder();
  const workbench = await session.open(
    { folder, file: join(folder, 'chain-rule.md'), prepare: (page) => page.addInitScript(stamp) },
    [join(projectFolder, 'test/editor/toy')],
  );
  await workbench.editor.locator('.view-line').first().waitFor();
  await workbench.selectAll();
  // Else what the start of the window still has to do is measured too.
  await workbench.page.waitForTimeout(3000);
  await workbench.runCommand(command);
  const panel = await workbench.panel(extension);
  await panel.getByText(content).first().waitFor();
  // What is waited for is looked for in every frame that is painted: this is at most one frame late.
  const shown = await panel.evaluate(() => performance.timeOrigin + performance.now());
  const accepted = await workbench.page.evaluate(() => Number(document.documentElement.dataset['accepted']));
  const painted = await panel.evaluate(() => {
    const first = performance.getEntriesByName('first-contentful-paint')[0];
    return performance.timeOrigin + (first?.startTime ?? NaN);
  });
  const times = { firstPaint: painted, content: shown };
  await workbench.close();
  return { firstPaint: times.firstPaint - accepted, content: times.content - accepted };
}

/** Runs in the window: notes when a command was clicked. */
function stamp(): void {
  addEventListener('click', () => (document.documentElement.dataset['accepted'] = String(Date.now())), true);
}
