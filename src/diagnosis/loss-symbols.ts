import type { NumericArray } from '../reader/reading';
import { derivativeIn } from './derivatives';
import { plainSymbols } from './names';
import { kindsOf } from './vocabulary';

const introduced =
  /\b(?:entropy|entropie|entropía|loss|cost|objective|verlust|kosten|perte|coût|pérdida)\s+\$?([A-Z])(?=\s*(?:=|\(|:))/g;

/**
 * The letters that the text uses for its loss, in lower case: those that it introduces as one (`cross entropy H =`), and
 * those that it differentiates both by the probabilities and by the logits.
 */
export function lossSymbols(arrays: readonly NumericArray[], text: string): Set<string> {
  const out = new Set([...text.matchAll(introduced)].map(([, letter = '']) => letter.toLowerCase()));
  const by = new Map<string, { a: boolean; z: boolean }>();
  for (const { name, label } of arrays) {
    const derivative = derivativeIn(plainSymbols(name ?? label));
    const of = derivative?.of?.toLowerCase();
    if (derivative === null || of === undefined) continue;
    const known = by.get(of) ?? { a: false, z: false };
    const { a = 0, z = 0 } = kindsOf(derivative.by);
    by.set(of, { a: known.a || a > z, z: known.z || z > a });
  }
  for (const [of, { a, z }] of by) if (a && z) out.add(of);
  return out;
}
