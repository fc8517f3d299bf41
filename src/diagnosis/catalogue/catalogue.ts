import type { MistakeId } from '../diagnosis';
import { batchMistakes } from './batch-reduction';
import { chainProductMistakes } from './chain-product';
import { jacobianMistakes } from './jacobian';
import { lossGradientMistakes } from './loss-gradient';
import type { Mistake } from './mistake';
import { numericsMistakes } from './numerics';
import { softmaxMistakes } from './softmax';

/** All mistakes, in the order in which a derivation is written: the canonical order of ids. */
export const catalogue: readonly Mistake[] = [
  ...softmaxMistakes,
  ...lossGradientMistakes,
  ...jacobianMistakes,
  ...chainProductMistakes,
  ...batchMistakes,
  ...numericsMistakes,
];

const byId = new Map(catalogue.map((mistake) => [mistake.id, mistake]));
const rank = new Map(catalogue.map((mistake, index) => [mistake.id, index]));

/** The entry with this id. */
export function mistakeById(id: MistakeId): Mistake | undefined {
  return byId.get(id);
}

/** Ids without repetition, in the order of the catalogue. */
export function inOrder(ids: Iterable<MistakeId>): MistakeId[] {
  return [...new Set(ids)].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
}
