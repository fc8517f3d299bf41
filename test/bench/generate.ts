import type { Form } from '../../src/diagnosis/catalogue/mistake';
import { timesJacobian } from '../../src/calculus/jacobian';
import { transpose } from '../../src/calculus/lanes';
import { oneHot } from '../../src/calculus/targets';
import {
  derive,
  divisorOf,
  drawScenario,
  quantityOf,
  typedParts,
  type Derivation,
  type Scenario,
} from './generate-derivation';
import {
  asPrinted,
  notations,
  statement,
  type Digits,
  type Notation,
  type Part,
  type Quantity,
} from './generate-print';
import { drawByHand, drawMistakes, mistaken, type Drawn, type MistakeSource } from './generate-mistakes';
import { randomOf, type Random } from './random';

/** A text with known mistakes in it. */
export interface Case {
  readonly seed: number;
  readonly text: string;
  readonly language: string;
  /** Ids of the mistakes that the printed numbers show; empty where all is right. */
  readonly mistakes: readonly string[];
  /** The mistakes that were put in: more than the arrays show, at times. */
  readonly made: readonly string[];
  /** How many mistakes were asked for. */
  readonly injected: number;
  /** What the first wrong claim of the derivation plays. */
  readonly firstWrong: Part | null;
  readonly notation: Notation;
  readonly arithmetic: 'exact' | 'float32' | 'float16' | 'by-hand' | 'truncated';
  readonly digits: number;
  readonly scenario: Scenario;
  readonly shown: readonly Part[];
  /** True where another set of mistakes predicts the same printed numbers. */
  readonly sameNumbers: (ids: readonly string[]) => boolean;
}

export interface CaseOptions {
  readonly mistakes: number;
  /** Digits to print; drawn where absent. */
  readonly digits?: number;
  readonly source: MistakeSource;
}

const nameSets: readonly Readonly<Record<Part, string>>[] = [
  {
    logits: 'z',
    probabilities: 'a',
    logProbabilities: 'log_softmax(z)',
    target: 't',
    classIndex: 'labels',
    classWeights: 'class_weights',
    loss: 'E',
    lossGradient: 'dE/da',
    upstream: 'dE/da',
    jacobian: 'da/dz',
    delta: 'dE/dz',
    inputs: 'X',
    weightGradient: 'dE/dW',
    biasGradient: 'dE/db',
  },
  {
    logits: 'logits',
    probabilities: 'probs',
    logProbabilities: 'log_probs',
    target: 'target',
    classIndex: 'y',
    classWeights: 'class_weights',
    loss: 'loss',
    lossGradient: 'dL/dprobs',
    upstream: 'grad_output',
    jacobian: 'jacobian',
    delta: 'dL/dlogits',
    inputs: 'X',
    weightGradient: 'dW',
    biasGradient: 'db',
  },
  {
    logits: 'z',
    probabilities: 's',
    logProbabilities: 'log_s',
    target: 'y',
    classIndex: 'class_index',
    classWeights: 'weights',
    loss: 'L',
    lossGradient: 'dL/ds',
    upstream: 'dL/ds',
    jacobian: 'J',
    delta: 'dL/dz',
    inputs: 'X',
    weightGradient: 'dL/dW',
    biasGradient: 'dL/db',
  },
  {
    logits: 'scores',
    probabilities: 'softmax',
    logProbabilities: 'log_softmax',
    target: 'one_hot',
    classIndex: 'target',
    classWeights: 'class_weights',
    loss: 'loss',
    lossGradient: 'grad_softmax',
    upstream: 'upstream',
    jacobian: 'dsoftmax',
    delta: 'grad_scores',
    inputs: 'X',
    weightGradient: 'grad_W',
    biasGradient: 'grad_b',
  },
  {
    logits: 'z',
    probabilities: 'p',
    logProbabilities: 'log_p',
    target: 'y',
    classIndex: 'labels',
    classWeights: 'class_w',
    loss: 'loss',
    lossGradient: 'dp',
    upstream: 'dp',
    jacobian: 'J',
    delta: 'dz',
    inputs: 'X',
    weightGradient: 'dW',
    biasGradient: 'db',
  },
];

const attentionNames: Readonly<Record<Part, string>> = {
  logits: 'scores',
  probabilities: 'weights',
  logProbabilities: 'log_weights',
  target: 'target',
  classIndex: 'labels',
  classWeights: 'class_weights',
  loss: 'loss',
  lossGradient: 'dweights',
  upstream: 'dweights',
  jacobian: 'jacobian',
  delta: 'dscores',
  inputs: 'X',
  weightGradient: 'dW',
  biasGradient: 'db',
};

