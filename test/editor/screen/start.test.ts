import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { session } from '../session.js';
import { projectFolder } from '../vscode.js';
import { started, Workbench } from '../workbench.js';

/** Starts what `npm start` starts once all is installed and built. */
function start(path: string): { child: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, ['test/editor/start.mjs'], {
    cwd: projectFolder,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, said: () => output };
}

async function until<T>(look: () => T | undefined): Promise<T> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It did not come within 30 s.');
}

describe('npm start', () => {
  before(function () {
    const { version, load } = session().target;
    if (version !== '1.100' || load !== 'folder') this.skip();
  });

  it('serves VS Code with the extension and the example, and ends all on Ctrl+C', async () => {
    const withoutCode = `${join(process.execPath, '..')}:/usr/bin:/bin`;
    const { child, said } = start(withoutCode);
    const address = await until(() => /http:\S+/.exec(said())?.[0]);
    const page = await session().page();
    await page.goto(address);
    await started(page);
    const workbench = new Workbench(page, session().server);
    await workbench.selectAll();
    await workbench.runCommand('Gradient Debugger: Check Derivation');
    await (await workbench.panel()).getByText('Jacobian').first().waitFor();
    await workbench.close();

    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
    await assert.rejects(fetch(address), 'the server still answers');
  });

  it('uses the desktop VS Code where `code` is on the PATH', async () => {
    const folder = mkdtempSync(join(session().server.dataFolder, 'bin-'));
    const stub = join(folder, 'code');
    writeFileSync(
      stub,
      `#!/bin/sh\n[ "$1" = --version ] && echo 1.105.0 && exit\necho "$@" > ${folder}/arguments\n`,
    );
    chmodSync(stub, 0o755);
    const { child } = start(`${folder}:${process.env['PATH'] ?? ''}`);
    assert.equal(await new Promise((resolve) => child.once('exit', resolve)), 0);
    const given = readFileSync(join(folder, 'arguments'), 'utf8');
    assert.ok(given.includes(`--extensionDevelopmentPath ${projectFolder} `), given);
    assert.match(given, /chain-rule\.md$/m);
  });
});
