import { fusedDelta, softmaxBackward } from '../../src/calculus/backward';
import { softmaxJacobian } from '../../src/calculus/jacobian';
import { rowsOf } from '../../src/calculus/lanes';
import { softmax } from '../../src/calculus/softmax';
import { median } from './median';
import { randomOf } from './random';

function row(what: string, n: number, milliseconds: number, note: string): void {
  console.log(
    `${what.padEnd(18)} n ${String(n).padStart(7)}  ${milliseconds.toFixed(5).padStart(11)} ms  ${note}`,
  );
}

/** Times of the kernels, and of the full Jacobian as a ratio to filling as many doubles. */
export default function calculusBench(): Promise<void> {
  const random = randomOf(1);
  const logits = (n: number) => Float64Array.from({ length: n }, () => 6 * random.next() - 3);
  for (const n of [10, 100, 1000, 4000]) {
    const a = softmax(logits(n), rowsOf(1, n));
    const out = new Float64Array(n * n);
    const calls = Math.max(1, Math.round(1e5 / (n * n)));
    const fill = median(() => out.fill(0.5), calls);
    const loop = median(() => {
      for (let i = 0; i < out.length; i++) out[i] = i;
    }, calls);
    const full = median(() => softmaxJacobian(a, n, 1, out), calls);
    const ratios = `${(full / fill).toFixed(2)} x fill(), ${(full / loop).toFixed(2)} x a loop that fills`;
    row('full Jacobian', n, full, ratios);
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
    row('softmax + delta', n, fused, 'no Jacobian formed');
    row('softmax + gᵀJ', n, chain, 'no Jacobian formed');
  }
  return Promise.resolve();
}
