import { catalogue } from '../../src/diagnosis/catalogue/catalogue';
import type { Form } from '../../src/diagnosis/catalogue/mistake';
import { jacobianOf, program, run, type Register, type Values } from '../../src/diagnosis/program';
import { defaultSetting, type Setting } from '../../src/diagnosis/setting';
import type { Derivation, Scenario } from './generate-derivation';
import type { Part } from './generate-print';
import type { Random } from './random';

/** Where the mistakes come from: all entries of the catalogue, or only those of these ids. */
export type MistakeSource = 'catalogue' | ReadonlySet<string>;

export interface Drawn {
  readonly scenario: Scenario;
  readonly ids: readonly string[];
  readonly forms: readonly Form[];
  /** Parts without which the mistakes cannot show. */
  readonly parts: readonly Part[];
  readonly epsilon: number | null;
  /** Every choice of forms, one per id and slot, that the ids may stand for. */
  readonly alternatives: (ids: readonly string[]) => readonly (readonly Form[])[];
}

/** Scale and convention mistakes that only a named loss and reduction turn into mistakes. */
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

/** The setting of the diagnosis for a scenario. */
function settingOf(s: Scenario): Setting {
  const labels = s.labels === null ? null : Array.from(s.labels);
  return {
    ...defaultSetting(s.samples, s.classes),
    loss: s.loss,
    meanAt: s.mean,
    targetSum: s.targetSum,
    layer: s.layer,
    temperature: s.temperature,
    logBase: s.logBase,
    smoothing: s.smoothing,
    labels,
    writtenLabels: labels,
    classWeights: s.classWeights,
    epsilons: [0.01],
    inputs: s.inputs,
    unitTarget: s.target !== 'unnormalised',
  };
}

/** Runs the whole derivation with `forms` in the place of the right rules; null where one does not apply. */
export function mistaken(
  s: Scenario,
  forms: readonly Form[],
  keep: (values: Float64Array) => Float64Array = (v) => v,
): Derivation | null {
  const setting = settingOf(s);
  let v: Values = { z: s.z };
  if (s.labels === null && s.loss !== 'given') v.t = s.t;
  if (s.loss === 'given') v.g = s.upstream;
  for (const slot of program) {
    const chosen = forms.find((form) => form.slot === slot.id);
    if (s.loss === 'given' && slot.writes === 'g' && chosen === undefined) continue;
    const next = run(slot, chosen?.replacement ?? slot.right, v, setting);
    if (next === null) {
      if (chosen !== undefined) return null;
      continue;
    }
    v = next;
    const written = v[slot.writes];
    if (written !== undefined && slot.writes !== 'u' && slot.writes !== 'p') v[slot.writes] = keep(written);
  }
  const out = new Map<Part, Float64Array>();
  if (s.loss === 'given') out.set('upstream', s.upstream);
  if (s.labels !== null) out.set('classIndex', s.labels);
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

/** Draws `count` mistakes of different slots that the scenario can show, with one form of each. */
export function drawMistakes(
  base: Scenario,
  count: number,
  source: MistakeSource,
  random: Random,
): Drawn | null {
  const entries = catalogue.filter(
    (entry) => entry.forms.length > 0 && (source === 'catalogue' || source.has(entry.id)),
  );
  const chosen: { id: string; form: Form }[] = [];
  for (let tries = 0; chosen.length < count && tries < 60; tries++) {
    // Half by how often a mistake is seen, half each as likely: rare entries must work as well.
    const entry = random.chance(0.5) ? random.pick(entries) : weighted(entries, random);
    const form = random.pick(entry.forms);
    if (chosen.some((other) => other.id === entry.id || other.form.slot === form.slot)) continue;
    if (mistaken(base, [...chosen.map((c) => c.form), form]) === null) continue;
    chosen.push({ id: entry.id, form });
  }
  if (chosen.length < count) return null;
  const forms = chosen.map((c) => c.form);
  const ids = chosen.map((c) => c.id);
  const steps = new Set(forms.map((form) => program.find((slot) => slot.id === form.slot)?.step));
  const needed: Part[] = [];
  if (steps.has('softmax')) needed.push('logits');
  if (steps.has('target')) needed.push(base.labels === null ? 'target' : 'classIndex');
  return {
    scenario: base,
    ids,
    forms,
    parts: needed,
    epsilon: ids.includes('epsilon-changes-gradient') ? 0.01 : null,
    alternatives,
  };
}

function weighted<T extends { readonly seen: number }>(entries: readonly T[], random: Random): T {
  let left = random.next() * entries.reduce((sum, entry) => sum + Math.max(1, entry.seen), 0);
  for (const entry of entries) {
    left -= Math.max(1, entry.seen);
    if (left < 0) return entry;
  }
  return random.pick(entries);
}

function alternatives(ids: readonly string[]): readonly (readonly Form[])[] {
  let sets: (readonly Form[])[] = [[]];
  for (const id of ids) {
    const entry = catalogue.find((candidate) => candidate.id === id);
    const next: (readonly Form[])[] = [];
    for (const form of entry?.forms ?? []) {
      for (const set of sets) {
        if (!set.some((other) => other.slot === form.slot)) next.push([...set, form]);
      }
    }
    sets = next.slice(0, 500);
  }
  return sets;
}
