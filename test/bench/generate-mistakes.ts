import { catalogue } from '../../src/diagnosis/catalogue/catalogue';
import type { Form } from '../../src/diagnosis/catalogue/mistake';
import { program, run } from '../../src/diagnosis/program';
import { noValues, type Register, type Values } from '../../src/diagnosis/registers';
import { jacobianOf } from '../../src/diagnosis/right-rules';
import { defaultSetting, type Setting } from '../../src/diagnosis/setting';
import { oneHot } from '../../src/calculus/targets';
import { handWritten, wrongByHand } from './generate-by-hand';
import { derive, divisorOf, type Derivation, type Scenario } from './generate-derivation';
import type { Part } from './generate-print';
import type { Random } from './random';

/** Where the mistakes come from: all entries of the catalogue, only those of these ids, or one form of one entry. */
export type MistakeSource = 'catalogue' | ReadonlySet<string> | { readonly id: string; readonly form: Form };

export interface Drawn {
  readonly scenario: Scenario;
  readonly ids: readonly string[];
  readonly numbers: (keep: (values: Float64Array) => Float64Array) => Derivation | null;
  /** Parts without which the mistakes cannot show. */
  readonly parts: readonly Part[];
  readonly epsilon: number | null;
  /** Every choice of forms, one per id and slot, that the ids may stand for. */
  readonly alternatives: (ids: readonly string[]) => readonly (readonly Form[])[];
}

/** Where each register of the program is printed. */
const parts: Readonly<Partial<Record<Register, Part>>> = {
  z: 'logits',
  a: 'probabilities',
  y: 'logProbabilities',
  t: 'target',
  E: 'loss',
  g: 'lossGradient',
  J: 'jacobian',
  d: 'delta',
  dW: 'weightGradient',
  db: 'biasGradient',
};

/** Registers that are no print-out of the person's, or that the person types. */
const unrounded: ReadonlySet<Register> = new Set(['u', 'p', 't']);

/** The setting of the diagnosis for a scenario. */
function settingOf(s: Scenario): Setting {
  const labels = s.labels === null || s.loss === 'given' ? null : Array.from(s.labels);
  return {
    ...defaultSetting(s.samples, s.classes),
    loss: s.loss,
    meanAt: s.mean,
    divisor: s.divisor,
    keyWidth: s.keyWidth,
    targetSum: s.targetSum,
    layer: s.layer,
    temperature: s.temperature,
    logBase: s.logBase,
    smoothing: s.smoothing,
    labels,
    writtenLabels: labels,
    classWeights: s.classWeights,
    weightSum:
      s.classWeights === null || labels === null
        ? null
        : divisorOf(Float64Array.from(labels), s.classWeights, true),
    epsilons: [0.01],
    epsilonsSaid: 1,
    inputs: s.inputs,
  };
}

/** Runs the whole derivation with `forms` in the place of the right rules; null where one does not apply. */
export function mistaken(
  s: Scenario,
  forms: readonly Form[],
  keep: (values: Float64Array) => Float64Array = (v) => v,
): Derivation | null {
  const setting = settingOf(s);
  const v = noValues();
  v.z = s.z;
  const ignoring = s.labels?.some((k) => k < 0) ?? false;
  if ((s.labels === null || ignoring) && s.loss !== 'given') v.t = s.t;
  if (s.loss === 'given') v.g = s.upstream;
  for (const slot of program) {
    const chosen = forms.find((form) => form.slot === slot.id);
    if (s.loss === 'given' && slot.writes === 'g' && chosen === undefined) continue;
    // A matrix in the place of delta goes no further.
    if (slot.writes.startsWith('d') && slot.writes !== 'd' && v.d?.length !== s.z.length) continue;
    if (!run(slot, chosen?.replacement ?? slot.right, v, setting)) {
      if (chosen !== undefined) return null;
      continue;
    }
    const written = v[slot.writes];
    if (written !== undefined && !unrounded.has(slot.writes)) v[slot.writes] = keep(written);
  }
  const out = new Map<Part, Float64Array>();
  if (s.loss === 'given') out.set('upstream', s.upstream);
  if (s.labels !== null && s.loss !== 'given') out.set('classIndex', s.labels);
  if (s.classWeights !== null) out.set('classWeights', s.classWeights);
  if (s.inputs !== null) out.set('inputs', s.inputs);
  for (const [register, part] of Object.entries(parts)) {
    if (register === 'J' || (part === 'biasGradient' && s.inputs === null)) continue;
    if (part === 'lossGradient' && s.loss === 'given') continue;
    const value = v[register as Register];
    if (value !== undefined) out.set(part, value);
  }
  const J = jacobianOf(v, setting);
  if (J !== null) out.set('jacobian', keep(J));
  return out;
}

