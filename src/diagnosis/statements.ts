import type { NumericArray } from '../reader/reading';
import { rowsOf } from '../calculus/lanes';
import { softmax } from '../calculus/softmax';
import { stated as state, type Frame, type Stated } from './claim';
import type { Assignment, Candidates } from './roles';

/** What the arrays state of the registers in a frame; those that do not fit it, or repeat another, are left out. */
export function statementsOf(
  arrays: readonly NumericArray[],
  { names, repeats }: Candidates,
  { roles }: Assignment,
  frame: Frame,
): Stated[] {
  return arrays.flatMap((array, i) => {
    const role = roles[i];
    if (role === null || role === undefined || typeof repeats[i] === 'number') return [];
    const name = names[i];
    const turned = role === 'weightGradient' && isTurned(array, arrays, roles, frame);
    const one = state(
      array,
      i,
      role,
      name?.reference ?? false,
      name?.byDifferences ?? false,
      turned ? { ...frame, layout: 'columns' } : frame,
    );
    return one === null || !fits(one, frame) ? [] : [one];
  });
}

function fits(one: Stated, frame: Frame): boolean {
  if (one.partial) return true;
  const size = frame.samples * frame.classes;
  const n = one.values.length;
  switch (one.register) {
    case 'z':
    case 'u':
    case 'p':
    case 'a':
    case 'y':
    case 't':
    case 'g':
      return n === size;
    case 'd':
      return n === size || n === size * frame.classes;
    case 'J':
      return (
        n === size * frame.classes || n === size || n === size * size || n === frame.classes * frame.classes
      );
    case 'E':
    case 'dW':
    case 'db':
      return true;
  }
}

/** True for dE/dW as classes × inputs. */
function isTurned(
  array: NumericArray,
  arrays: readonly NumericArray[],
  roles: Assignment['roles'],
  frame: Frame,
): boolean {
  const inputs = arrays[roles.indexOf('inputs')];
  if (inputs === undefined) return false;
  const width = inputs.values.length / frame.samples;
  return array.shape[0] === frame.classes && array.shape[1] === width && width !== frame.classes;
}

/** The logits of a teacher as the target that they stand for: their softmax at the temperature. */
export function asTarget(teacher: Stated, frame: Frame, temperature: number): Stated {
  return {
    ...teacher,
    role: 'target',
    register: 't',
    values: softmax(teacher.values, rowsOf(frame.samples, frame.classes), temperature),
    precision: {
      tight: teacher.precision.tight.map(() => 1e-9),
      loose: teacher.precision.loose.map(() => 1e-9),
    },
  };
}

/** "upstream gradient all ones", said but not printed. */
export function onesUpstream(frame: Frame): Stated {
  const values = new Float64Array(frame.samples * frame.classes).fill(1);
  const exact = new Float64Array(values.length);
  return {
    array: -1,
    role: 'upstream',
    reference: false,
    arithmetic: 'single',
    potential: 0,
    groups: new Uint32Array(values.length),
    register: 'g',
    partial: false,
    values,
    precision: { tight: exact, loose: exact },
    order: null,
  };
}
