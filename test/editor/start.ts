// `npm start`: opens VS Code with the extension loaded and the example derivation open.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endGroup, endOnSignals } from './child.js';
import { startServer } from './server.js';
import { installVSCode, projectFolder } from './vscode.js';

const example = 'chain-rule.md';

endOnSignals();
// A copy, since a quick fix that is tried out changes the text.
const folder = mkdtempSync(join(tmpdir(), 'gradient-debugger-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }));
const workspace = join(folder, 'examples');
cpSync(join(projectFolder, 'media/examples'), workspace, { recursive: true });

try {
  if (!(await startDesktop())) await startEmbedded();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Opens the desktop VS Code and resolves when its window is closed; false when there is none that serves. */
async function startDesktop(): Promise<boolean> {
  const shell = process.platform === 'win32';
  const asked = spawnSync('code', ['--version'], { encoding: 'utf8', shell, timeout: 30_000 });
  if (asked.status !== 0) return false;
  const [, major = '1', minor = '100'] = /^(\d+)\.(\d+)/.exec(asked.stdout) ?? [];
  if (Number(major) === 1 && Number(minor) < 100) {
    console.log(`The VS Code on the PATH is ${major}.${minor}; the extension needs 1.100.`);
    return false;
  }
  console.log(`Opening ${example} in the VS Code on the PATH. Ctrl+C ends it.`);
  // With its own user data it is a process of its own, not a window of one that runs already.
  const userData = join(folder, 'user-data');
  const code = spawn(
    'code',
    [
      ...['--user-data-dir', userData, '--extensionDevelopmentPath', projectFolder],
      ...['--skip-welcome', '--skip-release-notes', '--disable-workspace-trust', '--wait'],
      ...[workspace, join(workspace, example)],
    ],
    { stdio: 'inherit', detached: !shell, shell },
  );
  process.on('exit', () => {
    endGroup(code.pid, 'SIGTERM');
    endDesktop(userData);
  });
  const status = await new Promise<number | null>((resolve) => {
    code.once('error', () => resolve(1));
    code.once('close', resolve);
  });
  if (status !== 0) console.log('The VS Code on the PATH could not open it.');
  return status === 0;
}

/** The window is no child of the command that opened it; it writes its process into its user data. */
function endDesktop(userData: string): void {
  try {
    process.kill(Number(readFileSync(join(userData, 'code.lock'), 'utf8')));
  } catch {
    // It has ended, or never started.
  }
}

/** Serves VS Code on 127.0.0.1 and prints the address, which holds the token that it asks for. */
async function startEmbedded(): Promise<void> {
  const token = randomBytes(16).toString('hex');
  console.log('Starting the embedded VS Code ...');
  const vscode = await installVSCode('1.100', console.log);
  const server = await startServer(vscode, { token });
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ['extensionDevelopmentPath', server.developmentUri(projectFolder)],
    ['openFile', `vscode-remote://${server.authority}${join(workspace, example)}`],
  ];
  const query = new URLSearchParams({ tkn: token, folder: workspace, payload: JSON.stringify(payload) });
  console.log(`
VS Code is ready. Open this address in a browser on this machine:

  http://${server.authority}/?${query.toString()}

Then select the derivation (Ctrl+A), press F1 and run "Gradient Debugger: Check Derivation".
Ctrl+C ends VS Code.`);
}
