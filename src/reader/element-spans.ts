import { NOTATIONS } from './choose';
import type { Evaluate } from './expression';
import { sourceOf } from './notation';
import type { NumericArray, Span } from './reading';

/** What evaluated the arithmetic of an array when it was read: with another the text might read differently. */
const evaluators = new WeakMap<NumericArray, Evaluate>();

/** Remembers for `elementSpans` what `array` was read with. */
export function rememberEvaluator(array: NumericArray, evaluate: Evaluate | undefined): void {
  if (evaluate) evaluators.set(array, evaluate);
}

/**
 * The span of each element of `array`, row-major, found again in the text that it was read from: spans are not stored.
 * Takes time linear in the array's text. Empty where `text` is not that text.
 */
export function elementSpans(text: string, array: NumericArray): readonly Span[] {
  const notation = NOTATIONS.find(({ id }) => id === array.notation);
  const source = sourceOf(text, array.language, evaluators.get(array), true);
  const find = notation?.read(source, array.extent.start);
  const again = find?.arrays.find(
    ({ span }) => span.start === array.span.start && span.end === array.span.end,
  );
  return again?.elements ?? [];
}
