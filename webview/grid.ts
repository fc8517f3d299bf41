import { el, insertInOrder, listen } from './dom';
import { placeAfter } from './grid-keys';
import type { GridOptions } from './grid-options';
import { aligned } from './numbers';
import { t, words } from './words';

/** Rows and columns kept beyond the visible ones, so that scrolling shows no gaps. */
const OVERSCAN = 3;
const CELL_PADDING = 16;
const HEADERS_FROM = 5;

/**
 * A matrix of numbers as an ARIA grid. Only the visible window exists in the page, so that a million
 * elements cost no more than a hundred; counts and indices tell assistive technology of the rest.
 */
export class Grid {
  readonly element: HTMLElement;
  readonly scroller: HTMLElement;
  private readonly sheet: HTMLElement;
  private readonly head: HTMLElement | null;
  private readonly rows = new Map<number, HTMLElement>();
  private readonly cells = new Map<number, HTMLElement>();
  private readonly columnHeads = new Map<number, HTMLElement>();
  private readonly columnWidth: number;
  private readonly rowHeadWidth: number;
  private readonly headHeight: number;
  private active: number;
  private selected: number | null = null;

  constructor(private readonly options: GridOptions) {
    const { layout, metrics, width, name, slice } = options;
    const headers = layout.rows >= HEADERS_FROM || layout.columns >= HEADERS_FROM;
    this.columnWidth = Math.ceil((width.before + width.after) * metrics.digit) + CELL_PADDING;
    this.rowHeadWidth =
      headers && layout.rows > 1
        ? Math.ceil(layout.rowName(layout.rows - 1).length * metrics.digit) + CELL_PADDING
        : 0;
    this.headHeight = headers ? metrics.row : 0;
    this.active = layout.flat(slice, 0, 0) ?? 0;
    this.head = headers ? el('div', { class: 'grid-head', role: 'row', 'aria-rowindex': 1 }) : null;
    this.sheet = el(
      'div',
      {
        class: 'sheet',
        role: 'grid',
        'aria-label': name,
        'aria-readonly': 'true',
        'aria-rowcount': layout.rows + (headers ? 1 : 0),
        'aria-colcount': layout.columns + (this.rowHeadWidth > 0 ? 1 : 0),
      },
      [this.head],
    );
    this.sheet.style.width = `${this.rowHeadWidth + layout.columns * this.columnWidth}px`;
    this.sheet.style.height = `${this.headHeight + layout.rows * metrics.row}px`;
    this.scroller = el('div', { class: 'scroller' }, [this.sheet]);
    this.scroller.style.setProperty('--row', `${metrics.row}px`);
    this.element = el('div', { class: headers ? 'matrix' : 'matrix bracketed' }, [this.scroller]);
    listen(this.sheet, {
      keydown: (event) => this.onKey(event),
      click: (event) => this.onClick(event),
      pointerover: (event) => this.onPointer(event),
      focusin: (event) => this.onFocus(event),
    });
    this.scroller.addEventListener('scroll', () => this.paint(), { passive: true });
    new ResizeObserver(() => this.paint()).observe(this.scroller);
  }

  /** Marks the element that the text's cursor stands in, and scrolls the grid to it. */
  select(flat: number | null): void {
    this.mark(this.selected, false);
    this.selected = flat;
    if (flat === null) return;
    this.scrollTo(flat);
    this.mark(flat, true);
    this.cells.get(flat)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** Puts the keyboard's focus on an element, scrolling there first. */
  focus(flat: number): void {
    this.scrollTo(flat);
    this.activate(flat);
    this.cells.get(flat)?.focus({ preventScroll: true });
  }

  /** Brings an element into the window. */
  scrollTo(flat: number): void {
    const { metrics } = this.options;
    const { row, column } = this.options.layout.place(flat);
    const top = row * metrics.row;
    const left = column * this.columnWidth;
    const { scroller } = this;
    const height = scroller.clientHeight - this.headHeight;
    const width = scroller.clientWidth - this.rowHeadWidth;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + metrics.row > scroller.scrollTop + height) scroller.scrollTop = top + metrics.row - height;
    if (left < scroller.scrollLeft) scroller.scrollLeft = left;
    else if (left + this.columnWidth > scroller.scrollLeft + width)
      scroller.scrollLeft = left + this.columnWidth - width;
    this.paint();
  }

  /** Fractions of all rows and columns that the window shows: top, left, height, width. */
  window(): readonly [number, number, number, number] {
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = this.scroller;
    const height = Math.max(1, this.options.layout.rows * this.options.metrics.row);
    const width = Math.max(1, this.options.layout.columns * this.columnWidth);
    return [
      scrollTop / height,
      scrollLeft / width,
      Math.min(1, (clientHeight - this.headHeight) / height),
      Math.min(1, (clientWidth - this.rowHeadWidth) / width),
    ];
  }

