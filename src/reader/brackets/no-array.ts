import type { Language } from '../languages';
import { isAssigned, isBlank, isIdentifier, skipBlanks } from '../lexical';
import type { Find, Found, Source } from '../notation';
import type { Span } from '../reading';

/** Words before `(` that make an array of the numbers in it. */
const TUPLE_MAKER =
  /(?:^|[^\w.])(?:[\w.]*(?:\.|::))?(?:Array|(?:Dense)?Vector|DenseMatrix|List|Seq|asList|listOf|\w*[aA]rrayOf|of|[di]?vec[234]?|Vector[234](?:::new)?|column_stack)$/;

const SHAPES =
  /(?:^|[^\w])(?:zeros|ones|empty|full|rand|randn|reshape|view|Size|size|shape|_size|figsize|axes|axis|dim|dims|strides|stride|eye|permute|transpose)\s*[=(:]\s*\(?$/;

const SPACED_CALL =
  /(?:^|[^\w.])(?!(?:return|in|and|or|not|is|if|elif|else|while|for|case|yield|assert|print|when|my|our|let|Vector\w*|Array|List|Seq)\b)[A-Za-z_]\w* {1,2}$/;

/** `x[0]`, `f(1, 2)`, `torch.Size([2, 3])`: brackets that belong to the word before them. */
export function isSubscriptOrCall({ text, language }: Source, at: number): boolean {
  const open = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  if (at === 0) return false;
  // `\[` and `\(` of LaTeX begin formulas.
  if (before === 92) return true;
  // `A[[1, 2]]` of Wolfram and R takes a part.
  if (
    before === 91 &&
    open === 91 &&
    isIdentifier(text.charCodeAt(at - 2)) &&
    !/(?:Matrix|Vector|_)\[$/.test(text.slice(Math.max(0, at - 8), at))
  )
    return true;
  if (before === 62 && text.charCodeAt(at - 2) === 45 && open === 91) return true;
  if (open === 123)
    return (
      before === 41 ||
      (before === 93 && !/(?:^|\W)\w*(?:\[[\w.]*\])+$/.test(text.slice(Math.max(0, at - 40), at)))
    );
  const near = text.slice(Math.max(0, at - 40), at);
  if (SHAPES.test(near)) return true;
  if (open === 40) {
    // `zeros (2, 3)` of GNU's style; in prose and print-outs a word before a tuple names it.
    if (language.lineComments.length > 0 && language.id !== 'latex' && SPACED_CALL.test(near)) return true;
    if (!isIdentifier(before) && before !== 93 && before !== 41 && before !== 39) return false;
    // `tensor([[1, 2]])`: the brackets inside are the array, the parentheses are the call's.
    if (/\b(?:[di]?vec[234]|(?:Row)?Vector[234X]?[dfi]?)\s+\w+$/.test(near)) return false;
    return (
      !TUPLE_MAKER.test(near) ||
      (!near.endsWith('DenseMatrix') && /[[({]/.test(text.charAt(skipBlanks(text, at + 1))))
    );
  }
  if (before === 33) return false;
  return (
    (isIdentifier(before) && !/\b(?:Matrix|Vector|[rc]_|Float\d\d|U?Int\d*)$/.test(near)) ||
    before === 93 ||
    before === 41
  );
}

/** `dev{32,64}`, `{0,3}.txt`, `[1e58909]` of a commit, `[2.2](https://...)`: what files, commits and links are called. */
function isPartOfWord(text: string, { start, end }: Span, { values }: Found): boolean {
  if (isAssigned(text, start)) return false;
  const written = text.slice(start, Math.min(end, start + 60));
  if (values.length === 1)
    return /^\((?:https?:|[#./])|^: ?https?:/.test(text.slice(end, end + 10)) || /\d[eE]\d{3,}/.test(written);
  if (text.charCodeAt(start) !== 123 || !/^\{\d+(?:,\d+)+\}$/.test(written)) return false;
  return (
    isIdentifier(text.charCodeAt(end)) ||
    /(?:^|[\s/.-])[\w./-]*[\w.]$/.test(text.slice(Math.max(0, start - 60), start))
  );
}

/** `see [2, 3]`, `[1], [2, 3]`: what leads to numbers of a bibliography, in prose. */
function isCitation({ lineComments, id }: Language, before: string): boolean {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return (lineComments.length === 0 || id === 'latex') && !/[=:]/.test(line) && CITING.test(line);
}

const CITING = /(?:\b(?:see|in|by|from|also|cf|refs?|e\.g)[.,]?|\[\d[\d, –-]*\](?:,| and|, and)?) ?$/i;

const COUNTER = /^.\s*\d+\s*\/\s*\d+\s*.$|^.[\d.]+ ?%.$/;

/** `{3}`, `[1]` in prose, `x \\in [0, 1]`, the `(2, 3)` that `W.shape` printed: brackets around no value of anybody's. */
export function isNoValue({ text, language }: Source, { extent, arrays }: Find): boolean {
  const array = arrays[0];
  if (!array || isPartOfWord(text, extent, array)) return array !== undefined;
  if (array.values.length > 4) return false;
  // `[12/300]`, `(3/10)` and `[50%]` count.
  const counter = COUNTER.test(text.slice(extent.start, Math.min(extent.end, extent.start + 30)));
  if (!counter && !array.values.every(Number.isInteger)) return false;
  if (isAssigned(text, extent.start)) return false;
  const before = text.slice(Math.max(0, extent.start - 80), extent.start);
  const open = text.charAt(extent.start);
  if (array.values.length === 1 && array.shape.length === 1 && !/[(,]\s*$/.test(before)) return true;
  if (array.values.length === 1 && open === '{') return true;
  const rising = array.values.every((value, k) => value > (k === 0 ? 0 : (array.values[k - 1] ?? 0)));
  if (open === '[' && rising && array.shape.length === 1 && isCitation(language, before)) return true;
  if (language.id === 'latex' || language.id === 'plaintext' || language.id === 'markdown') {
    if (
      /(?:\\in|∈|\\notin)\s*$/.test(before) ||
      /^\s*(?:\\subset|⊂)/.test(text.slice(extent.end, extent.end + 12))
    )
      return true;
  }
  // `sys.version_info >= (3, 8)`
  if (open === '(' && /(?:[=!<>]=|[<>])\s*$/.test(before)) return true;
  // `(2, 1) -> 3`, `(2, 1)  3`: where an element of a sparse matrix stands.
  if (open === '(' && /^[ \t]*(?:->|→|\t)[ \t]*[-+]?[\d.]/.test(text.slice(extent.end, extent.end + 12)))
    return true;
  return (
    open === '(' &&
    /\b(?:shape|size|dimension)s?\s*$|(?:\.shape|\.size(?:\(\))?|\b(?:shape|size)\([^()\n]*\))[ \t]*\r?\n[ \t]*$/.test(
      before,
    )
  );
}

/** The refusal of an array that what stands beside it changes: `[0.5] * 3` of Python, `np.c_[...]`, a list of complex numbers. */
export function changedBy({ text, language }: Source, { extent, arrays }: Find): Find | null {
  const array = arrays[0];
  if (!array) return null;
  const before = text.slice(Math.max(0, extent.start - 80), extent.start);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const span = extent;
  const times = /^ ?\* ?\d+/.exec(text.slice(extent.end, extent.end + 20));
  const repeated =
    times && (language.id === 'python' || language.id === 'ruby') && text.charAt(extent.start) !== '{';
  if (repeated) {
    const at = { start: extent.end, end: extent.end + times[0].length };
    return { extent, arrays: [], refusals: [{ reason: 'symbolic', span, at, found: times[0].trim() }] };
  }
  const complex = /\bcomplex\s*<|\b[cC]omplex\w*\s*\[\]/.exec(line);
  if (complex)
    return { extent, arrays: [], refusals: [{ reason: 'complex', span, at: span, found: complex[0] }] };
  if (line.endsWith('.c_'))
    return { extent, arrays: [], refusals: [{ reason: 'symbolic', span, at: span, found: 'c_' }] };
  return null;
}

/** Whether a body of statements opens at `at`: `() => {`, `int main() {`, `namespace a {`. */
export function isBody({ text }: Source, at: number): boolean {
  if (text.charCodeAt(at) !== 123) return false;
  let i = at - 1;
  while (i >= 0 && at - i < 100 && isBlank(text.charCodeAt(i))) i--;
  return i < 0 || !'=:,([{]'.includes(text.charAt(i));
}

/** `w: [[f64; 2]; 2] =`, `[h, w] = size(x)`: symbols that are given a value have none to give. */
export function isTarget({ text }: Source, { extent, refusals }: Find): boolean {
  return (
    refusals.some(({ reason }) => reason === 'symbolic') &&
    /^ *=(?!=)/.test(text.slice(extent.end, extent.end + 8))
  );
}

/** `[2]int{`, `[]float64{`, `[1,1] =`, `[1]: 1.75`: a size before a type, or an index before its element. */
export function isTypeOrIndex({ text }: Source, { extent, arrays }: Find): boolean {
  const array = arrays[0];
  if (!array || text.charCodeAt(extent.start) !== 91) return false;
  const behind = text.slice(extent.end, extent.end + 60);
  const lineStart = /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, extent.start - 12), extent.start));
  const label = array.values.length === 1 && Number.isInteger(array.values[0]);
  // `[1] "a" "b"` is a line that R labels.
  if (label && lineStart && /^[ \t]+[^\s,;=*@+-]/.test(behind)) return true;
  // `[[1]]` above `[1] 1 2` is how R numbers the elements of a list.
  if (array.values.length === 1 && /^\r?\n *\[(?:1|,1)\]/.test(behind)) return true;
  const sizes = array.values.every(Number.isInteger);
  if (sizes && /^(?:\[\w*\])*[A-Za-z_]|^[*&]\w/.test(behind)) return true;
  if (array.values.length === 0) {
    const before = text.slice(Math.max(0, extent.start - 3), extent.start);
    return text.charCodeAt(extent.start + 1) !== 93 || !/(?:[=:(,]\s*|^|\n\s*)$/.test(before);
  }
  return (
    array.shape.length === 1 &&
    array.values.length <= 3 &&
    array.values.every(Number.isInteger) &&
    /^ ?(?::|=(?!=))(?: |$|\n)/.test(behind)
  );
}
