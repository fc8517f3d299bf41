// A VS Code server on 127.0.0.1, with its data in a folder of its own that goes away with it.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { endGroup } from './child.js';
import { projectFolder, type InstalledVSCode } from './vscode.js';

export type Settings = Readonly<Record<string, unknown>>;

export interface ServerOptions {
  /** Machine settings, on top of those that keep the workbench quiet. */
  readonly settings?: Settings;
  /** A `.vsix` to install before the start. */
  readonly vsix?: string;
  /** Asks every browser for this token; without one the server is open to this machine. */
  readonly token?: string;
  readonly port?: number;
  /** Reaches the extension host too. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Server {
  readonly port: number;
  readonly authority: string;
  readonly dataFolder: string;
  /** The address of a folder or file of an extension under development. */
  developmentUri(path: string): string;
  /** Sets machine settings while it runs; open windows follow. */
  changeSettings(settings: Settings): void;
  /** What the extension hosts of this server have logged so far. */
  extensionHostLog(): Promise<string>;
  stop(): void;
}

const quiet: Settings = {
  'files.autoSave': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  // Else a window that was opened on a file forgets its other editors when it is reloaded.
  'window.restoreWindows': 'preserve',
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
};

/** Starts the server and resolves when it listens. It is stopped when this process ends, however it ends. */
export async function startServer(vscode: InstalledVSCode, options: ServerOptions = {}): Promise<Server> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'vscode-server-'));
  const settingsFolder = join(dataFolder, 'data/Machine');
  mkdirSync(settingsFolder, { recursive: true });
  let current = quiet;
  const changeSettings = (settings: Settings = {}) => {
    current = { ...current, ...settings };
    writeFileSync(join(settingsFolder, 'settings.json'), JSON.stringify(current, null, 2));
  };
  changeSettings(options.settings);
  // By another name: VS Code prefers the themes inside the folder of the extension under development, and without
  // this they would be its own, in `.vscode-test`.
  const link = join(dataFolder, 'project');
  symlinkSync(projectFolder, link);
  const main = join(vscode.folder, 'out/server-main.js');
  const common = ['--server-data-dir', dataFolder, '--accept-server-license-terms', '--disable-telemetry'];
  // No gallery: nothing but what the tests bring is ever installed.
  const env = { ...process.env, EXTENSIONS_GALLERY: '{}', ...options.environment };
  if (options.vsix !== undefined) {
    await promisify(execFile)(
      vscode.node,
      [main, ...common, '--install-extension', options.vsix, '--force'],
      { env },
    );
  }
  const child = spawn(
    vscode.node,
    [
      main,
      ...common,
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0)],
      ...(options.token === undefined
        ? ['--without-connection-token']
        : ['--connection-token', options.token]),
      ...['--disable-workspace-trust', '--disable-getting-started-override', '--disable-update-check'],
    ],
    { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const stop = stopperOf(child, dataFolder);
  try {
    const port = await listeningPort(child);
    return {
      port,
      authority: `127.0.0.1:${port}`,
      dataFolder,
      developmentUri: (path) => {
        const inside = relative(projectFolder, path);
        return `vscode-remote://127.0.0.1:${port}${inside.startsWith('..') ? path : join(link, inside)}`;
      },
      changeSettings,
      extensionHostLog: () => extensionHostLog(dataFolder),
      stop,
    };
  } catch (error) {
    stop();
    throw error;
  }
}

/** Ends the whole process group at once, also when this process exits or is interrupted. */
function stopperOf(child: ChildProcess, dataFolder: string): () => void {
  const stop = () => {
    process.off('exit', stop);
    endGroup(child.pid);
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  process.on('exit', stop);
  return stop;
}

function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => fail('did not start within 60 s'), 60_000);
    const fail = (what: string) => {
      clearTimeout(timer);
      reject(new Error(`The VS Code server ${what}. It said:\n${output}`));
    };
    const listen = (chunk: Buffer) => {
      output += chunk.toString();
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', (error) => fail(`could not be started (${error.message})`));
    child.once('exit', (code) => fail(`ended with code ${code ?? 'none'}`));
  });
}

async function extensionHostLog(dataFolder: string): Promise<string> {
  const logs = join(dataFolder, 'data/logs');
  const names = await readdir(logs, { recursive: true }).catch(() => []);
  const files = names.filter((name) => name.endsWith('remoteexthost.log'));
  return (await Promise.all(files.map((name) => readFile(join(logs, name), 'utf8')))).join('');
}
