import { firstFinding, type QuantityView, type StepView } from '../src/report/panel-view';
import { arrayOf, labelOf, shapeOf, symbolOf, type Context } from './context';
import { el } from './dom';
import { icon } from './icons';
import { shown } from './numbers';
import { t, words } from './words';

/** Numbers that a card shows of its array before it shows the shape instead. */
const PREVIEW = 4;

/**
 * The derivation as a row of cards, z → a → dE/da → J → dE/dz: one for each value that the text gives, with
 * its verdict. They are tabs: the one that is chosen is explained below.
 */
export function derivation(context: Context, selected: QuantityView | null): HTMLElement {
  const tabs: HTMLElement[] = [];
  const list = el(
    'div',
    { class: 'steps', role: 'tablist', 'aria-label': t(words.derivation) },
    context.view.steps.map((step, index) => stepOf(context, step, index === 0, selected, tabs)),
    {
      keydown: (event) => {
        const at = tabs.findIndex((tab) => tab === document.activeElement);
        const to = {
          ArrowRight: at + 1,
          ArrowDown: at + 1,
          ArrowLeft: at - 1,
          ArrowUp: at - 1,
          Home: 0,
          End: -1,
        }[event.key];
        if (at === -1 || to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        const tab = tabs.at(to % tabs.length);
        tab?.focus();
        tab?.click();
      },
    },
  );
  return list;
}

function stepOf(
  context: Context,
  step: StepView,
  isFirst: boolean,
  selected: QuantityView | null,
  tabs: HTMLElement[],
): HTMLElement {
  const cards = step.quantities.map((quantity) => {
    const tab = card(context, quantity, quantity.key === selected?.key);
    tabs.push(tab);
    return tab;
  });
  return el('div', { class: step.role === null ? 'step step-aside' : 'step', role: 'presentation' }, [
    !isFirst &&
      el('span', { class: step.follows ? 'arrow' : 'arrow arrow-none', 'aria-hidden': 'true' }, [
        step.follows ? '\u2192' : '',
      ]),
    el('div', { class: 'cards', role: 'presentation' }, cards),
  ]);
}

function card(context: Context, quantity: QuantityView, isSelected: boolean): HTMLElement {
  const array = arrayOf(context, quantity);
  const standing = t(words.standing[quantity.standing]);
  const root = firstFinding(context.report);
  const isRoot = quantity.findings.some((index) => context.report.findings[index] === root);
  return el(
    'button',
    {
      type: 'button',
      id: tabId(quantity),
      class: `card is-${quantity.standing}`,
      role: 'tab',
      'aria-selected': String(isSelected),
      'aria-controls': 'detail',
      tabindex: isSelected ? 0 : -1,
      'data-focus': `card ${quantity.key}`,
      'data-array': quantity.array,
    },
    [
      el('span', { class: 'card-head' }, [
        array.role !== null && el('span', { class: 'symbol' }, [symbolOf(array)]),
        el('span', { class: 'role' }, [labelOf(context, quantity)]),
      ]),
      el('span', { class: 'preview' }, [preview(context, quantity)]),
      el('span', { class: 'standing' }, [icon(quantity.standing), isRoot ? t(words.firstWrong) : standing]),
    ],
    { click: () => context.change({ selected: quantity.key }) },
  );
}

export function tabId(quantity: QuantityView): string {
  return `tab-${quantity.key.replaceAll(' ', '-')}`;
}

function preview(context: Context, quantity: QuantityView): string {
  const array = arrayOf(context, quantity);
  if (
    array.values.length === 0 ||
    array.values.length > PREVIEW ||
    array.shape.at(-1) !== array.values.length
  )
    return shapeOf(array);
  return array.values.map((value, index) => shown(array.printed[index], value)).join('\u2002');
}
