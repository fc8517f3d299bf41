/** The losses that the words of a text name. */
export interface NamedLosses {
  readonly crossEntropy: boolean;
  readonly halfSquaredError: boolean;
  readonly squaredError: boolean;
  readonly meanSquaredError: boolean;
  readonly binaryCrossEntropy: boolean;
  readonly klDivergence: boolean;
  /** A loss is named, or a term of it, that is none of those that can be computed here. */
  readonly otherLoss: boolean;
  /** The focal loss is named, which is cross-entropy modulated, and no further one. */
  readonly focal: boolean;
}

const binaryWords =
  /(?<!\b(?:not|no|nicht|pas|non) (?:the |a |an )?)(binary[- _]?cross|\bBCE|bce_?loss|log\(1\s*-|binäre\w* kreuz|(entropie|entropía) (croisée|cruzada) binai?r)/i;

const crossEntropyWords =
  /cross[- _]?entrop|\bnll|log[- ]?likelihood|kreuzentropie|entropie croisée|entrop[ií]a cruzada|交叉熵|-\s*(np\.)?sum\([^)]{0,80}log|-\\?sum[^\n]{0,20}\\?(log|ln)|-\s*(log|ln)\s*\(?\s*[a-z]/i;

const halfSquaredWords =
  /(0?\.5|½|1\/2|\\frac\{1\}\{2\})\s*\*?\s*\(?\s*(np\.)?(sum|\\sum|Σ|∑|\\?\||\(|norm)[^\n]{0,80}(\^|\*\*)\s*\{?2|half[- ]?(the )?(sum of )?squared/i;

const meanSquaredWords =
  /\bmse\b|mean[- ]?squared|mean\(\(?[^)\n]{0,80}\)?\s*(\^|\*\*)\s*2|mittlere.{0,12}quadrat|quadratique moyenne|cuadrático medio/i;

/** A square of a difference of gradients is what a check computes, not a loss. */
const checked = '(?![\\s(]*\\w*(?:num|ana|grad|auto|ref|check))';
const squaredWords = new RegExp(
  [
    'squared[- ]?err|\\bbrier(?! skill)|sum of squares|quadratic (cost|loss)|\\bsse\\b|l2[- ]loss|euclidean loss',
    'quadratische\\w* (fehler|abweichung|kosten|verlust)|(erreur|coût) quadratique|(error|coste) cuadrático',
    `(?<!sqrt\\s*\\(\\s*(?:np\\.)?)(sum|Σ|∑|\\\\sum)${checked}[^\\n]{0,24}(-|−)[^\\n]{0,12}\\)\\s*(\\^|\\*\\*)\\s*\\{?2`,
    `\\|\\|${checked}[^|\\n]{0,60}-[^|\\n]{0,60}\\|\\|\\s*\\^?\\s*2`,
  ].join('|'),
  'i',
);

const otherLosses =
  /\b(penalty|regulari[sz]\w*)\b(?![^\n]{0,24}\b(weights|W)\b)|\b(focal|hinge|huber|dice|triplet|contrastive|info_?nce|margin|mae|l1[- ]?loss|smooth[- ]?l1|wasserstein|earth mover|ppo|clipped surrogate|brier skill|ctc|nce loss|log[- ]?cosh|poisson|gini|jensen|js divergence|renyi|tsallis|poly-?loss|z-?loss|ent(ropy)?[- _]?bonus|entropy regulari[sz]\w*|confidence penalty|gce|symmetric cross|reverse kl|mean absolute|absolute error|cosine (similarity|loss)|custom loss)\b|(sum|Σ|∑|mean)\s*\(?\s*(\|[^|\n]{1,60}-[^|\n]{1,60}\|(?!\s*(\^|\*\*)\s*2|\|)|(np\.|torch\.)?abs\()|\bmax\(0,|\(1\s*-\s*p\w*\)\s*(\^|\*\*)\s*(gamma|γ|\d)/i;

/** A loss with a further term: `CE + 0.01*|z|^2`, `nll - beta*H`. */
const furtherTerm =
  /\b(?:loss|cost|objective|E|L|J|C)\s*=\s*[^=\n]{0,80}?[\w)]\s*(?<!cross)[-+]\s*(?:(?:\(?(?:\d*\.?\d+|lambda\w*|λ|beta|β|alpha|α|gamma|γ|mu|μ|c\d?|eta|η|coef\w*)(?:\s*\/\s*2\)?)?\s*\*?\s*){1,3}(?:\|[^|]|\|\||‖|norm|kl|h\b|h\(|ent|l[12]|reg|pen|sum\(\w+\s*(?:\^|\*\*)|w\b|z\b|sq|aux|mse|log_?z|lse)|\|\|?[zaw]|kl\(|reg|penalty|entropy|aux)/i;

/** Reads which losses `text` names. */
export function namedLosses(text: string): NamedLosses {
  const binary = binaryWords.test(text);
  const halfSquared = halfSquaredWords.test(text);
  const meanSquared = meanSquaredWords.test(text);
  const unmodulated = text.replace(/\bfocal\b|\(1\s*-\s*p\w*\)\s*(\^|\*\*)\s*(gamma|γ|\d)/gi, '');
  const other = otherLosses.test(text) || furtherTerm.test(text);
  return {
    binaryCrossEntropy: binary,
    crossEntropy: !binary && (crossEntropyWords.test(text) || /\bCE\b/.test(text)),
    halfSquaredError: halfSquared,
    meanSquaredError: meanSquared && !halfSquared,
    squaredError: squaredWords.test(text) && !halfSquared && !meanSquared,
    klDivergence: /\bKL\b|kullback/i.test(text),
    otherLoss: other,
    focal:
      other &&
      /\bfocal\b/i.test(text) &&
      !binary &&
      !otherLosses.test(unmodulated) &&
      !furtherTerm.test(text),
  };
}
