import { centralDifferences, largestDifference } from '../calculus/gradient-check';
import type { GradientCheck, TrainingCurves } from './diagnosis';
import { total, type Numbers } from './elementwise';
import type { Judgement } from './judge';
import { evaluate, sliceFor, type Replacement, type SlotId } from './program';
import { noValues, type Values } from './registers';
import { follow } from './comparison';
import type { Setting } from './setting';
import { trainingCurves } from './training';

/** More logits than this are not differentiated by differences, or trained. */
const most = 200;

interface Problem {
  readonly z: Numbers;
  readonly setting: Setting;
  readonly at: (z: Numbers) => Values;
  readonly loss: (z: Numbers) => number;
}

/** The loss as a function of the person's logits; null where the text does not give enough. */
function problemOf({ claims, setting }: Judgement): Problem | null {
  const stated = (register: string): Numbers | undefined =>
    claims.find((one) => one.stated.register === register)?.stated.values;
  const z = stated('z');
  const t = stated('t');
  const known =
    setting.loss !== 'given' &&
    setting.loss !== 'distillation' &&
    (t !== undefined || setting.labels !== null);
  const sums = setting.targetSum === 'scale' && setting.layer === 'softmax';
  if (z === undefined || z.length > most || !known || !sums || !z.every(Number.isFinite)) return null;
  const summed: Setting = { ...setting, lossPerSample: false };
  const at = (logits: Numbers): Values => ({
    ...noValues(),
    z: logits,
    t: setting.labels === null ? t : undefined,
  });
  const loss = (logits: Numbers): number => {
    const value = evaluate('E', at(logits), summed);
    return value === null ? NaN : total(value) * setting.upstreamScale;
  };
  return { z, setting, at, loss };
}

/** The right dE/dz as the gradient of what `loss` gives. */
function rightDelta({ setting, at }: Problem, z: Numbers): Numbers | null {
  const d = evaluate('d', at(z), { ...setting, direction: 1 });
  return setting.meanAt === 'parameters' && d !== null ? d.map((x) => x / setting.divisor) : d;
}

/** Compares the right dE/dz with central differences of the loss at the person's own logits. */
export function checkGradient(judgement: Judgement): GradientCheck | null {
  const problem = problemOf(judgement);
  const right = problem === null ? null : rightDelta(problem, problem.z);
  if (problem === null || right === null || !Number.isFinite(problem.loss(problem.z))) return null;
  const maxError = largestDifference(right, centralDifferences(problem.loss, problem.z));
  return Number.isFinite(maxError) ? { maxError, step: Math.cbrt(Number.EPSILON) } : null;
}

/** Gradient descent on the person's own logits with the right gradient and with the explained one. */
export function trainWith(judgement: Judgement): TrainingCurves | null {
  const problem = problemOf(judgement);
  if (problem === null) return null;
  const wrong = new Map<SlotId, Replacement>();
  for (const { explanations } of judgement.claims) {
    for (const { slot, replacement } of explanations[0]?.path ?? []) {
      if (replacement !== slot.right) wrong.set(slot.id, replacement);
    }
  }
  if (wrong.size === 0) return null;
  const { z, at, loss, setting } = problem;
  const path = sliceFor('d', at(z)).map((slot) => ({ slot, replacement: wrong.get(slot.id) ?? slot.right }));
  return trainingCurves({
    z,
    loss,
    right: (logits) => rightDelta(problem, logits),
    wrong: (logits) => follow(path, 'd', at(logits), setting),
  });
}
