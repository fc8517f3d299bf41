import { oneHot, smoothLabels } from '../../../src/calculus/targets';
import type { Outcome, Start } from '../../../src/diagnosis/outcome';
import { defaultSetting, type Setting } from '../../../src/diagnosis/setting';
import { randomOf, type Random } from '../../bench/random';

/** Numbers and conventions to try the forms of the catalogue on, and the words that tell the conventions. */
export interface Ground extends Start {
  readonly words: readonly string[];
}

const rounded = (x: number): number => Number(x.toFixed(3));
const normals = (length: number, random: Random): Float64Array =>
  Float64Array.from({ length }, () => rounded(1.2 * random.normal()));
const positives = (length: number, random: Random): Float64Array =>
  Float64Array.from({ length }, () => rounded(0.3 + random.next()));

/** Thousandths that sum to one in every row, with one zero. */
function softTarget(samples: number, classes: number, random: Random): Float64Array {
  const t = new Float64Array(samples * classes);
  for (let row = 0; row < samples; row++) {
    let left = 1000;
    for (let k = 0; k < classes - 2; k++) {
      const share = random.integer(20, Math.floor(900 / classes));
      t[row * classes + k] = share / 1000;
      left -= share;
    }
    t[row * classes + classes - 1] = left / 1000;
  }
  return t;
}

/** Grounds under one of which every form of the catalogue applies, with numbers that coincide nowhere. */
export function groundsOf(samples: number, classes: number, seed: number): Ground[] {
  const random = randomOf(seed);
  const size = samples * classes;
  const ce = 'softmax and cross-entropy';
  const labels = Array.from({ length: samples }, (_, n) => (2 * n + 1 + seed) % classes);
  const basis = (): Ground => ({
    words: samples === 1 ? [ce] : [`${ce}, summed over the batch, one row per sample`],
    setting: { ...defaultSetting(samples, classes), labels, writtenLabels: labels },
    z: normals(size, random),
    t: null,
    g: null,
  });
  const mean = [`${ce}, mean over the batch, one row per sample`];
  const on = (
    words: readonly string[] | null,
    change: Partial<Setting>,
    rest: Partial<Ground> = {},
  ): Ground => {
    const ground = basis();
    return { ...ground, words: words ?? ground.words, ...rest, setting: { ...ground.setting, ...change } };
  };
  const target = (t: Float64Array): Partial<Ground> => ({ t });
  const unlabelled = { labels: null, writtenLabels: null };
  const given = (words: readonly string[], change: Partial<Setting> = {}): Ground =>
    on(words, { ...unlabelled, loss: 'given', ...change }, { g: normals(size, random) });
  const hot = oneHot(labels, classes);
  const soft = softTarget(samples, classes, random);
  const weights = positives(classes, random);
  const weightSum = labels.reduce((sum, k) => sum + (weights[k] ?? NaN), 0);
  const hidden = Float64Array.from({ length: size }, (_, i) => (i % classes === 2 ? 0 : 1));
  const far = basis().z.map((x, i) => (i % classes === 0 ? 110 + x : x));
  const single: Ground[] = [
    on(null, {}),
    on(null, { lossPerSample: true }),
    on(null, { lossPerSample: true }, { z: far, ...target(hot) }),
    on(null, { lossPerSample: true, ...unlabelled }, target(soft)),
    on(null, { upstreamScale: 2.3 }),
    on(null, { temperature: 2.7 }),
    on([`${basis().words.join()}, log base 10`], { logBase: 10 }),
    on([`${basis().words.join()}; label smoothing 0.17`], { smoothing: 0.17 }),
    on(
      [`${basis().words.join()}; label smoothing 0.17`],
      { smoothing: 0.17, ...unlabelled },
      target(smoothLabels(hot, classes, 0.17)),
    ),
    on(null, unlabelled, target(hot)),
    on(null, unlabelled, target(soft)),
    on(null, unlabelled, target(soft.map((x) => rounded(1.4 * x)))),
    on(['half squared error 0.5*sum((a-t)^2)'], { loss: 'half-squared-error', ...unlabelled }, target(hot)),
    on(
      ['binary cross-entropy, summed over the classes'],
      { loss: 'binary-cross-entropy', ...unlabelled },
      target(hot),
    ),
    on(
      ['distillation: KL(q || p) of softened targets q, scaled by T^2'],
      { loss: 'distillation', temperature: 1.9, ...unlabelled },
      target(soft),
    ),
    on(null, { mask: hidden }),
    on(null, { epsilons: [0.013, 0.014, 0.015, 0.016, 0.017, 0.018, 0.019, 0.021], epsilonsSaid: 8 }),
    on(null, { writtenLabels: labels.map((k) => k + 1) }),
    on(null, { differences: true }),
    given(['softmax layer']),
    given(['softmax layer'], { temperature: 2.7 }),
    given(['backward of log-softmax'], { layer: 'log-softmax' }),
    given(['attention row, weights = softmax(scores / sqrt(d))'], { keyWidth: 7, temperature: Math.sqrt(7) }),
    { ...given(['softmax layer']), t: soft },
  ];
  const focal = on(['softmax and the focal loss', 'gamma = 1.5'], { focusing: 1.5 });
  if (samples === 1) return [...single, focal];
  const inputs = normals(2 * samples, random);
  const ignoring = labels.map((k, i) => (i === 1 ? -100 : k));
  return [
    ...single,
    on(mean, { meanAt: 'delta', inputs }),
    on(mean, { meanAt: 'parameters', inputs }),
    on(mean, { meanAt: 'loss-gradient', lossPerSample: false }),
    on(mean, { classWeights: weights, weightSum, divisor: weightSum, meanAt: 'delta' }),
    on(mean, { classWeights: weights, weightSum, meanAt: 'delta' }),
    on([`${mean.join()}; ignore_index = -100`], {
      labels: ignoring,
      writtenLabels: ignoring,
      divisor: samples - 1,
      meanAt: 'delta',
    }),
    on(null, { perSample: [positives(samples, random), positives(samples, random)] }),
    // So large that exponentials overflow, and so far apart that others are lost.
    ...[90, 400, 800].map((large) =>
      on(null, {}, { z: normals(size, random).map((x, i) => (i < classes ? rounded(large + x) : x)) }),
    ),
  ];
}

/** Whether two arrays hold the same numbers but for rounding. */
export function equal(a: Float64Array | undefined, b: Float64Array | undefined): boolean {
  if (a === undefined || b?.length !== a.length) return a === b;
  const scale = 1 + a.reduce((most, x) => Math.max(most, Number.isFinite(x) ? Math.abs(x) : 0), 0);
  return a.every((x, i) => Object.is(x, b[i]) || x === b[i] || Math.abs(x - (b[i] ?? NaN)) <= 1e-9 * scale);
}

/** What of `wrong` differs from the right derivation. */
export function changes(wrong: Outcome | null, right: Outcome): Outcome | null {
  const found = [...(wrong ?? [])].filter(([register, values]) => !equal(values, right.get(register)));
  return found.length === 0 ? null : new Map(found);
}
