// `npm run check`: installs and builds first where that is due, quietly, so that standard output holds reports only.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureInstalled } from '../../install.mjs';

// Node that is too old, which is said below, knows no `import.meta.dirname`.
const root = fileURLToPath(new URL('../..', import.meta.url));
const built = join(root, 'out/check.mjs');

/** Whether a source file is newer than what was built from it. */
function stale() {
  const since = statSync(built, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newer = (file) => statSync(join(root, file)).mtimeMs > since;
  const sources = readdirSync(join(root, 'src'), { recursive: true }).map((name) => join('src', name));
  return ['esbuild.mjs', 'package-lock.json', ...sources].some(newer);
}

try {
  await ensureInstalled({ quiet: true });
  if (stale()) {
    const build = spawnSync(process.execPath, ['esbuild.mjs', 'check'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
    if (build.status !== 0) throw new Error('The build failed; what it said stands above.');
  }
  await import(pathToFileURL(built).href);
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
