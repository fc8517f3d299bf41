import type { Numbers } from './elementwise';
import type { Setting } from './setting';

/** The quantities of a derivation. `u` is the operand of softmax, `p` that of the Jacobian. */
export type Register = 'z' | 'u' | 'a' | 'y' | 't' | 'E' | 'g' | 'p' | 'J' | 'd' | 'dW' | 'db';

/** How the Jacobian is built from its operand, and its chain product where that needs no matrix. */
export interface Structure {
  readonly matrix: (p: Numbers, v: Values, s: Setting) => Numbers | null;
  /** Entry of softmax's Jacobian for two elements of the operand, where it can be had without the others. */
  readonly entry?: (i: number, j: number, p: Numbers, v: Values, s: Setting) => number;
  readonly product?: (g: Numbers, p: Numbers, v: Values, s: Setting) => Numbers | null;
}

/** The registers that have a value so far. All fields are always there, so that copies are cheap. */
export interface Values extends Record<Register, Numbers | undefined> {
  /** `g∘a` where it is known without dividing by a: what makes the fused delta exact. */
  weighted: Numbers | undefined;
  /** What a row of `weighted` sums to when the target sums to one. */
  unitSum: number | undefined;
  /** The Jacobian before it is written out, and the factor that is still due. */
  structure: Structure | undefined;
  factor: number | undefined;
  /** The Jacobian written out, for as long as nothing that it follows from changes. */
  written: Numbers | undefined;
}

/** No register has a value. */
export function noValues(): Values {
  return {
    z: undefined,
    u: undefined,
    a: undefined,
    y: undefined,
    t: undefined,
    E: undefined,
    g: undefined,
    p: undefined,
    J: undefined,
    d: undefined,
    dW: undefined,
    db: undefined,
    weighted: undefined,
    unitSum: undefined,
    structure: undefined,
    factor: undefined,
    written: undefined,
  };
}

/** A copy that can be written to. Spelled out: it is what the search does most. */
export function copyOf(v: Values): Values {
  return {
    z: v.z,
    u: v.u,
    a: v.a,
    y: v.y,
    t: v.t,
    E: v.E,
    g: v.g,
    p: v.p,
    J: v.J,
    d: v.d,
    dW: v.dW,
    db: v.db,
    weighted: v.weighted,
    unitSum: v.unitSum,
    structure: v.structure,
    factor: v.factor,
    written: undefined,
  };
}

/** The values to compute `register` from: a copy without it, save for a target that is worked on. */
export function startOf(values: Values, register: Register): Values {
  const start = copyOf(values);
  if (register !== 't') start[register] = undefined;
  return start;
}

export const registers: readonly Register[] = ['z', 'u', 'a', 'y', 't', 'E', 'g', 'p', 'J', 'd', 'dW', 'db'];
