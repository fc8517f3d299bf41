import { readFileSync } from 'node:fs';
import { explanations } from '../../src/diagnosis/catalogue/explanations/explanations';
import { diagnose } from '../../src/diagnosis/diagnose';
import { evaluate } from '../../src/reader/arithmetic';
import { read } from '../../src/reader/read';
import { makeReport } from '../../src/report/make-report';
import { median } from './median';

/** Runs after which the engine has compiled what it will compile. */
const warmingRuns = 300;

/** Selection to report without the editor, on the example derivation; the goal is under 10 ms. */
export default function reportBench(): Promise<void> {
  const text = readFileSync('media/examples/chain-rule.md', 'utf8');
  const derivation = text.slice(0, text.indexOf('\n## '));
  const options = { language: 'markdown', evaluate };
  const whole = (): string => {
    const reading = read(derivation, options);
    return JSON.stringify(makeReport(reading, diagnose(reading), { explanations }));
  };
  const start = performance.now();
  const report = whole();
  const first = performance.now() - start;
  for (let i = 0; i < warmingRuns; i++) whole();
  const reading = read(derivation, options);
  const diagnosis = diagnose(reading);
  const reference = median(() => void JSON.parse(report), 20);
  const row = (what: string, milliseconds: number): void =>
    console.log(
      `${what.padEnd(28)} ${milliseconds.toFixed(3).padStart(8)} ms  ${(milliseconds / reference).toFixed(1)} x JSON.parse of the report`,
    );
  row('selection to report, first', first);
  row('selection to report, warmed', median(whole));
  row(
    '  read',
    median(() => void read(derivation, options)),
  );
  row(
    '  diagnose',
    median(() => void diagnose(reading)),
  );
  row(
    '  report',
    median(() => void makeReport(reading, diagnosis, { explanations })),
  );
  return Promise.resolve();
}
