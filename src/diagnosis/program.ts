import { mapped, zeros } from '../calculus/buffers';
import { oneHot, smoothLabels } from '../calculus/targets';
import { crossEntropyOfLogs, lossGradient, lossValues } from '../calculus/losses';
import { logSoftmax, softmax } from '../calculus/softmax';
import { softmaxJacobians, timesJacobian } from '../calculus/jacobian';
import { weightGradient, biasGradient } from '../calculus/batch';
import type { Step } from './diagnosis';
import { scaled, sumRows, times, byRow, total, zip, type Numbers } from './elementwise';
import type { Setting } from './setting';

/** The quantities of a derivation. `u` is the operand of softmax, `p` that of the Jacobian. */
export type Register = 'z' | 'u' | 'a' | 'y' | 't' | 'E' | 'g' | 'p' | 'J' | 'd' | 'dW' | 'db';

/** How the Jacobian is built from its operand, and its chain product where that needs no matrix. */
export interface Structure {
  readonly matrix: (p: Numbers, v: Values, s: Setting) => Numbers | null;
  /** Entry of softmax's Jacobian for two elements of the operand, where it can be had without the others. */
  readonly entry?: (i: number, j: number, p: Numbers, v: Values, s: Setting) => number;
  readonly product?: (g: Numbers, p: Numbers, v: Values, s: Setting) => Numbers | null;
}

/** The registers that have a value so far. All fields are always there, so that copies are cheap. */
export interface Values extends Record<Register, Numbers | undefined> {
  /** `g∘a` where it is known without dividing by a: what makes the fused delta exact. */
  weighted: Numbers | undefined;
  /** What a row of `weighted` sums to when the target sums to one. */
  unitSum: number | undefined;
  /** The Jacobian before it is written out, and the factor that is still due. */
  structure: Structure | undefined;
  factor: number | undefined;
  /** The Jacobian written out, for as long as nothing that it follows from changes. */
  written: Numbers | undefined;
}

/** No register has a value. */
export function noValues(): Values {
  return {
    z: undefined,
    u: undefined,
    a: undefined,
    y: undefined,
    t: undefined,
    E: undefined,
    g: undefined,
    p: undefined,
    J: undefined,
    d: undefined,
    dW: undefined,
    db: undefined,
    weighted: undefined,
    unitSum: undefined,
    structure: undefined,
    factor: undefined,
    written: undefined,
  };
}

/** A copy that can be written to. Spelled out: it is what the search does most. */
export function copyOf(v: Values): Values {
  return {
    z: v.z,
    u: v.u,
    a: v.a,
    y: v.y,
    t: v.t,
    E: v.E,
    g: v.g,
    p: v.p,
    J: v.J,
    d: v.d,
    dW: v.dW,
    db: v.db,
    weighted: v.weighted,
    unitSum: v.unitSum,
    structure: v.structure,
    factor: v.factor,
    written: undefined,
  };
}

/** The values to compute `register` from: a copy without it, save for a target that is worked on. */
export function startOf(values: Values, register: Register): Values {
  const start = copyOf(values);
  if (register !== 't') start[register] = undefined;
  return start;
}

export type Rule = (v: Values, s: Setting) => Numbers | null;
export type Factor = (s: Setting, v: Values) => number | null;

export type SlotId =
  | 'softmax.operand'
  | 'softmax.normalisation'
  | 'softmax.output'
  | 'log'
  | 'target'
  | 'loss.value'
  | 'loss.reduction'
  | 'loss-gradient.form'
  | 'loss-gradient.scale'
  | 'jacobian.operand'
  | 'jacobian.structure'
  | 'jacobian.factor'
  | 'chain.product'
  | 'delta.after'
  | 'batch.scale'
  | 'parameters.weights'
  | 'parameters.weights-scale'
  | 'parameters.bias'
  | 'parameters.bias-scale';

