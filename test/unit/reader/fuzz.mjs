// `npm run fuzz -- COUNT [FIRST SEED]`: reads mutated texts and checks what holds for every text.
import { build } from 'esbuild';

await build({
  entryPoints: ['test/unit/reader/fuzzing.ts'],
  outfile: 'out/fuzz/fuzzing.mjs',
  bundle: true,
  inject: ['test/unit/all-notations.ts'],
  format: 'esm',
  platform: 'node',
  external: ['mathjs'],
  logLevel: 'warning',
});
const { fuzz } = await import(new URL('../../../out/fuzz/fuzzing.mjs', import.meta.url).href);
const count = Number(process.argv[2] ?? 100000);
const seed = Number(process.argv[3] ?? Date.now() % 1e9);
const begun = Date.now();
fuzz(count, seed, (done) => console.log(`${done} of ${count}, ${Math.round((Date.now() - begun) / 1000)} s`));
console.log(
  `${count} texts from seed ${seed}: no exception, nothing outside the text, the same when read again`,
);
