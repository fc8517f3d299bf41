import { sameNumbers, type Standing } from '../src/report/panel-view';
import type { ReportArray, ReportClaim } from '../src/report/report';
import { layoutOf, type Layout } from './layout';
import { asNumber, shown, widthOf, type DecimalWidth, type PlainNumber } from './numbers';

/** One matrix among those that are compared. */
export interface Side {
  readonly kind: 'claimed' | 'right' | 'earlier';
  /** Elements that are not a number, and infinite ones. */
  readonly nans: number;
  readonly infinities: number;
  readonly text: (flat: number) => string;
  readonly value: (flat: number) => number;
}

/** An array of the text beside what it should be. */
export interface Comparison {
  readonly layout: Layout;
  /** What the text has comes first; the right numbers follow where they differ. */
  readonly sides: readonly [Side, ...Side[]];
  readonly right: Side | null;
  /** Room that every number fits in: columns of all sides are equally wide. */
  readonly width: DecimalWidth;
  readonly wrong: ReadonlySet<number>;
  /** Largest finite magnitude on any side. */
  readonly scale: number;
  /** Where a value stands on the colour scale, from -1 to 1; NaN for what has no place there. */
  readonly warmth: (value: number) => number;
  /** The slice to show first: the first one with a wrong element. */
  readonly firstSlice: number;
}

export function compare(array: ReportArray, claim: ReportClaim | undefined, standing: Standing): Comparison {
  const layout = layoutOf(array.shape);
  const wrong = new Set(claim?.wrongElements ?? []);
  const expected = claim?.expected ?? null;
  const earlier = claim?.expectedFromEarlier ?? null;
  const differs = wrong.size > 0 || standing === 'wrong' || standing === 'inherits';
  const right = expected !== null && differs ? side('right', expected, claim?.expectedPrinted ?? []) : null;
  const sides: [Side, ...Side[]] = [side('claimed', array.values, array.printed)];
  if (right !== null) sides.push(right);
  if (earlier !== null && standing === 'wrong' && expected !== null && !sameNumbers(expected, earlier))
    sides.push(side('earlier', earlier, []));
  let scale = 0;
  for (const { value } of sides)
    for (let flat = 0; flat < array.values.length; flat++) {
      const magnitude = Math.abs(value(flat));
      if (magnitude > scale && magnitude < Infinity) scale = magnitude;
    }
  const [firstWrong = 0] = wrong;
  return {
    layout,
    sides,
    right,
    width: widthOf(
      sides.map(({ text }) => text),
      array.values.length,
    ),
    wrong,
    scale,
    // The root keeps small numbers visible beside large ones: a wrong 3 must not turn the right 0.25 white.
    warmth: (value) =>
      Number.isFinite(value) ? Math.sign(value) * Math.sqrt(scale === 0 ? 0 : Math.abs(value) / scale) : NaN,
    firstSlice: layout.place(firstWrong).slice,
  };
}

function side(kind: Side['kind'], values: readonly PlainNumber[], printed: readonly string[]): Side {
  const text = (flat: number) => shown(printed[flat], values[flat] ?? 'nan');
  let nans = 0;
  let infinities = 0;
  for (const value of values)
    if (value === 'nan') nans += 1;
    else if (typeof value === 'string') infinities += 1;
  return {
    kind,
    nans,
    infinities,
    text,
    value: (flat) => asNumber(values[flat]),
  };
}
