// What the tests of a run came to: told while they run, kept as JSON, counted at the end.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './vscode.js';

export const resultsFolder = join(projectFolder, 'out/results');

export interface Result {
  readonly suite: string;
  readonly title: string;
  readonly passed: boolean;
  readonly milliseconds: number;
  readonly error?: string;
}

/** Says one result on the console. */
export function tell(result: Result): void {
  const mark = result.passed ? '✔' : '✘';
  console.log(`  ${mark} ${result.suite}: ${result.title} (${result.milliseconds} ms)`);
  if (result.error !== undefined) console.log(result.error.replace(/^/gm, '      '));
}

/** Writes `out/results/<name>.json`. */
export function keep(name: string, results: readonly Result[]): void {
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(join(resultsFolder, `${name}.json`), JSON.stringify(results, null, 2));
}

/** The closing line, with which every run of tests ends. */
export function closingLine(results: readonly Result[]): string {
  const passed = results.filter((result) => result.passed).length;
  return `${passed} passed, ${results.length - passed} failed`;
}
