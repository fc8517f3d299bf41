import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import temml from 'temml';
import { explanations } from '../../../src/diagnosis/catalogue/explanations/explanations';
import { formula } from '../../../webview/mathml';

/** As much of a page as it takes to build elements in, and to write them down. */
class FakeElement {
  readonly children: (FakeElement | string)[] = [];
  readonly attributes = new Map<string, string>();
  constructor(readonly tag: string) {}
  setAttribute(name: string, value: string) {
    this.attributes.set(name, value);
  }
  append(child: FakeElement | string) {
    this.children.push(child);
  }
  get textContent(): string {
    return this.children.map((child) => (typeof child === 'string' ? child : child.textContent)).join('');
  }
  /** `msub(a i)`: what is inside what, without attributes. */
  get outline(): string {
    const inner = this.children.map((child) => (typeof child === 'string' ? child : child.outline)).join(' ');
    return ['mi', 'mn', 'mo', 'mtext'].includes(this.tag) ? inner : `${this.tag}(${inner})`;
  }
}

const outline = (latex: string) => {
  const math = formula(latex, 'inline') as unknown as FakeElement;
  return math.outline.replace(/^math\(mrow\((.*)\)\)$/, '$1');
};

/** What is read of a formula: its characters without blanks and invisible operators. */
const characters = (text: string) =>
  text
    .replaceAll(/[\s\u00a0\u2000-\u200b\u2061-\u2064]/g, '')
    .normalize('NFKC')
    .replaceAll(/[\u2032\u2019]/g, "'")
    .replaceAll('*', '\u2217');

before(() => {
  const make = (tag: string) => new FakeElement(tag);
  Object.assign(globalThis, {
    document: { createElement: make, createElementNS: (_: string, tag: string) => make(tag) },
  });
});

describe('LaTeX as MathML', () => {
  it('sets scripts, fractions, roots, sums and fences', () => {
    assert.equal(outline('a_i'), 'msub(a i)');
    assert.equal(outline('J_{ij}^2'), 'msubsup(J mrow(i j) 2)');
    assert.equal(outline('\\frac{1}{N}x'), 'mfrac(1 N) x');
    assert.equal(outline('\\sqrt{z}'), 'msqrt(z)');
    assert.equal(outline('\\sum_{k=1}^n t_k'), 'munderover(\u2211 mrow(k = 1) n) msub(t k)');
    assert.equal(outline('\\left(a-t\\right)'), '( a \u2212 t )');
    assert.equal(outline("f'(x)"), 'msup(f \u2032) ( x )');
  });

  it('sets letters, operators and accents', () => {
    assert.equal(outline('\\theta \\odot \\hat{y}'), '\u03b8 \u2299 mover(y ^)');
    assert.equal(outline('\\langle g, a \\rangle'), '\u27e8 g , a \u27e9');
    assert.equal(outline('\\log a'), 'log mspace() a');
  });

  it('sets matrices and cases', () => {
    assert.equal(
      outline('\\begin{pmatrix}1&0\\\\0&1\\end{pmatrix}'),
      'mrow(( mtable(mtr(mtd(1) mtd(0)) mtr(mtd(0) mtd(1))) ))',
    );
  });

  it('keeps words in one piece, with their blanks', () => {
    assert.equal(outline('\\operatorname{softmax}(z)'), 'softmax ( z )');
    assert.equal(outline('\\text{if } i = j'), 'if\u00a0 i = j');
    assert.equal(outline('\\mathrm{diag}(a)'), 'diag ( a )');
  });

  it('shows what it does not know by its name, and never fails', () => {
    assert.match(outline('\\frobnicate{x}'), /\\frobnicate/);
    for (const broken of [
      '',
      '}',
      '{',
      '\\frac',
      'a^',
      '_',
      '\\begin{pmatrix}1',
      '\\left',
      '\\',
      '&',
      'a__b',
    ])
      assert.doesNotThrow(() => outline(broken), broken);
  });

  it('knows every command of the catalogue, and reads as temml does', () => {
    const forms = Object.values(explanations).flatMap(({ wrongForm, rightForm }) => [wrongForm, rightForm]);
    assert.ok(forms.length > 20);
    for (const latex of forms) {
      const math = formula(latex, 'inline') as unknown as FakeElement;
      assert.doesNotMatch(math.textContent, /\\/, latex);
      const theirs = temml.renderToString(latex).replaceAll(/<annotation[\s\S]*?<\/annotation>|<[^>]+>/g, '');
      const decoded = theirs.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
      assert.equal(characters(math.textContent), characters(decoded), latex);
    }
  });
});