/** Order in which the parts of a derivation follow from each other. */
export const partOrder: readonly Part[] = [
  'inputs',
  'logits',
  'probabilities',
  'logProbabilities',
  'classIndex',
  'target',
  'classWeights',
  'upstream',
  'loss',
  'lossGradient',
  'jacobian',
  'delta',
  'weightGradient',
  'biasGradient',
];

/** Draws the case of a seed. Null where the drawn mistakes do not show or a convention explains the numbers. */
export function generate(seed: number, options: CaseOptions): Case | null {
  const random = randomOf(seed);
  const base = drawScenario(random, options.mistakes > 0);
  const drawn = options.mistakes === 0 ? null : drawWrong(base, options, random);
  if (options.mistakes > 0 && drawn === null) return null;
  const scenario = drawn?.scenario ?? base;

  const count = options.digits ?? random.pick([2, 3, 4, 4, 5, 6, 8, 12, 17]);
  const arithmetic = random.chance(0.7)
    ? 'exact'
    : random.pick(
        options.mistakes === 0
          ? (['float32', 'float16', 'by-hand', 'truncated'] as const)
          : (['float32', 'truncated', 'exact', 'exact'] as const),
      );
  const digits: Digits = {
    count,
    style: arithmetic !== 'by-hand' && (count > 8 || random.chance(0.3)) ? 'significant' : 'fixed',
    cut: arithmetic === 'truncated' ? 'truncated' : 'rounded',
  };
  const keep = keeper(arithmetic, digits);
  const numbers = drawn === null ? derive(scenario, keep) : drawn.numbers(keep);
  if (numbers === null) return null;
  const shown = drawShown(scenario, numbers, drawn?.parts ?? [], random);
  const notation = drawNotation(scenario, numbers, shown, random);
  const names = scenario.keyWidth === null ? random.pick(nameSets) : attentionNames;
  const quantities = shown.map((part) =>
    asWritten(quantityOf(part, numbers.get(part) ?? new Float64Array(), names[part], scenario), notation),
  );
  if (quantities.every((q) => typedParts.has(q.role))) return null;
  // An infinite loss is wrong, also where it follows from a probability that was rounded to zero.
  if (quantities.some((q) => q.values.some((v) => !Number.isFinite(v)))) return null;

  const right = derive(scenario);
  const lines = header(
    scenario,
    drawn !== null || random.chance(0.6),
    notation,
    drawn?.epsilon ?? null,
    drawn?.ids.includes('sigmoid-for-softmax') === true,
  );
  for (const quantity of quantities) lines.push(statement(quantity, notation, digits, random));
  const referred = shown.includes('delta') && random.chance(0.15);
  if (referred) lines.push(statement(referenceOf(scenario, right, random), notation, digits, random));
  // A single number may be a convention of the text: it has not to be explained.
  const claims = shown.filter((part) => (numbers.get(part)?.length ?? 0) > 1);
  const single = shown.filter((part) => numbers.get(part)?.length === 1);
  // A reference tells the conventions.
  const open = openConventions(scenario, notation, shown).filter(
    (convention) =>
      !referred ||
      outcomesOf(convention, [], (v) => v).some((one) => printsTheSame('delta', right, one, digits)),
  );
  const byHand = keeper('by-hand', digits);
  const outcomes = (convention: Open, forms: readonly Form[]) =>
    [(values: Float64Array) => values, byHand].flatMap((keep) => outcomesOf(convention, forms, keep));
  const tells = (part: Part, others: readonly Derivation[]) =>
    others.some((other) => printsTheSame(part, numbers, other, digits));
  // Who takes a shortcut past a mistake gets right numbers: each claim shows what some of the mistakes make of it.
  const madeBy = (convention: Open, forms: readonly Form[]) =>
    sublists(forms).reduce((left, some) => {
      if (left.length === 0) return left;
      const others = outcomes(convention, some);
      return left.filter((part) => !tells(part, others));
    }, claims).length === 0;
  const conventionOf = (forms: readonly Form[]) => open.find((convention) => madeBy(convention, forms));
  /** Whether the forms make the claims, and none of them for nothing. */
  const areNeeded = (convention: Open, forms: readonly Form[]) => {
    const made = sublists(forms).map((some) => ({ some, others: outcomes(convention, some) }));
    const used = new Set<Form>();
    for (const part of [...claims, ...single]) {
      const fitting = made.filter(({ others }) => tells(part, others)).map(({ some }) => some);
      if (fitting.length === 0 && claims.includes(part)) return false;
      for (const some of fitting) {
        const least = !fitting.some(
          (fewer) => fewer.length < some.length && fewer.every((form) => some.includes(form)),
        );
        if (least) some.forEach((form) => used.add(form));
      }
    }
    return used.size === forms.length;
  };
  if (drawn !== null && conventionOf([]) !== undefined) return null;
  const shownBy = drawn === null ? null : visible(drawn, conventionOf);
  const mistakes = shownBy?.mistakes ?? [];
  // What is typed is right, save for a target beside the class numbers that it is made of.
  const checked = (part: Part) =>
    !typedParts.has(part) || (part === 'target' && shown.includes('classIndex'));
  const expected = shownBy === null ? [right] : outcomes(shownBy.convention, []);
  if (drawn !== null && mistakes.length === 0) return null;

  return {
    seed,
    text: lines.join(notation === 'latex' ? '\n\n' : '\n'),
    language: {
      python: 'python',
      numpy: 'plaintext',
      torch: 'plaintext',
      matlab: 'matlab',
      latex: 'latex',
      prose: 'plaintext',
    }[notation],
    mistakes,
    made: drawn?.ids ?? [],
    injected: options.mistakes,
    firstWrong: claims.find((part) => checked(part) && !tells(part, expected)) ?? null,
    notation,
    arithmetic,
    digits: count,
    scenario,
    shown,
    sameNumbers: (ids) => {
      if (drawn === null) return ids.length === 0;
      return drawn.alternatives(ids).some((forms) => open.some((convention) => areNeeded(convention, forms)));
    },
  };
}

