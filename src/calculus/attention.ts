import { zeros } from './buffers';
import { softmaxBackward } from './backward';
import { requireLength, rowsOf } from './lanes';
import { softmax } from './softmax';

/** One query against `keys` keys: scores and weights have length `keys`, the output length `width`. */
export interface AttentionRow {
  readonly scores: Float64Array;
  readonly weights: Float64Array;
  readonly output: Float64Array;
}

/**
 * A row of attention: `s_j = scale·⟨q, k_j⟩`, `p = softmax(s)`, `o = Σ_j p_j·v_j`. `query` has length d, `keys` is
 * `m × d`, `values` `m × width`; `scale` is 1/√d by default. Vaswani et al., "Attention Is All You Need" (2017), eq. 1.
 */
export function attentionRow(
  query: Float64Array,
  keys: Float64Array,
  values: Float64Array,
  scale = 1 / Math.sqrt(query.length),
): AttentionRow {
  const d = query.length;
  const m = keys.length / d;
  const width = values.length / m;
  requireLength('values', values, m * Math.floor(width));
  const scores = zeros(m);
  for (let j = 0; j < m; j++) {
    let dot = 0;
    for (let i = 0; i < d; i++) dot += (query[i] ?? NaN) * (keys[j * d + i] ?? NaN);
    scores[j] = dot * scale;
  }
  const weights = softmax(scores, rowsOf(1, m));
  const output = zeros(width);
  for (let j = 0; j < m; j++) {
    for (let i = 0; i < width; i++) {
      output[i] = (output[i] ?? NaN) + (weights[j] ?? NaN) * (values[j * width + i] ?? NaN);
    }
  }
  return { scores, weights, output };
}

/** Gradients of a row of attention from `upstream = dE/do`: of the scores (after scaling), the query and the keys. */
export function attentionRowBackward(
  query: Float64Array,
  keys: Float64Array,
  values: Float64Array,
  upstream: Float64Array,
  scale = 1 / Math.sqrt(query.length),
): { readonly scores: Float64Array; readonly query: Float64Array; readonly keys: Float64Array } {
  const d = query.length;
  const m = keys.length / d;
  const width = upstream.length;
  requireLength('values', values, m * width);
  const { weights } = attentionRow(query, keys, values, scale);
  const dWeights = zeros(m);
  for (let j = 0; j < m; j++) {
    let dot = 0;
    for (let i = 0; i < width; i++) dot += (upstream[i] ?? NaN) * (values[j * width + i] ?? NaN);
    dWeights[j] = dot;
  }
  const scores = softmaxBackward(weights, dWeights, rowsOf(1, m));
  const dQuery = zeros(d);
  const dKeys = zeros(m * d);
  for (let j = 0; j < m; j++) {
    const slope = (scores[j] ?? NaN) * scale;
    for (let i = 0; i < d; i++) {
      dQuery[i] = (dQuery[i] ?? NaN) + slope * (keys[j * d + i] ?? NaN);
      dKeys[j * d + i] = slope * (query[i] ?? NaN);
    }
  }
  return { scores, query: dQuery, keys: dKeys };
}
