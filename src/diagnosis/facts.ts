import type { Reading } from '../reader/reading';

/** What the words of a text say about its conventions. Each is evidence, none is a proof. */
export interface Facts {
  readonly crossEntropy: boolean;
  readonly halfSquaredError: boolean;
  readonly squaredError: boolean;
  readonly meanSquaredError: boolean;
  readonly binaryCrossEntropy: boolean;
  readonly klDivergence: boolean;
  readonly mean: boolean;
  readonly sum: boolean;
  readonly rows: boolean;
  readonly columns: boolean;
  readonly logSoftmax: boolean;
  readonly ascent: boolean;
  readonly temperature: number | null;
  readonly temperatureSquared: boolean;
  readonly distillation: boolean;
  readonly smoothing: number | null;
  readonly logBase: number | null;
  readonly labelsFromOne: boolean;
  readonly labels: readonly number[] | null;
  readonly upstreamScalar: number | null;
  readonly upstreamOnes: boolean;
  readonly keyWidth: number | null;
  readonly ignoreIndex: number | null;
  readonly halfPrecision: boolean;
  readonly epsilons: readonly number[];
  /** How many of them stand in the text; the rest are those that people use. */
  readonly epsilonsSaid: number;
  /** A loss is named, or a term of it, that is none of those that can be computed here. */
  readonly otherLoss: boolean;
  /** The layer is a sigmoid or the like, and nothing speaks of softmax. */
  readonly otherLayer: boolean;
  /** Factors that the text ties to the loss or to its gradient: a weight, an advantage, a loss scale. */
  readonly scales: readonly number[];
  /** Some numbers are in percent. */
  readonly percent: boolean;
}

const named = (reading: Reading, pattern: RegExp): number | null =>
  reading.scalars.find(({ name }) => pattern.test(name.trim()))?.value ?? null;

function numberAfter(text: string, pattern: RegExp): number | null {
  const found = pattern.exec(text)?.[1];
  return found === undefined || !Number.isFinite(Number(found)) ? null : Number(found);
}

const decimal = '(\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?)';

/** Labels that stand in prose: `labels 2,0,1`, `tensor([1, 2])`, `true class 3`. */
function labelsIn(text: string): number[] | null {
  const list =
    /\b(?:labels?|classes|targets?|klassen|étiquettes)\b\s*[:=]?\s*((?:\d+\s*,\s*)+\d+)(?!\s*[.\d])/i.exec(
      text,
    )?.[1];
  if (list !== undefined) return list.split(',').map(Number);
  const single = numberAfter(
    text,
    /\b(?:true|correct|target|right|richtige|wahre|vraie)\s+(?:class|label|klasse|classe|index)(?:\s+index)?\s*(?:is|=|:|ist|est)?\s*(\d+)\b/i,
  );
  if (single !== null) return [single];
  const action = numberAfter(
    text,
    /^\s*(?:[yt]|[Ll]abel|[Tt]arget|[Aa]ction|[Cc]lass|cls|y_true|[Zz]iel|[Cc]ible)\s*[:=]\s*(\d+)\s*;?\s*$/m,
  );
  return action === null ? null : [action];
}

/** A class number that is given as a plain number. */
function scalarLabel(reading: Reading): number[] | null {
  const found = reading.scalars.find(
    ({ name, value }) =>
      /^(y|t|labels?|targets?|class(_?(index|id))?|cls|y_true|ytrue|true_class|action|gt|ziel|klasse|cible|classe|etiqueta)$/i.test(
        name.trim(),
      ) &&
      name.trim() !== 'T' &&
      Number.isInteger(value) &&
      value >= 0,
  );
  return found === undefined ? null : [found.value];
}

