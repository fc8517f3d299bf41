/** Whether a text says something: `pattern`, whose every match holds one of `signs`, in lower case. */
export type Said = (signs: readonly string[], pattern: RegExp) => boolean;

/**
 * Asks a text for what it says. A long pattern is looked for only where one of its signs occurs: the first look with it
 * takes milliseconds, since it is compiled then, and few texts say much.
 */
export function saidIn(text: string): Said {
  const lower = text.toLowerCase();
  return (signs, pattern) => signs.some((sign) => lower.includes(sign)) && pattern.test(text);
}
