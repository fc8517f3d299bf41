import type { Random } from './random';

/** A named quantity of a derivation, to be printed. */
export interface Quantity {
  readonly role: Part;
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** The person's own input: printed as it is, whatever the digits of the rest. */
  readonly exact?: boolean;
  /** "expected", "autograd" beside the person's own value. */
  readonly reference?: boolean;
}

export type Part =
  | 'logits'
  | 'probabilities'
  | 'logProbabilities'
  | 'target'
  | 'classIndex'
  | 'classWeights'
  | 'loss'
  | 'lossGradient'
  | 'upstream'
  | 'jacobian'
  | 'delta'
  | 'inputs'
  | 'weightGradient'
  | 'biasGradient';

export const notations = ['python', 'numpy', 'torch', 'matlab', 'latex', 'prose'] as const;
export type Notation = (typeof notations)[number];

/** How the digits of derived numbers come about. */
export interface Digits {
  /** Decimals for `fixed`, significant digits for `significant`. */
  readonly count: number;
  readonly style: 'fixed' | 'significant';
  readonly cut: 'rounded' | 'truncated';
}

/** One number as it is printed. */
export function printed(value: number, digits: Digits): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  if (digits.style === 'significant') {
    if (value === 0) return (0).toFixed(digits.count);
    return spelled(value.toPrecision(Math.min(17, digits.count)));
  }
  if (digits.cut === 'truncated') {
    const unit = 10 ** digits.count;
    // One more unit in the last place of the product than a double holds would be cut to the digit below.
    const cut = Math.trunc(value * unit * (1 + 4e-16)) / unit;
    return cut.toFixed(digits.count);
  }
  return value.toFixed(digits.count);
}

/** Shortest Python-like spelling of a number given to some digits. */
function spelled(text: string): string {
  return text.includes('e') ? text.replace(/e([+-])(\d)$/, 'e$10$2') : text;
}

/** An input as the person typed it: the shortest decimal. */
function typed(value: number): string {
  return Object.is(value, -0) ? '0' : String(value);
}

/** What the reader of the text gets to see of `value`. */
export function asPrinted(value: number, exact: boolean, digits: Digits): number {
  return Number(exact ? typed(value) : printed(value, digits).replace('inf', 'Infinity'));
}

function nested(
  shape: readonly number[],
  element: (at: number) => string,
  open: string,
  close: string,
  between: (depth: number) => string,
): string {
  const build = (depth: number, offset: number): string => {
    if (depth === shape.length) return element(offset);
    const size = shape.slice(depth + 1).reduce((a, b) => a * b, 1);
    const parts = Array.from({ length: shape[depth] ?? 0 }, (_, i) => build(depth + 1, offset + i * size));
    return open + parts.join(between(shape.length - depth)) + close;
  };
  return build(0, 0);
}

/** Pads the elements to one width, as array print-outs do. */
function aligned(cells: readonly string[]): string[] {
  const width = cells.reduce((most, { length }) => Math.max(most, length), 0);
  return cells.map((cell) => cell.padStart(width));
}

const latexNames: Readonly<Record<string, string>> = {
  'dE/da': '\\frac{\\partial E}{\\partial a}',
  'da/dz': '\\frac{\\partial a}{\\partial z}',
  'dE/dz': '\\frac{\\partial E}{\\partial z}',
};

/** One statement that gives the quantity, in the notation. */
export function statement(q: Quantity, notation: Notation, digits: Digits, random: Random): string {
  const cells = Array.from(q.values, (value) => {
    if (q.exact === true) return typed(value);
    // Only lists show each number as short as it can be.
    const list = notation === 'python' && digits.style === 'significant';
    return list && value === 0 ? '0.0' : printed(value, digits);
  });
  const cell = (at: number) => cells[at] ?? '';
  const scalar = q.values.length === 1 && q.shape.length === 0;
  switch (notation) {
    case 'python': {
      if (scalar) return `${q.name} = ${cell(0)}`;
      return `${q.name} = ${nested(q.shape, cell, '[', ']', () => ', ')}`;
    }
    case 'prose': {
      if (scalar) return `${q.name} = ${cell(0)}`;
      // One number in round brackets would be no array.
      const [open, close] = q.values.length === 1 ? ['[', ']'] : ['(', ')'];
      return `${q.name} = ${nested(q.shape, cell, open, close, () => ', ')}`;
    }
    case 'numpy':
    case 'torch': {
      if (scalar) return notation === 'torch' ? `${q.name} = tensor(${cell(0)})` : `${q.name} = ${cell(0)}`;
      const torch = notation === 'torch';
      const even = aligned(cells);
      const head = torch ? `${q.name} = tensor(` : `${q.name} =\n`;
      const indent = torch ? 7 : 0;
      const body = nested(
        q.shape,
        (at) => even[at] ?? '',
        '[',
        ']',
        (depth) =>
          depth === 1
            ? torch
              ? ', '
              : ' '
            : `${torch ? ',' : ''}${'\n'.repeat(depth - 1)}${' '.repeat(indent + q.shape.length - depth + 1)}`,
      );
      return `${head}${body}${torch ? ')' : ''}`;
    }
    case 'matlab': {
      if (scalar) return `${q.name} = ${cell(0)}`;
      const columns = q.shape.at(-1) ?? 1;
      const rows = cells.length / columns;
      if (random.chance(0.5)) {
        const lines = Array.from({ length: rows }, (_, i) =>
          cells.slice(i * columns, (i + 1) * columns).join(' '),
        );
        return `${q.name} = [${lines.join('; ')}];`;
      }
      const even = aligned(cells).map((text) => `    ${text}`);
      const lines = Array.from({ length: rows }, (_, i) =>
        even.slice(i * columns, (i + 1) * columns).join(''),
      );
      return `${q.name} =\n\n${lines.join('\n')}\n`;
    }
    case 'latex': {
      const name = latexNames[q.name] ?? q.name;
      if (scalar) return `$$${name} = ${cell(0)}$$`;
      const columns = q.shape.at(-1) ?? 1;
      const rows = cells.length / columns;
      if (rows === 1 && q.shape.length === 1) {
        return random.chance(0.5)
          ? `$$${name} = (${cells.join(', ')})$$`
          : `$$${name} = \\begin{pmatrix}${cells.join(' & ')}\\end{pmatrix}$$`;
      }
      const lines = Array.from({ length: rows }, (_, i) =>
        cells.slice(i * columns, (i + 1) * columns).join(' & '),
      );
      return `$$${name} = \\begin{bmatrix}${lines.join(' \\\\ ')}\\end{bmatrix}$$`;
    }
  }
}
