import type { Reading } from '../reader/reading';

/** A number as it stands in prose, as a group of a pattern. */
export const decimal = '(\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?)';

const scaleNames =
  /^(loss_?weight|loss_?scale|weight|lambda|λ|alpha|α|beta|β|coef\w*|scale|grad_?scale|scaling|advantage|adv|a_t|reward|return|r|g_t|accum\w*|grad_?acc\w*|n_?accum\w*|micro_?batches|lr|learning_?rate|eta|η|c|k|factor|importance\w*|rho|ratio)$/i;

/** A loss, or a gradient in symbols, that a number in front of it multiplies. */
const multiplied =
  '(?:(?:CE|cross[- _]?entropy|loss|nll|E|L|J)(?![a-z])|-?log\\b|-?sum\\b|\\(?[aps]\\s*-\\s*[ty](?![a-z]))';

/** Factors on the loss or the gradient that stand in the text, each with what else they may be used as. */
export function scalesIn({ text, scalars }: Reading): number[] {
  const said: number[] = [];
  const patterns = [
    `=[ \\t]*-?[ \\t]*${decimal}[ \\t]*\\*?[ \\t]*${multiplied}`,
    `(?:loss|CE|entropy|nll|grads?|gradient|\\))[ \\t]*[*/][ \\t]*${decimal}`,
    `(?:loss|grad\\w*)[- _]?(?:scal\\w+|weight\\w*|multipli\\w*|factor)\\s*(?:of|by|is|=|:|factor)?\\s*${decimal}`,
    `(?:weight(?:ed)?|scaled?|multiplied|divided|times)\\s*(?:of|by|is|=|:|with)?[ \\t]*${decimal}`,
    `(?:gewicht\\w*|skaliert|multipliziert|geteilt|pondéré\\w*|multiplié\\w*|divisé\\w*|ponderad\\w+|multiplicad\\w+|dividid\\w+)\\s*(?:mit|durch|um|par|de|por)?[ \\t]*${decimal}`,
    `accum\\w*\\s*(?:over|steps?|of|=|:)*\\s*${decimal}`,
    `${decimal}(?:nd|rd|th)\\s+(?:backward|call|pass|step)`,
    `(?:mean|averag\\w*)\\s+(?:over|of|across)\\s*(?:the\\s+)?${decimal}`,
    `(?:advantage|reward|return)\\s*(?:of|is|=|:|was)?\\s*(-?${decimal})`,
  ];
  for (const pattern of patterns)
    for (const [, found] of text.matchAll(new RegExp(pattern, 'gi'))) said.push(Number(found));
  if (/\b(twice|two backward|second (backward|call|pass))/i.test(text)) said.push(2);
  for (const { name, value } of scalars) if (scaleNames.test(name.trim())) said.push(value);
  const out = new Set<number>();
  for (const one of said) for (const c of [one, 1 / one, 1 - one, -one]) out.add(c);
  return [...out].filter((c) => Number.isFinite(c) && c !== 0 && c !== 1 && c !== -1);
}

const upstreamNames = /^(grad_?out(put)?|upstream|g|dout|loss_?weight|grad_?scale)$/;
/** What multiplies the gradient of a log-probability, which is often stated by itself. */
const returns = /^(advantage|adv|reward|return)$/i;
const ofLogProbability = /grad\w*\s*(of\s*)?(the\s*)?log|∇\s*\\?log|score function|eligibility/i;

/** A scalar gradient that is handed down to the loss. */
export function upstreamScalarIn({ text, scalars }: Reading): number | null {
  const wanted = (name: string): boolean =>
    upstreamNames.test(name) || (returns.test(name) && !ofLogProbability.test(text));
  const named = scalars.find(({ name }) => wanted(name.trim()))?.value;
  const said = new RegExp(`\\bloss weight\\s*(?:[=:]|is|of)?\\s*${decimal}`, 'i').exec(text)?.[1];
  return named ?? (said === undefined ? null : Number(said));
}
