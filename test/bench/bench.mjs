// Runs the benchmarks: `npm run bench [-- words]`, where a file is run when its name holds one of the words.
import { build } from 'esbuild';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { register } from 'tsx/esm/api';

const folder = import.meta.dirname;
const built = join(folder, '../../out/bench');
/** It measures nothing of its own process, and what it shares with the tests in the editor knows its own folder. */
const fromSources = 'editor.bench.ts';

const words = process.argv.slice(2);
const files = readdirSync(folder).filter(
  (name) => name.endsWith('.bench.ts') && (words.length === 0 || words.some((word) => name.includes(word))),
);
if (files.length === 0) {
  console.error(`No benchmark is named like ${words.join(' or ')}.`);
  process.exitCode = 1;
}
// What is measured is bundled, as it is in the product.
const bundled = files.filter((name) => name !== fromSources);
await build({
  entryPoints: bundled.map((name) => join(folder, name)),
  bundle: true,
  inject: [join(folder, '../unit/all-notations.ts')],
  platform: 'node',
  format: 'esm',
  target: 'es2022',
  outdir: built,
  outExtension: { '.js': '.mjs' },
  external: ['mathjs'],
  logLevel: 'warning',
});
register();
for (const file of files) {
  console.log(`\n${file}`);
  const { default: bench } = await import(
    file === fromSources ? `./${file}` : join(built, file.replace(/\.ts$/, '.mjs'))
  );
  await bench();
}