function drawWrong(base: Scenario, { mistakes, source }: CaseOptions, random: Random): Drawn | null {
  if (mistakes === 1 && source === 'catalogue' && random.chance(0.15)) return drawByHand(base, random);
  return drawMistakes(base, mistakes, source, random);
}

/** Classes are counted from 1 in MATLAB. */
function asWritten(q: Quantity, notation: Notation): Quantity {
  const fromOne = notation === 'matlab' && q.role === 'classIndex' && q.values.every((k) => k >= 0);
  return fromOne ? { ...q, values: q.values.map((k) => k + 1) } : q;
}

function keeper(arithmetic: Case['arithmetic'], digits: Digits): (values: Float64Array) => Float64Array {
  switch (arithmetic) {
    case 'float32':
      return (values) => values.map(Math.fround);
    case 'float16':
      return (values) => values.map(half);
    case 'by-hand':
      return (values) => values.map((value) => asPrinted(value, false, digits));
    case 'exact':
    case 'truncated':
      return (values) => values;
  }
}

/** Rounds to the 11 significant bits of a half-precision number. */
function half(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const unit = 2 ** (Math.max(-14, Math.floor(Math.log2(Math.abs(value)))) - 10);
  return Math.round(value / unit) * unit;
}

/** Whether a part prints the same, up to one unit of its last digit, in both derivations. */
function printsTheSame(part: Part, one: Derivation, other: Derivation, digits: Digits): boolean {
  const a = one.get(part);
  const b = other.get(part);
  if (a === undefined || b?.length !== a.length) return false;
  // What single precision would blur is no difference, nor is what is left of terms that cancel.
  const blur = 5e-7 * largest(a) + 1e-13 * Math.max(1, largestTerm(one));
  return a.every((value, i) => {
    const second = b[i] ?? NaN;
    if (value === second || (Number.isNaN(value) && Number.isNaN(second))) return true;
    const unit =
      digits.style === 'fixed'
        ? 10 ** -digits.count
        : 10 ** (Math.floor(Math.log10(Math.abs(value))) + 1 - digits.count);
    return Math.abs(value - second) <= Math.max(unit, blur);
  });
}

const largest = (values: Float64Array) => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

/** The largest of the terms that dE/dz is a difference of. */
function largestTerm(derivation: Derivation): number {
  const a = derivation.get('probabilities');
  const g = derivation.get('lossGradient') ?? derivation.get('upstream');
  return a === undefined || g?.length !== a.length ? 0 : largest(g.map((x, i) => x * (a[i] ?? NaN)));
}

/** A convention that the text leaves open. */
interface Open {
  readonly scenario: Scenario;
  /** True where what stands in the rows of the text is read as standing in its columns. */
  readonly turned: boolean;
}