/** What a form puts in the place of a slot's right rule. */
export type Replacement =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'factor'; readonly factor: Factor }
  | { readonly kind: 'structure'; readonly structure: Structure };

/** One instruction of the program: reads registers, writes one. */
export interface Slot {
  readonly id: SlotId;
  readonly step: Step;
  readonly writes: Register;
  readonly reads: readonly Register[];
  readonly right: Replacement;
}

const rule = (f: Rule): Replacement => ({ kind: 'rule', rule: f });
const factor = (f: Factor): Replacement => ({ kind: 'factor', factor: f });

/** `g∘p`, with the limit where g is infinite only because p is 0. */
function weigh(g: Numbers, p: Numbers, v: Values): Numbers {
  return v.weighted !== undefined && p === v.a ? v.weighted : times(g, p);
}

const rightStructure: Structure = {
  matrix: (p, _v, s) =>
    s.layer === 'softmax'
      ? softmaxJacobians(p, s.classes)
      : outerRows(p, s.classes, (pj, same) => (same ? 1 : 0) - pj),
  entry: (i, j, p) => (p[i] ?? NaN) * ((i === j ? 1 : 0) - (p[j] ?? NaN)),
  product: (g, p, v, s) => {
    if (s.layer === 'log-softmax')
      return combineRows(g, p, sumRows(g, s.classes), s, (gi, pi, sum) => gi - pi * sum);
    const w = weigh(g, p, v);
    const ignoreSum = s.targetSum === 'ignore' && v.weighted !== undefined && p === v.a;
    const sums = ignoreSum ? zeros(s.samples).fill(v.unitSum ?? -1) : sumRows(w, s.classes);
    return combineRows(w, p, sums, s, (wi, pi, sum) => wi - pi * sum);
  },
};

function outerRows(p: Numbers, classes: number, f: (pj: number, same: boolean) => number): Numbers {
  const out = zeros(p.length * classes);
  for (let at = 0; at < out.length; at++) {
    const base = Math.floor(at / (classes * classes)) * classes;
    const i = Math.floor(at / classes) % classes;
    const j = at % classes;
    out[at] = f(p[base + j] ?? NaN, i === j);
  }
  return out;
}

function combineRows(
  g: Numbers,
  p: Numbers,
  sums: Numbers,
  s: Setting,
  f: (g: number, p: number, sum: number) => number,
): Numbers {
  const out = zeros(g.length);
  for (let i = 0; i < g.length; i++) {
    out[i] = f(g[i] ?? NaN, p[i] ?? NaN, sums[Math.floor(i / s.classes)] ?? NaN);
  }
  return out;
}

/** Elements of the loss: log base and direction apart. */
function losses(v: Values, s: Setting): Numbers | null {
  if (v.a === undefined || v.t === undefined || s.loss === 'given') return null;
  const loss = s.loss === 'distillation' ? 'kl-divergence' : s.loss;
  const t = modulated(weighedTarget(v.t, s), v.a, s, (a) => (1 - a) ** s.focusing);
  const plain = lossValues(loss, v.a, t, s.classes, s.logBase);
  // Where a probability underflows, the logarithm of softmax does not.
  const underflow = loss === 'cross-entropy' && v.u !== undefined && !plain.every(Number.isFinite);
  return underflow && v.u !== undefined
    ? scaled(crossEntropyOfLogs(logSoftmax(v.u, s.lanes), t, s.classes), 1 / Math.log(s.logBase))
    : plain;
}

/** The target, times the weights of the classes where there are any. */
function weighedTarget(t: Numbers, { classWeights: w, classes }: Setting): Numbers {
  return w === null ? t : byRow(t, t, classes, (x, _, k) => x * (w[k] ?? NaN));
}

/** A target whose terms are weighed by `f` of their probability, where the loss is focal. */
export function modulated(t: Numbers, a: Numbers, s: Setting, f: (a: number) => number): Numbers {
  return s.focusing === 0 ? t : zip(t, a, (x, p) => (x === 0 ? 0 : x * f(p)));
}

