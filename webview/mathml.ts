import { el, fill, mathml } from './dom';
import { t, words } from './words';

/*
 * LaTeX of the catalogue as MathML, which the browser sets by itself. Only what formulas of this subject use
 * is known; a command that is not stands there as its name, so that nothing is lost.
 */

const LETTERS: Readonly<Record<string, string>> = {
  alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', Delta: 'Δ', epsilon: 'ϵ', varepsilon: 'ε', eta: 'η',
  theta: 'θ', lambda: 'λ', mu: 'μ', nu: 'ν', pi: 'π', rho: 'ρ', sigma: 'σ', Sigma: 'Σ', tau: 'τ', phi: 'φ',
  varphi: 'φ', psi: 'ψ', omega: 'ω', Omega: 'Ω', partial: '∂', nabla: '∇', infty: '∞', ell: 'ℓ', zeta: 'ζ',
  kappa: 'κ', chi: 'χ', xi: 'ξ', Phi: 'Φ', Lambda: 'Λ',
}; // prettier-ignore

const OPERATORS: Readonly<Record<string, string>> = {
  cdot: '⋅', times: '×', odot: '⊙', circ: '∘', otimes: '⊗', oplus: '⊕', oslash: '⊘', ast: '∗', star: '⋆',
  div: '÷', pm: '±', neq: '≠', ne: '≠', leq: '≤', le: '≤', geq: '≥', ge: '≥', approx: '≈', equiv: '≡',
  propto: '∝', sim: '∼', to: '→', rightarrow: '→', leftarrow: '←', mapsto: '↦', Rightarrow: '⇒', in: '∈',
  notin: '∉', forall: '∀', ll: '≪', gg: '≫', langle: '⟨', rangle: '⟩', lVert: '‖', rVert: '‖', lvert: '|',
  rvert: '|', Vert: '‖', vert: '|', mid: '∣', top: '⊤', dots: '…', ldots: '…', cdots: '⋯', vdots: '⋮',
  ddots: '⋱', colon: ':', lbrace: '{', rbrace: '}', lfloor: '⌊', rfloor: '⌋', lceil: '⌈', rceil: '⌉',
  '{': '{', '}': '}', '|': '‖', '%': '%', _: '_', '#': '#', '&': '&', $: '$', prime: '′', backslash: '\\',
  quad: '', qquad: '', wedge: '∧', cup: '∪', setminus: '∖', iff: '⇔', implies: '⇒', perp: '⊥',
}; // prettier-ignore

const FUNCTIONS = new Set([
  'log', 'ln', 'exp', 'max', 'min', 'arg', 'argmax', 'argmin', 'sin', 'cos', 'tan', 'tanh', 'det', 'dim', 'lim', 'sup', 'inf', 'Pr',
]); // prettier-ignore

const LARGE: Readonly<Record<string, string>> = { sum: '∑', prod: '∏', int: '∫' };
const ACCENTS: Readonly<Record<string, string>> = {
  hat: '^', widehat: '^', tilde: '~', widetilde: '~', bar: '¯', overline: '¯', vec: '→', dot: '˙',
}; // prettier-ignore
const SPACES: Readonly<Record<string, string>> = {
  ',': '0.17em', ':': '0.22em', ';': '0.28em', ' ': '0.28em', quad: '1em', qquad: '2em', '!': '0',
}; // prettier-ignore
const FONTS = new Set([
  'mathrm',
  'mathbf',
  'mathit',
  'mathcal',
  'mathbb',
  'mathsf',
  'mathtt',
  'boldsymbol',
  'bm',
]);
const IGNORED = new Set([
  'left', 'right', 'big', 'Big', 'bigl', 'bigr', 'Bigl', 'Bigr', 'bigg', 'Bigg', 'displaystyle', 'textstyle', 'limits', 'nolimits',
]); // prettier-ignore
const FENCES: Readonly<Record<string, readonly [string, string]>> = {
  matrix: ['', ''], pmatrix: ['(', ')'], bmatrix: ['[', ']'], vmatrix: ['|', '|'], cases: ['{', ''],
  aligned: ['', ''], array: ['', ''], smallmatrix: ['', ''],
}; // prettier-ignore

