// How the time of a diagnosis grows with the number of classes: right numbers and wrong ones.
import { diagnose } from '../../src/diagnosis/diagnose';
import { softmaxJacobian } from '../../src/calculus/jacobian';
import { rowsOf } from '../../src/calculus/lanes';
import { softmax } from '../../src/calculus/softmax';
import { read } from '../../src/reader/read';
import { randomOf } from './random';

type Texts = Readonly<Record<string, (n: number) => string>>;

const printed = (values: ArrayLike<number>): string =>
  `[${Array.from(values, (x) => String(Number(x.toPrecision(6)))).join(', ')}]`;

function matrix(values: Float64Array, n: number): string {
  const rows = Array.from({ length: n }, (_, i) => printed(values.subarray(i * n, (i + 1) * n)));
  return `[${rows.join(',\n')}]`;
}

function logits(n: number): Float64Array {
  const random = randomOf(n);
  return Float64Array.from({ length: n }, () => Number((6 * random.next() - 3).toFixed(3)));
}

/** Logits, probabilities and a Jacobian that is built from `operand`. */
function withJacobian(n: number, operand: (z: Float64Array, a: Float64Array) => Float64Array): string {
  const z = logits(n);
  const a = softmax(z, rowsOf(1, n));
  const J = softmaxJacobian(operand(z, a), n);
  return `z = ${printed(z)}\na = ${printed(a)}\nJ = ${matrix(J, n)}\n`;
}

/** Logits, a target and a delta that is `change` of the right one. */
function withDelta(n: number, change: (delta: number, a: number) => number): string {
  const z = logits(n);
  const a = softmax(z, rowsOf(1, n));
  const hot = n >> 1;
  const delta = a.map((x, i) => change(x - (i === hot ? 1 : 0), x));
  const t = Array.from({ length: n }, (_, i) => (i === hot ? 1 : 0));
  return `z = ${printed(z)}\nt = ${printed(t)}\ndE/dz = ${printed(delta)}\n`;
}

const jacobians: Texts = {
  'J right': (n) => withJacobian(n, (_, a) => a),
  'J at the logits': (n) => withJacobian(n, (z) => z),
  'J of another text': (n) => withJacobian(n, (z) => z.map((x) => Math.sin(3 * x))),
};
const deltas: Texts = {
  'delta right': (n) => withDelta(n, (delta) => delta),
  'delta reversed': (n) => withDelta(n, (delta) => -delta),
  'delta unexplained': (n) => withDelta(n, (delta, a) => delta + Math.sin(1e4 * a) * a),
};

export default function growthBench(): Promise<void> {
  measure(jacobians, [10, 100, 1000]);
  measure(deltas, [10, 1000, 50_000]);
  return Promise.resolve();
}

function measure(texts: Texts, sizes: readonly number[]): void {
  for (const [what, text] of Object.entries(texts)) {
    for (const n of sizes) {
      const reading = read(text(n), { language: 'python' });
      const times = Array.from({ length: n > 500 ? 3 : 15 }, () => {
        const start = performance.now();
        diagnose(reading);
        return performance.now() - start;
      });
      const [middle] = times.sort((x, y) => x - y).slice(times.length >> 1);
      console.log(
        `${what.padEnd(20)} n ${String(n).padStart(6)}  ${(middle ?? NaN).toFixed(1).padStart(9)} ms`,
      );
    }
  }
}
