import type { NumericArray } from '../reader/reading';
import { rowsOf } from '../calculus/lanes';
import { softmax } from '../calculus/softmax';
import { stated as state, type Frame, type Stated } from './claim';
import type { Role } from './diagnosis';
import type { Register } from './registers';
import type { Assignment, Candidates } from './roles';

/** What the arrays state of the registers in a frame; those that do not fit it, or repeat another, are left out. */
export function statementsOf(
  arrays: readonly NumericArray[],
  { names, repeats, half }: Candidates,
  { roles }: Assignment,
  frame: Frame,
): Stated[] {
  const all = arrays.flatMap((array, i) => {
    const role = roles[i];
    if (role === null || role === undefined || typeof repeats[i] === 'number') return [];
    const name = names[i];
    const turned = role === 'weightGradient' && isTurned(array, arrays, roles, frame);
    const one = state(
      array,
      i,
      role,
      name?.reference ?? false,
      name?.byDifferences === true ? 'differences' : half ? 'half' : 'single',
      turned ? { ...frame, layout: 'columns' } : frame,
    );
    return one === null || !fits(one, frame) ? [] : [one];
  });
  const latent = latentLogits(all, frame);
  return latent === null ? all : [...all, latent];
}

/**
 * The logits that stand behind a Jacobian built from them, `z_i(δ_ij - z_j)`, where the text gives the probabilities
 * alone: these tell z up to a shift, which the matrix tells. Null where no shift makes it out of them.
 */
function latentLogits(all: readonly Stated[], { classes: n, samples }: Frame): Stated | null {
  const a = all.find(({ register, reference }) => register === 'a' && !reference);
  const J = all.find(({ register, values }) => register === 'J' && values.length === n * n);
  if (samples !== 1 || n < 2 || a === undefined || J === undefined) return null;
  if (all.some(({ register }) => register === 'z' || register === 'y')) return null;
  if (isOf(J, a, n)) return null;
  const logs = a.values.map(Math.log);
  if (!logs.every(Number.isFinite)) return null;
  const [first = NaN, second = NaN] = logs;
  // (l_0 + c)(l_1 + c) = -J_01
  const middle = -(first + second) / 2;
  const root = Math.sqrt(((first - second) / 2) ** 2 - (J.values[1] ?? NaN));
  for (const c of [middle + root, middle - root]) {
    const z = logs.map((l, i) => nearestOperand(J.values[i * (n + 1)] ?? NaN, l + c));
    const made = (at: number): number => {
      const [i, j] = [Math.floor(at / n), at % n];
      return (z[i] ?? NaN) * ((i === j ? 1 : 0) - (z[j] ?? NaN));
    };
    const met = J.values.every((x, at) => Math.abs(x - made(at)) <= room(J, at) + 2e-3 * Math.abs(x));
    const same = z.every(
      (x, i) => Math.abs(x - (logs[i] ?? NaN) - c) <= 0.02 + room(a, i) / (a.values[i] ?? NaN),
    );
    if (met && same) return unwritten('logits', 'z', z);
  }
  return null;
}

/** True where J is the right Jacobian of these probabilities, as far as their digits tell. */
function isOf(J: Stated, a: Stated, n: number): boolean {
  return J.values.every((x, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    const due = (a.values[i] ?? NaN) * ((i === j ? 1 : 0) - (a.values[j] ?? NaN));
    const half = (J.precision.loose[at] ?? 0) + (a.precision.loose[i] ?? 0) + (a.precision.loose[j] ?? 0);
    return Math.abs(x - due) <= half;
  });
}

const room = ({ precision }: Stated, i: number): number => 4 * (precision.loose[i] ?? 0);

/** The solution of `x(1 - x) = diagonal` that is nearest to `x`. */
function nearestOperand(diagonal: number, x: number): number {
  const root = Math.sqrt(Math.max(0, 0.25 - diagonal));
  return Math.abs(0.5 + root - x) < Math.abs(0.5 - root - x) ? 0.5 + root : 0.5 - root;
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
  return unwritten('upstream', 'g', new Float64Array(frame.samples * frame.classes).fill(1));
}

/** A statement that stands in no array of the text. */
function unwritten(role: Role, register: Register, values: Float64Array): Stated {
  const exact = new Float64Array(values.length);
  return {
    array: -1,
    role,
    reference: false,
    arithmetic: 'single',
    potential: 0,
    groups: new Uint32Array(values.length),
    register,
    partial: false,
    values,
    precision: { tight: exact, loose: exact },
    order: null,
  };
}
