import type { Certainty, Convention, Problem, Role, Step, Verdict } from '../diagnosis/diagnosis';
import type { RefusalReason } from '../reader/reading';

/**
 * Puts a template of the report into the person's language and fills `{0}`, `{1}`, ... in.
 * In the editor it is `vscode.l10n.t`; everywhere else `english`.
 */
export type Translate = (template: string, ...args: (string | number)[]) => string;

/** The template as it is, with its places filled in. */
export const english: Translate = (template, ...args) =>
  template.replace(/\{(\d+)\}/g, (place, index: string) => String(args[Number(index)] ?? place));

/** All that a report says, in English. `media/l10n/bundle.l10n.json` is made from it. */
export const words = {
  role: {
    logits: 'logits z',
    probabilities: 'probabilities a',
    logProbabilities: 'log-probabilities log a',
    target: 'target t',
    classIndex: 'class indices',
    lossGradient: 'loss gradient dE/da',
    upstream: 'upstream gradient',
    jacobian: 'Jacobian da/dz',
    delta: 'delta dE/dz',
    loss: 'loss E',
    classWeights: 'class weights',
    inputs: 'layer inputs x',
    weights: 'weights W',
    weightGradient: 'weight gradient dE/dW',
    biasGradient: 'bias gradient dE/db',
    numericalOther: 'other number',
  } satisfies Record<Role, string>,

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
  } satisfies Record<Step, string>,

  verdict: {
    agrees: 'right',
    wrong: 'wrong',
    inherits: 'inherits',
    unchecked: 'not checked',
  } satisfies Record<Verdict, string>,

  certainty: {
    certain: 'certain',
    likely: 'likely',
    ambiguous: 'cannot tell apart',
    unexplained: 'unexplained',
  } satisfies Record<Certainty, string>,

  array: {
    named: 'The {0} ({1})',
    unnamed: 'The {0}',
    noRole: 'The array {0}',
    anonymous: 'An array of shape {0}',
    reference: 'The reference {0} ({1})',
  },

  claim: {
    agrees: '{0} is right.',
    wrong: '{0} is wrong in {1} of {2} numbers: {3}.',
    wrongShape: '{0} is wrong: its shape is {1}; {2} is due.',
    wrongShapePlain: '{0} is wrong: its shape ({1}) is not the one that is due.',
    inherits:
      '{0} is right given {1}, which is wrong: it only inherits that error. From the right numbers it would be {2}.',
    inheritsPlain: '{0} is right given the wrong numbers before it: it only inherits their error.',
    unchecked: '{0} was not checked: nothing else in the text determines it.',
    unconfirmed:
      '{0} was not confirmed: what it follows from is not in the text, or not by a rule that is known here. Nothing firm contradicts it.',
    given: '{0} is taken as given.',
    givenVerdict: 'given',
    element: '{0} should be {1}',
    elementAt: '{0} should be {1} at {2}',
    more: '{0} more',
  },

  finding: {
    certain: '{0} is wrong. Cause: {1}. {2}.',
    likely: '{0} is wrong. Most likely cause: {1}. {2}.',
    ambiguous: '{0} is wrong. These numbers cannot tell its possible causes apart: {1}. {2}.',
    unexplained: '{0} is wrong, and no known mistake reproduces it. {1}.',
    shape: 'Its shape is {0}; {1} is due',
    shapePlain: 'Its shape ({0}) is not the one that is due',
    lost: '{0} is no finite number',
    or: '{0}; or {1}',
    and: '{0}, and {1}',
  },

  summary: {
    first: 'The {0} is the first wrong step. Cause: {1}.',
    firstLikely: 'The {0} is the first wrong step. Most likely cause: {1}.',
    firstAmbiguous:
      'The {0} is the first wrong step. These numbers cannot tell its {1} possible causes apart.',
    firstUnexplained: 'The {0} is the first wrong step. No known mistake reproduces its numbers.',
    more: '{0} Then: {1}.',
    right: 'Nothing is wrong.',
    foundNothing: 'Nothing wrong was found.',
    checked: '{0} Checked against the others: {1} of {2} arrays.',
    unconfirmed: '{0} Not confirmed: {1}.',
    unplaced: '{0} Not checked, since no role was found: {1}.',
    unread: '{0} Arrays that could not be read: {1}.',
    dismissed: 'Nothing else is wrong. Findings that you dismissed: {0}.',
    nothingChecked: '{0} arrays were read, and nothing in the text contradicts another.',
  },

  observation: {
    constantFactor: 'Every number is {0} times the right one.',
    sign: 'Every number has the opposite sign.',
    permutation: 'The right numbers stand in another order: {0}.',
    transpose: 'It is the transpose of the right one.',
    doesNotSum: 'Its numbers should sum to {0}; they sum to {1}.',
    rowsDoNotSum: 'Its rows should sum to {0}; they sum to {1}.',
    notSymmetric: 'It should be symmetric; the elements [{0}, {1}] and [{1}, {0}] differ.',
    rightElements: '{0} of {1} numbers are right.',
    formula: 'The formula {0} reproduces every number; the right one is {1}.',
    blind: {
      'equal-logits':
        'All logits are equal: with such a symmetric input several other mistakes would look right or alike.',
      'two-classes': 'With only two classes some mistakes coincide; three or more tell them apart.',
      'uniform-upstream':
        'The upstream gradient is the same for every class: it hides what the Jacobian does.',
      'at-target': 'The probabilities equal the target: the right gradient is zero and hides scale and sign.',
    },
    separate: 'This input tells the candidates apart: {0}',
  },

  convention: {
    name: {
      loss: 'Loss: {0}',
      reduction: 'Reduction over the batch: {0}',
      axis: 'Classes along: {0}',
      targetSum: 'Target that does not sum to 1: {0}',
      logBase: 'Base of the logarithm: {0}',
      temperature: 'Temperature: {0}',
      smoothing: 'Label smoothing: {0}',
      weights: 'Class weights: {0}',
      scale: 'Factor on the loss: {0}',
      epsilon: 'Guard added to the probabilities: {0}',
    },
    other: '{0}: {1}',
    /** The value of `loss` where the text begins with dE/da. */
    upstream: 'a given dE/da',
    from: {
      text: 'as the text says',
      numbers: 'as the numbers say',
      setting: 'as the settings say',
      default: 'assumed',
    } satisfies Record<Convention['from'], string>,
    runnerUp: '{0} ({1}; {2} explains {3} bits less)',
    alone: '{0} ({1})',
  },

  problem: {
    'no-array':
      'No numeric array was found here. Print z, a, t and your gradient, and select what was printed (at least two arrays).',
    'no-array-formulas':
      'No array of numbers was found among the formulas or words here. Print z, a, t and your gradient, and select what was printed.',
    'no-array-refused': 'No array could be read here: {0}',
    'one-array-refused': 'Only one array could be read: {0}. Another could not: {1}',
    'one-array':
      'Only one array was found: {0}. Select at least one more that belongs to it, such as the logits or the probabilities it was computed from.',
    'do-not-fit':
      'These arrays cannot belong to one softmax derivation: {0}. Logits, probabilities and target need the same shape; a Jacobian is square over the classes.',
    'nothing-to-check':
      'The arrays were read ({0}), but what they say does not tell how one follows from the others. Select the logits or probabilities, the target and your gradient together, each with its name.',
  } satisfies Record<
    Problem['kind'] | 'no-array-formulas' | 'no-array-refused' | 'one-array-refused',
    string
  >,

  refusal: {
    complex: '{0} holds the complex number {1}; only real numbers can be checked.',
    truncated: '{0} is shortened ({1}), so its numbers are not all there. Print it whole: {2}.',
    truncatedPlain:
      '{0} is shortened ({1}), so its numbers are not all there. Print it whole and select it again.',
    ragged: '{0} is not rectangular: {2} elements are due where {3} stand, at {1}.',
    raggedPlain: '{0} is not rectangular: its rows differ in length at {1}.',
    masked: '{0} has masked elements ({1}); fill them with numbers first.',
    'non-numeric': '{0} holds {1}, which is no number.',
    symbolic:
      '{0} holds formulas ({1}) and is passed over: formulas are not read yet. Select the numbers that it evaluates to.',
    unclosed: '{0} is never closed: the bracket at {1} has no partner. Select the whole array.',
    'too-large':
      '{0} has more elements than the size limit allows ({1}). Select a part of it, or raise the setting "Gradient Debugger: Size Limit".',
    'too-deep': '{0} is nested too deeply to be an array of numbers.',
  } satisfies Record<RefusalReason | 'truncatedPlain' | 'raggedPlain', string>,

  refusedArray: { named: 'The array {0}', unnamed: 'This array' },

  verified: 'Verified: central differences of the loss agree with the right dE/dz to {0}.',

  training:
    'After {0} steps of gradient descent (learning rate {1}) the loss goes from {2} to {3} with this gradient, and to {4} with the right one.',
} as const;

/** What the screens that show a report add to its sentences. */
export const screenWords = {
  title: 'Gradient derivation report',
  arrays: 'Arrays',
  findings: 'Findings',
  conventions: 'Conventions',
  notRead: 'Not read',
  passedOver: 'Passed over',
  yours: 'yours',
  right: 'right',
  why: 'Why it happens',
  remedy: 'What is right',
  shape: 'shape {0}',
  openPanel: 'Show the derivation',
  noRole: 'no role',
  line: 'line {0}',
  wrongForm: 'written',
  rightForm: 'right',
  bits: '{0} bits of evidence',
} as const;
