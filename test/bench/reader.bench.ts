import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { read } from '../../src/reader/read';

/** Numbers in [0, 1) that are the same in every run (linear congruential). */
function randomNumbers(): () => number {
  let state = 42;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

function jsonText(length: number): string {
  const random = randomNumbers();
  const rows: string[] = [];
  for (let size = 0; size < length;) {
    const row = `[${Array.from({ length: 64 }, () => (random() * 20 - 10).toFixed(6)).join(', ')}]`;
    rows.push(row);
    size += row.length + 2;
  }
  return `[${rows.join(', ')}]`;
}

/** A matrix as NumPy prints it: eight digits, rows of 48 broken over lines of 75 characters. */
function numpyText(length: number): string {
  const random = randomNumbers();
  const rows: string[] = [];
  for (let size = 0; size < length;) {
    const lines = Array.from({ length: 8 }, () =>
      Array.from({ length: 6 }, () => (random() * 2 - 1).toFixed(8).padStart(11)).join(' '),
    );
    rows.push(`[${lines.join('\n  ')}]`);
    size += lines.length * 75;
  }
  return `[${rows.join('\n ')}]\n`;
}

/** The best of several runs, in milliseconds: the least disturbed by others. */
function best(work: () => unknown, runs = 7): number {
  let least = Infinity;
  for (let run = 0; run < runs; run++) {
    const begun = performance.now();
    work();
    least = Math.min(least, performance.now() - begun);
  }
  return least;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of the buffers and objects that a reading holds, by the growth of the heap and of array buffers. */
function held(text: string): number {
  const memory = (): number => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = memory();
  const reading = read(text);
  const after = memory();
  if (reading.arrays.length === 0) throw new Error('nothing was read');
  return after - before;
}

const row = (name: string, value: string, goal: string): void =>
  console.log(`${name.padEnd(52)}${value.padStart(18)}   ${goal}`);

/** Prints how fast the reader is, beside `JSON.parse` on the same text in the same run. */
export default function readerBench(): Promise<void> {
  const json = jsonText(10_000_000);
  const parse = best(() => JSON.parse(json) as unknown);
  const ours = best(() => read(json));
  const speed = (milliseconds: number, text: string): string =>
    `${(text.length / milliseconds / 1000).toFixed(0)} MB/s`;
  row('JSON.parse, nested numbers', speed(parse, json), '');
  row('reader, the same text', speed(ours, json), '');
  row('reader to JSON.parse', (parse / ours).toFixed(2), 'goal: at least 0.5');
  const numpy = numpyText(10_000_000);
  row('10 MB of NumPy print-out', `${best(() => read(numpy)).toFixed(0)} ms`, 'goal: under 250 ms');
  row('memory held, to the text (JSON)', (held(json) / json.length).toFixed(2), 'goal: under 6');
  row('memory held, to the text (NumPy)', (held(numpy) / numpy.length).toFixed(2), 'goal: under 6');
  const brackets = '['.repeat(1_000_000);
  row('a million opening brackets', `${best(() => read(brackets), 1).toFixed(0)} ms`, '');
  const line = `z = [${'0.5, '.repeat(10_000_000)}1]`;
  row('one line of 50 MB', `${best(() => read(line), 1).toFixed(0)} ms`, '');
  return Promise.resolve();
}
