import type { QuantityView } from '../src/report/panel-view';
import { arrayOf, revealElement, symbolOf, type Context } from './context';
import { el, type Child } from './dom';
import { Grid } from './grid';
import { icon } from './icons';
import { layoutOf, type Layout } from './layout';
import { asNumber, short, shown, widthOf, type PlainNumber } from './numbers';
import { overview } from './overview';
import { button } from './toolkit';
import { t, words } from './words';

/** Arrays of more elements than this get a picture of the whole beside the window of numbers. */
const PICTURED = 400;

/** The matrices of one quantity, and how the rest of the panel points into them. */
export interface Matrices {
  readonly element: HTMLElement;
  /** Marks the element that the text's cursor stands in; false when another slice has to be shown for it. */
  select(flat: number | null): boolean;
}

interface Tile {
  readonly title: string;
  readonly text: (flat: number) => string;
  readonly value: (flat: number) => number;
  readonly isClaimed: boolean;
}

/**
 * The array as the text has it, and beside it the right numbers where they differ: heat maps of one scale
 * around zero, the differing numbers underlined as they are in the text.
 */
export function matrices(context: Context, quantity: QuantityView): Matrices {
  const array = arrayOf(context, quantity);
  const claim = quantity.claim === null ? undefined : context.report.claims[quantity.claim];
  const layout = layoutOf(array.shape);
  const wrong = new Set(claim?.wrongElements ?? []);
  const tiles: Tile[] = [tile(t(words.inText), array.values, array.printed, true)];
  const expected = claim?.expected ?? null;
  const isWrong = wrong.size > 0 || quantity.standing === 'wrong' || quantity.standing === 'inherits';
  if (expected !== null && isWrong)
    tiles.push(tile(t(words.right), expected, claim?.expectedPrinted ?? [], false));
  const earlier = claim?.expectedFromEarlier ?? null;
  if (earlier !== null && quantity.standing === 'wrong' && expected?.join() !== earlier.join())
    tiles.push(tile(t(words.followsFromEarlier), earlier, [], false));

  const slice = Math.min(context.state.slices[quantity.key] ?? firstSlice(layout, wrong), layout.slices - 1);
  const scale = largest(tiles, array.values.length);
  const readout = el('p', { class: 'readout', 'aria-hidden': 'true' }, ['\u00a0']);
  const symbol = symbolOf(array);
  const describe = (flat: number, which: Tile) => {
    const place = `${symbol}${layout.indices(flat)}`;
    if (!which.isClaimed) return t(words.cellRight, place, which.text(flat));
    const right = tiles[1];
    if (!wrong.has(flat)) return t(words.cell, place, which.text(flat));
    if (right === undefined) return t(words.cellWrong, place, which.text(flat));
    return t(words.cellDiffers, place, which.text(flat), right.text(flat));
  };
  const look = (flat: number) => {
    const [claimed, right] = tiles;
    if (claimed === undefined) return;
    const parts = [describe(flat, claimed)];
    const written = array.printed[flat]?.trim();
    if (written !== undefined && written.replace('-', '\u2212') !== claimed.text(flat))
      parts.push(t(words.writtenAs, written));
    if (right !== undefined && wrong.has(flat))
      parts.push(t(words.difference, short(plain(claimed.value(flat) - right.value(flat)))));
    readout.textContent = parts.join(' \u00b7 ');
  };
  const grids = tiles.map(
    (each) =>
      new Grid({
        name: `${symbol}, ${each.title}`,
        layout,
        slice,
        metrics: context.metrics,
        width: widthOf(textsOf(each, array.values.length)),
        text: each.text,
        describe: (flat) => describe(flat, each),
        differs: (flat) => each.isClaimed && wrong.has(flat),
        heat: (flat) => warmth(each.value(flat), scale),
        onLook: look,
        onChoose: (flat) => revealElement(context, array, flat),
      }),
  );
  linkScrolling(grids);
  const isLarge = layout.rows * layout.columns > PICTURED;
  const element = el('div', { class: 'numbers' }, [
    layout.slices > 1 && sliceChooser(context, quantity, layout, slice, wrong),
    el(
      'div',
      { class: isLarge ? 'tiles tiles-large' : 'tiles' },
      tiles.map((each, index) =>
        figure(each, grids[index], layout, slice, scale, isLarge, count(each, array.values, wrong), symbol),
      ),
    ),
    readout,
  ]);
  element.append(...legend(scale, array.values.length));
  return {
    element,
    select(flat) {
      const here = flat === null || layout.place(flat).slice === slice;
      for (const grid of grids) grid.select(here ? flat : null);
      if (flat !== null && here) look(flat);
      return here;
    },
  };

  function tile(
    title: string,
    values: readonly PlainNumber[],
    printed: readonly string[],
    isClaimed: boolean,
  ): Tile {
    return {
      title,
      text: (flat) => shown(printed[flat], values[flat] ?? 'nan'),
      value: (flat) => asNumber(values[flat]),
      isClaimed,
    };
  }
}

