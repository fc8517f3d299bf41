import { parseArgs } from 'node:util';
import { diagnose } from '../../src/diagnosis/diagnose';
import { Cancelled, type Diagnosis, type Finding } from '../../src/diagnosis/diagnosis';
import { read } from '../../src/reader/read';
import { generate, type Case } from './generate';
import type { MistakeSource } from './generate-mistakes';

/** What came of one case. */
interface Outcome {
  readonly case: Case;
  readonly findings: readonly Finding[];
  readonly milliseconds: number;
  /** What was wrong with the answer, for grouping; null where it was right. */
  readonly failure: string | null;
  readonly top1: boolean;
  readonly top3: boolean;
  readonly ambiguous: 'rightly' | 'wrongly' | null;
  readonly unexplained: boolean;
  readonly silent: boolean;
  readonly firstStep: boolean;
  readonly wrongCertain: boolean;
}

const sameSet = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((id) => b.includes(id));

/** The answers of a diagnosis as sets of mistakes, best first: alternatives replace those of their own finding. */
function answers(findings: readonly Finding[]): string[][] {
  const union = (sets: readonly (readonly string[])[]) => [...new Set(sets.flat())];
  const best = findings.map((finding) => finding.mistakes);
  const out = [union(best)];
  findings.forEach((finding, i) => {
    for (const other of finding.alternatives) out.push(union(best.map((set, j) => (i === j ? other : set))));
  });
  return out;
}

function judge(c: Case, diagnosis: Diagnosis, milliseconds: number): Outcome {
  const { findings } = diagnosis;
  const right = (set: readonly string[]) => sameSet(set, c.mistakes) || c.sameNumbers(set);
  const candidates = answers(findings);
  const top1 = right(candidates[0] ?? []);
  const top3 = candidates.slice(0, 3).some(right);
  const unexplained = findings.some((finding) => finding.certainty === 'unexplained');
  const said = findings.some((finding) => finding.certainty === 'ambiguous');
  const fitting = candidates.filter(right);
  const silent = findings.length === 0 && c.mistakes.length > 0;
  const first = findings[0];
  const role = first === undefined ? null : (diagnosis.claims[first.claim]?.role ?? null);
  const firstStep = role === c.firstWrong;
  const wrongCertain =
    !top1 &&
    findings.some(
      (finding) => finding.certainty === 'certain' && !finding.mistakes.every((id) => c.made.includes(id)),
    );
  const ambiguous = said ? (fitting.length > 1 ? 'rightly' : 'wrongly') : null;
  const got = (candidates[0] ?? []).join(' + ') || (unexplained ? 'unexplained' : 'nothing');
  const failure =
    c.mistakes.length === 0
      ? findings.length === 0
        ? null
        : `false finding: ${got}`
      : top1
        ? null
        : `${[...c.mistakes].sort().join(' + ')} -> ${got}`;
  return {
    case: c,
    findings,
    milliseconds,
    failure,
    top1,
    top3,
    ambiguous,
    unexplained,
    silent,
    firstStep,
    wrongCertain,
  };
}

function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? NaN;
}

const percent = (part: number, of: number) => (of === 0 ? '-' : ((100 * part) / of).toFixed(1));

function digitClass(digits: number): string {
  return digits <= 3 ? String(digits) : digits <= 5 ? '4-5' : digits <= 8 ? '6-8' : '9-17';
}

function table(outcomes: readonly Outcome[]): void {
  const head = [
    'mistakes',
    'digits',
    'cases',
    'top-1',
    'top-3',
    'ambig ok',
    'ambig bad',
    'unexpl',
    'silent',
    '1st step',
    'wrong cert',
  ];
  const rows: string[][] = [head];
  for (const mistakes of [0, 1, 2, 3]) {
    for (const digits of ['2', '3', '4-5', '6-8', '9-17', '>=4']) {
      const some = outcomes.filter(
        (o) =>
          o.case.mistakes.length === mistakes &&
          (digits === '>=4' ? o.case.digits >= 4 : digitClass(o.case.digits) === digits),
      );
      const share = (of: (o: Outcome) => boolean) => percent(some.filter(of).length, some.length);
      rows.push([
        String(mistakes),
        digits,
        String(some.length),
        share((o) => o.top1),
        share((o) => o.top3),
        share((o) => o.ambiguous === 'rightly'),
        share((o) => o.ambiguous === 'wrongly'),
        share((o) => o.unexplained),
        share((o) => o.silent),
        mistakes === 0 ? '-' : share((o) => o.firstStep),
        share((o) => o.wrongCertain),
      ]);
    }
  }
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) console.log(row.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  '));

  const findings = outcomes.flatMap((o) =>
    o.findings.map((finding) => ({
      finding,
      right: o.top1 || finding.mistakes.every((id) => o.case.made.includes(id)),
    })),
  );
  for (const certainty of ['certain', 'likely', 'ambiguous'] as const) {
    const some = findings.filter(({ finding }) => finding.certainty === certainty);
    console.log(
      `${certainty}: ${some.length} findings, ${percent(some.filter((f) => f.right).length, some.length)} % right`,
    );
  }
  for (const [low, high] of [
    [-Infinity, 10],
    [10, 20],
    [20, 40],
    [40, 80],
    [80, Infinity],
  ] as const) {
    const some = findings.filter(
      ({ finding }) => finding.certainty === 'certain' && finding.bits >= low && finding.bits < high,
    );
    const wrong = some.filter((f) => !f.right).length;
    console.log(`  certain with ${low} to ${high} bits: ${some.length}, ${wrong} wrong`);
  }
  const bad = outcomes.filter((o) => o.case.mistakes.length === 0 && o.findings.length > 0).length;
  console.log(
    `false findings on right numbers: ${bad} of ${outcomes.filter((o) => o.case.mistakes.length === 0).length}`,
  );
  for (const mistakes of [0, 1, 2, 3]) {
    const times = outcomes
      .filter((o) => o.case.mistakes.length === mistakes && o.case.scenario.classes <= 10)
      .map((o) => o.milliseconds);
    console.log(
      `time at n <= 10, ${mistakes} mistakes: p50 ${percentile(times, 0.5).toFixed(2)} ms, p95 ${percentile(times, 0.95).toFixed(2)} ms, most ${percentile(times, 1).toFixed(1)} ms`,
    );
  }
}