const otherLosses =
  /\b(penalty|regulari[sz]\w*)\b(?![^\n]{0,24}\b(weights|W)\b)|\b(focal|hinge|huber|dice|triplet|contrastive|info_?nce|margin|mae|l1[- ]?loss|smooth[- ]?l1|wasserstein|earth mover|ppo|clipped surrogate|brier skill|ctc|nce loss|log[- ]?cosh|poisson|gini|jensen|js divergence|renyi|tsallis|poly-?loss|z-?loss|ent(ropy)?[- _]?bonus|entropy regulari[sz]\w*|confidence penalty|gce|symmetric cross|reverse kl|mean absolute|absolute error|cosine (similarity|loss)|custom loss)\b|(sum|Σ|∑|mean)\s*\(?\s*(\|[^|\n]+-[^|\n]+\|(?!\s*(\^|\*\*)\s*2|\|)|(np\.|torch\.)?abs\()|\bmax\(0,|\(1\s*-\s*p\w*\)\s*(\^|\*\*)\s*(gamma|γ|\d)/i;

/** A loss with a further term: `CE + 0.01*|z|^2`, `nll - beta*H`. */
const furtherTerm =
  /\b(?:loss|cost|objective|E|L|J|C)\s*=\s*[^=\n]*?[\w)]\s*[-+]\s*(?:(?:\d*\.?\d+|lambda\w*|λ|beta|β|alpha|α|gamma|γ|mu|μ|c\d?|eta|η|coef\w*)\s*\*?\s*(?:\|[^|]|\|\||‖|norm|kl|h\b|h\(|ent|l[12]|reg|pen|sum\(\w+\s*(?:\^|\*\*)|w\b|z\b|sq|aux|mse|log_?z|lse)|\|\|?[zaw]|kl\(|reg|penalty|entropy|aux)/i;

const scaleNames =
  /^(loss_?weight|loss_?scale|weight|lambda|λ|alpha|α|beta|β|coef\w*|scale|grad_?scale|scaling|advantage|adv|a_t|reward|return|r|g_t|accum\w*|grad_?acc\w*|n_?accum\w*|micro_?batches|lr|learning_?rate|eta|η|c|k|factor|importance\w*|rho|ratio)$/i;

/** Factors on the loss or the gradient that stand in the text, each with what else they may be used as. */
function scalesIn(reading: Reading): number[] {
  const { text } = reading;
  const said: number[] = [];
  const loss = '(?:CE|cross[- _]?entropy|loss|nll|E|L|J|-?log|-?sum|\\(?a\\s*-\\s*t|\\(?[aps]\\s*-\\s*[ty])';
  const patterns = [
    new RegExp(`=\\s*-?\\s*${decimal}\\s*\\*?\\s*${loss}`, 'gi'),
    new RegExp(`(?:loss|CE|entropy|nll|grads?|gradient|\\))\\s*[*/]\\s*${decimal}`, 'gi'),
    new RegExp(
      `(?:loss|grad\\w*)[- _]?(?:scal\\w+|weight\\w*|multipli\\w*|factor)\\s*(?:of|by|is|=|:|factor)?\\s*${decimal}`,
      'gi',
    ),
    new RegExp(
      `(?:weight(?:ed)?|scaled?|multiplied|divided|times)\\s*(?:of|by|is|=|:|with)?\\s*${decimal}`,
      'gi',
    ),
    new RegExp(`accum\\w*\\s*(?:over|steps?|of|=|:)*\\s*${decimal}`, 'gi'),
    new RegExp(`${decimal}(?:nd|rd|th)\\s+(?:backward|call|pass|step)`, 'gi'),
    new RegExp(`(?:mean|averag\\w*)\\s+(?:over|of|across)\\s*(?:the\\s+)?${decimal}`, 'gi'),
    new RegExp(`(?:advantage|reward|return)\\s*(?:of|is|=|:|was)?\\s*(-?${decimal})`, 'gi'),
  ];
  for (const pattern of patterns) for (const [, found] of text.matchAll(pattern)) said.push(Number(found));
  if (/\b(twice|two backward|second (backward|call|pass))/i.test(text)) said.push(2);
  for (const { name, value } of reading.scalars) if (scaleNames.test(name.trim())) said.push(value);
  const out = new Set<number>();
  for (const one of said) for (const c of [one, 1 / one, 1 - one, -one]) out.add(c);
  return [...out].filter((c) => Number.isFinite(c) && c !== 0 && c !== 1 && c !== -1);
}

/** Reads the conventions that the text states. */
export function readFacts(reading: Reading): Facts {
  const { text } = reading;
  const is = (pattern: RegExp): boolean => pattern.test(text);
  const binary = is(/binary[- _]?cross|\bBCE|bce_?loss|log\(1\s*-|binäre|binaire/i);
  const halfSquared = is(
    /(0?\.5|½|1\/2|\\frac\{1\}\{2\})\s*\*?\s*\(?\s*(np\.)?(sum|\\sum|Σ|∑|\|\||\\\||\(|norm)[^\n]*(\^|\*\*)\s*\{?2|half[- ]?(the )?(sum of )?squared/i,
  );
  const meanSquared = is(
    /\bmse\b|mean[- ]?squared|mean\(\(?[^)\n]*\)?\s*(\^|\*\*)\s*2|mittlere.{0,12}quadrat|quadratique moyenne/i,
  );
  const squared = is(
    /squared[- ]?err|sum of squares|quadratic (cost|loss)|\bsse\b|l2[- ]loss|euclidean loss|quadratisch|(sum|Σ|∑|\\sum)[^\n]{0,24}(-|−)[^\n]{0,12}\)\s*(\^|\*\*)\s*\{?2|\|\|[^|\n]*-[^|\n]*\|\|\s*\^?\s*2/i,
  );
  const keyWidth = named(reading, /^(d|d_?k|dim_?k|head_?dim)$/i);
  const temperature =
    named(reading, /^(temperature|temp|tau|τ)$/i) ??
    // T may count time steps as well.
    (is(/\btime|\b(steps|tokens|frames|sequence)\b/i) ? null : named(reading, /^t$/i)) ??
    numberAfter(text, new RegExp(`\\b(?:temperature|temp|tau)\\s*(?:of|is|=|:|von)?\\s*${decimal}`, 'i')) ??
    numberAfter(text, new RegExp(`softmax\\s*\\(\\s*[\\w]+\\s*\\/\\s*${decimal}\\s*\\)`, 'i')) ??
    // The scores of an attention row are divided by the root of the width of its keys.
    (keyWidth !== null && is(/softmax\s*\([^\n=]*\/\s*(\w+\.)?(\\?sqrt|√)\s*[({]?\s*d/i)
      ? Math.sqrt(keyWidth)
      : null);
  const epsilons = new Set<number>();
  const eps = named(reading, /^(eps|epsilon|ε)$/i);
  if (eps !== null) epsilons.add(eps);
  for (const [, value] of text.matchAll(
    new RegExp(`[+]\\s*${decimal}\\s*\\)|(?:eps|epsilon|clip\\w*)\\D{0,12}${decimal}`, 'gi'),
  )) {
    if (value !== undefined) epsilons.add(Number(value));
  }
  const said = epsilons.size;
  for (const usual of [1e-2, 1e-1, 1e-3, 1e-4, 5e-2, 1e-5]) epsilons.add(usual);
  return {
    binaryCrossEntropy: binary,
    crossEntropy:
      !binary &&
      is(
        /cross[- _]?entrop|\bCE\b|\bnll|log[- ]?likelihood|kreuzentropie|entropie croisée|entrop[ií]a cruzada|交叉熵|-\s*(np\.)?sum\([^)]*log|-\\?sum[^\n]{0,20}\\?(log|ln)|-\s*log\s*\(?\s*[a-z]/i,
      ),
    halfSquaredError: halfSquared,
    meanSquaredError: meanSquared && !halfSquared,
    squaredError: squared && !halfSquared && !meanSquared,
    klDivergence: is(/\bKL\b|kullback/i),
    mean: is(
      /mean over (the )?(batch|samples|n\b)|averaged? over (the )?(batch|samples)|reduction\s*=\s*['"]mean|batch mean|mean loss(?!\s*[=:]\s*[\d.]+\b)|loss\s*(=|:|is)\s*(the )?mean|mittel über|moyenne sur|average loss|(gradient|grad|loss|cost) of mean\(|mean\(lse/i,
    ),
    sum: is(
      /sum over (the )?(batch|samples)|summed over (the )?(batch|samples)|reduction\s*=\s*['"]sum|reduction\s*=\s*['"]none|per[- ]sample loss|loss\s*(=|:|is)\s*(the )?sum\b(?! *\()|summe über|somme sur/i,
    ),
    rows: is(
      /rows?\s*=\s*samples?|one row per (sample|example|datum)|samples? in rows|samples x classes|samples × classes|\bN\s*[x×]\s*C\b|\(\d+ samples,\s*\d+ classes\)|batch x classes|rows are samples|each row is a sample|zeilen\s*=|lignes?\s*=/i,
    ),
    columns: is(
      /columns?\s*=\s*samples?|classes\s*[x×]\s*\d*\s*samples|classes x samples|classes × samples|one column per (sample|example)|samples? in columns|\bC\s*[x×]\s*N\b|columns are samples|spalten?\s*=|colonnes?\s*=/i,
    ),
    logSoftmax: is(/log[-_ ]?softmax|\blsm\b/i),
    ascent: is(
      /grad\w* (of )?(the )?log[- ]?(likelihood|prob)|\b(error|err|e|delta|δ)\s*=\s*(target|truth|label|gold|desired|t|y|d)\w*\s*[-−]\s*(output|out|a|p|s|o|y_?hat|pred|prob|actual)|\+=|ascent|policy gradient|descent direction|log[ _]?pi|∇\s*log|additive/i,
    ),
    temperature: temperature === null || !(temperature > 0) ? null : temperature,
    temperatureSquared: is(
      /(?<!\/\s?)\bT\s*(\^|\*\*)\s*\{?2|(?<!\/\s?)\bT²|temperature\s*(squared|(\^|\*\*)\s*2)/i,
    ),
    distillation: is(/distill/i),
    smoothing:
      named(reading, /smooth/i) ??
      (is(/smoothing/i) ? eps : null) ??
      numberAfter(text, new RegExp(`(?:eps\\w*|ε|alpha|α)\\s*=\\s*${decimal}[^\\n]{0,12}smooth`, 'i')) ??
      numberAfter(text, new RegExp(`smooth\\w*\\s*(?:of|=|:|is|by|eps\\w*)?\\s*=?\\s*${decimal}`, 'i')),
    logBase: is(/log_?\{?10\b|log10|base 10|\/\s*(ln|log)\s*\(?\s*10\b|log₁₀|zehner/i)
      ? 10
      : is(/log_?\{?2\b|log2|base 2\b|log₂|in bits|\/\s*(ln|log)\s*\(?\s*2\b/i)
        ? 2
        : null,
    labelsFromOne: is(
      /(labels?|classes|class numbers?|y)\s+(run|start|go|count|are numbered|begin|range)\w*\s+(from|at|with)?\s*1\b|1-based|from 1 to|one-based|ab 1\b|de 1 à|1\.\.C/i,
    ),
    labels: labelsIn(text) ?? scalarLabel(reading),
    upstreamOnes: is(/upstream[^\n]{0,24}\bones\b|ones_like|all ones|\.sum\(\)\.backward|gradient of sum\(/i),
    upstreamScalar: named(
      reading,
      /^(grad_?out(put)?|upstream|g|dout|loss_?weight|grad_?scale|advantage|adv|reward|return)$/i,
    ),
    keyWidth,
    ignoreIndex: named(reading, /ignore_?index|pad(ding)?_?idx/i),
    halfPrecision: is(/float16|\bhalf\b precision|fp16|bfloat16|dtype=torch\.half/i),
    epsilons: [...epsilons],
    epsilonsSaid: said,
    otherLoss: is(otherLosses) || is(furtherTerm),
    otherLayer:
      reading.arrays.some(({ name, label }) =>
        /sigmo[iï]d|\btanh\b|\brelu\b|logistic/i.test(`${name ?? ''} ${label}`),
      ) && !is(/soft_?-?max|categorical|prob/i),
    scales: scalesIn(reading),
    percent: is(/\(%\)|\bpercent|prozent|\bpour ?cent|\d\s?%/i),
  };
}
