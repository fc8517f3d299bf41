import { magnitude, type Numbers } from './elementwise';
import { noValues, type Register, type Values } from './program';
import type { Base } from './search';

/** What a claim follows from: a register with its numbers, as printed and as they were before printing. */
export interface Source {
  readonly register: Register;
  readonly exact: Numbers;
  readonly printed: Numbers;
  /** Half width of what was printed. */
  readonly half: Numbers;
  /** An input that a person chose, and most likely gave in full. */
  readonly chosen: boolean;
  /** The array that states it, negative where the words do. */
  readonly array: number;
}

/** How many times inputs are shaken to see what their rounding does to a result. */
export const shakes = 6;

/** The order in which the quantities of a derivation follow from each other. */
export const order: readonly Register[] = ['z', 'a', 'y', 't', 'E', 'g', 'J', 'd', 'dW', 'db'];
export const rankOf = (register: Register): number => order.indexOf(register);

/** `values` moved by half a unit each, up or down: by seeded signs, so that the same text gives the same answer. */
function shaken(values: Numbers, half: Numbers, seed: number): Numbers {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0 || 1;
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    out[i] = (values[i] ?? NaN) + ((state & 1) === 0 ? 1 : -1) * (half[i] ?? 0);
  }
  return out;
}

/** The registers of `list`, unrounded or as printed. */
export function valuesOf(list: readonly Source[], kind: 'exact' | 'printed'): Values {
  const values = noValues();
  for (const one of list) values[one.register] = one[kind];
  return values;
}

/**
 * The registers of `list` as printed, shaken within what was rounded away: first only what was computed, then
 * the chosen inputs too. A level that shakes nothing is left out.
 */
export function shakenValues(list: readonly Source[]): Values[][] {
  const rounded = (one: Source): boolean => one.half.some((h) => h > 0);
  const computed = list.filter((one) => !one.chosen && rounded(one));
  const chosen = list.filter((one) => one.chosen && rounded(one));
  const level = (moving: readonly Source[]): Values[] =>
    Array.from({ length: shakes }, (_, k) => {
      const values = noValues();
      for (const one of list) {
        const seed = k + 1 + 31 * rankOf(one.register);
        values[one.register] = moving.includes(one) ? shaken(one.printed, one.half, seed) : one.printed;
      }
      return values;
    });
  const levels: Values[][] = [];
  if (computed.length > 0) levels.push(level(computed));
  if (chosen.length > 0) levels.push(level([...computed, ...chosen]));
  return levels;
}

/** Largest half unit among the sources, relative to its array and to its own element. */
function uncertaintyOf(list: readonly Source[]): { ofArray: number; ofElement: number } {
  let ofArray = 0;
  let ofElement = 0;
  for (const { half, printed } of list) {
    ofArray = Math.max(ofArray, magnitude(half) / Math.max(magnitude(printed), 1e-12));
    half.forEach((h, i) => {
      const x = Math.abs(printed[i] ?? NaN);
      if (x > 0) ofElement = Math.max(ofElement, h / x);
    });
  }
  return { ofArray, ofElement };
}

/** `list` as a place to start a search from. */
export function baseOf(list: readonly Source[], kind: 'exact' | 'printed', cost: number): Base {
  return {
    values: valuesOf(list, kind),
    shaken: shakenValues(list),
    uncertainty: uncertaintyOf(list),
    cost,
  };
}
