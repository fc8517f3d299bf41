const PROMPT =
  /^(?:>>>|\? |\.\.\.|>>|>|julia>|sage:|ghci>|scala>|th>|irb[^>]*>|In\s*\[\d+\]:|Out\[\d+\][:=]|octave(?::\d+)?>|\(Pdb\)(?: pp?)?|\(gdb\)(?: p)?|ipdb>(?: pp?)?|\d+:|E(?= {2}))\s*/;

const LEVEL = String.raw`(?:INFO|DEBUG|WARN|WARNING|ERROR|TRACE|CRITICAL|NOTICE)`;
const TIME = String.raw`\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?Z?`;

/** What lines of logs and lists begin with: dates, times, levels, hosts, counters, bullets. */
const LEADS: readonly RegExp[] = [
  /^[\d/.T:,+Z-]{0,30}\d\d:?\d\d\S{0,12}\s+/,
  new RegExp(String.raw`^\d{4}[-/]\d\d[-/]\d\d[T ]${TIME}\s+`),
  new RegExp(String.raw`^(?:[A-Z][a-z]{2} +\d{1,2} +)?${TIME}\s+(?:\w+ [\w./-]+\[\d+\]:\s+)?`),
  /^\d{1,3}(?::\d\d)?\s+(?=[A-Z[])/,
  new RegExp(String.raw`^\[?${LEVEL}\]?(?::[\w.]+:|:)?\s*(?=[^\s=:])`),
  new RegExp(String.raw`^[^=\n]{1,80}\b${LEVEL}\b[\]\s:|-]*\s(?=\S)`),
  /^(?:\[[^[\]\n]{1,40}\]|\([^()\n]{1,40}\)):?\s+(?=\S)/,
  /^(?:[-*•–]|\d{1,3}[.)]|[a-z]\))\s+(?=\S)/,
];

/** A name without what its line begins with: `2024/05/01 10:15:30 INFO:root:z`, `1) z`, `[rank0]: z`, `>>> z`. */
export function withoutLead(line: string): string {
  let bare = line;
  for (let round = 0; round < 6; round++) {
    const before = bare;
    for (const lead of LEADS) bare = bare.replace(lead, '');
    if (bare === before) break;
  }
  return withoutPrompt(bare);
}

function withoutPrompt(line: string): string {
  return line.replace(PROMPT, '');
}

/** `step=3 loss=0.69 z` is `z`: numbers that are given to other names before it, on a line of a log. */
export function withoutPairs(statement: string): string {
  const bare = statement.replace(PAIRS, '');
  const before = statement.slice(0, statement.length - bare.length);
  // `x.sum(axis=1, keepdims=True)`: what stands in parentheses is given to no name of its own.
  return (before.split('(').length > before.split(')').length ? statement : bare).replace(FIELDS, '');
}

const PAIRS = /^.*[\w)]\s?[:=]\s?[-+]?\.?\d[\w.+%-]{0,30}(?:\s*[,;|]\s*|\s+-\s+|\s+)(?=[^\s=*+/^@×·-])/s;

/** `level=debug msg="backward" layer=softmax ` before a name. */
const FIELDS = /^(?:.*\s)?\w+=(?:"[^"\n]*"|[A-Za-z][\w./-]*),? +(?=[A-Za-z_∂][\w./]*$)/;

/** The variable that a prompt echoes or a program prints: `>>> z` or `print(z)` above `array([1.75, 1.75])`. */
export function echoedName(line: string): string | null {
  const titled = TITLED.exec(line)?.[1];
  if (titled !== undefined) return titled;
  const bare = shown(line);
  return bare === line ? null : (ECHOED.exec(bare)?.[1] ?? null);
}

/** What a prompt or a program shows the value of, without either; other lines and assignments as they are. */
export function echoedExpression(line: string): string {
  const bare = shown(line);
  return /(?<![=!<>])=(?!=)|<-/.test(bare.replace(/\([^()]*\)/g, '')) ? line : bare;
}

function shown(line: string): string {
  const bare = withoutPrompt(line);
  const printed = PRINTED.exec(bare)?.slice(1).filter(Boolean).join(' ');
  return printed?.replace(TO_STRING, '$1') ?? bare;
}

/** A name, perhaps with a comment that counts: `Z  # 4x3`. One in words tells what the name stands for, and is kept with it. */
const ECHOED = /^(?:.*; *)?(?:[A-Za-z_]\w*\$)?([A-Za-z_][\w.]*)(?: *[#%][^\d]*\d.*)?$/;
/** `scores (2 samples, 3 classes)`, a name with a remark. */
const TITLED = /^([A-Za-z_][\w.^'/]*) \([^()]*\)$/;
/** `print(z)`, `System.out.println(dz);`, `cout << J << endl;` */
const PRINTED =
  /(?:^|[>:;] *)(?:(?:System\.out|fmt)\.)?(?:p?[pP]rint(?:ln)?!?|disp(?:lay)?|show|pp?|puts|console\.log)(?:\(([^"',]*)\)| ([A-Za-z_][\w.]*));?$|\bcout *<< *([^<"]+?) *<<[^/]*(\/\/.*)?$/;
/** `Arrays.toString(z)`, `z.contentToString()`: z as a string. */
const TO_STRING = /^Arrays\.\w+\((.*)\)$|\.\w*ToString\(\)$/;
