/** What the language of a text decides about how its arrays are written. */
export interface Language {
  /** Language id as editors name it. */
  readonly id: string;
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [string, string])[];
  /** Characters that open and close a string. */
  readonly quotes: string;
  /** Blanks separate elements even beside commas, new lines and `;` end rows, and a row is a matrix: MATLAB. */
  readonly matrixRows: boolean;
  /** A list with commas is a vector although blanks make a row: Julia. */
  readonly commaVectors: boolean;
  /** Brackets in which elements stand. */
  readonly brackets: string;
  /** `1/3` between integer literals is 0. */
  readonly integerDivision: boolean;
}

const plain: Language = {
  id: 'plaintext',
  lineComments: [],
  blockComments: [],
  quotes: '',
  matrixRows: false,
  commaVectors: false,
  brackets: '[({',
  integerDivision: false,
};

const cFamily: Language = {
  ...plain,
  lineComments: ['//'],
  blockComments: [['/*', '*/']],
  quotes: '"',
  integerDivision: true,
};

const script: Language = { ...plain, lineComments: ['#'], quotes: '"\'' };

const matlab: Language = {
  ...plain,
  id: 'matlab',
  brackets: '[(',
  lineComments: ['%', '#'],
  blockComments: [['%{', '%}']],
  quotes: '"',
  matrixRows: true,
};

const KNOWN: readonly (readonly [readonly string[], Language])[] = [
  [['python'], script],
  [['diff'], plain],
  [['r', 'perl', 'yaml', 'toml', 'ini', 'shellscript', 'elixir', 'php', 'lua', 'nim'], script],
  [['julia'], { ...script, quotes: '"', matrixRows: true, commaVectors: true }],
  [['ruby'], { ...script, integerDivision: true }],
  [['c', 'cpp', 'cuda-cpp', 'java', 'csharp', 'go', 'objective-c'], cFamily],
  [['rust', 'swift', 'kotlin', 'scala', 'dart'], cFamily],
  [
    ['javascript', 'typescript', 'javascriptreact', 'typescriptreact'],
    { ...cFamily, quotes: '"\'`', integerDivision: false },
  ],
  [['json', 'jsonc', 'jsonl'], { ...plain, quotes: '"' }],
  [['matlab', 'octave'], matlab],
  [['scilab'], { ...matlab, lineComments: ['//'], blockComments: [['/*', '*/']] }],
  [['latex', 'tex'], { ...plain, lineComments: ['%'], brackets: '[(' }],
  [['wolfram', 'mathematica'], { ...plain, blockComments: [['(*', '*)']], quotes: '"' }],
  [['fortran', 'fortran-modern', 'FortranFreeForm'], { ...plain, lineComments: ['!'] }],
  [
    ['pascal'],
    {
      ...plain,
      lineComments: ['//'],
      blockComments: [
        ['{', '}'],
        ['(*', '*)'],
      ],
      quotes: "'",
    },
  ],
  [['sql'], { ...plain, lineComments: ['--'], quotes: "'" }],
];

const BY_ID: ReadonlyMap<string, Language> = new Map(
  KNOWN.flatMap(([ids, language]) => ids.map((id): [string, Language] => [id, { ...language, id }])),
);

/** The language of an editor's id; prose and print-outs (`plaintext`) for ids that decide nothing here. */
export function languageOf(id: string): Language {
  return BY_ID.get(id) ?? { ...plain, id };
}

/** Whether the language is Fortran, fixed or free form. */
export function isFortran({ id }: Language): boolean {
  return /^fortran/i.test(id);
}

/** Whether an editor's language id decides anything about arrays. */
export function isKnownLanguage(id: string): boolean {
  return BY_ID.has(id);
}

/** Signs by which the language of a text is inferred where the editor knows none, the first that fits. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^\s*[[{]\s*"[^"\n]{1,60}"\s*:/, 'json'],
  [/^octave(?::\d+)?> /m, 'octave'],
  [/^julia> /m, 'julia'],
  [/^In\[\d+\]:= |^\(\* [^\n]* \*\)$/m, 'wolfram'],
  [/^@@ -\d+(?:,\d+)? \+\d+/m, 'diff'],
  [/%(?:pi|inf|nan|e|t|f)\b[^\n]{0,200}\]|^[ \t]*\/\/.*\n(?:.*\n)?[ \t]*\w+\s*=\s*\[[^\],]*;/m, 'scilab'],
  [/\\begin\{[a-z]*(?:matrix|array|align)|\\frac\{|\\partial\b|\$\$/, 'latex'],
  [
    /^[ \t]*(?:#include\b|(?:static |const |unsigned |long |struct )*(?:std::\w+<|(?:float|double|int|char|short|long|\w+_t)\s+\w+\s*\[))/m,
    'cpp',
  ],
  [/^[ \t]*(?:let (?:mut )?\w+\s*(?::\s*[&[]|=\s*(?:vec!|\[))|fn \w+\()/m, 'rust'],
  [
    /^[ \t]*(?:import numpy|import torch|from \w+ import|def \w+\(|>>> |\w+(?:: [^=\n]{1,60})? = (?:np|torch|jnp|tf)\.\w+\()/m,
    'python',
  ],
  [/^[ \t]*[\w.]+: (?:np|torch|jnp|list|tuple|List|Tuple|Sequence|Tensor)\b[^=\n]{0,60} = /m, 'python'],
  [/^[ \t]*(?:real|integer|double precision)\b[^\n]*::|^[ \t]*implicit none\b/im, 'fortran'],
  [/^[ \t]*\w+[ \t]*:[ \t]*array[ \t]*\[\d+\.\./im, 'pascal'],
  [/^%[^\n]*\n\s*[A-Za-z]\w* ?= ?\[|= *\[[^\]\n]*\.\.\.(?!,)[^\n]*\n[^\]\n]*\];/m, 'matlab'],
  [/^[ \t]*(?:const|let|var) \w+\s*=/m, 'javascript'],
  [/^[ \t]*[\w.]+ *<- *(?:c|matrix|array|rbind|list|data\.frame)\(/m, 'r'],
  [
    /^[ \t]*[A-Za-z]\w*\s*=\s*\[[^\]\n,]*;[^\]\n]*\];?\s*$|^[ \t]*[A-Za-z]\w*\s*=\s*\[[^\]\n]*\];\s*(?:%.*)?$/m,
    'matlab',
  ],
];

/** The language id that a text shows by its first 20 000 characters. */
export function inferLanguage(text: string): string {
  const head = text.slice(0, 20000);
  return SIGNS.find(([sign]) => sign.test(head))?.[1] ?? 'plaintext';
}