/** The scenario under every convention that the text leaves open. */
function openConventions(s: Scenario, notation: Notation, shown: readonly Part[]): Open[] {
  // Of one sample nobody says whether its loss was divided by its weight, or by one.
  const unsaid = s.samples === 1 && s.classWeights !== null;
  const means = unsaid
    ? (['nowhere', 'delta', 'loss-gradient'] as const)
    : s.mean === 'nowhere'
      ? (['nowhere'] as const)
      : (['delta', 'loss-gradient'] as const);
  const sums = s.target === 'unnormalised' ? (['scale', 'ignore'] as const) : [s.targetSum];
  return means
    .flatMap((mean) =>
      divisorsFor(s, mean).flatMap((divisor) =>
        sums.map((targetSum) => ({ ...s, mean, targetSum, divisor })),
      ),
    )
    .flatMap((open) => [open, ...countedOtherwise(open, notation), ...ofLogs(open, shown)])
    .flatMap((scenario) => [{ scenario, turned: false }, ...turnedOtherwise(scenario, shown)]);
}

/** Where log-probabilities are printed, a gradient from above that does not say so may be theirs. */
function ofLogs(s: Scenario, shown: readonly Part[]): Scenario[] {
  const open = s.loss === 'given' && s.layer === 'softmax' && shown.includes('logProbabilities');
  return open ? [{ ...s, layer: 'log-softmax' }] : [];
}

/** Samples in columns, where neither the words nor the target tell that they stand in rows. */
function turnedOtherwise(s: Scenario, shown: readonly Part[]): Open[] {
  const { samples, classes } = s;
  if (samples === 1 || s.columns || s.classWeights !== null || s.inputs !== null) return [];
  const counted = s.loss !== 'given' && shown.includes('classIndex');
  const target = s.loss !== 'given' && shown.includes('target');
  if (counted ? samples !== classes || target : target && s.target !== 'unnormalised') return [];
  const turn = (values: Float64Array) => transpose(values, samples, classes);
  const scenario: Scenario = {
    ...s,
    samples: classes,
    classes: samples,
    divisor: classes,
    z: turn(s.z),
    upstream: turn(s.upstream),
    labels: counted ? s.labels : null,
    t: counted ? s.t : turn(s.t),
  };
  return [{ scenario, turned: true }];
}

/** What the forms make of a scenario, in the layout of the text: by every step, and by the Jacobian as it is printed. */
function outcomesOf(
  { scenario: s, turned }: Open,
  forms: readonly Form[],
  keep: (values: Float64Array) => Float64Array,
): Derivation[] {
  const made = mistaken(s, forms, keep);
  if (made === null) return [];
  const [g, J] = [made.get('lossGradient') ?? made.get('upstream'), made.get('jacobian')];
  const whole = g !== undefined && J?.length === g.length * s.classes;
  const divisor = s.mean === 'delta' ? s.divisor : 1;
  const all = whole
    ? [made, new Map(made).set('delta', keep(timesJacobian(g, J, s.classes).map((v) => v / divisor)))]
    : [made];
  if (!turned) return all;
  return all.map(
    (one) =>
      new Map(
        [...one].map(([part, values]) => [
          part,
          values.length === s.z.length ? transpose(values, s.samples, s.classes) : values,
        ]),
      ),
  );
}

function divisorsFor(s: Scenario, mean: Scenario['mean']): number[] {
  return s.samples === 1 && mean !== 'nowhere' && s.classWeights !== null && s.labels !== null
    ? [divisorOf(s.labels, s.classWeights, true), 1]
    : [s.divisor];
}

/** Class numbers alone do not tell whether the classes are counted from zero or from one. */
function countedOtherwise(s: Scenario, notation: Notation): Scenario[] {
  const { labels, classes } = s;
  const step = notation === 'matlab' ? 1 : -1;
  const counted = labels?.map((k) => k + step);
  if (!counted?.every((k) => k >= 0 && k < classes)) return [];
  return [{ ...s, labels: counted, t: oneHot(counted, classes) }];
}

/** The smallest part of the drawn set that gives the printed numbers, and the convention under which it does. */
function visible(
  drawn: Drawn,
  conventionOf: (forms: readonly Form[]) => Open | undefined,
): { readonly mistakes: readonly string[]; readonly convention: Open } {
  const subsets = sublists(drawn.ids).sort((x, y) => x.length - y.length);
  for (const mistakes of subsets) {
    for (const forms of drawn.alternatives(mistakes)) {
      const convention = conventionOf(forms);
      if (convention !== undefined) return { mistakes, convention };
    }
  }
  return { mistakes: drawn.ids, convention: { scenario: drawn.scenario, turned: false } };
}

