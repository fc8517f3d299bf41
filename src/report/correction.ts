import { elementSpans } from '../reader/element-spans';
import { printElement } from '../reader/print';
import type { NumericArray } from '../reader/reading';
import type { TextEdit } from './report';

/** `expected` element by element as the text would print it: its digits, its style, its common factor. */
export function printedAs(array: NumericArray, expected: Float64Array, text: string): string[] {
  return Array.from(expected, (value, index) => printElement(array, index, value, text));
}

/**
 * The edits that put `printed` in place of the elements `wrong` of `array`; all else of the text stays as it is.
 * Elements whose new text equals the old one need no edit.
 */
export function correctionOf(
  array: NumericArray,
  wrong: readonly number[],
  printed: readonly string[],
  text: string,
): TextEdit[] {
  if (wrong.length === 0) return [];
  const spans = elementSpans(text, array);
  const edits: TextEdit[] = [];
  for (const index of wrong) {
    const span = spans[index];
    const newText = printed[index];
    if (span === undefined || newText === undefined) continue;
    if (text.slice(span.start, span.end) !== newText) edits.push({ ...span, newText });
  }
  return edits;
}
