import { NOTATIONS } from './choose';
import type { Evaluate } from './expression';
import { sourceOf } from './notation';
import type { NumericArray, Span } from './reading';

/** Stands in for what evaluates arithmetic: where elements stand does not depend on their values. */
const unevaluated: Evaluate = () => ({ value: 0.5, halfUnit: 0 });

/**
 * The span of each element of `array`, row-major, found again in the text that it was read from: spans are not stored.
 * The array may be a copy. Without `evaluate` every arithmetic counts as a number: a table in which some cannot be
 * evaluated may then not be found again. Takes time linear in the array's text. Empty where `text` is not that text.
 */
export function elementSpans(
  text: string,
  array: NumericArray,
  evaluate: Evaluate = unevaluated,
): readonly Span[] {
  const notation = NOTATIONS.find(({ id }) => id === array.notation);
  for (const evaluator of [undefined, evaluate]) {
    const source = sourceOf(text, array.language, evaluator, true);
    const again = notation
      ?.read(source, array.extent.start)
      ?.arrays.find(({ span }) => span.start === array.span.start && span.end === array.span.end);
    const elements = again?.elements ?? [];
    const own = array.cells?.flatMap((cell) => elements[cell] ?? []) ?? elements;
    if (own.length === array.values.length) return own;
    if (!source.arithmeticMissing) break;
  }
  return [];
}
