import type { Stated } from './claim';
import { magnitude, times, type Numbers } from './elementwise';
import { onGrid, relativeRoom } from './precision';
import { run, sliceFor, valueOf } from './program';
import { startOf, type Register, type Values } from './registers';
import type { Setting } from './setting';

/** The right numbers as honest arithmetic may give them, each within `room` of those that are printed. */
export interface Honest {
  readonly values: Numbers;
  /** What is lost where large terms of the claim cancel. */
  readonly room: number;
}

/** What a step hands on: its outcome rounded, cut off, or in half precision. */
type Keep = (x: number) => number;

/** The quantities that are written down, printed or not, and worked on with what is written. */
const writtenDown: ReadonlySet<Register> = new Set<Register>(['a', 'd']);

/** The bits of a number in half precision. */
const halfBits = 10;

/**
 * The right numbers of a claim as they come out in the arithmetic that its digits tell of: with what its terms lose
 * where they cancel, and with every step worked out from as many digits of the step before as the claim prints,
 * rounded or cut off.
 */
export function honestly(claim: Stated, given: Values, setting: Setting): Honest[] {
  const { register } = claim;
  const rounds = sliceFor(register, given).some(
    ({ writes }) => writtenDown.has(writes) && writes !== register,
  );
  return [(x: number) => x, ...(rounds ? keepsOf(claim) : [])].flatMap((keep) => {
    const v = startOf(given, register);
    for (const slot of sliceFor(register, given)) {
      if (!run(slot, slot.right, v, setting)) return [];
      const value = v[slot.writes];
      if (value !== undefined && writtenDown.has(slot.writes)) v[slot.writes] = value.map(keep);
    }
    const values = valueOf(register, v, setting);
    return values === null ? [] : { values, room: relativeRoom[claim.arithmetic] * largestTerm(register, v) };
  });
}

function keepsOf({ precision, arithmetic }: Stated): Keep[] {
  if (arithmetic === 'half') return [(x) => onGrid(x, halfBits)];
  const half = precision.loose.reduce((least, x) => (x > 0 && x < least ? x : least), Infinity);
  if (half === Infinity) return [];
  const unit = 2 * half;
  return [(x) => Math.round(x / unit) * unit, (x) => Math.trunc(x / unit + 1e-9) * unit];
}

/** The largest of the terms that dE/dz and the Jacobian are differences of. */
function largestTerm(register: Register, { a, g, t, weighted }: Values): number {
  if (a === undefined) return 0;
  if (register === 'J') return magnitude(a);
  if (register !== 'd') return 0;
  if (weighted !== undefined) return magnitude(weighted);
  return g?.length === a.length ? magnitude(times(g, a)) : t === undefined ? 0 : magnitude(t);
}
