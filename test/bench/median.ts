/** Median milliseconds of one call of `work`, called `calls` times between two looks at the clock. */
export function median(work: () => void, calls = 1): number {
  for (let i = 0; i < calls; i++) work();
  const times: number[] = [];
  const end = performance.now() + 150;
  while (times.length < 7 || performance.now() < end) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) work();
    times.push((performance.now() - start) / calls);
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1] ?? NaN;
}
