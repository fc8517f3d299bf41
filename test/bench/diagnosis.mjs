// Builds and runs the measurement of the diagnosis: `npm run bench:diagnosis [-- --cases 20000 --seed 1]`.
import { build } from 'esbuild';

await build({
  entryPoints: ['test/bench/diagnosis.ts'],
  bundle: true,
  inject: ['test/unit/all-notations.ts'],
  platform: 'node',
  format: 'esm',
  target: 'es2022',
  outfile: 'out/bench/diagnosis.mjs',
  external: ['mathjs'],
  logLevel: 'warning',
});
const { measure } = await import(new URL('../../out/bench/diagnosis.mjs', import.meta.url).href);
measure(process.argv.slice(2));