/** -a·d/da of the focal loss of one class, whose target is one (Lin et al. 2017, appendix A). */
const focalSlope =
  ({ focusing }: Setting) =>
  (a: number): number =>
    (1 - a) ** focusing - focusing * a * (1 - a) ** (focusing - 1) * Math.log(a);

/** Weight of every sample: Σ_k t_k w_k. */
export function sampleWeights(t: Numbers, w: Numbers, classes: number): Numbers {
  return sumRows(
    byRow(t, t, classes, (x, _, column) => x * (w[column] ?? NaN)),
    classes,
  );
}

/** dE/da by the right rule; sets `weighted` where it is known. */
export function rightLossGradient(v: Values, s: Setting): Numbers | null {
  if (v.a === undefined || v.t === undefined || s.loss === 'given') return null;
  const loss = s.loss === 'distillation' ? 'kl-divergence' : s.loss;
  const t = modulated(weighedTarget(v.t, s), v.a, s, focalSlope(s));
  if (loss === 'cross-entropy' || loss === 'kl-divergence') {
    const scale = -1 / Math.log(s.logBase);
    v.weighted = scaled(t, scale);
    v.unitSum = scale;
  }
  return lossGradient(loss, v.a, t, s.classes, s.logBase);
}

/** T² of distillation, direction, and 1/N where the mean is taken this early. */
function lossGradientFactor(s: Setting): number {
  const distilled = s.loss === 'distillation' ? s.temperature * s.temperature : 1;
  return s.direction * distilled * (s.meanAt === 'loss-gradient' ? 1 / s.divisor : 1);
}

/** The Jacobian written out, from whichever form has been chosen. */
export function jacobianOf(v: Values, s: Setting): Numbers | null {
  if (v.J !== undefined) return v.J;
  if (v.written !== undefined) return v.written;
  if (v.structure === undefined || v.p === undefined) return null;
  const matrix = v.structure.matrix(v.p, v, s);
  if (matrix === null) return null;
  const c = v.factor ?? 1;
  v.written = c === 1 ? matrix : scaled(matrix, c);
  return v.written;
}

/** One entry of the Jacobian that is not written out; null where it cannot be had alone. */
export function entryOf(v: Values, s: Setting, at: number): number | null {
  const { J, p, structure, factor } = v;
  if (J !== undefined || p === undefined || structure?.entry === undefined || s.layer !== 'softmax')
    return null;
  const row = Math.floor(at / s.classes);
  const column = row - (row % s.classes) + (at % s.classes);
  return (factor ?? 1) * structure.entry(row, column, p, v, s);
}

/** More classes than this, and a Jacobian is not written out only to be multiplied. */
export const mostWrittenOut = 64;

/** The Jacobian for a chain product: null where it would be written out for that alone and is large. */
export function factorOf(v: Values, s: Setting): Numbers | null {
  return v.J === undefined && s.classes > mostWrittenOut ? null : jacobianOf(v, s);
}

/** `gᵀJ` for a full Jacobian, `g∘J` for one that is only a vector per sample. */
export function chainProduct(v: Values, s: Setting): Numbers | null {
  if (v.g === undefined) return null;
  if (v.J === undefined && v.structure?.product !== undefined && v.p !== undefined) {
    const d = v.structure.product(v.g, v.p, v, s);
    const c = v.factor ?? 1;
    return d === null || c === 1 ? d : scaled(d, c);
  }
  const J = factorOf(v, s);
  if (J === null) return null;
  if (J.length === v.g.length) return times(v.g, J);
  const square = s.classes * s.classes;
  if (J.length !== square && J.length !== s.samples * square) return null;
  return timesJacobian(v.g, J, s.classes);
}

