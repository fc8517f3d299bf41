import { notations } from './choose';
import type { Evaluate } from './expression';
import { InnerText } from './inner-text';
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
  if (!array.within) return spansIn(text, array, array, evaluate);
  const inner = new InnerText(text, array.within.start);
  const there = { span: inner.toInner(array.span), extent: inner.toInner(array.extent) };
  return spansIn(inner.text, array, there, evaluate).map((span) => inner.toOuter(span));
}

function spansIn(
  text: string,
  { notation: id, language, values, cells }: NumericArray,
  { span, extent }: Pick<NumericArray, 'span' | 'extent'>,
  evaluate: Evaluate,
): readonly Span[] {
  const notation = notations().find((each) => each.id === id);
  for (const evaluator of [undefined, evaluate]) {
    const source = sourceOf(text, language, evaluator, true);
    const again = notation
      ?.read(source, extent.start)
      ?.arrays.find(({ span: found }) => found.start === span.start && found.end === span.end);
    const elements = again?.elements ?? [];
    const own = cells?.flatMap((cell) => elements[cell] ?? []) ?? elements;
    if (own.length === values.length) return own;
    if (!source.arithmeticMissing) break;
  }
  return [];
}
