import { netOf } from './causes';
import type { Stated } from './claim';
import type { MistakeId } from './diagnosis';
import type { JudgedClaim, Judgement } from './judge';
import type { Replacement, SlotId } from './program';
import { trustBits, type Explanation } from './search';

/** What the judgement of all claims tells of each. */
interface Known {
  /** The slots that were done right, and by which claims. */
  readonly trusted: ReadonlyMap<SlotId, ReadonlySet<Stated>>;
  /** Those of them that were known when a claim was judged. */
  readonly trustedBefore: ReadonlyMap<Stated, ReadonlySet<SlotId>>;
  readonly accepted: ReadonlySet<MistakeId>;
}

/**
 * Ranks explanations again, now that it is known which steps other claims did right, and which mistakes explain them:
 * one that was made there, too, costs nothing here.
 */
export function reconsidered(all: readonly JudgedClaim[], known: Known): JudgedClaim[] {
  const claims = [...all];
  const made = new Set(known.accepted);
  claims.forEach((before, index) => {
    const one = ranked(before, claims, known);
    const mistakes = one.explanations[0]?.mistakes ?? [];
    const inherits = mistakes.length > 0 && mistakes.every((id) => made.has(id));
    mistakes.forEach((id) => made.add(id));
    claims[index] = inherits ? { ...one, verdict: 'inherits' } : one;
  });
  return claims;
}

function ranked(
  one: JudgedClaim,
  claims: readonly JudgedClaim[],
  { trusted, trustedBefore }: Known,
): JudgedClaim {
  if (one.explanations.length < 2) return one;
  const elsewhere = new Set(
    claims.flatMap(({ verdict, explanations: [best], stated }) =>
      verdict === 'wrong' && stated !== one.stated && best !== undefined ? best.mistakes : [],
    ),
  );
  const before = trustedBefore.get(one.stated);
  const isDoubted = (slot: SlotId): boolean =>
    before?.has(slot) !== true && [...(trusted.get(slot) ?? [])].some((claim) => claim !== one.stated);
  const costOf = ({ mistakes, path, base, cost }: Explanation): number => {
    if (mistakes.every((id) => elsewhere.has(id))) return base.cost;
    const doubted = path.filter(({ slot, replacement }) => replacement !== slot.right && isDoubted(slot.id));
    return cost + trustBits * doubted.length;
  };
  const explanations = one.explanations
    .map((explanation) => ({ ...explanation, cost: costOf(explanation) }))
    .sort((x, y) => netOf(y) - netOf(x));
  return { ...one, explanations, resolved: explanations[0]?.predicted ?? one.resolved };
}

/** What is known to be done wrong somewhere. */
export interface Made {
  readonly ids: ReadonlySet<MistakeId>;
  readonly forms: ReadonlySet<Replacement>;
}

/** Nothing is known. */
export const nothingMade: Made = { ids: new Set(), forms: new Set() };

/**
 * The mistakes of claims that stand behind one which nothing explains by itself: they may have been made there, too.
 * Null where there are none.
 */
export function madeLater({ claims }: Judgement): Made | null {
  const open = claims.findIndex(({ unexplained, stated }) => unexplained && !stated.reference);
  const later = claims.flatMap(({ explanations: [best], stated }, i) =>
    open >= 0 && i > open && stated.register !== claims[open]?.stated.register && best !== undefined
      ? [best]
      : [],
  );
  if (later.length === 0) return null;
  const steps = later.flatMap(({ path }) =>
    path.filter(({ slot, replacement }) => replacement !== slot.right),
  );
  return {
    ids: new Set(later.flatMap(({ mistakes }) => mistakes)),
    forms: new Set(steps.map(({ replacement }) => replacement)),
  };
}

/** The judgement `again`, made with mistakes known beforehand, less what these cost where they were found `before`. */
export function charged(again: Judgement, before: Judgement): Judgement {
  const cost = ({ explanations: [best] }: JudgedClaim): number => best?.cost ?? 0;
  const saved = before.claims.map((one) => {
    const same = again.claims.find(({ stated }) => stated === one.stated);
    return same === undefined ? 0 : Math.max(0, cost(one) - cost(same));
  });
  return { ...again, bits: again.bits - saved.reduce((x, y) => x + y, 0) };
}
