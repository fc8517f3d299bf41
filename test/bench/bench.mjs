// Runs the benchmarks: `npm run bench [-- words]`, where a file is run when its name holds one of the words.
import { readdirSync } from 'node:fs';
import { register } from 'tsx/esm/api';

register();
const words = process.argv.slice(2);
const files = readdirSync(import.meta.dirname).filter(
  (name) => name.endsWith('.bench.ts') && (words.length === 0 || words.some((word) => name.includes(word))),
);
if (files.length === 0) {
  console.error(`No benchmark is named like ${words.join(' or ')}.`);
  process.exitCode = 1;
}
for (const file of files) {
  console.log(`\n${file}`);
  const { default: bench } = await import(`./${file}`);
  await bench();
}
