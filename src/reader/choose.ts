import type { Stringed } from './notebook';
import type { Find, Notation, Source } from './notation';
import { bracketed } from './notations/bracketed';

/** Where two read the same text equally well, the earlier wins. */
let known: readonly Notation[] = [bracketed];

/** Every notation that is loaded. */
export function notations(): readonly Notation[] {
  return known;
}

type TextsWithin = (text: string, language: string | undefined) => readonly Stringed[] | null;

/** The texts in strings of a text that are read each by itself; null where it is read as it is. */
export let textsWithin: TextsWithin = () => null;

/** From now on the notations of `rare-notations.ts` are read too, and texts in strings, which is a file of its own to be loaded on demand. */
export function readAlso(rare: readonly Notation[], inStrings: TextsWithin): void {
  known = [bracketed, ...rare];
  textsWithin = inStrings;
}

export interface Chosen {
  readonly notation: Notation;
  readonly find: Find;
}

/**
 * The better reading of what begins at `at`, by this rule alone: arrays win over refusals, refusals over nothing;
 * then the reading that accounts for more of the text wins; then the notation that stands earlier in the list.
 */
export function better(source: Source, at: number, candidates: readonly Notation[]): Chosen | null {
  let best: Chosen | null = null;
  for (const notation of candidates) {
    const find = notation.read(source, at);
    if (find && (!best || isBetter(find, best.find))) best = { notation, find };
  }
  return best;
}

function isBetter(find: Find, than: Find): boolean {
  const rank = rankOf(find) - rankOf(than);
  return rank !== 0 ? rank > 0 : find.extent.end > than.extent.end;
}

function rankOf(find: Find): number {
  return find.arrays.length > 0 ? 2 : find.refusals.length > 0 ? 1 : 0;
}