/** What follows a function's name without a gap, or ends the formula. */
const CLOSE_TO_FUNCTION = new Set([
  '',
  '(',
  '[',
  ')',
  ']',
  ',',
  '=',
  '}',
  '&',
  '\\left',
  '\\big',
  '\\bigl',
  '\\Big',
  '\\Bigl',
  '\\,',
  '\\\\',
  '\\end',
]);

/** A text command with its braces is one token: blanks count inside it, and nowhere else. */
const TOKEN =
  /\\(?:text[a-z]*|mbox|operatorname\*?)\{[^{}]*\}|\\(?:[a-zA-Z]+\*?|[^a-zA-Z])|\s+|\d+(?:\.\d+)?|[\s\S]/gu;
const WORDS = /^\\(text[a-z]*|mbox|operatorname\*?)\{([^{}]*)\}$/;

/** A `<math>` element that shows this LaTeX. */
export function formula(latex: string, display: 'block' | 'inline' = 'block'): Element {
  const row = mathml('mrow', {}, new Parser(latex).row([]));
  const math = mathml('math', { display, displaystyle: 'true' }, [row]);
  if (display === 'inline') return math;
  const block = el('div', { class: 'formula' }, [math]);
  // A formula wider than its place is scrolled, so the keyboard has to reach it.
  new ResizeObserver(() => {
    const isCut = block.scrollWidth > block.clientWidth;
    fill(block, isCut ? { tabindex: 0, role: 'group', 'aria-label': t(words.formula) } : {}, []);
    if (!isCut) for (const name of ['tabindex', 'role', 'aria-label']) block.removeAttribute(name);
  }).observe(block);
  return block;
}

class Parser {
  private readonly tokens: readonly string[];
  private next = 0;

  constructor(latex: string) {
    this.tokens = (latex.match(TOKEN) ?? []).filter((token) => token.trim() !== '' || token.startsWith('\\'));
  }

