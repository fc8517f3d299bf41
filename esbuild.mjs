import { build } from 'esbuild';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const what = process.argv[2] ?? 'all';
const production = process.argv.includes('--production');

/** Every file below `folder` whose name ends with `ending`: tests are found, never listed by hand. */
function filesBelow(folder, ending) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

const shared = {
  bundle: true,
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
  target: 'es2022',
};

const parts = {
  unit: {
    ...shared,
    entryPoints: filesBelow('test/unit', '.test.ts'),
    outdir: 'out/unit',
    outbase: 'test/unit',
    platform: 'node',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    external: ['mathjs', 'fast-check'],
  },
};

for (const [name, options] of Object.entries(parts)) {
  if (what === 'all' || what === name) await build(options);
}
