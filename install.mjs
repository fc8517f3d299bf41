// Brings `node_modules` in line with the lockfile. Imports nothing but Node, since on a fresh clone there is nothing else.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldestNode = '20.11.0';
/** By its address: a Node that is too old to be of use knows no `import.meta.filename`. */
const thisFile = fileURLToPath(import.meta.url);

/** Whether every package of the lockfile is installed in its version; those for other platforms are not. */
function upToDate(folder) {
  const packages = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).packages;
  const locked = packages('package-lock.json');
  try {
    const installed = packages('node_modules/.package-lock.json');
    return Object.entries(locked).every(
      ([path, { version, optional }]) =>
        path === '' || installed[path]?.version === version || (optional && installed[path] === undefined),
    );
  } catch {
    return false;
  }
}

/**
 * What npm gives as its reason, which it says in one line between codes, a stack trace and advice about proxies.
 * @param {string} said
 * @returns {string} a line of its own, or nothing
 */
export function npmsReason(said) {
  const lines = said
    .split('\n')
    .filter((line) => !/^npm (warn|WARN)/.test(line))
    .map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim());
  const reason = lines.find((line) => line !== '' && !/^(code|errno|syscall) /.test(line));
  return reason === undefined ? '' : `\nnpm says: ${reason}`;
}

/**
 * Installs what the lockfile of this project names, unless it is installed already.
 * `quiet` keeps standard output free, and tells only a person who waits. Throws an error that says what to do when npm could not install.
 */
export async function ensureInstalled({ quiet = false } = {}) {
  if (process.versions.node.localeCompare(oldestNode, 'en', { numeric: true }) < 0) {
    throw new Error(`Node ${oldestNode} or newer is needed; this is Node ${process.versions.node}.`);
  }
  const folder = dirname(thisFile);
  if (upToDate(folder)) return;
  const saying = 'Installing packages from the lockfile (npm ci) ...';
  if (!quiet) console.log(saying);
  else if (process.stderr.isTTY) console.error(saying);
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    env: { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'pipe'],
    shell: process.platform === 'win32',
  });
  let said = '';
  npm.stderr.on('data', (chunk) => (said += chunk));
  const code = await new Promise((resolve, reject) => {
    npm.once('error', reject);
    npm.once('close', resolve);
  });
  if (code !== 0) {
    throw new Error(
      'npm ci could not install the packages of package-lock.json. ' +
        `Is this machine online, and may it reach the npm registry (npm ping)? Run the same command again when it can.${npmsReason(said)}`,
    );
  }
}

if (process.argv[1] === thisFile) {
  await ensureInstalled().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
