import { fusedDelta, softmaxBackward } from '../../src/calculus/backward';
import { softmaxJacobian } from '../../src/calculus/jacobian';
import { rowsOf } from '../../src/calculus/lanes';
import { softmax } from '../../src/calculus/softmax';
import { randomOf } from './random';

/** Median milliseconds of `work` over at least `runs` runs and at least a tenth of a second. */
function median(work: () => void, runs = 7): number {
  work();
  const times: number[] = [];
  const end = performance.now() + 100;
  while (times.length < runs || (performance.now() < end && times.length < 2000)) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1] ?? NaN;
}

/** Times of the kernels, and of the full Jacobian as a ratio to filling as many doubles. */
export default function calculusBench(): Promise<void> {
  const random = randomOf(1);
  const logits = (n: number) => Float64Array.from({ length: n }, () => 6 * random.next() - 3);
  for (const n of [10, 100, 1000, 4000]) {
    const a = softmax(logits(n), rowsOf(1, n));
    const out = new Float64Array(n * n);
    const fill = median(() => out.fill(0.5));
    const full = median(() => softmaxJacobian(a, n, 1, out));
    console.log(
      `full Jacobian        n ${String(n).padStart(7)}  ${full.toFixed(4).padStart(10)} ms  ${(full / fill).toFixed(2)} x filling as many doubles`,
    );
  }
  for (const n of [50_000, 1_000_000]) {
    const z = logits(n);
    const t = new Float64Array(n);
    t[n >> 1] = 1;
    const lanes = rowsOf(1, n);
    const a = new Float64Array(n);
    const delta = new Float64Array(n);
    const fused = median(() => {
      softmax(z, lanes, 1, a);
      fusedDelta(a, t, lanes, 'scale', 1, delta);
    });
    const chain = median(() => {
      softmax(z, lanes, 1, a);
      softmaxBackward(a, t, lanes, 1, delta);
    });
    console.log(
      `softmax + delta      n ${String(n).padStart(7)}  ${fused.toFixed(4).padStart(10)} ms  no Jacobian formed`,
    );
    console.log(
      `softmax + gᵀJ        n ${String(n).padStart(7)}  ${chain.toFixed(4).padStart(10)} ms  no Jacobian formed`,
    );
  }
  return Promise.resolve();
}