function figure(
  tile: Tile,
  grid: Grid | undefined,
  layout: Layout,
  slice: number,
  scale: number,
  isLarge: boolean,
  remark: string,
  symbol: string,
): Child {
  if (grid === undefined) return null;
  return el('figure', { class: tile.isClaimed ? 'tile tile-claimed' : 'tile' }, [
    el('figcaption', {}, [
      el('span', { class: 'tile-title' }, [tile.title]),
      remark !== '' && el('span', { class: 'quiet' }, [remark]),
    ]),
    el('div', { class: 'tile-body' }, [
      isLarge &&
        overview({
          name: t(words.overview, symbol, tile.title),
          ...pictureOf(layout, slice, (flat) => warmth(tile.value(flat), scale), grid),
        }),
      grid.element,
    ]),
  ]);
}

/** A picture has the array's rows and columns; that of a vector is wrapped to be about as tall as it is wide. */
function pictureOf(layout: Layout, slice: number, heat: (flat: number) => number, grid: Grid) {
  return {
    rows: layout.rows,
    columns: layout.columns,
    heat: (row: number, column: number) => {
      const flat = layout.flat(slice, row, column);
      return flat === null ? null : heat(flat);
    },
    onChoose: (row: number, column: number) => {
      const flat = layout.flat(slice, row, column);
      if (flat !== null) grid.focus(flat);
    },
    grid,
  };
}

function sliceChooser(
  context: Context,
  quantity: QuantityView,
  layout: Layout,
  slice: number,
  wrong: ReadonlySet<number>,
): HTMLElement {
  const show = (to: number) => context.change({ slices: { ...context.state.slices, [quantity.key]: to } });
  const differing = [...new Set([...wrong].map((flat) => layout.place(flat).slice))].sort((a, b) => a - b);
  const next =
    differing.find((candidate) => candidate > slice) ?? differing.find((candidate) => candidate !== slice);
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
  return el('div', { class: 'slices' }, [
    step(slice - 1, t(words.previousSlice), 'previous'),
    el('span', { class: 'slice-name' }, [t(words.slice, slice, layout.slices)]),
    step(slice + 1, t(words.nextSlice), 'next'),
    next !== undefined &&
      button([t(words.nextDiffering)], () => show(next), { attributes: { 'data-focus': 'slice differing' } }),
  ]);
}

function legend(scale: number, size: number): HTMLElement[] {
  if (scale === 0 || size < 2) return [];
  const ends = [short(plain(-scale)), short(plain(scale))];
  return [
    el('div', { class: 'legend', 'aria-hidden': 'true' }, [
      el('span', {}, [ends[0] ?? '']),
      el('span', { class: 'legend-bar' }),
      el('span', {}, [ends[1] ?? '']),
    ]),
  ];
}

/** "3 of 4 differ · 2 not a number": what the eye should not have to count. */
function count(tile: Tile, values: readonly PlainNumber[], wrong: ReadonlySet<number>): string {
  const parts: string[] = [];
  if (tile.isClaimed && wrong.size > 0)
    parts.push(
      wrong.size === values.length && values.length > 1
        ? t(words.allDiffer, values.length)
        : t(words.differ, wrong.size, values.length),
    );
  let nans = 0;
  let infinities = 0;
  for (let flat = 0; flat < values.length; flat++) {
    const value = tile.value(flat);
    if (Number.isNaN(value)) nans += 1;
    else if (!Number.isFinite(value)) infinities += 1;
  }
  if (nans > 0) parts.push(t(words.nan, nans));
  if (infinities > 0) parts.push(t(words.infinite, infinities));
  return parts.join(' \u00b7 ');
}

function* textsOf(tile: Tile, size: number): Generator<string> {
  for (let flat = 0; flat < size; flat++) yield tile.text(flat);
}

function largest(tiles: readonly Tile[], size: number): number {
  let scale = 0;
  for (const { value } of tiles)
    for (let flat = 0; flat < size; flat++) {
      const magnitude = Math.abs(value(flat));
      if (magnitude > scale && magnitude < Infinity) scale = magnitude;
    }
  return scale;
}

function warmth(value: number, scale: number): number {
  if (!Number.isFinite(value)) return NaN;
  return scale === 0 ? 0 : value / scale;
}

function firstSlice(layout: Layout, wrong: ReadonlySet<number>): number {
  for (const flat of wrong) return layout.place(flat).slice;
  return 0;
}

function plain(value: number): PlainNumber {
  if (Number.isNaN(value)) return 'nan';
  return Number.isFinite(value) ? value : value > 0 ? 'inf' : '-inf';
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
