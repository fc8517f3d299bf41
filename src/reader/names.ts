import { echoedExpression, echoedName, withoutLead, withoutPairs } from './line-leads';
import type { Source } from './notation';
import { unwrapped } from './wrappers';

/** What stands to the left of an array. */
export interface LeftSide {
  readonly name: string | null;
  readonly label: string;
  /** Equal signs of the statement before the array. */
  readonly member: number;
  /** True where a function or an operator stands between the last of them and the array. */
  readonly operand: boolean;
}

/** The sign that gives a name its value, at the end of what stands before the array. */
const ASSIGNS =
  /(?::=|==>|=>|<-|->|<<|=|(?<!:):|[→⇒≈≔]|\\(?:approx|simeq|equiv|coloneqq|gets|leftarrow)\b)\s*(?:[&$]\s*)?$/;

/** `In [3]: z` and below it `Out[3]:`, of IPython and Wolfram. */
const RESULT =
  /(?:^|\n)[ \t]*In ?\[(\d+)\]:=?[ \t]*([^\n]{1,200}?)\s*\n\s*Out ?\[\1\][:=]\s*(?:<[^\n]{1,120}\s)?(?:[\w.]{1,40}\(\s*)?$/;
/** `(gdb) p z` and `$1 =` below it; the type before or behind the sign names nothing. */
const INSPECTED =
  /(?:^|\n)[ \t]*\((?:gdb|lldb)\) *(?:p|po|print|v|expr|output|frame variable)(?:\/\w+)? +([^\n]{1,200}?)[ \t]*\r?\n(?:\([^\n()]{1,120}\) *)?(?:\$\d+ =)?[^\n={(]{0,120}=?[^\n={(]{0,20}$/;
/** `**z** =`, `*dE/dz*:` and `code` of Markdown. */
const EMPHASIS = /(?<![\w)\]*`])(\*{1,2}|`)([^\s*`](?:[^*`\n]{0,78}[^\s*`])?)\1(\s*(?::=|=|:)?\s*)$/;

/** `∂E/∂**z**`: a letter in bold, wherever it stands. */
const BOLD = /(?<![\w)\]*`])\*\*([\p{L}]\w{0,11})\*\*(?!\w)/gu;
/** `<p>`, `</h2>`, `<code>` around a name. */
const TAG = /<\/?(?:p|h\d|b|strong|em|code|pre|div|span|li|td|caption|figcaption|br)\b[^<>\n]{0,80}>/gi;

/** What polars and xarray print above an array, and the names of sections. */
const TITLED =
  /(?:^|\n)(?:Series: '([^'\n]{1,80})' \[[^\]\n]*\]|<xarray\.DataArray '([^'\n]{1,80})' [^\n]{1,200}|\[([A-Za-z_]\w*)\][ \t]*\r?)\n\s*$/;

/** `, dtype=float32)` behind the array before. */
const REST_OF_CALL = /^,? ?(?:[^\n([]|\([\d, ]*\)){0,200}\)>?[ \t]*(?=\r?\n)/;

/** What is a value by itself and asks for none below it. */
const VALUE =
  /^(?:[-+]?[\d.]+(?:e[-+]?\d+)?|\S*(?:Size|shape)\(.*\)|["'].*["']|[[(][\d., ]*[\])]|True|False|None)[,;.]?$/;

/** Reads name and label of an array from what stands `before` it, behind the array before. */
export function leftSide(source: Source, before: string, atLineStart: boolean): LeftSide {
  const gap = before
    .replace(TAG, '')
    .replace(BOLD, '$1')
    .replace(/(^|\n)[ \t]*(?:#+|\/\/|%)[ \t]+$/, '$1')
    .replace(/\n\s*Which is(?=: *$)/, '');
  const result = RESULT.exec(gap)?.[2] ?? INSPECTED.exec(gap)?.[1]?.replace(/^\*|@\d+$/g, '');
  if (result !== undefined) {
    const expression = result.split(';').at(-1)?.trim() ?? '';
    const name = /^[A-Za-z_][\w.]*$/.test(expression) ? expression : null;
    return { name, label: expression, member: name === null ? 0 : 1, operand: false };
  }
  let head = unwrapped(atLineStart ? gap : gap.replace(REST_OF_CALL, '')).replace(EMPHASIS, '$2$3');
  const pair = /["']([\w.$-]+)["']\s*,\s*$/.exec(head);
  if (pair) return { name: pair[1] ?? null, label: pair[1] ?? '', member: 1, operand: false };
  const variable =
    /<tf\.Variable '([\w./-]+?)(?::\d+)?'[^<>\n]*$|<\w*Variable [^<>\n]{0,200}\bpath=([\w./-]+)[^<>\n]{0,200}$/
      .exec(head)
      ?.slice(1)
      .find(Boolean);
  if (variable !== undefined) return { name: variable, label: variable, member: 1, operand: false };
  const titled = (TITLED.exec(gap) ?? TITLED.exec(head))?.slice(1).find(Boolean);
  if (titled !== undefined) return { name: titled, label: titled, member: 1, operand: false };
  // A function that is applied to the array makes it an operand: `SoftMax'(`.
  const applied = /[\w.\\'^{}]{0,80}[\w'}]\(\s*$/.exec(head.slice(-120));
  if (applied) head = head.slice(0, head.length - applied[0].length);
  const assigns = ASSIGNS.exec(head);
  const left = (assigns ? head.slice(0, assigns.index) : head).trimEnd();
  const statement = withoutPairs(statementOf(source, withoutSettings(left)).replace(/^In\[\d+\]:=\s*/, ''));
  let members = splitTopLevel(statement, '=');
  if (!assigns && isBelow(head, statement) && VALUE.test((members.at(-1) ?? '').trim())) members = [];
  if ((assigns && statement !== '') || members.length > 1) {
    const member = assigns ? members.length : members.length - 1;
    const above = assigns?.[0].trim() === ':' && gap.slice(assigns.index).includes('\n');
    const first = members[0] ?? statement;
    // `Parameter containing:` above an array introduces it; `W:` names it.
    const name = above && /\w[ \t]+\S/.test(first.replace(/\([^()]*\)/g, '')) ? null : nameOf(source, first);
    const operand = applied !== null || (!assigns && !isBelow(head, statement));
    return { name, label: labelOf(left), member, operand };
  }
  const line = head.slice(head.lastIndexOf('\n') + 1);
  const operand = applied !== null || /(?:[*+@/×·−-]|\\(?:cdot|times|odot))\s*$/.test(line);
  if (line.trim() !== '' && !assigns && !isPrompt(line)) {
    return { name: wordBefore(line), label: labelOf(line), member: 0, operand };
  }
  const above = lineAbove(unwrapped(gap), atLineStart);
  const echoed = echoedName(above);
  if (echoed !== null) return { name: echoed, label: echoed, member: 1, operand };
  return {
    name: null,
    label: isTypeHeader(above) ? '' : echoedExpression(lastStatement(above)),
    member: 0,
    operand,
  };
}

/** Whether the array begins a line of its own and the expression above it is complete: then the array is its value. */
function isBelow(head: string, statement: string): boolean {
  return /\n[ \t]*$/.test(head) && !/\\|[-+*/@×·−=,([{.]$/.test(statement);
}

/** `dZ = (A - Y) / m, m = 2`, `scores of shape (2, 3)`: what only gives a number to a letter or tells the shape is left out. */
function withoutSettings(left: string): string {
  const line = left.lastIndexOf('\n') + 1;
  const last = left.slice(line);
  const bare = SETTING.exec(last)?.[1] ?? last.replace(SHAPE, '');
  return left.slice(0, line) + bare;
}

const SETTING = /^(.*=.*[^\s,]),\s+[A-Za-z_]\w*\s?=\s?[-+]?[\d.]+(?:e-?\d+)?$/;
const SHAPE = /,?(?: of| with)? (?:shape|size)[ =]+[[(][\d, ×x]+[)\]]$/;

/** The names of `a, b = ...`; none where one name stands there. */
export function targetsOf(name: string | null): readonly string[] {
  return name !== null && /^[A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)+$/.test(name) ? name.split(/\s*,\s*/) : [];
}

/** The statement that ends `before`: behind the last line break, `;`, `$`, or comma or bracket that is no part of it. */
function statementOf({ language }: Source, before: string): string {
  let depth = 0;
  for (let i = before.length - 1; i >= 0; i--) {
    const char = before.charAt(i);
    if (char === ')' || char === ']' || char === '}') {
      // `[main.rs:3:20] z`: a bracket that ends before a blank is not part of the name.
      if (depth === 0 && char === ']' && /^\]\s+\S/.test(before.slice(i, i + 12)) && standsAlone(before, i))
        return before.slice(i + 1).trim();
      depth++;
    } else if (char === '(' || char === '[' || char === '{') {
      if (--depth < 0) return before.slice(i + 1).trim();
    } else if (char === '\n' && !/=\s*$/.test(before.slice(Math.max(0, i - 20), i)))
      return before.slice(i + 1).trim();
    else if (depth === 0 && (char === ';' || char === '$' || char === '|'))
      return before.slice(i + (char === '$' && SIGILS.test(language.id) ? 0 : 1)).trim();
    else if (depth === 0 && char === ',' && !isTargets(before.slice(before.lastIndexOf('\n', i) + 1)))
      return before.slice(i + 1).trim();
    else if (char === '\\' && before.charAt(i - 1) === '\\') return before.slice(i + 1).trim();
    // `code` and **bold** of Markdown.
    else if (char === '`' || /^\s?\*\*\w/.test(before.slice(Math.max(0, i - 1), i + 3))) {
      return before
        .slice(i + (char === '`' ? 1 : 0))
        .replace(/^\*+/, '')
        .trim();
    }
  }
  return before.trim();
}

/** Languages in which `$` begins a name. */
const SIGILS = /^(?:perl|php|powershell|shellscript)$/;

/** `a, b`: names that are given their values at once. */
function isTargets(line: string): boolean {
  return /^\s*[A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)+$/.test(line);
}

/** Whether the bracket that closes at `at` opens its line, or nowhere on it. */
function standsAlone(before: string, at: number): boolean {
  const line = before.lastIndexOf('\n', at) + 1;
  const open = before.lastIndexOf('[', at);
  return open < line || before.slice(line, open).trim() === '';
}

/** Splits at `separator` outside brackets. */
export function splitTopLevel(statement: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < statement.length; i++) {
    const char = statement.charAt(i);
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') depth--;
    else if (char === separator && depth <= 0) {
      parts.push(statement.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(statement.slice(from));
  return parts;
}

const DECLARATION =
  /^(?:(?:export|public|private|protected|internal|static|final|const|constexpr|inline|extern|unsigned|let|var|val|mut|my|our|auto|local|readonly|#let)\s+)+/;
const CONJUNCTION =
  /(?:^|\s)(?:for|and|with|where|let|is|hence|then|so|by|are|have|ist|sind|seien?|est|sont|son|es|sono|são|zijn)\s+(\S+)$/i;

/** `With the logits z`: a letter behind the word for what it stands for. */
const QUANTITY =
  /(?:^|\s)(?:logits?|scores?|probabilit(?:y|ies)|activations?|outputs?|predictions?|targets?|labels?|vector|matrix|loss|jacobian)\s(\S{1,2})$/i;

/** What is longer is a sentence. */
const LONGEST_NAME = 160;

/** The name in the first member of a statement, as a person would say it. */
function nameOf({ language }: Source, side: string): string | null {
  if (side.length > LONGEST_NAME && !side.includes('\\')) return null;
  let name = side
    .replace(/:\s*$/, '')
    .replace(/\\q?quad\b|\\[,;:! ]|^\s*[&>]+(?=\s)|&\s*$/g, ' ')
    .trim()
    .replace(/^(?:#{1,6}|\/\/|%|--)\s+(?=\S)/, '');
  name = withoutLead(name);
  if (/^(?:Out\[\d+\]|%\d+)$/.test(name)) return null;
  const code = language.lineComments.length > 0 && language.id !== 'latex';
  name = name.replace(DECLARATION, '').replace(/^\\mathrm\{(\w+)\}$/, '$1');
  const annotated = code ? /^([\w.]+)\s*:(?!:)\s*\S/.exec(name) : /:\S*\s+(\S+)$/.exec(name);
  if (annotated) name = annotated[1] ?? name;
  name = name
    .replace(/^\[?["'](.*)["']\]?$|^\[([A-Za-z]\w*)\]$/, '$1$2')
    .replace(/^[.:](?=\w)/, '')
    .replace(/\s*[+*/@-]$/, '');
  if (name.includes('\\')) return name;
  const fortran = /^[a-z][\w ,()*=]*:: *(\w+)(?:\([\d:, ]*\))?$/i.exec(name);
  if (fortran) return fortran[1] ?? null;
  const declared = /^(.*[\w>\]*&])\s+[*&]?([A-Za-z_]\w*)((?:\[[^\]]*\])*)$/.exec(name);
  if (declared) {
    const [, type = '', identifier = null] = declared;
    if (
      /[<[&*]|::|__|\b(?:char|short|int|long|float|double|half|\w+_t)$/.test(type) ||
      (code && /^[\w:]+$/.test(type))
    )
      return identifier;
  }
  if (declared === null && /^\w+(?:\[\w*\])+$/.test(name) && side.trim() !== name)
    return name.replace(/\[.*$/, '');
  if (name === '' || /^\d+$/.test(name)) return null;
  return QUANTITY.exec(name)?.[1] ?? CONJUNCTION.exec(name)?.[1] ?? name;
}

/** `W [1 2 3]`: the word before an array without an equal sign. */
function wordBefore(words: string): string | null {
  const last = /(?:^|[\s|,>])([A-Za-z_∂]\w*(?:[./][\w∂]+)*)\s*$/.exec(words)?.[1];
  return last === undefined ||
    /^(?:and|is|to|the|of|in|for|with|as|at|gives|get|return|print|by|or|const|let|var|val|are|was|were|be|equals|becomes|yields|from|on|than|have|has)$/.test(
      last,
    )
    ? null
    : last;
}

function isPrompt(line: string): boolean {
  return /^\s*(?:>>>|>|Out\[\d+\]:?)\s*$/.test(line);
}

function labelOf(before: string): string {
  const line = before.trimEnd();
  // The `;` of `[f64; 2]` ends nothing.
  const ends = line.replace(/\[[^[\]\n]{0,80}\]/g, (type) => type.replace(/;/g, ','));
  const start = Math.max(ends.lastIndexOf('\n'), ends.lastIndexOf('$'), ends.lastIndexOf(';')) + 1;
  return line
    .slice(start)
    .replace(/^[\s,)\]]+/, '')
    .trim();
}

/** The last line of prose before an array that begins its line; '' where there is none. */
function lineAbove(gap: string, whole: boolean): string {
  const lines = gap.split('\n');
  lines.pop();
  for (let k = lines.length - 1; k >= 0; k--) {
    const line = (lines[k] ?? '').trim();
    if (
      line === '' ||
      isWarning(line) ||
      (k > 0 && INTRODUCES.test(line)) ||
      (/^\s/.test(lines[k] ?? '') && isWarning(lines[k - 1] ?? ''))
    )
      continue;
    if (k === 0 && !whole) return /^[)\];,]/.test(line) ? line.replace(/^[)\];,\s]+/, '') : line;
    return line.replace(/\s*[:=]\s*$/, '');
  }
  return '';
}

/** Behind the last `;` outside brackets, unless nothing stands there. */
function lastStatement(line: string): string {
  const last = splitTopLevel(line, ';').at(-1)?.trim() ?? '';
  return last === '' ? line : last;
}

/** `// prints`, `which gives`: what was printed stands above. */
const INTRODUCES = /^\W*(?:(?:it|this|which|that) )?(?:prints?|printed|stdout|gives|yields|returns)\W*$/i;

/** `t.py:3: RuntimeWarning: overflow encountered in exp`, which Python prints before a value; the line below it is code. */
function isWarning(line: string): boolean {
  return /^\s*(?:\S{1,200}:\d+: )?\w*Warning: /.test(line);
}

/** `2×2 Matrix{Float64}`, `Tensor`: the type, which names nothing. */
function isTypeHeader(line: string): boolean {
  return /^(?:\d+[×x-]\S*\s+\w*(?:Matrix|Vector|Array)\b.*|Tensor|Matrix \{|tf\.Tensor\()$/.test(line);
}
