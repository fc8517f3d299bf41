import { svg } from './dom';

export type Icon =
  'agrees' | 'wrong' | 'inherits' | 'unchecked' | 'given' | 'dismissed' | 'previous' | 'next';

/** Strokes on a field of 16 by 16. Each verdict has a shape of its own, so that colour says nothing alone. */
const STROKES: Readonly<Record<Icon, readonly string[]>> = {
  agrees: ['M3.5 8.5l3 3 6-7'],
  wrong: ['M4 4l8 8', 'M12 4l-8 8'],
  inherits: ['M4 3v5a2 2 0 0 0 2 2h6', 'M9.5 7.5L12 10l-2.5 2.5'],
  unchecked: ['M6 6.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4', 'M8 11.6v.4'],
  given: ['M8 7.9v.2'],
  dismissed: ['M4 8h8'],
  previous: ['M10 3.5L5.5 8l4.5 4.5'],
  next: ['M6 3.5L10.5 8 6 12.5'],
};

/** A drawing that says nothing to a screen reader; words stand beside it or name its button. */
export function icon(name: Icon): SVGElement {
  return svg(
    'svg',
    {
      class: `icon icon-${name}`,
      viewBox: '0 0 16 16',
      width: 16,
      height: 16,
      'aria-hidden': 'true',
      focusable: 'false',
    },
    STROKES[name].map((d) => svg('path', { d })),
  );
}
