import { english, type Translate } from '../src/report/words';

let translations: Readonly<Record<string, unknown>> = {};

/** Takes the host's translations, JSON from English to the person's language; English where there are none. */
export function setTranslations(json: string | undefined): void {
  if (json === undefined || json === '') return;
  const parsed: unknown = JSON.parse(json);
  if (typeof parsed === 'object' && parsed !== null) translations = { ...parsed };
}

/** The template in the person's language, with `{0}`, `{1}`, ... filled in. */
export const t: Translate = (template, ...args) => {
  const translated = translations[template];
  return english(typeof translated === 'string' ? translated : template, ...args);
};

/** Every word that the panel adds to those of the report. */
export const words = {
  waiting: 'Reading the text …',
  empty: 'Nothing is checked. Select the arrays of a derivation and run Check Derivation.',
  check: 'Check Derivation',
  cancel: 'Cancel',
  derivation: 'Derivation',
  copyReport: 'Copy Report',
  clear: 'Clear',

  standing: {
    agrees: 'agrees',
    wrong: 'wrong',
    inherits: 'inherits',
    unchecked: 'not checked',
    given: 'given',
  },
  counted: {
    agrees: ['{0} agrees', '{0} agree'],
    wrong: ['{0} wrong', '{0} wrong'],
    inherits: ['{0} inherits', '{0} inherit'],
    unchecked: ['{0} not checked', '{0} not checked'],
  },
  reference: 'reference',
  firstWrong: 'first wrong step',

  role: {
    logits: 'logits',
    probabilities: 'probabilities',
    logProbabilities: 'log-probabilities',
    target: 'target',
    classIndex: 'class index',
    lossGradient: 'loss gradient',
    upstream: 'upstream gradient',
    jacobian: 'Jacobian',
    delta: 'delta',
    loss: 'loss',
    classWeights: 'class weights',
    inputs: 'inputs',
    weights: 'weights',
    weightGradient: 'weight gradient',
    biasGradient: 'bias gradient',
    numericalOther: 'other number',
    none: 'no role',
  },
  symbol: {
    logits: 'z',
    probabilities: 'a',
    logProbabilities: 'log a',
    target: 't',
    classIndex: 'y',
    lossGradient: 'dE/da',
    upstream: 'g',
    jacobian: 'J',
    delta: 'dE/dz',
    loss: 'E',
    classWeights: 'w',
    inputs: 'x',
    weights: 'W',
    weightGradient: 'dE/dW',
    biasGradient: 'dE/db',
    numericalOther: '·',
    none: '?',
  },
  step: {
    softmax: 'softmax',
    target: 'target',
    loss: 'loss',
    'loss-gradient': 'loss gradient',
    jacobian: 'softmax Jacobian',
    'chain-product': 'chain product',
    'fused-shortcut': 'fused shortcut',
    'batch-reduction': 'batch reduction',
    numerics: 'numerics',
  },
  roleFrom: {
    name: 'from its name',
    numbers: 'from its numbers',
    fit: 'from what fits together',
    person: 'as you chose',
  },
  readAs: 'Read as',
  roleOf: 'Role of {0}',
  automatic: 'Automatic',
  inText: 'In the text',
  right: 'Right',
  followsFromEarlier: 'From your own earlier numbers',
  again: 'stated again:',
  showAgain: 'Show repetition {0} in the text',
  showInText: 'Show in the text',

  certainty: {
    certain: 'Certain',
    likely: 'Likely, {0} %',
  },
  ambiguousHead: 'These numbers cannot tell {0} mistakes apart',
  unexplainedHead: 'No known mistake reproduces these numbers',
  whatIsCertain: 'What is certain',
  why: 'Why',
  remedy: 'Remedy',
  usedForm: 'This gives the numbers in the text',
  rightForm: 'The right form',
  foundForm: 'A formula that gives the numbers in the text',
  openPage: 'More about this mistake',
  fix: 'Replace the Wrong Numbers',
  fixFollowing: 'Replace Here and in What Follows',
  convention: 'This Is My Convention',
  takeBack: 'Take Back',
  accepted: 'Accepted as a convention: {0}',
  inherited: 'What only inherits the error:',
  alsoKnown: 'Also',
  separate: 'This input tells them apart. Run it through your code and check again:',
  copy: 'Copy',
  copied: 'Copied',

  cell: '{0} = {1}',
  cellDiffers: '{0} = {1}, should be {2}',
  cellWrong: '{0} = {1}, differs',
  difference: 'off by {0}',
  writtenAs: 'written {0}',
  oneNumber: '1 number',
  manyNumbers: '{0} numbers',
  differ: '{0} of {1} differ',
  allDiffer: 'all {0} differ',
  nan: '{0} not a number',
  infinite: '{0} infinite',
  overview: 'Overview of {0}, {1}. Darker means larger. Arrow keys move in the numbers beside it.',
  slice: 'Sample {0} of {1}, index {2}',
  previousSlice: 'Previous',
  nextSlice: 'Next',
  nextDiffering: 'Next That Differs',
  copyNumbers: 'Copy the right numbers',

  conventions: 'Conventions',
  settings: 'Change in the settings',
  training: 'What it does to training',
  trainingChart: 'Loss over {0} steps of gradient descent. {1}',
  withRight: 'right',
  withWrong: 'in the text',
  steps: 'steps',
  logScale: 'loss, logarithmic',
  linearScale: 'loss',
  overflows: 'overflows at step {0}',
  errors: 'Could not be read',
  notes: 'Passed over',
} as const;