/** Logits that a mask hides at minus infinity. */
function hidden(u: Numbers, mask: Numbers | null): Numbers {
  return mask === null ? u : zip(u, mask, (x, m) => (m === 0 ? -Infinity : x));
}

/** A derivation as a straight-line program: every slot with its right rule, in the order of evaluation. */
export const program: readonly Slot[] = [
  {
    id: 'softmax.operand',
    step: 'softmax',
    writes: 'u',
    reads: ['z'],
    right: rule((v, s) =>
      v.z === undefined ? null : hidden(s.temperature === 1 ? v.z : scaled(v.z, 1 / s.temperature), s.mask),
    ),
  },
  {
    id: 'softmax.normalisation',
    step: 'softmax',
    writes: 'a',
    reads: ['u'],
    right: rule((v, s) => (v.u === undefined ? null : softmax(v.u, s.lanes))),
  },
  { id: 'softmax.output', step: 'softmax', writes: 'a', reads: ['a'], right: rule((v) => v.a ?? null) },
  {
    id: 'log',
    step: 'softmax',
    writes: 'y',
    reads: ['u', 'a'],
    right: rule((v, s) =>
      v.u !== undefined
        ? logSoftmax(v.u, s.lanes)
        : v.a === undefined
          ? null
          : mapped(v.a, (x) => Math.log(x)),
    ),
  },
  {
    id: 'target',
    step: 'target',
    writes: 't',
    reads: ['t'],
    right: rule((v, s) => {
      const hard = v.t ?? (s.labels === null ? null : oneHotRows(s.labels, s.classes));
      return hard === null || s.smoothing === 0 ? hard : smoothLabels(hard, s.classes, s.smoothing);
    }),
  },
  { id: 'loss.value', step: 'loss', writes: 'E', reads: ['a', 't'], right: rule(losses) },
  {
    id: 'loss.reduction',
    step: 'loss',
    writes: 'E',
    reads: ['E'],
    right: rule((v, s) =>
      v.E === undefined
        ? null
        : s.lossPerSample
          ? v.E
          : Float64Array.of(total(v.E) / (s.meanAt === 'nowhere' ? 1 : s.divisor)),
    ),
  },
  {
    id: 'loss-gradient.form',
    step: 'loss-gradient',
    writes: 'g',
    reads: ['a', 't'],
    right: rule(rightLossGradient),
  },
  {
    id: 'loss-gradient.scale',
    step: 'loss-gradient',
    writes: 'g',
    reads: ['g'],
    right: factor(lossGradientFactor),
  },
  { id: 'jacobian.operand', step: 'jacobian', writes: 'p', reads: ['a'], right: rule((v) => v.a ?? null) },
  {
    id: 'jacobian.structure',
    step: 'jacobian',
    writes: 'J',
    reads: ['p'],
    right: { kind: 'structure', structure: rightStructure },
  },
  {
    id: 'jacobian.factor',
    step: 'jacobian',
    writes: 'J',
    reads: ['J'],
    right: factor((s) => 1 / s.temperature),
  },
  { id: 'chain.product', step: 'chain-product', writes: 'd', reads: ['g', 'J'], right: rule(chainProduct) },
  { id: 'delta.after', step: 'chain-product', writes: 'd', reads: ['d'], right: rule((v) => v.d ?? null) },
  {
    id: 'batch.scale',
    step: 'batch-reduction',
    writes: 'd',
    reads: ['d'],
    right: factor((s) => s.upstreamScale * (s.meanAt === 'delta' ? 1 / s.divisor : 1)),
  },
  {
    id: 'parameters.weights',
    step: 'batch-reduction',
    writes: 'dW',
    reads: ['d'],
    right: rule((v, s) =>
      v.d === undefined || s.inputs === null || v.d.length !== s.samples * s.classes
        ? null
        : weightGradient(s.inputs, v.d, s.samples, s.inputs.length / s.samples, s.classes),
    ),
  },
  {
    id: 'parameters.weights-scale',
    step: 'batch-reduction',
    writes: 'dW',
    reads: ['dW'],
    right: factor((s) => (s.meanAt === 'parameters' ? 1 / s.divisor : 1)),
  },
  {
    id: 'parameters.bias',
    step: 'batch-reduction',
    writes: 'db',
    reads: ['d'],
    right: rule((v, s) => (v.d?.length === s.samples * s.classes ? biasGradient(v.d, s.classes) : null)),
  },
  {
    id: 'parameters.bias-scale',
    step: 'batch-reduction',
    writes: 'db',
    reads: ['db'],
    right: factor((s) => (s.meanAt === 'parameters' ? 1 / s.divisor : 1)),
  },
];

