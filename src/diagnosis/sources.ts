import { magnitude, type Numbers } from './elementwise';
import { noValues, type Register, type Values } from './program';
import { close } from './precision';
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
const mostShakes = 6;
/** After this many, what is still several times as far as they reach is given up. */
const fewShakes = 1;
const farther = 5;
/** A few random shakes stay below the worst case that they sample. */
const marginOfShakes = 1.5;

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

/** Ways in which the numbers that a claim follows from may have been before they were rounded, made when asked. */
export type Shakes = readonly ((shake: number) => Values)[];

/**
 * The registers of `list` as printed, shaken within what was rounded away: first only what was computed, then
 * the chosen inputs too. A level that shakes nothing is left out.
 */
export function shakesOf(list: readonly Source[]): Shakes {
  const rounded = (one: Source): boolean => one.half.some((h) => h > 0);
  const computed = list.filter((one) => !one.chosen && rounded(one));
  const chosen = list.filter((one) => one.chosen && rounded(one));
  const level = (moving: readonly Source[]): ((shake: number) => Values) => {
    const made: Values[] = [];
    return (shake) => (made[shake] ??= shakenBy(list, moving, shake));
  };
  return [
    ...(computed.length > 0 ? [level(computed)] : []),
    ...(chosen.length > 0 ? [level([...computed, ...chosen])] : []),
  ];
}

function shakenBy(list: readonly Source[], moving: readonly Source[], shake: number): Values {
  const values = noValues();
  for (const one of list) {
    const seed = shake + 1 + 31 * rankOf(one.register);
    values[one.register] = moving.includes(one) ? shaken(one.printed, one.half, seed) : one.printed;
  }
  return values;
}

/**
 * Half width of what shaking the inputs does to each element of `center`: null where that cannot bring `center`
 * to `claimed`, each within `room` beyond it. `run` computes the numbers from shaken values.
 */
export function spreadTo(
  claimed: Numbers,
  center: Numbers,
  room: (i: number) => number,
  shakes: (shake: number) => Values,
  run: (values: Values) => Numbers | null,
): Numbers | null {
  const wide = new Float64Array(center.length);
  for (let shake = 0; shake < mostShakes; shake++) {
    const one = run(shakes(shake));
    if (one?.length !== center.length) continue;
    for (let i = 0; i < wide.length; i++) {
      const d = Math.abs((one[i] ?? NaN) - (center[i] ?? NaN));
      // Divided by what was rounded to zero: anything is possible.
      if (!Number.isFinite(d)) wide[i] = Infinity;
      else if (marginOfShakes * d > (wide[i] ?? 0)) wide[i] = marginOfShakes * d;
    }
    if (shake === fewShakes && !reaches(farther)) return null;
  }
  return reaches(1) ? wide : null;

  function reaches(times: number): boolean {
    for (let i = 0; i < wide.length; i++) {
      if (!close(center[i] ?? NaN, claimed[i] ?? NaN, room(i) + times * (wide[i] ?? 0))) return false;
    }
    return true;
  }
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
    shakes: shakesOf(list),
    uncertainty: uncertaintyOf(list),
    cost,
  };
}
