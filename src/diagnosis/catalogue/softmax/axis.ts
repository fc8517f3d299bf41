import { mapped, zeros } from '../../../calculus/buffers';
import { columnsOf } from '../../../calculus/lanes';
import { logSoftmax, softmax } from '../../../calculus/softmax';
import { maxRows, scaled, sumRows, total, type Numbers } from '../../elementwise';
import type { Setting } from '../../setting';
import { byRule, type Mistake } from '../mistake';
import { isBatch, onOperand } from '../rules';

/** Softmax over the wrong axis, or with the right axis and a wrong broadcast. */
export const softmaxAxisMistakes: readonly Mistake[] = [
  {
    id: 'softmax-wrong-axis',
    step: 'softmax',
    seen: 17,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => (isBatch(s) ? softmax(u, columnsOf(s.classes, s.samples)) : null)),
      ),
      byRule(
        'log',
        onOperand((u, s) => (isBatch(s) ? logSoftmax(u, columnsOf(s.classes, s.samples)) : null)),
      ),
    ],
  },
  {
    id: 'softmax-global-normalisation',
    step: 'softmax',
    seen: 8,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u, s) =>
          isBatch(s) ? scaled(mapped(u, Math.exp), 1 / total(mapped(u, Math.exp))) : null,
        ),
      ),
    ],
  },
  {
    id: 'softmax-normaliser-broadcast',
    step: 'softmax',
    seen: 5,
    forms: [byRule('softmax.normalisation', onOperand(broadcastSums))],
  },
  {
    id: 'max-subtraction-wrong-axis',
    step: 'softmax',
    seen: 5,
    forms: [
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => (isBatch(s) ? shiftedByClass(u, maxColumns(u, s.classes), s) : null)),
      ),
      byRule(
        'softmax.normalisation',
        onOperand((u, s) => (square(s) ? shiftedByClass(u, maxRows(u, s.classes), s) : null)),
        1,
      ),
    ],
  },
];

/** True where a broadcast along the wrong direction goes unnoticed. */
const square = (s: Setting): boolean => isBatch(s) && s.samples === s.classes;

/** Row sums of the exponentials; those of row `column` stand where those of row `row` are due. */
function broadcastSums(u: Numbers, s: Setting): Numbers | null {
  if (!square(s)) return null;
  const e = mapped(u, Math.exp);
  const sums = sumRows(e, s.classes);
  return mapped(e, (x, at) => x / (sums[at % s.classes] ?? NaN));
}

/** Softmax of every row after a shift by `shifts[k]` of class k. */
function shiftedByClass(u: Numbers, shifts: Numbers, s: Setting): Numbers {
  const shifted = mapped(u, (x, at) => x - (shifts[at % s.classes] ?? NaN));
  return softmax(shifted, s.lanes);
}

/** The largest operand of every class over the samples. */
function maxColumns(u: Numbers, classes: number): Numbers {
  const most = zeros(classes).fill(-Infinity);
  u.forEach((x, at) => (most[at % classes] = Math.max(most[at % classes] ?? NaN, x)));
  return most;
}
