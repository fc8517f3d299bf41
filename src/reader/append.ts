/** Appends `items` to `to`; `push(...items)` overflows the stack where there are a hundred thousand. */
export function append<T>(to: T[], items: readonly T[]): void {
  for (const item of items) to.push(item);
}
