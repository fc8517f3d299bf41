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
  const temperature =
    named(reading, /^(temperature|temp|tau|τ|t)$/i) ??
    numberAfter(text, new RegExp(`\\b(?:temperature|temp|tau)\\s*(?:of|is|=|:|von)?\\s*${decimal}`, 'i')) ??
    numberAfter(text, new RegExp(`softmax\\s*\\(\\s*[\\w]+\\s*\\/\\s*${decimal}\\s*\\)`, 'i'));
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
      /mean over (the )?(batch|samples|n\b)|averaged? over (the )?(batch|samples)|reduction\s*=\s*['"]mean|batch mean|mean loss|loss\s*(=|:|is)\s*(the )?mean|mittel über|moyenne sur|average loss|(gradient|grad|loss|cost) of mean\(|mean\(lse/i,
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
    ascent: is(/\+=|ascent|policy gradient|descent direction|log[ _]?pi|∇\s*log|additive/i),
    temperature: temperature === null || !(temperature > 0) ? null : temperature,
    temperatureSquared: is(/T\s*(\^|\*\*)\s*2|T²|temperature\s*(squared|(\^|\*\*)\s*2)|distill/i),
    smoothing:
      named(reading, /smooth/i) ??
      numberAfter(text, new RegExp(`smooth\\w*\\s*(?:of|=|:|is|by|eps\\w*)?\\s*=?\\s*${decimal}`, 'i')),
    logBase: is(/log_?\{?10\b|log10|base 10|log₁₀|zehner/i)
      ? 10
      : is(/log_?\{?2\b|log2|base 2\b|log₂|in bits/i)
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
    keyWidth: named(reading, /^(d|d_?k|dim_?k|head_?dim)$/i),
    ignoreIndex: named(reading, /ignore_?index|pad(ding)?_?idx/i),
    halfPrecision: is(/float16|\bhalf\b precision|fp16|bfloat16|dtype=torch\.half/i),
    epsilons: [...epsilons],
    epsilonsSaid: said,
  };
}
