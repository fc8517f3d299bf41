import type { Span } from '../reader/reading';
import type { TextEdit } from './report';

/**
 * The edits that put `printed` in place of the elements `wrong` of `array`; all else of the text stays as it is.
 * Elements whose new text equals the old one need no edit.
 */
export function correctionOf(
  wrong: readonly number[],
  printed: readonly string[],
  spans: readonly Span[],
  text: string,
): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const index of wrong) {
    const span = spans[index];
    const newText = printed[index];
    if (span === undefined || newText === undefined) continue;
    if (text.slice(span.start, span.end) !== newText) edits.push({ ...span, newText });
  }
  return edits;
}
