import type { Checked } from './derivation';
import { registers, type Values } from './registers';
import { explain, type Explanation, type Question } from './search';
import { basesOf, type Source } from './sources';

/** What an explanation has to earn beyond what it costs. */
export const marginBits = 3;
/** What it costs to pass over a claim that stands between a step and what it follows from. */
const passedOverBits = 2;

/** What was done before under one reading. */
export interface Memory {
  /** Searches: what they started from, and what they found. */
  readonly searches: Map<string, { readonly values: Values; readonly found: readonly Explanation[] }>;
  readonly checked: Checked;
}

/** Nothing has been looked for yet. */
export const noMemory = (): Memory => ({ searches: new Map(), checked: new Map() });

/** Bits that an explanation earns where the right numbers fail, less what it assumes. */
export const netOf = (one: Explanation): number => one.earned - one.cost;

/** What explains a claim, from whichever of its chains of sources, best first. */
export function causesOf(
  question: Question,
  chains: readonly (readonly Source[])[],
  { searches }: Memory,
): Explanation[] {
  const { claim } = question;
  const all = new Map<string, Explanation>();
  chains.forEach((list, index) => {
    basesOf(list, index === 0 ? 0 : passedOverBits).forEach((base, kind) => {
      // What was rounded on the way, or passed over, matters only where the rest explains nothing.
      if (all.size > 0) return;
      const key = `${claim.array} ${index} ${kind} ${[...question.made].join()}`;
      const before = searches.get(key);
      const known = before !== undefined && before.found.length > 0 && sameValues(before.values, base.values);
      if (!known && base.coarse !== question.depth.coarse) return;
      const found = known ? before.found : explain(question, base);
      searches.set(key, { values: base.values, found });
      for (const one of found) {
        const key = [...one.mistakes].sort().join(' ');
        const known = all.get(key);
        if (known === undefined || netOf(one) > netOf(known)) all.set(key, one);
      }
    });
  });
  return minimal([...all.values()])
    .filter((one) => netOf(one) >= marginBits)
    .sort((x, y) => netOf(y) - netOf(x));
}

/** Drops explanations that contain another one: what they add is not needed. */
function minimal(all: readonly Explanation[]): Explanation[] {
  const contains = (one: Explanation, other: Explanation): boolean =>
    other.mistakes.length < one.mistakes.length && other.mistakes.every((id) => one.mistakes.includes(id));
  return all.filter((one) => !all.some((other) => contains(one, other)));
}

/** True where two searches start from the same numbers. */
function sameValues(one: Values, other: Values): boolean {
  return registers.every((register) => {
    const [x, y] = [one[register], other[register]];
    return x === y || (x?.length === y?.length && x?.every((value, i) => Object.is(value, y?.[i])) === true);
  });
}
