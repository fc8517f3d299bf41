import { readFileSync } from 'node:fs';
import { explanations } from '../../src/diagnosis/catalogue/explanations/explanations';
import { diagnose } from '../../src/diagnosis/diagnose';
import { evaluate } from '../../src/reader/arithmetic';
import { read } from '../../src/reader/read';
import { makeReport } from '../../src/report/make-report';
import { median } from './median';

/** Selection to report without the editor, on the example derivation; the goal is under 10 ms. */
export default function reportBench(): Promise<void> {
  const text = readFileSync('media/examples/chain-rule.md', 'utf8');
  const derivation = text.slice(0, text.indexOf('\n## '));
  const options = { language: 'markdown', evaluate };
  const reading = read(derivation, options);
  const diagnosis = diagnose(reading);
  const report = JSON.stringify(makeReport(reading, diagnosis, { explanations }));
  const reference = median(() => void JSON.parse(report), 20);
  const row = (what: string, milliseconds: number): void =>
    console.log(
      `${what.padEnd(22)} ${milliseconds.toFixed(3).padStart(8)} ms  ${(milliseconds / reference).toFixed(1)} x JSON.parse of the report`,
    );
  row(
    'read',
    median(() => void read(derivation, options)),
  );
  row(
    'diagnose',
    median(() => void diagnose(reading)),
  );
  row(
    'report',
    median(() => void makeReport(reading, diagnosis, { explanations })),
  );
  row(
    'selection to report',
    median(() => void makeReport(reading, diagnose(read(derivation, options)), { explanations })),
  );
  return Promise.resolve();
}
