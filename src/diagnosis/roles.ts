import type { NumericArray } from '../reader/reading';
import { calledIn } from './assertions';
import { registerOf } from './claim';
import type { Role } from './diagnosis';
import { lossGradientBits } from './gradient-from-above';
import { letteringOf } from './lettering';
import { readName, type NameReading } from './names';
import { readNumbers, sizesIn } from './numbers';
import { isHalfPrecision } from './precision';

/** One way of giving every array a role. */
export interface Assignment {
  readonly roles: readonly (Role | null)[];
  readonly from: readonly ('name' | 'numbers' | 'fit' | 'person')[];
  readonly bits: number;
}

/** What is known of every array before roles are chosen. */
export interface Candidates {
  readonly names: readonly NameReading[];
  /** Index of an earlier array with the same numbers that an operand repeats; null where there is none. */
  readonly repeats: readonly (number | null)[];
  readonly scores: readonly ReadonlyMap<Role, number>[];
  /** Half precision of one array, or of the words, is that of all, whether their digits show it or not. */
  readonly half: boolean;
  /** Lines of a Jacobian, which play no part by themselves. */
  readonly slices: ReadonlySet<NumericArray>;
}

const halfWords = /float16|\bhalf\b precision|fp16|\.half\(|dtype=torch\.half/i;

/** A row, a column or the diagonal of a Jacobian, which is none by itself. */
const lineWords = '(?:row|col(?:umn)?|line|zeile|spalte|ligne|colonne|fila|columna|diag\\w*)\\b';
const sliceOfJacobian = new RegExp(
  `\\b${lineWords}[^=:\\n]*\\bj(?:ac\\w*)?\\b|\\b(?:j(?:ac\\w*)?|derivatives?)\\s+${lineWords}|\\bj(?:ac\\w*)?\\s*[[(]\\s*(?:\\d+|:)\\s*(?:,\\s*(?:\\d+|:)\\s*)?[\\])]|\\bgrad\\w* of (?:a|p|s|probs?|softmax|y_?hat)\\s*[[(_]\\s*\\d`,
  'i',
);
const isVector = ({ shape }: NumericArray): boolean => shape.filter((n) => n > 1).length < 2;

/** The vectors that are lines of a Jacobian: by their words, or because their names differ in a number alone. */
function slicesIn(arrays: readonly NumericArray[], names: readonly NameReading[]): Set<NumericArray> {
  const counted = new Map<string, NumericArray[]>();
  const slices = new Set<NumericArray>();
  arrays.forEach((array, i) => {
    const { name, label } = array;
    if (!isVector(array)) return;
    if (sliceOfJacobian.test(label.includes(name ?? '') ? label : `${name ?? ''} ${label}`))
      slices.add(array);
    const key = (label === '' ? (name ?? '') : label).replace(/\d+/, '#');
    if (!names[i]?.scores.has('jacobian') || !key.includes('#')) return;
    counted.set(key, [...(counted.get(key) ?? []), array]);
  });
  for (const group of counted.values()) if (group.length > 1) group.forEach((one) => slices.add(one));
  return slices;
}

const beam = 24;
const manyArrays = 30;
/** What it costs to pass over an array that is called something. */
const ignoredBits = 10;
/** Fewer bits than this say nothing of a role. */
const leastBits = 1.5;

function sameNumbers(a: NumericArray, b: NumericArray): boolean {
  return (
    a.values.length === b.values.length &&
    a.values.every((x, i) => Object.is(x, b.values[i]) || x === b.values[i])
  );
}

const attentionWeights = /^(weights?|attn)$/;
const sizeOf = (array: NumericArray): number => array.values.length;

/** Reads names and numbers of all arrays into bits for each role. */
export function readCandidates(
  arrays: readonly NumericArray[],
  { text, columns }: { readonly text: string; readonly columns: boolean },
): Candidates {
  const attention = /attention|attn|sqrt\(d|√d|QK/i.test(text);
  const lettering = letteringOf(arrays, text);
  const read = calledIn(text, arrays).map(([name, label]) => readName(name, label, lettering));
  const slices = slicesIn(arrays, read);
  const { heights, widths } = sizesIn(arrays, read, columns);
  const taught = teachersOf(read, text);
  const teaches = (index: number, role: Role): boolean =>
    taught.has(index) && (read[index]?.scores.get(role) ?? 0) > 0;
  const teacher = arrays.some((_, index) => teaches(index, 'probabilities'));
  const names = read.map((name, index) =>
    teaches(index, 'logits') && !teacher ? { ...name, symbol: `teacher ${name.symbol}` } : name,
  );
  const repeats = arrays.map((array, index) => {
    // What prose shows again without a name is read as an operand is.
    const shown = array.name === null && array.label === '';
    if (array.place.part !== 'operand' && !shown) return null;
    const twin = arrays.findIndex(
      (other, at) => at !== index && other.place.part === 'whole' && sameNumbers(array, other),
    );
    return twin < 0 ? null : twin;
  });
  const scores = arrays.map((array, index) => {
    const reading = names[index];
    const out = new Map<Role, number>();
    const numbers = readNumbers(array, heights.has(array.values.length));
    const named =
      array.place.part === 'whole' && reading !== undefined ? reading.scores : new Map<Role, number>();
    // Of a teacher who says both, only the probabilities are used.
    if (slices.has(array) || reading?.foreign === true || (teacher && teaches(index, 'logits'))) return out;
    if (attention && attentionWeights.test(reading?.withRespectTo ?? '')) return out.set('upstream', 10);
    for (const role of Object.keys(registerOf).filter(isRole)) {
      const byName = named.get(role) ?? 0;
      const byNumbers = numbers.get(role) ?? 0;
      // The weights of an attention row are its probabilities.
      if (attention && role === 'probabilities' && attentionWeights.test(reading?.symbol ?? ''))
        out.set(role, 8 + byNumbers);
      else if (byName > 0) out.set(role, byName + byNumbers);
      // Numbers alone may speak for what they are made of, not for what was done to them.
      else if (
        byNumbers >= 3 &&
        named.size === 0 &&
        (array.place.part === 'operand' || role === 'classIndex')
      )
        out.set(role, byNumbers - 1);
      else if (byNumbers > 3 && named.size === 0) out.set(role, byNumbers - 3);
    }
    // One whole number for each sample is no target where a sample has more classes than that.
    const counts = heights.has(array.values.length) && !widths.has(array.values.length);
    if (counts && (out.get('classIndex') ?? 0) > 0) out.delete('target');
    const ofLoss = lossGradientBits(out.get('upstream') ?? 0, arrays, read);
    if (ofLoss > 0 && !out.has('lossGradient')) out.set('lossGradient', ofLoss);
    return out;
  });
  for (const index of taught) {
    const bits = scores[index]?.get('probabilities');
    if (bits === undefined || !teaches(index, 'probabilities')) continue;
    scores[index]?.delete('probabilities');
    scores[index]?.set('target', bits);
  }
  const half = halfWords.test(text) || isHalfPrecision(arrays);
  return { names, repeats, scores, half, slices };
}

/** The arrays that are a teacher's: by the words beside them, as `z_t` beside `z_s`, or computed from such logits. */
function teachersOf(names: readonly NameReading[], text: string): Set<number> {
  const distilled = /distill|teacher|student|lehrer|schüler|professeur|élève|\bKD\b/i.test(text);
  const symbols = new Set(names.map(({ symbol }) => symbol));
  const paired = (symbol: string): boolean => /_?t$/.test(symbol) && symbols.has(symbol.replace(/t$/, 's'));
  const direct = names.map((name) => name.teacher || (distilled && paired(name.symbol)));
  const theirs = new Set(names.flatMap(({ symbol }, index) => (direct[index] === true ? [symbol] : [])));
  return new Set(
    names.flatMap(({ operand }, index) =>
      direct[index] === true || (operand !== null && theirs.has(operand)) ? [index] : [],
    ),
  );
}

function isRole(key: string): key is Role {
  return key in registerOf;
}

interface Partial {
  readonly roles: (Role | null)[];
  readonly bits: number;
}

/** Bits for a pair: `dx` beside `x`, two different arrays for one input. */
function pairBits(
  names: readonly NameReading[],
  arrays: readonly NumericArray[],
  roles: readonly (Role | null)[],
  i: number,
  j: number,
): number {
  const a = roles[i];
  const b = roles[j];
  const first = names[i];
  const second = names[j];
  const one = arrays[i];
  const other = arrays[j];
  if (!a || !b || !first || !second || !one || !other) return 0;
  let bits = 0;
  for (const [x, y, rx, ry] of [
    [first, second, a, b],
    [second, first, b, a],
  ] as const) {
    if (x.withRespectTo === null || x.withRespectTo !== y.symbol) continue;
    const fits =
      ((rx === 'delta' || rx === 'jacobian') && ry === 'logits') ||
      ((rx === 'lossGradient' || rx === 'upstream') && ry === 'probabilities') ||
      (rx === 'upstream' && ry === 'logProbabilities') ||
      (rx === 'weightGradient' && ry === 'weights');
    bits += fits ? 6 : -6;
  }
  for (const [x, y, ry] of [
    [first, second, b],
    [second, first, a],
  ] as const) {
    if (x.operand !== null && x.operand === y.symbol) bits += ry === 'logits' ? 6 : -4;
  }
  if (a === b) {
    const single = a === 'logits' || a === 'target' || a === 'classIndex' || a === 'inputs';
    if (single && !sameNumbers(one, other)) bits -= sizeOf(one) === sizeOf(other) ? 3 : 5;
    if (a === 'target' && first.symbol !== second.symbol) bits -= 5;
    if (a === 'probabilities' && !first.reference && !second.reference) bits -= 1.5;
    if (first.symbol === second.symbol && sizeOf(one) === sizeOf(other)) bits += 2;
  }
  const kindred = (r: Role): boolean => r === 'target' || r === 'classIndex';
  if (a !== b && kindred(a) && kindred(b) && first.symbol === second.symbol) bits -= 2;
  if ((a === 'upstream' && b === 'lossGradient') || (b === 'upstream' && a === 'lossGradient')) bits -= 4;
  return bits;
}

/**
 * The best joint assignments of roles, best first. `chosen` are roles that the person set. Names and numbers
 * give bits; an array without a name of its own ("torch", "mine") takes after its neighbour of the same shape.
 */
export function assignRoles(
  arrays: readonly NumericArray[],
  candidates: Candidates,
  chosen: ReadonlyMap<number, Role | null>,
): Assignment[] {
  // Inputs and weights mean something only beside the gradient of the weights.
  const layered = candidates.scores.some((scores) => (scores.get('weightGradient') ?? 0) > 0);
  let states: Partial[] = [{ roles: [], bits: 0 }];
  arrays.forEach((array, index) => {
    const next: Partial[] = [];
    for (const state of states) {
      for (const [role, bits] of options(index, array, state)) {
        const roles = [...state.roles, role];
        let sum = state.bits + bits;
        for (let j = 0; j < index; j++) sum += pairBits(candidates.names, arrays, roles, j, index);
        next.push({ roles, bits: sum });
      }
    }
    states = next.sort((a, b) => b.bits - a.bits).slice(0, arrays.length > manyArrays ? beam / 3 : beam);
  });
  return states.map(({ roles, bits }) => ({
    bits,
    roles: roles.map((role, index) => {
      const twin = candidates.repeats[index];
      return typeof twin !== 'number' || chosen.has(index) ? role : (roles[twin] ?? null);
    }),
    from: arrays.map((_, index) => {
      const role = roles[index];
      if (chosen.has(index)) return 'person';
      const named = role && (candidates.names[index]?.scores.get(role) ?? 0) > 0;
      return named ? 'name' : role && (candidates.scores[index]?.has(role) ?? false) ? 'numbers' : 'fit';
    }),
  }));

  function options(index: number, array: NumericArray, state: Partial): [Role | null, number][] {
    if (chosen.has(index)) return [[chosen.get(index) ?? null, 0]];
    if (typeof candidates.repeats[index] === 'number') return [[null, 0]];
    const out = new Map<Role, number>(candidates.scores[index]);
    if (!layered) for (const role of ['inputs', 'weights'] as const) out.delete(role);
    const name = candidates.names[index];
    if (
      name !== undefined &&
      array.place.part === 'whole' &&
      (name.reference || name.own) &&
      (name.scores.size === 0 || name.symbol === '') &&
      !candidates.slices.has(array)
    ) {
      for (let j = index - 1; j >= 0; j--) {
        const role = state.roles[j];
        const before = arrays[j];
        if (!role || before === undefined || role === 'target' || role === 'classIndex' || role === 'logits')
          continue;
        if (role === 'inputs' || role === 'upstream' || role === 'weights') continue;
        out.set(role, (out.get(role) ?? 0) + (before.shape.join() === array.shape.join() ? 5 : 2));
        break;
      }
      const [n, m] = array.shape;
      const stands = (sizes: string): boolean =>
        state.roles.some((role, j) => role && role !== 'classIndex' && arrays[j]?.shape.join() === sizes);
      const square = n === m && n !== undefined && stands(String(n)) && !stands(`${n},${n}`);
      out.set(square ? 'jacobian' : 'delta', (out.get(square ? 'jacobian' : 'delta') ?? 0) + 2.5);
    }
    // No word at all: what follows the probabilities and their target is most often their gradient.
    const sorted = [...out]
      .filter(([, bits]) => bits >= leastBits)
      .sort((a, b) => b[1] - a[1])
      .slice(0, 4);
    const speaks =
      name !== undefined &&
      array.place.part === 'whole' &&
      sorted.length > 0 &&
      (name.scores.size > 0 || name.reference || name.own);
    // What hardly says anything is passed over easily.
    const strength = Math.max(0, ...(name?.scores.values() ?? []));
    // The gradient of a layer's inputs goes on below, where nothing is checked.
    const below = arrays.some(
      (_, j) => state.roles[j] === 'inputs' && candidates.names[j]?.symbol === name?.withRespectTo,
    );
    const ignored = below ? 0 : strength > 0 && strength < 3 ? 2 * strength : ignoredBits;
    return [...sorted, [null, speaks ? -ignored : 0]];
  }
}
