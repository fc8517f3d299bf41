import { append } from './append';
import { better, notations, type Chosen } from './choose';
import { Statements } from './statements';
import type { Evaluate } from './expression';
import { inferLanguage, isKnownLanguage } from './languages';
import { skipComment, skipString } from './lexical';
import { sourceOf, type Find, type Notation, type Source } from './notation';
import type { NamedScalar, NumericArray, ReadOptions, Reading, Refusal } from './reading';
import { scalarsBetween } from './scalars';

/** Which notations can begin at a line, and at each character by its code. */
interface Beginnings {
  readonly of: readonly Notation[];
  readonly atLine: readonly Notation[];
  readonly atCharacter: readonly (readonly Notation[] | undefined)[];
}

function beginningsOf(known: readonly Notation[]): Beginnings {
  const atCharacter: (readonly Notation[] | undefined)[] = [];
  for (const notation of known) {
    if (notation.begins === 'line') continue;
    for (const char of notation.begins) {
      const code = char.charCodeAt(0);
      atCharacter[code] = [...(atCharacter[code] ?? []), notation];
    }
  }
  return { of: known, atLine: known.filter(({ begins }) => begins === 'line'), atCharacter };
}

let beginnings = beginningsOf(notations());

/** How much text is read between two yields of `readInSlices`. */
const SLICE = 65536;

/** The offset that was come to, or a request for what evaluates arithmetic, which may be left unanswered. */
export type Stop = number | 'arithmetic';
type Answer = Evaluate | undefined;

/**
 * Reads one text, and yields the offset it has come to after every so many characters. It asks once for what evaluates
 * arithmetic, where it is not given and some is met. Its return value is the reading.
 */
export function* scanText(text: string, options: ReadOptions = {}): Generator<Stop, Reading, Answer> {
  const given = options.language;
  const language = given !== undefined && isKnownLanguage(given) ? given : inferLanguage(text);
  const source = sourceOf(
    text,
    language === 'plaintext' ? (given ?? language) : language,
    options.evaluate,
    false,
  );
  const sizeLimit = options.sizeLimit ?? Infinity;
  const statements = new Statements(source);
  const arrays: NumericArray[] = [];
  const refusals: Refusal[] = [];
  const scalars: NamedScalar[] = [];
  let behind = 0;
  const steps = finds(source);
  for (let answer: Answer; ;) {
    const { done, value: step } = steps.next(answer);
    if (done === true) break;
    if (typeof step !== 'object') {
      answer = yield step;
      continue;
    }
    const { notation, find } = step;
    append(scalars, scalarsBetween(source.text, behind, find.extent.start));
    behind = find.extent.end;
    for (const found of find.arrays) {
      const context = statements.of(found, find.extent.start);
      if (found.values.length > sizeLimit) {
        const { span, values } = found;
        const size = `${values.length} elements`;
        refusals.push({ reason: 'too-large', name: context.name, span, at: span, found: size });
        continue;
      }
      const array = {
        ...found,
        ...context,
        extent: find.extent,
        language: source.language.id,
        notation: notation.id,
      };
      arrays.push(array);
    }
    for (const { weak, name, ...refused } of find.refusals) {
      const context = statements.of({ span: refused.span }, find.extent.start);
      const called = name ?? context.name;
      if (weak && called === null) continue;
      refusals.push({ ...refused, name: called });
    }
  }
  append(scalars, scalarsBetween(source.text, behind, text.length));
  return {
    text,
    language: source.language.id,
    arrays,
    scalars,
    refusals,
    arithmeticMissing: source.arithmeticMissing,
  };
}

/**
 * What the notations read, from left to right, and every so often the offset that was come to. Comments and strings
 * are passed over. What holds the first arithmetic is read again when what evaluates it has been given.
 */
function* finds(source: Source): Generator<Chosen | Stop, void, Answer> {
  const { text } = source;
  if (beginnings.of !== notations()) beginnings = beginningsOf(notations());
  const { atLine, atCharacter } = beginnings;
  let i = 0;
  let slice = SLICE;
  let lineStart = true;
  let asked = source.evaluate !== undefined;
  while (i < text.length) {
    if (i > slice) {
      slice = i + SLICE;
      yield i;
    }
    if (lineStart) {
      lineStart = false;
      const chosen = better(source, i, atLine);
      if (source.arithmeticMissing && !asked) {
        asked = true;
        lineStart = resumed(source, yield 'arithmetic');
        if (lineStart) continue;
      }
      if (chosen && rankedFind(chosen.find, i)) {
        yield chosen;
        i = chosen.find.extent.end;
        lineStart = text.charCodeAt(i - 1) === 10;
        continue;
      }
    }
    const code = text.charCodeAt(i);
    if (code === 10) {
      lineStart = true;
      i++;
      continue;
    }
    const here = atCharacter[code];
    if (here) {
      const chosen = better(source, i, here);
      if (source.arithmeticMissing && !asked) {
        asked = true;
        if (resumed(source, yield 'arithmetic')) continue;
      }
      if (chosen && rankedFind(chosen.find, i)) {
        yield chosen;
        i = chosen.find.extent.end;
        continue;
      }
    }
    const behind = Math.max(
      skipComment(source, i),
      source.language.quotes === '' ? i : skipString(source, i),
    );
    i = behind > i ? behind : i + 1;
  }
}

/** True where `evaluate` is given: nothing is missing from now on, and nothing that was looked for in vain is barren. */
function resumed(source: Source, evaluate: Answer): boolean {
  if (evaluate === undefined) return false;
  source.evaluate = evaluate;
  source.arithmeticMissing = false;
  source.barrenUntil.clear();
  source.broken.clear();
  return true;
}

function rankedFind(find: Find, at: number): boolean {
  return find.extent.end > at;
}
