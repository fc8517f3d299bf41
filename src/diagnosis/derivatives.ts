import type { Role } from './diagnosis';
import type { Lettering } from './lettering';
import type { Kinds } from './vocabulary';

/** A derivative of something by something. */
export interface Derivative {
  readonly of: string | null;
  readonly by: string;
}

/** What a loss is called, as alternatives of a pattern. */
export const lossNames = 'loss|cost|kl|ce|nll|mse|err|e|l|c|j|dkl';
const outputNames = 'softmax|out|sm|a|s|p|y|o|q|h|yhat|probs';

const quantity = '\\s+(?:the\\s+)?([\\p{L}][\\w-]*(?:\\s(?:scores|logits))?)';
const withRespect = new RegExp(
  `(?:w\\.?\\s?r\\.?\\s?t\\.?|grad\\w* (?:on|at|into)|with respect to|par rapport à|respecto a)${quantity}`,
  'iu',
);
// "nach" means "after" as well.
const afterDerivative = new RegExp(
  `(?:grad|ableitung|abgeleitet|deriv|梯度|导数).*?(?:nach|at the|关于)${quantity}`,
  'iu',
);

/** Reads `dE/da`, `dLdZ`, `grad_z`, `z.grad`, `d/d in`, `gradient w.r.t. o`. */
export function derivativeIn(text: string): Derivative | null {
  const chained =
    /\bd\s*(\w+)(?:\([^)]*\))?\s*\/\s*d\s*\w+\s*[*·@⋅ ]\s*d\s*\w+(?:\([^)]*\))?\s*\/\s*d\s*(\w+)/i.exec(text);
  if (chained !== null) return { of: chained[1] ?? null, by: chained[2] ?? '' };
  const fraction = /\bd\s*(\w+?)?(?:\(.*?\))?\s*\/\s*d\s*\(?\s*([\p{L}]\w*)/iu.exec(text);
  if (fraction !== null) return { of: fraction[1] ?? null, by: fraction[2] ?? '' };
  const primed = /([\p{L}]\w*)['′]\s*\(\s*([\p{L}]\w*)/u.exec(text);
  if (primed !== null) {
    const ofLoss = new RegExp(`^(${lossNames})$`, 'i').test(primed[1] ?? '');
    return { of: ofLoss ? (primed[1] ?? null) : 'softmax', by: primed[2] ?? '' };
  }
  const joined = new RegExp(`\\bd_?(${lossNames}|${outputNames})_?d_?([A-Za-z]\\w*)`, 'i').exec(text);
  if (joined !== null && !/^(d_?)?(delta|hidden)/i.test(joined[0]))
    return { of: joined[1] ?? null, by: joined[2] ?? '' };
  const respect = withRespect.exec(text) ?? afterDerivative.exec(text);
  if (respect !== null) return { of: null, by: respect[1] ?? '' };
  if (/^soft_?max\([^()]*\)\.grad$/i.test(text.trim())) return { of: null, by: 'softmax' };
  const member =
    /([\p{L}]\w*)\.grad\b/iu.exec(text) ??
    /\b(?:grad|g)_([a-z]\w*)/i.exec(text) ??
    /∇_?([a-z]\w*)/i.exec(text) ??
    /\b([a-z]\w*?)_grad\b/i.exec(text);
  if (member !== null && !/^(loss|cost)$/i.test(member[1] ?? '')) return { of: null, by: member[1] ?? '' };
  // "da" and "do" are words in Portuguese and Italian.
  const short =
    /(?:^|[^\p{L}\w])(?!d[ao]\s\p{L}{2})(?:d_?|g(?=[xyz]\b))(log_?p(?:rob)?s?|lsm|softmax|scores?|logits?|probs?|preds?|zs?|as?|ps?|ys?|xs?|weights?|attn|w|b|s|o|h|in|out|input|output|act\w*)(\d|_\w+)?(?![\p{L}\w'(])/iu.exec(
      text,
    );
  if (short !== null) return { of: null, by: short[1] ?? '' };
  return null;
}

const withoutIndex = (symbol: string): string => symbol.replace(/(?<=\p{L})_[A-Za-z]{1,2}$/u, '');

/** What a derivative says of the role of an array, in the lettering of its text. */
export function scoreDerivative(
  derivative: Derivative,
  { kinds: defined, losses, vectors }: Lettering,
  kindsOf: Kinds,
  add: (role: Role, bits: number) => void,
): void {
  const of = derivative.of === null ? null : withoutIndex(derivative.of);
  const by = withoutIndex(derivative.by);
  const numerator = of === null ? {} : kindsOf(of);
  const ofLoss =
    of !== null && (new RegExp(`^(${lossNames})$`, 'i').test(of) || losses.has(of.toLowerCase()));
  const ofOutput =
    of !== null &&
    (defined.has(of)
      ? (numerator.a ?? 0) > 0
      : !ofLoss && ((numerator.a ?? 0) > 0 || (numerator.t ?? 0) > 0 || (numerator.y ?? 0) > 0));
  const below = kindsOf(by);
  // The derivative of a vector is a Jacobian, but not known to be that of softmax.
  const ofOther = !ofLoss && !ofOutput && Object.keys(numerator).length === 0;
  if (ofOther && derivative.of !== null && vectors.has(derivative.of)) return;
  if (/^soft_?max|^sm$/i.test(by) && of === null) add('jacobian', 5);
  if (ofOutput) {
    add('jacobian', 8);
    return;
  }
  if ((below.z ?? 0) > 0) add('delta', below.z ?? 0);
  if ((below.a ?? 0) > 0) add('lossGradient', below.a ?? 0);
  if ((below.a ?? 0) > 0) add('upstream', (below.a ?? 0) - 1);
  if ((below.a ?? 0) > 0 && of === null) add('delta', 2);
  // Forward mode: a change of z goes in, and that of a comes out, by the same symmetric J.
  if ((below.z ?? 0) > 0 && of === null) add('upstream', 2);
  if ((below.t ?? 0) > 0 && by.toLowerCase() === 'y') {
    add('upstream', 4);
    add('lossGradient', 4);
  }
  if ((below.y ?? 0) > 0) add('upstream', below.y ?? 0);
  if ((below.W ?? 0) > 0) add('weightGradient', 9);
  if ((below.b ?? 0) > 0) add('biasGradient', 9);
  if ((below.x ?? 0) > 0 && (below.z ?? 0) === 0) add('delta', 2);
  if (Object.keys(below).length === 0) add('delta', 3);
}
