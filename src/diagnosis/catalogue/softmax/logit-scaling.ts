import { mapped } from '../../../calculus/buffers';
import { softmax } from '../../../calculus/softmax';
import { scaled, times, type Numbers } from '../../elementwise';
import type { Setting } from '../../setting';
import { byRule, type Mistake } from '../mistake';
import { onLogits, onOutput } from '../rules';

/** A rule for a temperature; the root of the width of the keys has mistakes of its own. */
const tempered =
  (f: (z: Numbers, temperature: number, s: Setting) => Numbers) =>
  (z: Numbers, s: Setting): Numbers | null =>
    s.temperature === 1 || s.keyWidth !== null ? null : f(z, s.temperature, s);

/** A rule for the row of an attention whose keys have a known width. */
const attended =
  (f: (z: Numbers, keyWidth: number, s: Setting) => Numbers) =>
  (z: Numbers, s: Setting): Numbers | null =>
    s.keyWidth === null ? null : f(z, s.keyWidth, s);

/** What scales or hides logits: temperature, class weights, a mask, the width of attention's keys. */
export const logitScalingMistakes: readonly Mistake[] = [
  {
    id: 'temperature-misapplied',
    step: 'softmax',
    seen: 5,
    forms: [
      byRule('softmax.operand', onLogits(tempered((z, T) => scaled(z, T)))),
      byRule('softmax.operand', onLogits(tempered((z, T) => scaled(z, 1 / (T * T))))),
      // After the exponential it cancels; left out looks the same.
      byRule('softmax.operand', onLogits(tempered((z) => z))),
      byRule('softmax.output', onOutput(tempered((a, T) => scaled(a, 1 / T))), 1),
      byRule('softmax.normalisation', onLogits(tempered((z, T, s) => scaled(softmax(z, s.lanes), 1 / T))), 1),
    ],
  },
  {
    id: 'class-weights-on-logits',
    step: 'softmax',
    seen: 1,
    forms: [
      byRule(
        'softmax.operand',
        onLogits((z, s) => {
          const w = s.classWeights;
          return w === null ? null : mapped(z, (x, at) => (x * (w[at % s.classes] ?? NaN)) / s.temperature);
        }),
      ),
    ],
  },
  {
    id: 'mask-after-softmax',
    step: 'softmax',
    seen: 1,
    forms: [
      byRule(
        'softmax.normalisation',
        onLogits((z, s) => (s.mask === null ? null : times(softmax(z, s.lanes, s.temperature), s.mask))),
      ),
    ],
  },
  {
    id: 'attention-scale-misplaced',
    step: 'softmax',
    seen: 3,
    forms: [
      byRule(
        'softmax.normalisation',
        onLogits(attended((z, d, s) => scaled(softmax(z, s.lanes), 1 / Math.sqrt(d)))),
      ),
      byRule('softmax.operand', onLogits(attended((z) => z))),
      byRule('softmax.output', onOutput(attended((a, d) => scaled(a, 1 / Math.sqrt(d)))), 1),
      byRule('softmax.operand', onLogits(attended((z, d) => scaled(z, 1 / d))), 1),
    ],
  },
];
