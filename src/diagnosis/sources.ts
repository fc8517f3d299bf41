import { zeros } from '../calculus/buffers';
import { magnitude, type Numbers } from './elementwise';
import { noValues, type Register, type Values } from './registers';
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
const mostShakes = 7;
/** After this many, what is still several times as far as they reach is given up. */
const fewShakes = 2;
const farther = 8;
/** A few random shakes stay below the worst case that they sample. */
export const marginOfShakes = 1.5;
/** The same for right numbers, where digits may be cut off in place of rounded: a whole unit. */
export const marginOfCuts = 2.02;

/** The order in which the quantities of a derivation follow from each other. */
export const order: readonly Register[] = ['z', 'a', 'y', 't', 'E', 'g', 'J', 'd', 'dW', 'db'];
export const rankOf = (register: Register): number => order.indexOf(register);

/**
 * `values` moved by half a unit each: all up at first, where the errors of products add up, then up or down by seeded
 * signs, so that the same text gives the same answer.
 */
function shaken(values: Numbers, half: Numbers, shake: number, seed: number): Numbers {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0 || 1;
  const out = zeros(values.length);
  for (let i = 0; i < out.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const sign = shake === 0 || (state & 1) === 0 ? 1 : -1;
    out[i] = (values[i] ?? NaN) + sign * (half[i] ?? 0);
  }
  return out;
}

/** The registers of `list`, unrounded or as printed. */
export function valuesOf(list: readonly Source[], kind: 'exact' | 'printed'): Values {
  const values = noValues();
  for (const one of list) values[one.register] = one[kind];
  return values;
}

/** The registers that a claim follows from as they may have been before they were rounded, made when asked. */
export type Shakes = (shake: number) => Values;

const isRounded = (one: Source): boolean => one.half.some((h) => h > 0);

/** The registers of `list` as printed, those of `moving` shaken within what was rounded away. */
function shakesOf(list: readonly Source[], moving: readonly Source[]): Shakes {
  const made: Values[] = [];
  return (shake) => (made[shake] ??= shakenBy(list, moving, shake));
}

/** One level of shaking: `coarse` where inputs that a person chose are taken as rounded. */
export interface Level {
  readonly shakes: Shakes;
  readonly coarse: boolean;
}

/** Shakes of what was computed alone, then of the chosen inputs too. What shakes nothing is left out. */
export function levelsOf(list: readonly Source[]): Level[] {
  const rounded = list.filter(isRounded);
  const computed = rounded.filter(({ chosen }) => !chosen);
  return [
    ...(computed.length > 0 ? [{ shakes: shakesOf(list, computed), coarse: false }] : []),
    ...(rounded.length > computed.length ? [{ shakes: shakesOf(list, rounded), coarse: true }] : []),
  ];
}

function shakenBy(list: readonly Source[], moving: readonly Source[], shake: number): Values {
  const values = noValues();
  for (const one of list) {
    const seed = shake + 1 + 31 * rankOf(one.register);
    values[one.register] = moving.includes(one) ? shaken(one.printed, one.half, shake, seed) : one.printed;
  }
  return values;
}

/**
 * Half width of what shaking the inputs does to each element of `center`: null where that cannot bring `center`
 * to `claimed`, each within `room` beyond it. `run` computes the numbers from shaken values,
 * whose effect is taken `margin` times.
 */
export function spreadTo(
  claimed: Numbers,
  center: Numbers,
  room: (i: number) => number,
  shakes: (shake: number) => Values,
  run: (values: Values) => Numbers | null,
  margin: number,
): Numbers | null {
  const wide = zeros(center.length);
  for (let shake = 0; shake < mostShakes; shake++) {
    const one = run(shakes(shake));
    if (one?.length !== center.length) continue;
    for (let i = 0; i < wide.length; i++) {
      const d = Math.abs((one[i] ?? NaN) - (center[i] ?? NaN));
      // Divided by what was rounded to zero: anything is possible.
      if (!Number.isFinite(d)) wide[i] = Infinity;
      else if (margin * d > (wide[i] ?? 0)) wide[i] = margin * d;
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

/** What it costs to take inputs that a person chose as rounded. */
const coarseBits = 3;

/** Largest half unit among the sources, relative to its array and to its own element. */
function uncertaintyOf(list: readonly Source[]): Base['uncertainty'] {
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

/**
 * Places to start a search from `list`, the likeliest first: with the numbers behind the printed ones where they
 * are known, with the printed ones as they stand, and with chosen inputs that were rounded as well.
 */
export function basesOf(list: readonly Source[], cost: number): Base[] {
  const rounded = list.filter(isRounded);
  const computed = rounded.filter(({ chosen }) => !chosen);
  const unresolved = computed.filter(({ exact, printed }) => exact === printed);
  const base = (kind: 'exact' | 'printed', moving: readonly Source[]): Base => {
    const coarse = moving.some(({ chosen }) => chosen);
    return {
      values: valuesOf(list, kind),
      shakes: moving.length === 0 ? null : shakesOf(list, moving),
      uncertainty: uncertaintyOf(moving),
      coarse,
      cost: coarse ? cost + coarseBits : cost,
    };
  };
  const bases = [base('exact', unresolved)];
  if (list.some(({ exact, printed }) => exact !== printed)) bases.push(base('printed', computed));
  if (rounded.length > computed.length) bases.push(base('printed', rounded));
  return bases;
}
