import type { NumericArray } from '../reader/reading';

const failed =
  /not equal to tolerance|arrays are not (?:almost )?equal|x and y\b.* not|\bassert|expect\(|\bmismatched elements|--- FAIL|panicked|\bFAILED:/i;
const ownNames = /^(?:E\s+)?(?:actual|left|received|got|assert|x)$/i;
const referenceNames = /^(?:E\s+)?(?:desired|right|y)$/i;

/** What an array is called; `got` and `expected` where a failed assertion prints what it compared under names of its own. */
export function calledIn(text: string, arrays: readonly NumericArray[]): [string | null, string][] {
  const asserted = failed.test(text);
  const compared = (at: number): boolean =>
    /^[\s)\]}]*(?:[!=]=|≈|is approx\w*:?|is approximately equal to)\s*(?:(?:pytest\.)?approx\()?$/i.test(
      text.slice(arrays[at]?.span.end, arrays[at + 1]?.span.start),
    );
  const byLetters = asserted && /not (?:almost )?equal/i.test(text);
  return arrays.map(({ name, label }, i) => {
    const called = (name ?? label).replace(/[`:\s]+$/, '').trim();
    const neighbour = (at: number, letter: string): boolean => arrays[at]?.name?.trim() === letter;
    const letter =
      (called === 'x' && neighbour(i + 1, 'y')) || (called === 'y' && neighbour(i - 1, 'x'))
        ? byLetters
        : !/^[xy]$/i.test(called);
    if (!asserted || !letter) return [name, label];
    if (compared(i) || ownNames.test(called)) return ['got', 'got'];
    return compared(i - 1) || referenceNames.test(called) ? ['expected', 'expected'] : [name, label];
  });
}
