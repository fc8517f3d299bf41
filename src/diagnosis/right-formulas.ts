import type { Loss } from '../calculus/losses';
import type { Role } from './diagnosis';

/** LaTeX of the right rule of a claim, for showing beside a formula that was found; null where there is no one rule. */
export function rightFormula(role: Role, loss: Loss | 'given' = 'cross-entropy'): string | null {
  if (role === 'lossGradient') return lossGradientFormulas[loss];
  if (role === 'delta' && (loss === 'cross-entropy' || loss === 'kl-divergence')) {
    return 'a_i \\sum_k t_k - t_i';
  }
  return formulas[role] ?? null;
}

const formulas: Readonly<Partial<Record<Role, string>>> = {
  probabilities: 'e^{z_i} / \\sum_k e^{z_k}',
  logProbabilities: 'z_i - \\log \\sum_k e^{z_k}',
  jacobian: 'a_i (\\delta_{ij} - a_j)',
  delta: 'a_i (g_i - \\sum_k g_k a_k)',
};

const lossGradientFormulas: Readonly<Record<Loss | 'given', string | null>> = {
  'cross-entropy': '-t_i / a_i',
  'kl-divergence': '-t_i / a_i',
  'half-squared-error': 'a_i - t_i',
  'squared-error': '2 (a_i - t_i)',
  'mean-squared-error': '2 (a_i - t_i) / n',
  'binary-cross-entropy': '(1 - t_i) / (1 - a_i) - t_i / a_i',
  given: null,
};