/** All of the items, and every choice of fewer of them. */
function sublists<T>(items: readonly T[]): T[][] {
  const all = Array.from({ length: 1 << items.length }, (_, mask) => items.filter((_, i) => (mask >> i) & 1));
  return all.reverse();
}

function drawShown(s: Scenario, numbers: Derivation, needed: readonly Part[], random: Random): Part[] {
  const chances: Partial<Record<Part, number>> = {
    logits: 0.85,
    probabilities: 0.8,
    logProbabilities: s.layer === 'log-softmax' ? 0.9 : 0.05,
    target: s.target === 'index' ? 0.15 : 1,
    classIndex: s.target === 'index' ? 1 : 0,
    classWeights: 1,
    loss: 0.3,
    lossGradient: 0.6,
    upstream: 1,
    jacobian: s.classes <= 8 ? 0.55 : 0.04,
    delta: 0.85,
    inputs: 1,
    weightGradient: 0.9,
    biasGradient: 0.9,
  };
  const shown = partOrder.filter(
    (part) => numbers.has(part) && (needed.includes(part) || random.chance(chances[part] ?? 0)),
  );
  // Something has to follow from something.
  if (!shown.includes('logits') && !shown.includes('probabilities')) shown.unshift('logits');
  if (shown.every((part) => typedParts.has(part))) shown.push('probabilities');
  if (!shown.includes('delta'))
    return shown.filter((part) => part !== 'inputs' && part !== 'weightGradient' && part !== 'biasGradient');
  return shown;
}

function drawNotation(s: Scenario, numbers: Derivation, shown: readonly Part[], random: Random): Notation {
  const deep = shown.some(
    (part) => quantityOf(part, numbers.get(part) ?? new Float64Array(), '', s).shape.length > 2,
  );
  return random.pick(deep ? (['python', 'numpy', 'torch'] as const) : notations);
}

const lossNames: Readonly<Record<Scenario['loss'], string | null>> = {
  'cross-entropy': 'softmax and cross-entropy',
  'half-squared-error': 'half squared error 0.5*sum((a-t)^2)',
  'squared-error': 'squared error sum((a-t)^2)',
  'mean-squared-error': 'mean squared error mean((a-t)^2)',
  'binary-cross-entropy': 'binary cross-entropy summed over the classes',
  'kl-divergence': 'KL divergence of the target from the softmax output',
  distillation: 'distillation: KL(q || p) of softened targets q, scaled by T^2',
  given: null,
};

/** What the text says of its conventions. A loss other than cross-entropy is always named. */
function header(
  s: Scenario,
  named: boolean,
  notation: Notation,
  epsilon: number | null,
  softmaxSaid: boolean,
): string[] {
  const words: string[] = [];
  const name = lossNames[s.loss];
  const unusual = s.loss !== 'cross-entropy' || s.logBase !== Math.E;
  if (name !== null && (named || unusual)) {
    const base = s.logBase === Math.E ? '' : `, log base ${s.logBase}`;
    const batch =
      s.samples === 1 ? '' : s.mean === 'nowhere' ? ', summed over the batch' : ', mean over the batch';
    words.push(`${name}${base}${batch}`);
  }
  // Without the word, another activation is no mistake.
  if (softmaxSaid) words.push('softmax output');
  if (s.loss === 'given' && s.layer === 'log-softmax') words.push('backward of log-softmax');
  if (s.labels?.some((k) => k < 0) === true) words.push('ignore_index = -100');
  if (s.keyWidth !== null) words.push('attention row, weights = softmax(scores / sqrt(d))');
  if (s.smoothing !== 0) words.push(`label smoothing ${s.smoothing}`);
  if (s.columns) words.push('classes x samples');
  const comment = { python: '# ', numpy: '', torch: '# ', matlab: '% ', latex: '', prose: '' }[notation];
  const lines = words.length === 0 ? [] : [`${comment}${words.join('; ')}`];
  const latex = notation === 'latex';
  if (s.keyWidth !== null) lines.push(latex ? `$d = ${s.keyWidth}$` : `d = ${s.keyWidth}`);
  else if (s.temperature !== 1)
    lines.push(latex ? `$T = ${s.temperature}$` : `temperature = ${s.temperature}`);
  if (epsilon !== null) lines.push(latex ? `$\\epsilon = ${epsilon}$` : `eps = ${epsilon}`);
  return lines;
}

function referenceOf(s: Scenario, right: Derivation, random: Random): Quantity {
  const name = random.pick(['expected', 'autograd', 'numeric gradient', 'reference']);
  return { ...quantityOf('delta', right.get('delta') ?? new Float64Array(), name, s), reference: true };
}
