import type { Explanation } from '../mistake';
import type { MistakeId } from '../../diagnosis';

export const jacobianExplanations: Readonly<Record<MistakeId, Explanation>> = {
  'jacobian-diagonal-only': {
    why: 'Softmax was differentiated as if it worked on each element alone, like a sigmoid. Every output depends on every logit: the entries -a_i a_j off the diagonal are missing.',
    remedy: 'Use the whole Jacobian diag(a) - a aᵀ, or its product a∘(g - ⟨g,a⟩).',
    reference: 'https://github.com/apache/mxnet/issues/2028',
  },
  'jacobian-at-logits': {
    why: 'The formula for the derivative is written in terms of the output of softmax, and was given its input.',
    remedy: 'Put the probabilities into the formula, not the logits.',
    reference: 'https://github.com/SushiWaUmai/neural-network-java',
  },
  'jacobian-at-softmax-of-activation': {
    why: 'The derivative function applies softmax itself and was handed what had been through softmax already.',
    remedy: 'Hand it the logits, or let it take the probabilities as they are.',
    reference: null,
  },
  'jacobian-at-upstream-gradient': {
    why: 'Softmax was applied to the gradient from above in place of the logits of the forward pass.',
    remedy: 'Keep the probabilities of the forward pass and evaluate the Jacobian there.',
    reference: 'https://github.com/DivyanshuTirkey/da6401_assignment1',
  },
  'jacobian-off-diagonal-sign': {
    why: 'The minus sign of the off-diagonal entries is missing: raising one logit lowers the other probabilities.',
    remedy: 'Put the minus sign back; every row must sum to 0.',
    reference: 'https://github.com/peterroelants/peterroelants.github.io/issues/24',
  },
  'jacobian-delta-omitted': {
    why: 'The 1 belongs to the diagonal only; off the diagonal the Kronecker delta is 0.',
    remedy: 'Use 1 where i equals j and 0 elsewhere.',
    reference: null,
  },
  'jacobian-kronecker-product-for-delta': {
    why: 'The two share a name only: the delta is the identity matrix, the product multiplies all pairs.',
    remedy: 'Use the identity matrix.',
    reference: null,
  },
  'jacobian-diagonal-overwritten': {
    why: 'The line for the entries off the diagonal also ran for the diagonal and overwrote it.',
    remedy: 'Put the second line into an else branch.',
    reference: null,
  },
  'jacobian-columns-overwritten': {
    why: 'The result has one index, so that every j wrote into the same place and the last one stayed.',
    remedy: 'Store a matrix with both indices.',
    reference: null,
  },
  'jacobian-batch-overwritten': {
    why: 'One matrix was kept for the batch and overwritten by every sample.',
    remedy: 'Keep one Jacobian for each sample.',
    reference: null,
  },
  'jacobian-inner-product-for-outer': {
    why: 'The dot product of two one-dimensional arrays is a number; it was subtracted from every entry.',
    remedy: 'Use the outer product.',
    reference: null,
  },
  'jacobian-diag-of-column-vector': {
    why: 'Given a column vector, diag returns its diagonal (one element) in place of a diagonal matrix.',
    remedy: 'Flatten the vector first.',
    reference: null,
  },
  'jacobian-transpose-no-op': {
    why: 'Transposing a one-dimensional array does nothing, so that both factors run along the columns.',
    remedy: 'Keep the vector as a column, or use the outer product.',
    reference: null,
  },
  'jacobian-truncated-shape': {
    why: 'The Jacobian was stored in an array with the shape of the probabilities, so that only its first column is left.',
    remedy: 'Give the Jacobian n rows and n columns.',
    reference: null,
  },
  'jacobian-single-row': {
    why: 'Only the row of one class was computed and used for all.',
    remedy: 'Compute every row.',
    reference: null,
  },
  'jacobian-batch-flattened': {
    why: 'The batch was treated as one long vector, so that samples seem to depend on each other.',
    remedy: 'Build one Jacobian for each sample.',
    reference: 'https://github.com/PrincetonUniversity/PsyNeuLink/issues/2523',
  },
  'quotient-rule-error': {
    why: 'The numerator of the second term lost its factor, or a power was reduced wrongly.',
    remedy: 'Write the quotient rule out: a_i - a_i² on the diagonal, -a_i a_j off it.',
    reference: 'https://github.com/neuroph/neuroph/issues/37',
  },
  'exponent-rule-error': {
    why: 'Exponents add when powers are multiplied.',
    remedy: 'Write the exponential of the sum.',
    reference: null,
  },
  'jacobian-missing-temperature': {
    why: 'The logits are divided by the temperature, so that the chain rule gives a factor 1/T.',
    remedy: 'Divide by the temperature.',
    reference: 'https://github.com/keras-team/keras/issues/3092',
  },
};
