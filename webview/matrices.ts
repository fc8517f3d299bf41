import type { QuantityView } from '../src/report/panel-view';
import { compare, type Comparison, type Side } from './comparison';
import { arrayOf, revealElement, symbolOf, type Context } from './context';
import { el, type Child } from './dom';
import { Grid } from './grid';
import { icon } from './icons';
import { unravel } from './layout';
import { link } from './notices';
import { nested, short, type PlainNumber } from './numbers';
import { overview, type Picture } from './overview';
import { button } from './controls';
import { t, words } from './words';

/** Arrays of more elements than this get a picture of the whole beside the window of numbers. */
const PICTURED = 400;
const MOST_COPIED = 40_000;

/** The matrices of one quantity, and how the rest of the panel points into them. */
export interface Matrices {
  readonly element: HTMLElement;
  /** Marks the element that the text's cursor stands in; false when another slice has to be shown for it. */
  select(flat: number | null): boolean;
}

/**
 * The array as the text has it, and beside it the right numbers where they differ: heat maps of one scale
 * around zero, the differing numbers underlined as they are in the text.
 */
export function matrices(context: Context, quantity: QuantityView): Matrices {
  const array = arrayOf(context, quantity);
  const claim = quantity.claim === null ? undefined : context.report.claims[quantity.claim];
  const comparison = compare(array, claim, quantity.standing);
  const { layout, sides, right, wrong } = comparison;
  const symbol = symbolOf(array);
  const slice = Math.min(context.state.slices[quantity.key] ?? comparison.firstSlice, layout.slices - 1);
  const readout = el('p', { class: 'readout', 'aria-hidden': 'true' });

  const describe = (flat: number, { kind, text }: Side) => {
    const place = `${symbol}${layout.indices(flat)}`;
    if (kind !== 'claimed' || !wrong.has(flat)) return t(words.cell, place, text(flat));
    return right === null
      ? t(words.cellWrong, place, text(flat))
      : t(words.cellDiffers, place, text(flat), right.text(flat));
  };
  const look = (flat: number) => {
    const [claimed] = sides;
    const parts = [describe(flat, claimed)];
    const written = array.printed[flat]?.trim();
    if (written !== undefined && written.replaceAll('-', '\u2212') !== claimed.text(flat))
      parts.push(t(words.writtenAs, written));
    if (right !== null && wrong.has(flat))
      parts.push(t(words.difference, short(plain(claimed.value(flat) - right.value(flat)))));
    readout.textContent = parts.join(' \u00b7 ');
  };
  const grids = sides.map(
    (side) =>
      new Grid({
        name: `${symbol}, ${titleOf(side)}`,
        layout,
        slice,
        metrics: context.metrics,
        width: comparison.width,
        text: side.text,
        describe: (flat) => describe(flat, side),
        differs: (flat) => side.kind === 'claimed' && wrong.has(flat),
        heat: (flat) => comparison.warmth(side.value(flat)),
        onLook: look,
        onChoose: (flat) => revealElement(context, array, flat),
      }),
  );
  linkScrolling(grids);
  const isLarge = layout.rows * layout.columns > PICTURED;
  const tiles = sides.map((side, index) => {
    const grid = grids[index];
    return (
      grid &&
      el('figure', { class: `tile tile-${side.kind}` }, [
        el('figcaption', {}, [
          el('span', { class: 'tile-title' }, [titleOf(side)]),
          el('span', { class: 'quiet' }, [remark(side, comparison, array.values.length)]),
          side.kind === 'right' && copyLink(context, claim?.expected ?? [], array.shape),
        ]),
        el('div', { class: layout.wraps ? 'tile-body tile-strip' : 'tile-body' }, [
          isLarge && overview(pictureOf(comparison, side, slice, grid, symbol)),
          grid.element,
        ]),
      ])
    );
  });
  return {
    element: el('div', { class: 'numbers' }, [
      layout.slices > 1 && sliceChooser(context, quantity, comparison, slice),
      el(
        'div',
        { class: isLarge ? 'tiles tiles-large' : 'tiles' },
        tiles.filter((tile) => tile !== undefined),
      ),
      el('div', { class: 'below' }, [legend(comparison, array.values.length), readout]),
    ]),
    select(flat) {
      const isHere = flat === null || layout.place(flat).slice === slice;
      for (const grid of grids) grid.select(isHere ? flat : null);
      if (flat !== null && isHere) look(flat);
      return isHere;
    },
  };
}

