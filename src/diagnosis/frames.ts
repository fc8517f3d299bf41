import type { NumericArray } from '../reader/reading';
import { inColumns, type Frame } from './claim';
import { contradiction, weighed, type Weighed } from './conventions';
import type { Role } from './diagnosis';
import { total } from './elementwise';
import type { Facts } from './facts';
import { isHard } from './target-readings';

const shapeRoles: readonly Role[] = [
  'logits',
  'probabilities',
  'logProbabilities',
  'delta',
  'target',
  'lossGradient',
  'upstream',
];

/** The frames that the shapes allow. */
export function framesOf(
  arrays: readonly NumericArray[],
  roles: readonly (Role | null)[],
  facts: Facts,
): Weighed<Frame>[] {
  for (const role of shapeRoles) {
    const array = arrays.find(
      (one, i) => roles[i] === role && one.values.length > 0 && !isMatrixOfVector(one, i),
    );
    if (array === undefined) continue;
    const { shape } = array;
    const size = array.values.length;
    if (shape.length <= 1) return [weighed({ samples: 1, classes: size, layout: 'rows' }, 0)];
    if (shape.length === 2 && shape.includes(1)) {
      const one: Frame = { samples: 1, classes: size, layout: 'rows' };
      // One class alone always has the probability one: nobody means that, unless the words say so.
      const single = (shape[0] === 1 && facts.columns) || (shape[1] === 1 && facts.rows);
      if (!single || size === 1) return [weighed(one, 0)];
      return [weighed(one, 4), weighed({ samples: size, classes: 1, layout: 'rows' }, 0)];
    }
    const classes = shape[shape.length - 1] ?? 1;
    const rows: Frame = { samples: size / classes, classes, layout: 'rows' };
    if (shape.length > 2) return [weighed(rows, 0)];
    const columns: Frame = { samples: classes, classes: size / classes, layout: 'columns' };
    const all: Frame = { samples: 1, classes: size, layout: 'rows' };
    return [
      weighed(rows, facts.columns ? contradiction : 0),
      weighed(columns, facts.rows ? contradiction : facts.columns ? 0 : 3),
      ...(facts.overAll || isOneHotOfAll(arrays, roles) ? [weighed(all, 3)] : []),
    ];
  }
  const jacobian = arrays.find((_, i) => roles[i] === 'jacobian');
  if (jacobian !== undefined) {
    const n = jacobian.shape[jacobian.shape.length - 1] ?? 1;
    const samples = jacobian.shape.length > 2 ? jacobian.values.length / (n * n) : 1;
    return [weighed({ samples, classes: n, layout: 'rows' }, 0)];
  }
  return [];

  function isMatrixOfVector(one: NumericArray, index: number): boolean {
    // A delta that is square where another quantity is a vector says nothing of the frame.
    if (roles[index] !== 'delta' || one.shape.length < 2) return false;
    return arrays.some(
      (other, i) =>
        i !== index && roles[i] !== null && other.shape.length === 1 && other.values.length === one.shape[0],
    );
  }
}

/** True where one element of a whole matrix is the target: its rows are no samples. */
const isOneHotOfAll = (arrays: readonly NumericArray[], roles: readonly (Role | null)[]): boolean =>
  arrays.some(
    ({ values, shape }, i) =>
      roles[i] === 'target' && shape.every((n) => n > 1) && isHard(values) && total(values) === 1,
  );

function sumsToOne(
  lines: number,
  length: number,
  at: (line: number, k: number) => number,
  room: number,
): boolean {
  for (let line = 0; line < lines; line++) {
    let sum = 0;
    for (let k = 0; k < length; k++) sum += at(line, k);
    if (!(Math.abs(sum - 1) <= room)) return false;
  }
  return true;
}

/** Bits that the numbers speak against a layout: one-hot rows, probabilities that sum to one the other way. */
export function layoutCost(
  arrays: readonly NumericArray[],
  roles: readonly (Role | null)[],
  frame: Frame,
  { columns: inColumnsSaid }: Facts,
): number {
  let cost = 0;
  arrays.forEach(({ shape, values }, i) => {
    const [rows, columns] = shape;
    const role = roles[i];
    if (shape.length !== 2 || rows === undefined || columns === undefined || rows === 1 || columns === 1)
      return;
    if (role !== 'target' && role !== 'probabilities') return;
    const hard = role === 'target' && isHard(values);
    const room = hard ? 1e-9 : 0.02;
    const byRow = sumsToOne(rows, columns, (n, k) => values[n * columns + k] ?? NaN, room);
    const byColumn = sumsToOne(columns, rows, (n, k) => values[k * columns + n] ?? NaN, room);
    if (byRow === byColumn || byRow !== inColumns(rows, columns, frame, role)) return;
    // Probabilities that sum to one along the columns may be softmax along the wrong axis of rows.
    if (role === 'target') cost += hard ? 20 : 8;
    else cost += byRow ? (inColumnsSaid ? 20 : 30) : 2;
  });
  return cost;
}
