// Builds and runs the unit tests: `node test/unit.mjs [word in the file's path ...]`.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const built = spawnSync(process.execPath, ['esbuild.mjs', 'unit'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const words = process.argv.slice(2);
const files = readdirSync('out/unit', { recursive: true })
  .map((name) => join('out/unit', name))
  .filter(
    (name) => name.endsWith('.test.mjs') && (words.length === 0 || words.some((word) => name.includes(word))),
  );
const run = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', '--test-reporter=spec', ...files],
  { stdio: 'inherit' },
);
process.exit(run.status ?? 1);
