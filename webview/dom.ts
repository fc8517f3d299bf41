/** What can stand inside an element; `null` and `false` are left out. */
export type Child = Node | string | null | false;

type Listeners = { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
export type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

const SVG = 'http://www.w3.org/2000/svg';
const MATHML = 'http://www.w3.org/1998/Math/MathML';

/**
 * A new element. Attributes are set as they are named; `true` sets an empty one, `null`, `undefined` and
 * `false` none. Text goes in as text nodes: nothing that the panel shows is ever parsed as HTML.
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  children: readonly Child[] = [],
  on: Listeners = {},
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  listen(element, on);
  return element;
}

export function svg(tag: string, attributes: Attributes = {}, children: readonly Child[] = []): SVGElement {
  const element = document.createElementNS(SVG, tag);
  fill(element, attributes, children);
  return element;
}

export function mathml(tag: string, attributes: Attributes = {}, children: readonly Child[] = []): Element {
  const element = document.createElementNS(MATHML, tag);
  fill(element, attributes, children);
  return element;
}

export function fill(element: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child !== null && child !== false) element.append(child);
}

export function listen(element: HTMLElement, on: Listeners): void {
  for (const [type, listener] of Object.entries(on))
    element.addEventListener(type, listener as EventListener);
}

/** Keeps the children in the order of their `data-at`, which is the order in which they are read out. */
export function insertInOrder(parent: HTMLElement, child: HTMLElement, at: number): void {
  let before = parent.lastElementChild;
  while (before !== null && Number(before.getAttribute('data-at') ?? -1) > at)
    before = before.previousElementSibling;
  if (before === null) parent.prepend(child);
  else before.after(child);
}
