/** A seeded source of random numbers: the same seed gives the same cases on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [low, high]. */
  integer(low: number, high: number): number;
  /** One of the items, each as likely. */
  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T;
  /** True with probability p. */
  chance(p: number): boolean;
  /** Standard normal. */
  normal(): number;
  /** `count` different items, in random order. */
  some<T>(items: readonly T[], count: number): T[];
}

/** SplitMix32 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014, in 32 bits). */
export function randomOf(seed: number): Random {
  let state = seed | 0;
  const bits = () => {
    state = (state + 0x9e3779b9) | 0;
    let x = state ^ (state >>> 16);
    x = Math.imul(x, 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return (x ^ (x >>> 15)) >>> 0;
  };
  const next = () => (bits() * 2 ** 21 + (bits() >>> 11)) / 2 ** 53;
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    integer,
    pick(items) {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
    chance: (p) => next() < p,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    some(items, count) {
      const left = [...items];
      const chosen: (typeof left)[number][] = [];
      while (chosen.length < count && left.length > 0) {
        chosen.push(...left.splice(integer(0, left.length - 1), 1));
      }
      return chosen;
    },
  };
}
