import type { Layout } from './layout';
import type { DecimalWidth } from './numbers';

/** Width of a digit and height of a row, in CSS pixels, measured in the editor's font. */
export interface Metrics {
  readonly digit: number;
  readonly row: number;
}

export interface GridOptions {
  readonly name: string;
  readonly layout: Layout;
  readonly slice: number;
  readonly metrics: Metrics;
  readonly width: DecimalWidth;
  readonly text: (flat: number) => string;
  /** What a screen reader says of an element. */
  readonly describe: (flat: number) => string;
  readonly differs: (flat: number) => boolean;
  /** From -1 to 1; NaN for what has no place on the scale. */
  readonly heat: (flat: number) => number;
  /** The element is looked at: by the pointer or the keyboard. */
  readonly onLook: (flat: number) => void;
  /** The element is chosen; null where choosing leads nowhere. */
  readonly onChoose: ((flat: number) => void) | null;
}
