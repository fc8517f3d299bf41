/** What the command line asked for. `file` is null for standard input. */
export interface CheckArguments {
  readonly file: string | null;
  /** `usage` where it was asked how to use this. */
  readonly format: 'text' | 'json' | 'jsonl' | 'usage';
  readonly language: string | null;
}

/** Thrown for arguments or input that cannot be used; its message is for the person at the terminal. */
export class UnusableInput extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnusableInput';
  }
}

export const usage = `Usage: npm run --silent check -- [options] [FILE]
Checks the derivation in FILE, or in standard input where FILE is missing or "-".
  --json           print the report as one JSON object
  --jsonl          read lines {"id", "text", "language"?}, print a line {"id", "report"} for each
  --language ID    language of the text (python, latex, matlab, ...); told from the file's ending otherwise
Exit code: 0 nothing wrong, 1 findings, 2 the input could not be read. With --jsonl: 0, or 2.
`;

/**
 * Parses the arguments after the script's name.
 * @throws UnusableInput for an unknown option, an option without its value or more than one file.
 */
export function parseArguments(words: readonly string[]): CheckArguments {
  let file: string | null = null;
  let format: CheckArguments['format'] = 'text';
  let language: string | null = null;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--json') format = 'json';
    else if (word === '--jsonl') format = 'jsonl';
    else if (word === '--help' || word === '-h') format = 'usage';
    else if (word === '--language') {
      const value = words[++at];
      if (value === undefined) throw new UnusableInput('--language needs a language id, such as python.');
      language = value;
    } else if (word.startsWith('-') && word !== '-')
      throw new UnusableInput(`Unknown option ${word}.\n${usage}`);
    else if (file !== null) throw new UnusableInput(`One file at a time: ${file} and ${word} were given.`);
    else file = word;
  }
  return { file: file === '-' ? null : file, format, language };
}

const languages: Readonly<Record<string, string>> = {
  c: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  cs: 'csharp',
  csv: 'csv',
  go: 'go',
  h: 'c',
  hpp: 'cpp',
  ipynb: 'json',
  java: 'java',
  jl: 'julia',
  js: 'javascript',
  json: 'json',
  jsonl: 'jsonl',
  log: 'log',
  m: 'matlab',
  md: 'markdown',
  nb: 'wolfram',
  py: 'python',
  r: 'r',
  rs: 'rust',
  tex: 'latex',
  toml: 'toml',
  ts: 'typescript',
  tsv: 'tsv',
  wl: 'wolfram',
  yaml: 'yaml',
  yml: 'yaml',
};

/** The editor's language id for a file's ending, or undefined where the ending does not tell. */
export function languageOfFile(file: string): string | undefined {
  return languages[/\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? ''];
}
