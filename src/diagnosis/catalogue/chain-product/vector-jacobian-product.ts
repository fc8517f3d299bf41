import { zeros } from '../../../calculus/buffers';
import { byRow, sumRows, times, type Numbers } from '../../elementwise';
import { type Mistake } from '../mistake';
import { inProduct, isBatch } from '../rules';

/** The product without a matrix, `a∘(g - ⟨g,a⟩)`, with a term too few or too many. */
export const vectorJacobianProductMistakes: readonly Mistake[] = [
  {
    id: 'dot-product-term-missing',
    step: 'chain-product',
    seen: 1,
    forms: [inProduct(times)],
  },
  {
    id: 'dot-product-term-wrong-operand',
    step: 'chain-product',
    seen: 2,
    forms: [
      inProduct((g, p, s) => lessDots(p, times(p, p), g, s.classes)),
      inProduct((g, p, s) => lessDots(p, times(p, g), g, s.classes), 1),
      inProduct((g, p, s) => lessDots(g, times(p, p), p, s.classes), 1),
    ],
  },
  {
    id: 'dot-product-over-wrong-axis',
    step: 'chain-product',
    seen: 2,
    forms: [
      inProduct((g, p, s) =>
        isBatch(s) ? times(p, lessByClass(g, sumColumns(times(g, p), s.classes), s.classes)) : null,
      ),
      inProduct(
        (g, p, s) =>
          isBatch(s) && s.samples === s.classes
            ? times(p, lessByClass(g, sumRows(times(g, p), s.classes), s.classes))
            : null,
        1,
      ),
    ],
  },
];

/** `factor∘(x - Σ products)`, the sum over the classes of every sample. */
function lessDots(x: Numbers, products: Numbers, factor: Numbers, classes: number): Numbers {
  return times(
    factor,
    byRow(x, sumRows(products, classes), classes, (value, dot) => value - dot),
  );
}

/** `x` less `dots[k]` for class k. */
function lessByClass(x: Numbers, dots: Numbers, classes: number): Numbers {
  return byRow(x, x, classes, (value, _, k) => value - (dots[k] ?? NaN));
}

/** Sum of `x` over the samples, for every class. */
function sumColumns(x: Numbers, classes: number): Numbers {
  const out = zeros(classes);
  x.forEach((value, at) => (out[at % classes] = (out[at % classes] ?? NaN) + value));
  return out;
}