  /** Everything up to one of `ends`, which is left to stand; a closing brace without partner is passed over. */
  row(ends: readonly string[]): Element[] {
    const nodes: Element[] = [];
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (ends.includes(token)) break;
      if (token === '}') {
        this.next += 1;
        continue;
      }
      const isFunction = token.startsWith('\\operatorname') || FUNCTIONS.has(token.slice(1));
      const node = this.scripted();
      if (node !== null) nodes.push(node);
      // `log a` is set apart, `log(a)` is not.
      if (isFunction && !CLOSE_TO_FUNCTION.has(this.peek() ?? ''))
        nodes.push(mathml('mspace', { width: '0.17em' }));
    }
    return nodes;
  }

  private peek(): string | undefined {
    return this.tokens[this.next];
  }

  private scripted(): Element | null {
    const large =
      LARGE[this.peek()?.slice(1) ?? ''] !== undefined || this.peek() === '\\max' || this.peek() === '\\min';
    const base = this.peek() === '^' || this.peek() === '_' ? mathml('mrow') : this.atom();
    let below: Element | null = null;
    let above: Element | null = null;
    for (;;) {
      const token = this.peek();
      if (token === '_') {
        this.next += 1;
        below = this.argument();
      } else if (token === '^') {
        this.next += 1;
        above = join(above, this.argument());
      } else if (token === "'") {
        this.next += 1;
        above = join(above, mathml('mo', {}, ['′']));
      } else if (token === '\\limits' || token === '\\nolimits') {
        this.next += 1;
      } else break;
    }
    if (base === null) return null;
    if (below === null && above === null) return base;
    const sub = large ? 'munder' : 'msub';
    const sup = large ? 'mover' : 'msup';
    const both = large ? 'munderover' : 'msubsup';
    if (above === null) return mathml(sub, {}, [base, below]);
    if (below === null) return mathml(sup, {}, [base, above]);
    return mathml(both, {}, [base, below, above]);
  }

  /** What stands in braces after a command or a script, or the one atom that does. */
  private argument(): Element {
    if (this.peek() === '{') {
      this.next += 1;
      const nodes = this.row(['}']);
      this.next += 1;
      return nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : mathml('mrow', {}, nodes);
    }
    return this.atom() ?? mathml('mrow');
  }

  private atom(): Element | null {
    const token = this.tokens[this.next];
    this.next += 1;
    if (token === undefined) return null;
    if (token === '{') {
      this.next -= 1;
      return this.argument();
    }
    const [, command, text] = WORDS.exec(token) ?? [];
    if (text !== undefined)
      return command?.startsWith('operatorname')
        ? mathml('mi', { mathvariant: 'normal' }, [text])
        : mathml('mtext', {}, [text.replaceAll(' ', '\u00a0')]);
    if (token.startsWith('\\')) return this.command(token.slice(1));
    if (/^\d/.test(token)) return mathml('mn', {}, [token]);
    if (/^\p{L}$/u.test(token)) return mathml('mi', {}, [token]);
    if (token === '&' || token === '~') return null;
    const operator = token === '-' ? '−' : token === '*' ? '∗' : token;
    return mathml('mo', '()[]|'.includes(token) ? { stretchy: 'false' } : {}, [operator]);
  }

  private command(name: string): Element | null {
    if (name === 'frac' || name === 'dfrac' || name === 'tfrac')
      return mathml('mfrac', {}, [this.argument(), this.argument()]);
    if (name === 'sqrt') return mathml('msqrt', {}, [this.argument()]);
    if (name === 'begin') return this.environment();
    if (FONTS.has(name)) return this.word(name);
    const accent = ACCENTS[name];
    if (accent !== undefined)
      return mathml('mover', { accent: 'true' }, [
        this.argument(),
        mathml('mo', { stretchy: 'false' }, [accent]),
      ]);
    if (name === 'underbrace') {
      const under = mathml('munder', {}, [this.argument(), mathml('mo', {}, ['⏟'])]);
      return under;
    }
    const space = SPACES[name];
    if (space !== undefined) return mathml('mspace', { width: space });
    if (IGNORED.has(name)) {
      if ((name === 'left' || name === 'right') && this.peek() === '.') this.next += 1;
      return null;
    }
    const large = LARGE[name];
    if (large !== undefined) return mathml('mo', { movablelimits: 'false' }, [large]);
    if (FUNCTIONS.has(name)) return mathml('mi', {}, [name]);
    const letter = LETTERS[name];
    if (letter !== undefined) return mathml('mi', {}, [letter]);
    const operator = OPERATORS[name];
    if (operator !== undefined)
      return mathml('mo', 'langlerangle'.includes(name) ? { stretchy: 'false' } : {}, [operator]);
    return mathml('mtext', { class: 'unknown' }, [`\\${name}`]);
  }

  /** `\mathrm{softmax}`, `\mathbf{1}`: the braces hold a name, not a product of letters. */
  private word(command: string): Element {
    const start = this.next;
    const content = this.argument();
    const words = this.tokens.slice(start, this.next).filter((token) => token !== '{' && token !== '}');
    if (!words.every((token) => /^[\p{L}\d.-]+$/u.test(token))) return content;
    if (command === 'mathit') return mathml('mi', {}, [words.join('')]);
    const bold =
      command !== 'mathrm' && command !== 'mathsf' && command !== 'mathtt' && command !== 'mathcal';
    return mathml('mi', { class: bold && 'bold', mathvariant: 'normal' }, [words.join('')]);
  }

  private environment(): Element {
    const name = this.rawArgument();
    if (name === 'array') this.rawArgument();
    const rows: Element[] = [];
    let cells: Element[] = [];
    for (;;) {
      cells.push(mathml('mtd', {}, this.row(['&', '\\\\', '\\end'])));
      const token = this.peek();
      this.next += 1;
      if (token === '&') continue;
      rows.push(mathml('mtr', {}, cells));
      cells = [];
      if (token !== '\\\\') break;
    }
    this.rawArgument();
    const [open, close] = FENCES[name] ?? ['', ''];
    const table = mathml('mtable', name === 'cases' ? { class: 'cases' } : {}, rows);
    return mathml('mrow', {}, [
      open !== '' && mathml('mo', { fence: 'true' }, [open]),
      table,
      close !== '' && mathml('mo', { fence: 'true' }, [close]),
    ]);
  }

  private rawArgument(): string {
    if (this.peek() !== '{') return '';
    const end = this.tokens.indexOf('}', this.next);
    const until = end === -1 ? this.tokens.length : end;
    const text = this.tokens.slice(this.next + 1, until).join('');
    this.next = until + 1;
    return text;
  }
}

function join(first: Element | null, second: Element): Element {
  return first === null ? second : mathml('mrow', {}, [first, second]);
}
