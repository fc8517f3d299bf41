import type { FromPanel } from '../src/protocol/messages';
import type { PanelView, QuantityView } from '../src/report/panel-view';
import type { Report, ReportArray } from '../src/report/report';
import type { Metrics } from './grid-options';
import type { ViewState } from './view-state';
import { t, words } from './words';

/** What every part of the panel is built from: one report, and ways to ask for something. */
export interface Context {
  readonly report: Report;
  readonly view: PanelView;
  /** Stamp of the checked text. */
  readonly version: number;
  readonly state: ViewState;
  readonly metrics: Metrics;
  readonly post: (message: FromPanel) => void;
  /** Changes what is looked at and shows it. */
  readonly change: (state: Partial<ViewState>) => void;
  /** Says a short sentence to screen readers. */
  readonly announce: (sentence: string) => void;
}

export function reveal(
  context: Context,
  { start, end }: { readonly start: number; readonly end: number },
): void {
  context.post({ type: 'reveal', version: context.version, start, end });
}

/** Selects an array's element in the text; the whole array where the element's place is not known. */
export function revealElement(context: Context, array: ReportArray, flat: number): void {
  const start = array.elements[2 * flat];
  const end = array.elements[2 * flat + 1];
  reveal(context, start === undefined || end === undefined ? array : { start, end });
}

export function arrayOf(context: Context, quantity: QuantityView): ReportArray {
  const array = context.report.arrays[quantity.array];
  if (array === undefined) throw new RangeError(`the report has no array ${quantity.array}`);
  return array;
}

export function symbolOf(array: ReportArray): string {
  return t(words.symbol[array.role ?? 'none']);
}

export function roleOf(array: ReportArray): string {
  return t(words.role[array.role ?? 'none']);
}

export function shapeOf({ shape, values }: ReportArray): string {
  if (shape.length >= 2) return shape.join(' \u00d7 ');
  return values.length === 1 ? t(words.oneNumber) : t(words.manyNumbers, values.length);
}

/** What tells a quantity from its neighbours: the role, or the step that led to it where the role has several. */
export function labelOf(context: Context, quantity: QuantityView): string {
  const array = arrayOf(context, quantity);
  if (quantity.reference) return t(words.reference);
  if (array.role === null) return array.name ?? t(words.role.none);
  const step = quantity.claim === null ? null : (context.report.claims[quantity.claim]?.step ?? null);
  const alike = context.view.steps.find(({ role }) => role === array.role)?.quantities ?? [];
  const isOneOfSeveral = alike.filter(({ reference }) => !reference).length > 1;
  return isOneOfSeveral && step !== null ? t(words.step[step]) : roleOf(array);
}