  private paint(): void {
    const { layout, metrics, slice } = this.options;
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = this.scroller;
    if (clientHeight === 0 && layout.rows > 0) return;
    const firstRow = Math.max(0, Math.floor(scrollTop / metrics.row) - OVERSCAN);
    const lastRow = Math.min(layout.rows - 1, Math.ceil((scrollTop + clientHeight) / metrics.row) + OVERSCAN);
    const firstColumn = Math.max(0, Math.floor(scrollLeft / this.columnWidth) - OVERSCAN);
    const lastColumn = Math.min(
      layout.columns - 1,
      Math.ceil((scrollLeft + clientWidth) / this.columnWidth) + OVERSCAN,
    );
    const active = layout.place(this.active);
    const isActiveRow = (row: number) => row === active.row;
    const inWindow = (row: number, column: number) =>
      row >= firstRow && row <= lastRow && column >= firstColumn && column <= lastColumn;

    for (const [flat, cell] of this.cells) {
      const { row, column } = layout.place(flat);
      if (inWindow(row, column) || flat === this.active) continue;
      cell.remove();
      this.cells.delete(flat);
    }
    for (const [row, element] of this.rows) {
      if ((row >= firstRow && row <= lastRow) || isActiveRow(row)) continue;
      element.remove();
      this.rows.delete(row);
    }
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        const flat = layout.flat(slice, row, column);
        if (flat !== null) this.ensureCell(flat, row, column);
      }
    }
    if (layout.flat(slice, active.row, active.column) === this.active)
      this.ensureCell(this.active, active.row, active.column);
    this.paintHead(firstColumn, lastColumn);
    this.mark(this.selected, true);
  }

  private paintHead(first: number, last: number): void {
    if (this.head === null) return;
    for (const [column, element] of this.columnHeads) {
      if (column >= first && column <= last) continue;
      element.remove();
      this.columnHeads.delete(column);
    }
    const offset = this.rowHeadWidth > 0 ? 2 : 1;
    if (this.rowHeadWidth > 0 && this.head.querySelector('.corner') === null) {
      const name = el('span', { class: 'for-screen-readers' }, [t(words.index)]);
      const corner = el('div', { class: 'corner', role: 'columnheader', 'aria-colindex': 1 }, [name]);
      corner.style.width = `${this.rowHeadWidth}px`;
      this.head.prepend(corner);
    }
    for (let column = first; column <= last; column++) {
      if (this.columnHeads.has(column)) continue;
      const element = el(
        'div',
        { class: 'column-head', role: 'columnheader', 'aria-colindex': column + offset, 'data-at': column },
        [String(column)],
      );
      element.style.left = `${this.rowHeadWidth + column * this.columnWidth}px`;
      element.style.width = `${this.columnWidth}px`;
      insertInOrder(this.head, element, column);
      this.columnHeads.set(column, element);
    }
  }

  private ensureCell(flat: number, row: number, column: number): void {
    if (this.cells.has(flat)) return;
    const { text, describe, differs, heat, width } = this.options;
    const warmth = heat(flat);
    const classes = [
      'cell',
      differs(flat) ? 'differs' : '',
      Number.isNaN(warmth) ? 'off-scale' : warmth < 0 ? 'negative' : 'positive',
    ];
    const cell = el(
      'div',
      {
        class: classes.join(' '),
        role: 'gridcell',
        'aria-colindex': column + (this.rowHeadWidth > 0 ? 2 : 1),
        'aria-label': describe(flat),
        tabindex: flat === this.active ? 0 : -1,
        'data-flat': flat,
        'data-at': column,
      },
      [el('span', { class: 'digits', 'aria-hidden': 'true' }, [aligned(text(flat), width)])],
    );
    cell.style.left = `${this.rowHeadWidth + column * this.columnWidth}px`;
    cell.style.width = `${this.columnWidth}px`;
    cell.style.setProperty('--heat', String(Number.isNaN(warmth) ? 0 : Math.abs(warmth)));
    insertInOrder(this.ensureRow(row), cell, column);
    this.cells.set(flat, cell);
  }

  private ensureRow(row: number): HTMLElement {
    const known = this.rows.get(row);
    if (known !== undefined) return known;
    const element = el('div', {
      class: 'grid-row',
      role: 'row',
      'aria-rowindex': row + (this.head === null ? 1 : 2),
      'data-at': row,
    });
    element.style.top = `${this.headHeight + row * this.options.metrics.row}px`;
    if (this.rowHeadWidth > 0) {
      const name = el('div', { class: 'row-head', role: 'rowheader', 'aria-colindex': 1 }, [
        this.options.layout.rowName(row),
      ]);
      name.style.width = `${this.rowHeadWidth}px`;
      element.append(name);
    }
    insertInOrder(this.sheet, element, row);
    this.rows.set(row, element);
    return element;
  }

  private mark(flat: number | null, selected: boolean): void {
    if (flat === null) return;
    const cell = this.cells.get(flat);
    cell?.classList.toggle('selected', selected);
    cell?.setAttribute('aria-selected', String(selected));
  }

  private activate(flat: number): void {
    this.cells.get(this.active)?.setAttribute('tabindex', '-1');
    this.active = flat;
    this.cells.get(flat)?.setAttribute('tabindex', '0');
  }

  private flatOf(event: Event): number | null {
    const cell = event.target instanceof Element ? event.target.closest('[data-flat]') : null;
    return cell === null ? null : Number(cell.getAttribute('data-flat'));
  }

  private onFocus(event: Event): void {
    const flat = this.flatOf(event);
    if (flat === null) return;
    this.activate(flat);
    this.options.onLook(flat);
  }

  private onPointer(event: Event): void {
    const flat = this.flatOf(event);
    if (flat !== null) this.options.onLook(flat);
  }

  private onClick(event: Event): void {
    const flat = this.flatOf(event);
    if (flat === null) return;
    this.focus(flat);
    this.options.onChoose?.(flat);
  }

  private onKey(event: KeyboardEvent): void {
    const { layout, metrics, slice, onChoose } = this.options;
    const page = Math.max(1, Math.floor((this.scroller.clientHeight - this.headHeight) / metrics.row) - 1);
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onChoose?.(this.active);
      return;
    }
    const target = placeAfter(event, layout, layout.place(this.active), page);
    const flat = target && layout.flat(slice, ...target);
    if (flat === undefined || flat === null || event.altKey) return;
    event.preventDefault();
    this.focus(flat);
  }
}
