import { el, fill, type Attributes, type Child } from './dom';

/*
 * The controls of the panel. Until `toolkit.ts` has run they have the boxes that they will have (`panel.css`), and are
 * plain elements.
 */

export interface ButtonOptions {
  readonly appearance?: 'primary' | 'secondary' | 'icon';
  readonly attributes?: Attributes;
}

export function button(
  content: readonly Child[],
  onClick: () => void,
  { appearance = 'secondary', attributes = {} }: ButtonOptions = {},
): HTMLElement {
  const element = document.createElement('vscode-button');
  fill(element, { appearance, ...attributes }, content);
  element.addEventListener('click', onClick);
  return element;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A dropdown with a name for screen readers; `onChange` gets the value that the person chose. */
export function dropdown(
  name: string,
  choices: readonly Choice[],
  chosen: string,
  onChange: (value: string) => void,
): HTMLElement {
  const element = document.createElement('vscode-dropdown');
  fill(
    element,
    { 'aria-label': name, 'data-focus': `dropdown ${name}` },
    choices.map(({ value, label }) => {
      const option = document.createElement('vscode-option');
      fill(option, { value, selected: value === chosen }, [label]);
      return option;
    }),
  );
  element.addEventListener('change', () => {
    if ('value' in element && typeof element.value === 'string' && element.value !== chosen)
      onChange(element.value);
  });
  return el('span', { class: 'dropdown' }, [element]);
}
