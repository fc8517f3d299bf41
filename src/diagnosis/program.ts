import { biasGradient, weightGradient } from '../calculus/batch';
import { mapped } from '../calculus/buffers';
import { logSoftmax, softmax } from '../calculus/softmax';
import { smoothLabels } from '../calculus/targets';
import type { Step } from './diagnosis';
import { type Numbers, scaled, total } from './elementwise';
import { type Register, registers, startOf, type Structure, type Values } from './registers';
import {
  chainProduct,
  hidden,
  jacobianOf,
  losses,
  lossGradientFactor,
  oneHotRows,
  rightLossGradient,
  rightStructure,
} from './right-rules';
import type { Setting } from './setting';

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

/** What is there when right rules alone have led from `given` to `register`; null where something is missing. */
export function followed(register: Register, given: Values, s: Setting): Values | null {
  const v = startOf(given, register);
  for (const slot of sliceFor(register, given)) if (!run(slot, slot.right, v, s)) return null;
  return v;
}

/** Evaluates `register` by right rules alone from the values that are given. */
export function evaluate(register: Register, given: Values, s: Setting): Numbers | null {
  const v = followed(register, given, s);
  return v === null ? null : valueOf(register, v, s);
}
