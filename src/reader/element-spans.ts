import { NOTATIONS } from './choose';
import type { Evaluate } from './expression';
import { sourceOf } from './notation';
import type { NumericArray, Span } from './reading';

/** The span of each element of `array`, row-major, found again in the text that it was read from. */
export function elementSpans(text: string, array: NumericArray, evaluate?: Evaluate): readonly Span[] {
  const notation = NOTATIONS.find(({ id }) => id === array.notation);
  const source = sourceOf(text, array.language, evaluate ?? stub, true);
  const find = notation?.read(source, array.extent.start);
  const again = find?.arrays.find(
    ({ span }) => span.start === array.span.start && span.end === array.span.end,
  );
  return again?.elements ?? [];
}

/** Where only spans are wanted, any value of arithmetic will do. */
const stub: Evaluate = () => ({ value: 0, halfUnit: 0 });
