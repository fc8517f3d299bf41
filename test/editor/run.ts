// Runs the in-editor tests on one VS Code: `node test/editor/run.mjs --help`.
import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { endOnSignals } from './child.js';
import { closingLine, keep, resultsFolder, tell, type Result } from './results.js';
import { startSession, type Load, type Session } from './session.js';
import { projectFolder, versions } from './vscode.js';

const help = `node test/editor/run.mjs [options]
  --vscode <version>   ${versions.join(' or ')} (default ${versions[0]})
  --packaged           test the installed .vsix in place of the development folder
  --web                test the .vsix in the web worker extension host
  --grep <words>       only tests whose title holds this regular expression
  --only host|screen   only the tests inside the extension host, or only those that drive the window`;

const { values } = parseArgs({
  options: {
    vscode: { type: 'string', default: versions[0] },
    packaged: { type: 'boolean', default: false },
    web: { type: 'boolean', default: false },
    grep: { type: 'string', default: '' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

endOnSignals();
if (values.help) console.log(help);
else process.exitCode = await main();

async function main(): Promise<number> {
  const version = versions.find((each) => each === values.vscode);
  if (version === undefined)
    throw new Error(`--vscode ${values.vscode}: there is ${versions.join(' and ')}.`);
  const load: Load = values.web ? 'web' : values.packaged ? 'packaged' : 'folder';
  const name = `${version}-${load}`;
  const settings = { 'gradientDebuggerTests.grep': values.grep, 'gradientDebuggerTests.load': load };
  let session: Session;
  try {
    session = await startSession({ version, load }, settings, (text) => console.log(text));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
  const results: Result[] = [];
  try {
    if (values.only !== 'screen') {
      console.log(`In the extension host of VS Code ${version} (${load})`);
      const host = await hostTests(session);
      keep(`${name}-host`, host);
      results.push(...host);
    }
    if (values.only !== 'host') {
      console.log(`In the window of VS Code ${version} (${load})`);
      const screen = await screenTests(session);
      keep(`${name}-screen`, screen);
      results.push(...screen);
    }
  } finally {
    await session.stop();
  }
  console.log(closingLine(results));
  return results.length > 0 && results.every((result) => result.passed) ? 0 : 1;
}

/** Loads the tests' bundle into the extension host; each result comes as a marked line of its console. */
async function hostTests(session: Session): Promise<readonly Result[]> {
  // An extension of their own, since the installed one cannot hold them. They run in the host that it runs in.
  const folder = join(session.server.dataFolder, 'tests');
  const manifest = {
    ...{ name: 'tests', publisher: 'gradient-debugger', version: '0.0.1', engines: { vscode: '^1.100.0' } },
    ...{ main: './index.js', browser: './index.js', activationEvents: ['onStartupFinished'] },
  };
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  copyFileSync(join(projectFolder, 'out/host/index.js'), join(folder, 'index.js'));
  const results = new Map<string, Result>();
  let end: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => (end = resolve));
  const limit = setTimeout(() => end(-1), 600_000);
  const workbench = await session.open({
    folder: session.folder(),
    tests: {
      extension: folder,
      onEnd: end,
      onConsole: (line) => {
        const marked = /\[host-test:([^\]]+)\]/.exec(line)?.[1];
        // The console shows a line of the extension host more than once.
        if (marked === undefined || results.has(marked)) return;
        const result = JSON.parse(decodeURIComponent(marked)) as Result;
        results.set(marked, result);
        tell(result);
      },
    },
  });
  const code = await ended;
  clearTimeout(limit);
  const failed = [...results.values()].some((result) => !result.passed);
  if (code !== 0 && !failed) {
    const log = await session.server.extensionHostLog();
    const error = `${code === -1 ? 'They did not end within 600 s.' : `They ended with code ${code}.`}\n${workbench.consoleErrors.join('\n')}\n${log.slice(-4000)}`;
    const result: Result = {
      suite: 'extension host',
      title: 'the tests run to their end',
      passed: false,
      milliseconds: 0,
      error,
    };
    tell(result);
    results.set(randomUUID(), result);
  }
  await workbench.close();
  return [...results.values()];
}

async function screenTests(session: Session): Promise<readonly Result[]> {
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 120_000,
    ...(values.grep === '' ? {} : { grep: values.grep }),
  });
  const folder = join(projectFolder, 'test/editor/screen');
  for (const name of readdirSync(folder)) if (name.endsWith('.test.ts')) mocha.addFile(join(folder, name));
  await mocha.loadFilesAsync();
  mocha.rootHooks({
    async afterEach(this: Mocha.Context) {
      const { currentTest } = this;
      if (currentTest?.state !== 'failed') return;
      const name = currentTest.fullTitle().replace(/[^\w]+/g, '-');
      await session.takePictures(
        join(resultsFolder, `${session.target.version}-${session.target.load}-${name}`),
      );
    },
  });
  const results: Result[] = [];
  mocha.reporter(
    class extends Mocha.reporters.Base {
      constructor(runner: Mocha.Runner) {
        super(runner);
        const add = (test: Mocha.Runnable, error?: Error) => {
          const result: Result = {
            suite: test.parent?.fullTitle() ?? '',
            title: test.title,
            passed: error === undefined,
            milliseconds: test.duration ?? 0,
            ...(error === undefined ? {} : { error: error.stack ?? error.message }),
          };
          results.push(result);
          tell(result);
        };
        runner.on('pass', (test) => add(test));
        runner.on('fail', (test, error) => add(test, error as Error));
      }
    },
  );
  await new Promise((resolve) => mocha.run(resolve));
  return results;
}