/** A gradient from above in the place of a loss has no mean of its own. */
const given = { loss: 'given', mean: 'nowhere' } as const;

/** Changes to a scenario under which some mistakes can show that could not before. */
const variants: readonly ((s: Scenario, random: Random) => Scenario)[] = [
  (s) => s,
  (s, random) => ({ ...s, temperature: random.pick([0.5, 2, 2.5]) }),
  (s, random) => ({ ...s, layer: 'log-softmax', ...given, upstream: upstreamOf(s, random) }),
  (s, random) => ({ ...s, ...given, upstream: upstreamOf(s, random) }),
  (s, random) => withLabels({ ...s, smoothing: 0.1 }, random),
  (s, random) => withLabels({ ...s, smoothing: 0 }, random),
  (s, random) => ({
    ...withLabels(s, random),
    ...weighted(s, random),
  }),
  (s, random) => {
    const keyWidth = random.pick([4, 16, 64]);
    const attention = {
      keyWidth,
      temperature: Math.sqrt(keyWidth),
      layer: 'softmax',
      ...given,
    } as const;
    return { ...s, ...attention, upstream: upstreamOf(s, random) };
  },
  (s, random) => {
    const labelled = withLabels({ ...s, smoothing: 0, classWeights: null, mean: 'delta' }, random);
    if (s.samples < 3) return labelled;
    const labels = labelled.labels?.map((k, i) => (i === 1 ? -100 : k)) ?? null;
    const t = labelled.t.slice().fill(0, s.classes, 2 * s.classes);
    return { ...labelled, labels, t, divisor: s.samples - 1 };
  },
  (s, random) => ({ ...soft(s, random), loss: 'distillation', temperature: random.pick([2, 3, 4]) }),
];

/** Class weights, and a mean that divides by their sum over the samples. */
function weighted(s: Scenario, random: Random): Partial<Scenario> {
  const labels = Float64Array.from({ length: s.samples }, () => random.integer(0, s.classes - 1));
  const classWeights = Float64Array.from({ length: s.classes }, () => random.integer(5, 25) / 10);
  const divisor = divisorOf(labels, classWeights, true);
  return { classWeights, labels, divisor, t: oneHot(labels, s.classes) };
}

/** A soft target in hundredths, one row per sample. */
function soft(s: Scenario, random: Random): Scenario {
  const t = new Float64Array(s.z.length);
  for (let i = 0; i < s.samples; i++) {
    for (let left = 100; left > 0; left--) {
      const at = i * s.classes + random.integer(0, s.classes - 1);
      t[at] = Number(((t[at] ?? 0) + 0.01).toFixed(2));
    }
  }
  return {
    ...s,
    layer: 'softmax',
    target: 'soft',
    labels: null,
    t,
    smoothing: 0,
    classWeights: null,
    logBase: Math.E,
  };
}

function upstreamOf(s: Scenario, random: Random): Float64Array {
  return s.z.map(() => Number((1.5 * random.normal()).toFixed(2)));
}

function withLabels(s: Scenario, random: Random): Scenario {
  const labels = Float64Array.from({ length: s.samples }, () => random.integer(0, s.classes - 1));
  return {
    ...s,
    layer: 'softmax',
    keyWidth: null,
    loss: 'cross-entropy',
    target: 'index',
    labels,
    t: oneHot(labels, s.classes),
    divisor: s.samples,
  };
}

/** Whether the forms can be carried out and change a number that is not typed in. */
function shows(s: Scenario, forms: readonly Form[]): boolean {
  const wrong = mistaken(s, forms);
  if (wrong === null) return false;
  const right = derive(s);
  for (const part of [
    'probabilities',
    'logProbabilities',
    'target',
    'loss',
    'lossGradient',
    'jacobian',
    'delta',
    'weightGradient',
    'biasGradient',
  ] as const) {
    const [one, other] = [wrong.get(part), right.get(part)];
    if (one === undefined || other === undefined) continue;
    if (one.length !== other.length) return true;
    if (one.some((v, i) => Math.abs(v - (other[i] ?? NaN)) > 1e-6)) return true;
  }
  return false;
}

