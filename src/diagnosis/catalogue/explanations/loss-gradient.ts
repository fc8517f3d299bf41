import type { Explanation } from '../mistake';
import type { MistakeId } from '../../diagnosis';

export const lossGradientExplanations: Readonly<Record<MistakeId, Explanation>> = {
  'sign-flipped-delta': {
    why: 'The minus sign of the loss was lost, or the descent direction was taken for the gradient. Subtracting it climbs the loss.',
    remedy: 'Reverse the sign, or add the result in the update in place of subtracting it.',
    reference: 'https://github.com/deeplearning4j/deeplearning4j/issues/349',
  },
  'binary-cross-entropy-on-softmax': {
    why: 'The term for the other class was added for every output. That belongs to independent sigmoids; with softmax the probabilities share one sum.',
    remedy: 'Use only the term -t/a of the categorical cross-entropy.',
    reference: 'https://github.com/vandit15/Class-balanced-loss-pytorch/issues/23',
  },
  'nll-on-probabilities': {
    why: 'The loss expects log-probabilities and was given probabilities, so that it is negative and its gradient lacks the factor 1/a.',
    remedy: 'Take the logarithm first (log-softmax), or use a loss that starts from logits.',
    reference: 'https://github.com/mlvlab/PointWOLF/issues/8',
  },
  'loss-value-used-as-gradient': {
    why: 'The terms of the loss were propagated. The chain rule needs their derivative with respect to the probabilities.',
    remedy: 'Differentiate the loss: -t log a becomes -t/a.',
    reference: null,
  },
  'loss-gradient-wrong-operand': {
    why: 'The derivative of -t log a divides by the probabilities a. Another buffer (the logits, the target) was used.',
    remedy: 'Divide by the output of softmax.',
    reference: 'https://github.com/fetchai/ledger/issues/1580',
  },
  'loss-derivative-omitted': {
    why: 'Only the softmax was differentiated; the factor -1/a of the logarithm is missing.',
    remedy: 'Multiply by the derivative of the loss, or use the fused form a - t.',
    reference: 'https://github.com/eriklindernoren/ML-From-Scratch/issues/71',
  },
  'fused-shortcut-with-other-loss': {
    why: 'The Jacobian cancels to a - t only for cross-entropy. For another loss it has to be multiplied in.',
    remedy: 'Multiply the gradient of this loss by the softmax Jacobian.',
    reference: 'https://github.com/fetchai/ledger/issues/307',
  },
  'factor-of-two': {
    why: 'A 2 of the squared error was carried over, was lost without a one half in the loss, or two equal halves were added twice.',
    remedy: 'Derive the factor from the loss that is used: cross-entropy has no 2.',
    reference: 'https://github.com/markroxor/fromscratchtoml/issues/65',
  },
  'log-base-mismatch': {
    why: 'The derivative of a logarithm to base b carries the factor 1/ln b; a - t belongs to the natural logarithm.',
    remedy: 'Use the natural logarithm in the loss, or divide the gradient by ln b.',
    reference: 'https://github.com/cs231n/cs231n.github.io/issues/12',
  },
  'label-smoothing-mass': {
    why: 'The mass taken from the true class has to be what the other classes get: the smoothed target must sum to 1.',
    remedy: 'Spread exactly the smoothing over the classes.',
    reference: null,
  },
  'target-not-distribution': {
    why: 's - t holds only where the target sums to 1.',
    remedy: 'Multiply the probabilities by the sum of the target, or normalise the target.',
    reference: 'https://github.com/tensorflow/tensorflow/issues/49178',
  },
  'target-index-mismatch': {
    why: 'The labels and the one-hot rows do not count the classes from the same number, so that the wrong class is rewarded or a row stays empty.',
    remedy: 'Make labels and one-hot rows count from the same class, usually from 0.',
    reference: 'https://github.com/hunkim/DeepLearningZeroToAll/issues/20',
  },
  'one-hot-subtracted-from-all-rows': {
    why: 'The labels indexed whole columns: without the row index every sample had every label subtracted.',
    remedy: 'Index rows and columns together, one label for each row.',
    reference: null,
  },
  'soft-target-weight-dropped': {
    why: 'Every class with a non-zero target counted fully, whatever its weight.',
    remedy: 'Multiply each logarithm by its target.',
    reference: 'https://github.com/AlexeyAB/darknet/issues/5207',
  },
  'epsilon-changes-gradient': {
    why: 'The constant that guards against a division by zero is not small beside the probabilities.',
    remedy:
      'Use the fused form a - t, which needs no guard, or a far smaller constant inside the logarithm only.',
    reference: 'https://github.com/fetchai/ledger/issues/1583',
  },
  'log-of-zero': {
    why: 'A probability was rounded to 0 before its logarithm was taken, so that the loss is infinite or nan.',
    remedy: 'Compute log-softmax from the logits.',
    reference: 'https://github.com/clab/dynet/issues/218',
  },
  'focal-loss-gradient-incomplete': {
    why: 'The factor depends on the probabilities too, so the product rule gives a second term.',
    remedy: 'Differentiate the whole product.',
    reference: null,
  },
};