/** What frameworks write for a sample that takes no part. */
export const ignoredLabel = -100;

/** One-hot rows, empty ones for samples that are ignored; null where a class does not exist. */
export function oneHotRows(labels: readonly number[], classes: number): Numbers | null {
  const known = labels.every((k) => k === ignoredLabel || (Number.isInteger(k) && k >= 0 && k < classes));
  return known ? oneHot(Float64Array.from(labels), classes, ignoredLabel) : null;
}

/** Runs one slot with `replacement`, writing into `v`; false where a register it needs has no value. */
export function run(slot: Slot, replacement: Replacement, v: Values, s: Setting): boolean {
  if (slot.writes !== 'd') v.written = undefined;
  if (replacement.kind === 'structure') {
    if (v.p === undefined) return false;
    v.structure = replacement.structure;
    return true;
  }
  if (replacement.kind === 'factor') {
    const c = replacement.factor(s, v);
    if (c === null) return false;
    if (slot.writes === 'J') {
      v.factor = (v.factor ?? 1) * c;
      return true;
    }
    const value = v[slot.writes];
    if (value === undefined) return false;
    if (c !== 1) {
      v[slot.writes] = scaled(value, c);
      if (slot.writes === 'g' && v.weighted !== undefined) {
        v.weighted = scaled(v.weighted, c);
        v.unitSum = (v.unitSum ?? -1) * c;
      }
    }
    return true;
  }
  const value = replacement.rule(v, s);
  if (value === null) return false;
  v[slot.writes] = value;
  return true;
}

const slices = new Map<number, readonly Slot[]>();
export const registers: readonly Register[] = ['z', 'u', 'a', 'y', 't', 'E', 'g', 'p', 'J', 'd', 'dW', 'db'];

/** The slots that `register` follows from when the registers of `given` are not computed but given. */
export function sliceFor(register: Register, given: Values): readonly Slot[] {
  let key = registers.indexOf(register);
  for (const one of registers) key = 2 * key + (given[one] === undefined ? 0 : 1);
  const known = slices.get(key);
  if (known !== undefined) return known;
  const needed = new Set<Register>([register]);
  const slice: Slot[] = [];
  for (let i = program.length - 1; i >= 0; i--) {
    const slot = program[i];
    if (slot === undefined || !needed.has(slot.writes)) continue;
    if (given[slot.writes] !== undefined && slot.writes !== register) continue;
    slice.unshift(slot);
    for (const read of slot.reads) needed.add(read);
  }
  slices.set(key, slice);
  return slice;
}

/** Orders slots as a derivation runs them. */
export const byProgram = (one: Slot, other: Slot): number => program.indexOf(one) - program.indexOf(other);

/** The value of a register at the end of a slice. */
export function valueOf(register: Register, v: Values, s: Setting): Numbers | null {
  return register === 'J' ? jacobianOf(v, s) : (v[register] ?? null);
}

/** Evaluates `register` by right rules alone from the values that are given. */
export function evaluate(register: Register, given: Values, s: Setting): Numbers | null {
  const v = startOf(given, register);
  for (const slot of sliceFor(register, given)) if (!run(slot, slot.right, v, s)) return null;
  return valueOf(register, v, s);
}
