import { createInterface } from 'node:readline';
import { createReadStream, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { withObservations } from '../diagnosis/beyond';
import { explanations } from '../diagnosis/catalogue/explanations/explanations';
import { diagnose } from '../diagnosis/diagnose';
import { readName } from '../diagnosis/names';
import { withQuantitiesOfTables } from '../diagnosis/tables';
import type { Evaluate } from '../reader/expression';
import { readWithArithmetic } from '../reader/read';
import { reportAsJson } from '../report/json';
import { makeReport } from '../report/make-report';
import { reportAsText } from '../report/plain-text';
import type { Report } from '../report/report';
import { languageOfFile, parseArguments, UnusableInput, usage } from './arguments';

const sizeLimit = 1_000_000;

const loadArithmetic = (): Promise<Evaluate> =>
  import('../reader/arithmetic').then((module) => module.evaluate);

/** The report on `text`, by the same rooms that the editor goes through. */
async function checkText(text: string, language: string | undefined): Promise<Report> {
  const options = language === undefined ? { sizeLimit } : { language, sizeLimit };
  const read = await readWithArithmetic(text, options, loadArithmetic);
  const reading = withQuantitiesOfTables(read, readName);
  return makeReport(
    reading,
    withObservations(diagnose(reading), () => false),
    { explanations, sizeLimit },
  );
}

/**
 * The report for one line of JSON lines. A line that cannot be used is answered with what is wrong with it, so that one
 * bad line costs no other its answer.
 */
async function answerLine(line: string): Promise<object> {
  let asked: unknown;
  try {
    asked = JSON.parse(line);
  } catch (error) {
    return { id: null, error: `This line is no JSON: ${messageOf(error)}` };
  }
  if (typeof asked !== 'object' || asked === null || !('id' in asked) || !('text' in asked)) {
    return { id: null, error: 'This line needs "id" and "text".' };
  }
  const { id, text } = asked;
  const language = 'language' in asked ? asked.language : undefined;
  if (typeof text !== 'string') return { id: null, error: '"text" has to be a string.' };
  if (typeof id !== 'string' && typeof id !== 'number')
    return { id: null, error: '"id" has to be a string or a number.' };
  if (language !== undefined && typeof language !== 'string')
    return { id: null, error: '"language" has to be a string.' };
  try {
    return { id, report: reportAsJson(await checkText(text, language)) };
  } catch (error) {
    return { id, error: `This text could not be checked: ${messageOf(error)}` };
  }
}

async function answerLines(file: string | null): Promise<number> {
  const input = file === null ? process.stdin : createReadStream(file);
  // Reading starts only when lines are asked for, so an error of the file is thrown by the loop.
  const lines = createInterface({ input, crlfDelay: Infinity });
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  failed.catch(() => undefined);
  const answered = (async () => {
    for await (const line of lines) {
      if (line.trim() !== '') await print(`${JSON.stringify(await answerLine(line))}\n`);
    }
  })();
  await Promise.race([answered, failed]);
  return 0;
}

async function answerText(
  file: string | null,
  format: 'text' | 'json',
  language: string | undefined,
): Promise<number> {
  const text = readFileSync(file ?? 0, 'utf8');
  const report = await checkText(text, language);
  await print(
    format === 'json' ? `${JSON.stringify(reportAsJson(report), null, 2)}\n` : reportAsText(report, text),
  );
  return report.findings.length > 0 ? 1 : 0;
}

/** Waits until the reader of standard output has room again, so that a long run does not pile up in memory. */
function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Why the input could not be read, for who does not know the system's names of errors. */
function unreadable(error: unknown): string {
  if (error instanceof UnusableInput) return error.message;
  const { code, path } = Object.assign({ code: '', path: 'The input' }, error);
  if (code === 'ENOENT') return `There is no file ${path}.`;
  if (code === 'EISDIR') return 'The input is a folder; give the file that holds the derivation.';
  return `The input could not be read: ${messageOf(error)}`;
}

async function main(words: readonly string[]): Promise<number> {
  const asked = parseArguments(words);
  if (asked.format === 'usage') {
    await print(usage);
    return 0;
  }
  // npm runs scripts in the project's folder; the person's own folder is INIT_CWD.
  const file = asked.file === null ? null : resolve(process.env['INIT_CWD'] ?? '.', asked.file);
  if (file === null && process.stdin.isTTY)
    process.stderr.write('Reading standard input: paste the derivation, then press Ctrl+D.\n');
  if (asked.format === 'jsonl') return answerLines(file);
  return answerText(file, asked.format, asked.language ?? (file === null ? undefined : languageOfFile(file)));
}

// Who reads the reports may have seen enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
});

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${unreadable(error)}\n`);
    process.exitCode = 2;
  },
);