function failures(outcomes: readonly Outcome[], limit: number, wanted: string | undefined): void {
  const classes = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    if (outcome.failure === null) continue;
    classes.set(outcome.failure, [...(classes.get(outcome.failure) ?? []), outcome]);
  }
  const certain = (members: readonly Outcome[]) => members.filter((o) => o.wrongCertain).length;
  const sorted = [...classes].sort((a, b) => certain(b[1]) - certain(a[1]) || b[1].length - a[1].length);
  console.log(`\n${sorted.length} classes of failure; ! holds a wrong "certain"`);
  for (const [name, members] of sorted.filter(([name]) => name.includes(wanted ?? '')).slice(0, limit)) {
    console.log(
      `${String(members.length).padStart(5)} ${certain(members) > 0 ? '!' : ' '} ${name}  (seeds ${members
        .slice(0, 4)
        .map((o) => `${o.case.seed}/${o.case.injected}`)
        .join(' ')})`,
    );
    if (wanted !== undefined) {
      const least = [...members].sort((a, b) => a.case.text.length - b.case.text.length)[0];
      if (least !== undefined)
        console.log(
          `${least.case.text}\n${least.findings.map((f) => `  = ${f.certainty} ${f.mistakes.join(' + ')} | ${f.alternatives.map((set) => set.join(' + ')).join(' | ')}`).join('\n')}\n`,
        );
    }
  }
}

/** Time that this process computed: what else the machine does is left out. */
function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The diagnosis of a case; null where it took longer than the limit. */
function ask(c: Case, limit: number): Diagnosis | null {
  const end = performance.now() + limit;
  try {
    return diagnose(read(c.text, { language: c.language }), { cancelled: () => performance.now() > end });
  } catch (error) {
    if (error instanceof Cancelled) return null;
    throw new Error(`case ${c.seed}/${c.injected}`, { cause: error });
  }
}

/** Draws the cases, asks for their mistakes back and prints the table. */
export function measure(args: readonly string[]): void {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      /** Only this number of injected mistakes. */
      mistakes: { type: 'string' },
      digits: { type: 'string' },
      ids: { type: 'string' },
      /** Stop after this many seconds, whatever the number of cases. */
      seconds: { type: 'string', default: '36000' },
      /** Milliseconds after which a diagnosis is cancelled. */
      limit: { type: 'string', default: '10000' },
      /** How many classes of failure to list. */
      failures: { type: 'string', default: '25' },
      /** Show an example of the classes that hold these words. */
      show: { type: 'string' },
      /** Print this one case and its diagnosis. */
      only: { type: 'string' },
    },
  });
  const source: MistakeSource = values.ids === undefined ? 'catalogue' : new Set(values.ids.split(','));
  const draw = (seed: number, mistakes: number) =>
    generate(seed, {
      mistakes,
      source,
      ...(values.digits !== undefined && { digits: Number(values.digits) }),
    });
  if (values.only !== undefined) {
    const c = draw(Number(values.only), Number(values.mistakes ?? 1));
    if (c === null) throw new RangeError('that seed draws no case');
    console.log(c.text, '\n', c.mistakes, c.firstWrong, c.arithmetic, c.digits);
    console.dir(diagnose(read(c.text, { language: c.language })), { depth: 6 });
    return;
  }
  const outcomes: Outcome[] = [];
  const wanted = Number(values.cases);
  let seed = Number(values.seed) * 1_000_000;
  const wide = process.stderr.isTTY;
  const limit = Number(values.limit);
  const until = performance.now() + 1000 * Number(values.seconds);
  const cancelled: Case[] = [];
  while (outcomes.length < wanted && performance.now() < until) {
    seed++;
    // A quarter of the cases is right, the others have one to three mistakes.
    const mistakes = values.mistakes === undefined ? seed % 4 : Number(values.mistakes);
    const c = draw(seed, mistakes);
    if (c === null) continue;
    const start = cpuMilliseconds();
    const diagnosis = ask(c, limit);
    if (diagnosis === null) cancelled.push(c);
    else outcomes.push(judge(c, diagnosis, cpuMilliseconds() - start));
    if (wide && outcomes.length % 500 === 0) process.stderr.write(`\r${outcomes.length}`);
  }
  table(outcomes);
  console.log(
    `${cancelled.length} cases took longer than ${limit} ms and were cancelled ${cancelled
      .slice(0, 5)
      .map((c) => `${c.seed}/${c.injected}`)
      .join(' ')}`,
  );
  failures(outcomes, Number(values.failures), values.show);
}
