import type { Find, Found, Source } from '../notation';
import type { Numbers } from '../number';
import type { Span } from '../reading';

/** The find of one array that is all there is from `start` to `end`. */
export function found(
  source: Source,
  start: number,
  end: number,
  shape: readonly number[],
  numbers: Numbers,
  elements: readonly Span[],
): Find {
  const span = { start, end };
  const array: Found = {
    shape,
    ...numbers.taken(),
    span,
    factor: 1,
    ...(source.withSpans ? { elements } : {}),
  };
  return { extent: span, arrays: [array], refusals: [] };
}