/** Draws `count` mistakes of different slots, with one form of each, and a scenario that can show them. */
export function drawMistakes(
  base: Scenario,
  count: number,
  source: MistakeSource,
  random: Random,
): Drawn | null {
  const entries = catalogue.filter(
    (entry) =>
      entry.forms.length > 0 &&
      (source === 'catalogue' || ('form' in source ? entry.id === source.id : source.has(entry.id))),
  );
  const chosen: { id: string; form: Form }[] = [];
  let scenario: Scenario | null = null;
  for (let tries = 0; chosen.length < count && tries < 40; tries++) {
    // Half by how often a mistake is seen, half each as likely: rare entries must work as well.
    const entry = random.chance(0.5) ? random.pick(entries) : bySeen(entries, random);
    const form = typeof source === 'object' && 'form' in source ? source.form : random.pick(entry.forms);
    if (chosen.some((other) => other.id === entry.id || other.form.slot === form.slot)) continue;
    const forms = [...chosen.map((c) => c.form), form];
    const fitting: Scenario[] = scenario !== null && shows(scenario, forms) ? [scenario] : [];
    if (fitting.length === 0) {
      for (const vary of variants) {
        const varied = vary(base, random);
        if (forms.every((one) => shows(varied, [one])) && shows(varied, forms)) {
          fitting.push(varied);
          break;
        }
      }
    }
    if (fitting[0] === undefined) continue;
    scenario = fitting[0];
    chosen.push({ id: entry.id, form });
  }
  if (chosen.length < count || scenario === null) return null;
  const forms = chosen.map((c) => c.form);
  const ids = [...new Set(chosen.flatMap((c) => [c.id, ...(c.form.contains ?? [])]))];
  const drawn = scenario;
  const steps = new Set(forms.map((form) => program.find((slot) => slot.id === form.slot)?.step));
  const needed: Part[] = [];
  if (steps.has('softmax') || forms.some((form) => readsLogits(form, drawn))) needed.push('logits');
  if (steps.has('target')) needed.push(scenario.labels === null ? 'target' : 'classIndex');
  return {
    scenario,
    ids,
    numbers: (keep) => mistaken(drawn, forms, keep),
    parts: needed,
    epsilon: ids.includes('epsilon-changes-gradient') ? 0.01 : null,
    alternatives,
  };
}

/** Whether a form goes back to the logits behind the probabilities: nobody can tell it where they are not printed. */
function readsLogits(form: Form, s: Scenario): boolean {
  const setting = settingOf(s);
  const v = noValues();
  v.z = s.z;
  v.t = s.t;
  if (s.loss === 'given') v.g = s.upstream;
  for (const slot of program) {
    if (slot.id === form.slot) {
      const blind = { ...v, z: undefined, u: undefined };
      const { kind } = form.replacement;
      const sees = (from: Values) =>
        run(slot, form.replacement, from, setting) &&
        (kind !== 'structure' || jacobianOf(from, setting) !== null);
      return sees({ ...v }) && !sees(blind);
    }
    if (!(s.loss === 'given' && slot.writes === 'g')) run(slot, slot.right, v, setting);
  }
  return false;
}

/** Draws one mistake of the programs that are written by hand. */
export function drawByHand(scenario: Scenario, random: Random): Drawn | null {
  const id = random.pick(handWritten);
  if (wrongByHand(id, scenario, (v) => v) === null) return null;
  return {
    scenario,
    ids: [id],
    numbers: (keep) => wrongByHand(id, scenario, keep),
    parts: id.startsWith('softmax') || id.startsWith('sigmoid') ? ['logits'] : [],
    epsilon: null,
    alternatives,
  };
}

function bySeen<T extends { readonly seen: number }>(entries: readonly T[], random: Random): T {
  let left = random.next() * entries.reduce((sum, entry) => sum + Math.max(1, entry.seen), 0);
  for (const entry of entries) {
    left -= Math.max(1, entry.seen);
    if (left < 0) return entry;
  }
  return random.pick(entries);
}

/** Every choice of forms that shows exactly these ids: one of each slot, with all that they contain. */
function alternatives(ids: readonly string[]): readonly (readonly Form[])[] {
  let sets: { readonly forms: readonly Form[]; readonly shown: ReadonlySet<string> }[] = [
    { forms: [], shown: new Set() },
  ];
  // Forms that contain others come first: what they contain needs no form of its own.
  const entries = ids.map((id) => ({ id, entry: catalogue.find((candidate) => candidate.id === id) }));
  const containing = ({ entry }: (typeof entries)[number]) =>
    entry?.forms.some((form) => form.contains !== undefined) === true ? 0 : 1;
  for (const { id, entry } of entries.sort((x, y) => containing(x) - containing(y))) {
    const next = sets.filter(({ shown }) => shown.has(id));
    for (const form of entry?.forms ?? []) {
      const contained = form.contains ?? [];
      if (!contained.every((other) => ids.includes(other))) continue;
      for (const { forms, shown } of sets) {
        if (forms.some((other) => other.slot === form.slot)) continue;
        next.push({ forms: [...forms, form], shown: new Set([...shown, id, ...contained]) });
      }
    }
    sets = next.slice(0, 500);
  }
  return sets.map(({ forms }) => forms);
}