/** Nothing for arrays so large that their text would not go through the clipboard. */
function copyLink(context: Context, values: readonly PlainNumber[], shape: readonly number[]): Child {
  return (
    values.length <= MOST_COPIED &&
    link(
      t(words.copy),
      () => {
        context.post({ type: 'copyText', text: nested(values, shape) });
        context.announce(t(words.copied));
      },
      t(words.copyNumbers),
    )
  );
}

function titleOf({ kind }: Side): string {
  if (kind === 'claimed') return t(words.inText);
  return t(kind === 'right' ? words.right : words.followsFromEarlier);
}

/** A picture has the rows and columns of the slice; a wrapped vector is one strip. */
function pictureOf(
  { layout, warmth }: Comparison,
  side: Side,
  slice: number,
  grid: Grid,
  symbol: string,
): Picture {
  const flatAt = (row: number, column: number) => (layout.wraps ? column : layout.flat(slice, row, column));
  return {
    name: t(words.overview, symbol, titleOf(side)),
    rows: layout.wraps ? 1 : layout.rows,
    columns: layout.wraps ? layout.size : layout.columns,
    heat: (row, column) => {
      const flat = flatAt(row, column);
      return flat === null ? null : warmth(side.value(flat));
    },
    onChoose: (row, column) => {
      const flat = flatAt(row, column);
      if (flat !== null) grid.focus(flat);
    },
    window: () => {
      const [top, left, height, width] = grid.window();
      return layout.wraps ? [0, top, 1, height] : [top, left, height, width];
    },
    scroller: grid.scroller,
  };
}

function sliceChooser(
  context: Context,
  quantity: QuantityView,
  { layout, wrong }: Comparison,
  slice: number,
): HTMLElement {
  const show = (to: number) => context.change({ slices: { ...context.state.slices, [quantity.key]: to } });
  const differing = [...new Set([...wrong].map((flat) => layout.place(flat).slice))].sort((a, b) => a - b);
  const next = differing.find((each) => each > slice) ?? differing.find((each) => each !== slice);
  const step = (to: number, label: string, which: 'previous' | 'next') =>
    button([icon(which)], () => show(to), {
      appearance: 'icon',
      attributes: {
        'aria-label': label,
        title: label,
        disabled: to < 0 || to >= layout.slices,
        'data-focus': `slice ${which}`,
      },
    });
  const index = `[${unravel(slice, layout.leading).join(', ')}]`;
  return el('div', { class: 'slices' }, [
    step(slice - 1, t(words.previousSlice), 'previous'),
    el('span', { class: 'slice-name' }, [t(words.slice, slice + 1, layout.slices, index)]),
    step(slice + 1, t(words.nextSlice), 'next'),
    next !== undefined &&
      button([t(words.nextDiffering)], () => show(next), { attributes: { 'data-focus': 'slice differing' } }),
  ]);
}

function legend({ scale }: Comparison, size: number): Child {
  if (scale === 0 || size < 2) return null;
  return el('div', { class: 'legend', 'aria-hidden': 'true' }, [
    el('span', {}, [short(Number((-scale).toPrecision(4)))]),
    el('span', { class: 'legend-bar' }),
    el('span', {}, [short(Number(scale.toPrecision(4)))]),
  ]);
}

/** "3 of 4 differ · 2 not a number": what the eye should not have to count. */
function remark({ kind, nans, infinities }: Side, { wrong }: Comparison, size: number): string {
  const parts: string[] = [];
  if (kind === 'claimed' && wrong.size > 0)
    parts.push(
      wrong.size === size && size > 1 ? t(words.allDiffer, size) : t(words.differ, wrong.size, size),
    );
  if (nans > 0) parts.push(t(words.nan, nans));
  if (infinities > 0) parts.push(t(words.infinite, infinities));
  return parts.join(' \u00b7 ');
}

function plain(value: number): PlainNumber {
  if (Number.isNaN(value)) return 'nan';
  if (Number.isFinite(value)) return value;
  return value > 0 ? 'inf' : '-inf';
}

/** What is scrolled in one matrix is scrolled in the one beside it. */
function linkScrolling(grids: readonly Grid[]): void {
  for (const { scroller } of grids)
    scroller.addEventListener(
      'scroll',
      () => {
        for (const other of grids) {
          if (other.scroller.scrollTop !== scroller.scrollTop) other.scroller.scrollTop = scroller.scrollTop;
          if (other.scroller.scrollLeft !== scroller.scrollLeft)
            other.scroller.scrollLeft = scroller.scrollLeft;
        }
      },
      { passive: true },
    );
}
