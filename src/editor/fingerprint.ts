/** Base of the polynomial: the prime of FNV, whose powers have no short cycle modulo 2³². */
const BASE = 0x01000193;

/**
 * A number that differs, in practice, between different texts: their UTF-16 units as the coefficients of a polynomial,
 * modulo 2³² (Karp and Rabin, "Efficient randomized pattern-matching algorithms", 1987).
 */
export function fingerprint(text: string): number {
  let print = 0;
  for (let index = 0; index < text.length; index++) {
    print = (Math.imul(print, BASE) + text.charCodeAt(index)) | 0;
  }
  return print >>> 0;
}

/**
 * Where a stretch of `length` units with this fingerprint begins in `text`: the place nearest to `near` where there are
 * several, null where there is none. Takes time linear in the text.
 */
export function findByFingerprint(text: string, length: number, print: number, near: number): number | null {
  if (length > text.length) return null;
  let power = 1;
  for (let index = 0; index < length; index++) power = Math.imul(power, BASE);
  let window = fingerprint(text.slice(0, length)) | 0;
  let best: number | null = null;
  for (let start = 0; ; start++) {
    if (window >>> 0 === print && (best === null || Math.abs(start - near) < Math.abs(best - near)))
      best = start;
    if (start + length >= text.length) return best;
    const leaving = Math.imul(text.charCodeAt(start), power);
    window = (Math.imul(window, BASE) + text.charCodeAt(start + length) - leaving) | 0;
  }
}
