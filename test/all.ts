// `npm test`: everything that must hold, on the packages of the lockfile. Ends with a line `N passed, N failed`.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { prepareBrowser } from './editor/chromium.js';
import { endOnSignals, runCommand } from './editor/child.js';
import { closingLine, resultsFolder, type Result } from './editor/results.js';
import { installVSCode, versions } from './editor/vscode.js';

endOnSignals();
const results: Result[] = [];
const started = Date.now();
await main();
console.log(`\nAll took ${seconds(Date.now() - started)}.`);
console.log(closingLine(results));
process.exitCode = results.every((result) => result.passed) ? 0 : 1;

async function main(): Promise<void> {
  rmSync(resultsFolder, { recursive: true, force: true });
  const tests = await Promise.all([
    checks(),
    step('VS Code and a browser to test in', async () => {
      for (const version of versions) await installVSCode(version, console.log);
      await prepareBrowser(console.log);
    }),
  ]);
  if (!tests.every((passed) => passed)) return;
  await editorTests('1.100');
  await editorTests('1.100', '--packaged');
  await editorTests('1.100', '--web');
  await editorTests('1.139');
}

/** What needs no editor; false when there is nothing built that could be tested in one. */
async function checks(): Promise<boolean> {
  await command('types', 'npm', ['run', '--silent', 'typecheck']);
  await command('lint and format', 'npm', ['run', '--silent', 'lint']);
  await unitTests();
  const packaged = await command('build and package', 'npm', ['run', '--silent', 'package']);
  return packaged && (await command('build the tests', process.execPath, ['esbuild.mjs', 'tests-in-host']));
}

async function step(title: string, work: () => Promise<void>): Promise<boolean> {
  const start = Date.now();
  let error: string | undefined;
  try {
    await work();
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : String(thrown);
  }
  const milliseconds = Date.now() - start;
  console.log(`${error === undefined ? '✔' : '✘'} ${title} (${seconds(milliseconds)})`);
  if (error !== undefined) console.log(error);
  results.push({
    suite: 'npm test',
    title,
    passed: error === undefined,
    milliseconds,
    ...(error === undefined ? {} : { error }),
  });
  return error === undefined;
}

/** Runs a command quietly; what it said is shown when it fails. */
function command(title: string, name: string, args: readonly string[]): Promise<boolean> {
  return step(title, async () => {
    const { code, output } = await runCommand(name, args, false, 900);
    if (code !== 0) throw new Error(output);
  });
}

async function unitTests(): Promise<void> {
  const { code, output } = await runCommand(process.execPath, ['test/unit.mjs'], false, 900);
  const count = (what: string) => Number(new RegExp(`^\\S+ ${what} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const passed = count('pass');
  const failed = count('tests') - passed - count('skipped') - count('todo');
  console.log(`${code === 0 ? '✔' : '✘'} unit tests: ${passed} passed, ${failed} failed`);
  if (code !== 0) console.log(output.slice(Math.max(0, output.indexOf('✖ failing tests:'))));
  const result = { suite: 'unit tests', title: 'see above', milliseconds: 0 };
  for (let index = 0; index < passed; index += 1) results.push({ ...result, passed: true });
  for (let index = 0; index < (code === 0 ? failed : Math.max(failed, 1)); index += 1)
    results.push({ ...result, passed: false });
}

async function editorTests(version: string, ...options: readonly string[]): Promise<void> {
  console.log('');
  const args = ['test/editor/run.mjs', '--vscode', version, ...options];
  const before = new Set(resultFiles());
  const { code } = await runCommand(process.execPath, args, true, 1500);
  const found = resultFiles()
    .filter((file) => !before.has(file))
    .flatMap((file) => JSON.parse(readFileSync(join(resultsFolder, file), 'utf8')) as readonly Result[]);
  results.push(...found);
  if (code !== 0 && found.every((result) => result.passed)) {
    results.push({
      suite: 'in the editor',
      title: `${args.join(' ')} ended with ${code ?? 'a signal'}`,
      passed: false,
      milliseconds: 0,
    });
  }
}

function resultFiles(): readonly string[] {
  try {
    return readdirSync(resultsFolder).filter((name) => name.endsWith('.json'));
  } catch {
    return [];
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(0)} s`;
}
