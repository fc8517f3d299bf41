import type { Reading } from '../reader/reading';
import { decimal, scalesIn, upstreamScalarIn } from './factors';
import { countsFit, labelsIn, sampleWord } from './labels';
import { namedLosses, type NamedLosses } from './named-losses';
import { saidIn } from './said';

/** What the words of a text say about its conventions. Each is evidence, none is a proof. */
export interface Facts extends NamedLosses {
  readonly mean: boolean;
  readonly sum: boolean;
  /** A mean of losses with class weights divides by the sum of these. */
  readonly weightedMean: boolean;
  readonly rows: boolean;
  readonly columns: boolean;
  readonly logSoftmax: boolean;
  /** True where the words say that the gradient goes back through log-softmax. */
  readonly logSoftmaxBackward: boolean;
  readonly ascent: boolean;
  /** The weights are updated by subtracting. */
  readonly subtractedUpdate: boolean;
  readonly temperature: number | null;
  /** All that the text gives: of several, each is that of some of the numbers. */
  readonly temperatures: readonly number[];
  readonly temperatureSquared: boolean;
  readonly distillation: boolean;
  readonly smoothing: number | null;
  /** Exponent of the focal loss. */
  readonly gamma: number | null;
  readonly logBase: number | null;
  /** Information is counted in bits, if not everywhere. */
  readonly bitsSaid: boolean;
  readonly labelsFromOne: boolean;
  readonly labels: readonly number[] | null;
  readonly upstreamScalar: number | null;
  readonly upstreamOnes: boolean;
  readonly keyWidth: number | null;
  readonly ignoreIndex: number | null;
  readonly epsilons: readonly number[];
  /** How many of them stand in the text; the rest are those that people use. */
  readonly epsilonsSaid: number;
  /** The layer is a sigmoid or the like, and nothing speaks of softmax. */
  readonly otherLayer: boolean;
  /** Softmax is taken over all numbers of a matrix at once. */
  readonly overAll: boolean;
  /** A sigmoid is spoken of. */
  readonly sigmoidSaid: boolean;
  /** Softmax is spoken of, or what it is used for. */
  readonly softmaxSaid: boolean;
  /** Factors that the text ties to the loss or to its gradient: a weight, an advantage, a loss scale. */
  readonly scales: readonly number[];
  /** What is done to a gradient before it is used: clipped, averaged over steps, disturbed. */
  readonly changedGradients: boolean;
  /** Some numbers are in percent. */
  readonly percent: boolean;
}

const samples =
  '(?:(?:mini-?)?batch(?:es)?|samples?|examples?|instances?|observations?|rows|data points|N|lote?|stapel|stichproben?|beispiele?|exemples?|échantillons?|ejemplos?|muestras?)\\b';
const unless =
  '(?<!\\b(?:no|not|without|before|nicht|ohne|kein\\w*|vor|pas|sans|avant|sin|no|antes de)\\s(?:the\\s|an?\\s|das\\s|la\\s)?)';
const over = '[^.\\n;=,]{0,24}?\\s(?:over|across|über|sur|sobre)\\s[^.\\n;=,/]{0,16}?';

/** Frameworks whose cross-entropy is a mean, over the weights where there are any, unless they are told otherwise. */
const meanByDefault = `(?:(?:F|functional)\\.(?:cross_entropy|nll_loss)|CrossEntropyLoss|NLLLoss|\\bCategoricalCrossentropy)`;

const meanSigns = [
  'mean',
  'averag',
  'mittel',
  'moyenn',
  'media',
  'promedi',
  'cross_entropy',
  'nll',
  'crossentropy',
];
/** A mean over the samples is said of the loss; "average loss: 0.3" of a log says nothing. */
const meanWords = new RegExp(
  [
    `${unless}\\b(?:mean|averag\\w*|gemittelt|mittel(?:wert)?|moyenn\\w*|media|promedi\\w*)${over}(?<![a-zé])${samples}`,
    `reduction\\s*=\\s*['"]mean`,
    `${unless}\\bbatch[- ]mean\\b`,
    `${unless}\\b(?:mean|average) (?:cross[- ]?entropy |CE |nll )?loss(?!\\s*(?:[=:]|is|was|of)?\\s*[\\d.]|\\s*(?:over|of|per|in|for|this)\\s)`,
    'loss\\s*(?:=|:|is)\\s*(?:the )?mean',
    // What multiplies it, or adds it up, is another reduction.
    `(?<![*/]\\s{0,2}(?:torch\\.nn\\.|nn\\.|tf\\.keras\\.losses\\.|keras\\.losses\\.)?)${meanByDefault}\\((?![^\\n]*(?:reduction|size_average|sum))[^()\\n]*(?:\\([^()\\n]*\\)[^()\\n]*)*\\)(?!\\s*\\*)`,
    '(?:gradient|grad|loss|cost) of mean\\(',
  ].join('|'),
  'i',
);

const weightedMeanSigns = ['weight', 'gewicht', 'poids', 'pesos'];
const weightedMeanWords = new RegExp(
  [
    `${unless}\\b(?:divid\\w*|normali[sz]\\w*|geteilt|divisé\\w*|dividid\\w*)\\s+(?:by|durch|par|por)\\s+(?:the |die |la )?(?:sum of (?:the )?(?:class )?weights|total weight|summe der gewichte|somme des poids|suma de (?:los )?pesos)`,
    `weighted (?:mean|average)\\b`,
  ].join('|'),
  'i',
);

const sumSigns = ['sum', 'somm', 'reduction', 'per sample loss', 'per-sample loss'];
const sumWords = new RegExp(
  [
    `${unless}\\b(?:sum(?:med)?|summe|(?:auf)?summiert|somme\\w*|suma\\w*)${over}(?<![a-zé])${samples}(?!\\s*(?:,|and|then|und|et|y)?\\s*(?:\\/|divided|geteilt|divisé|dividid))`,
    `reduction\\s*=\\s*['"](?:sum|none)`,
    `${unless}\\bper[- ]sample loss`,
    'loss\\s*(?:=|:|is)\\s*(?:the )?sum\\b(?! *\\()',
  ].join('|'),
  'i',
);

const rowWord = '(?:rows?|zeilen?|lignes?|filas?)';
const columnWord = '(?:columns?|cols?|spalten?|colonnes?|columnas?)';

const layoutSigns = ['row', 'col', 'zeile', 'spalte', 'ligne', 'fila', 'classes', 'klassen', 'clases'];
/** Words for samples that stand in lines of an array called `line`, with classes in those called `other`. */
function layoutWords(line: string, other: string, order: string): RegExp {
  return new RegExp(
    [
      `\\b${line}\\s*(?:=|are|is|sind|ist|sont|son)\\s*(?:the |die |les |los )?${sampleWord}`,
      `\\b(?:one|each|every|per|eine|jede|pro|une|chaque|una|cada) ${line} (?:(?:per|is|=|for|pro|ist|par|est|por|es|an?|one|eine?|une?|una?) )*${sampleWord}`,
      `${sampleWord} (?:in|as|als|en|por|par) (?:the )?${line}\\b`,
      `${sampleWord}\\s*\\(\\s*${line}\\s*\\)`,
      `\\b${other}\\s*(?:=|are)\\s*(?:the )?(?:classes|klassen|clases)\\b`,
      order,
    ].join('|'),
    'i',
  );
}

const rowWords = layoutWords(
  rowWord,
  columnWord,
  `${sampleWord}\\s*[x×]\\s*\\d*\\s*classes|\\(\\d+ samples,\\s*\\d+ classes\\)|\\bbatch\\s*[x×,]\\s*classes`,
);
const columnWords = layoutWords(columnWord, rowWord, `classes\\s*[x×]\\s*\\d*\\s*(?:${sampleWord}|batch\\b)`);

/** The direction of ascent, or of an update that is added. */
const ascentWords =
  /grad\w* (of )?(the )?log[- ]?(likelihood|prob)|\b(error|err|e|delta|δ)\s*=\s*(target|truth|label|gold|desired|t|y|d)\w*\s*[-−]\s*(output|out|a|p|s|o|y_?hat|pred|prob|actual)|\b(w|weights?|b|bias|theta|θ|params?|z|logits?)\w*(\[[^\]\n]*\])?\s*\+=|ascent|\bascend|\bmaximi[sz]\w*[^.\n]{0,24}(likelihood|objective|reward|return)|policy gradient|descent direction|log[ _]?pi|∇\s*log|additive/i;

/** An update that subtracts, which a direction of ascent contradicts. */
const descentUpdate =
  /\b(w|weights?|b|bias|theta|θ|params?)\w*(\[[^\]\n]*\])?\s*(-=|[=←]\s*\w+(\[[^\]\n]*\])?\s*-\s*(lr|eta|η|alpha|α|learning_?rate)\b)/i;

const changeWords =
  /clip|moment|velocity|\badam|rmsprop|adagrad|nesterov|noise|noisy|drop_?out|decay|penal|regulari|stop_?grad|detach|straight[- ]through|natural grad|precondition|mixup|\bmask|rausch|bruit|ruido/i;

const denied =
  /\b(no|not|without|instead of|rather than|kein\w*|nicht|ohne|statt|pas de|sans|sin|en vez de)\s+(an?\s+|the\s+|le\s+|la\s+)?soft-?_?max/gi;

/** What softmax, or what is done with it, is called. */
const softmaxWords =
  /soft_?-?max|categorical|prob|one_?-?hot|entrop|logit|\bnll|\bclass|kreuz|klasse|classe|clase/i;

/** True where the words speak of another activation, or an array calls itself one, and nothing speaks of softmax. */
function isOtherLayer({ text, arrays }: Reading): boolean {
  if (/soft_?-?max|categorical|prob/i.test(text.replace(denied, ''))) return false;
  return (
    /sigmo[iï]d|\b(tanh|(leaky_?)?relu|gelu|silu|swish)\s*\(/i.test(text) ||
    arrays.some(({ name, label }) => /\btanh\b|\brelu\b|logistic/i.test(`${name ?? ''} ${label}`))
  );
}

/** The numbers that the text gives for what the logits are divided by before softmax, in its order. */
function temperaturesIn(reading: Reading, keyWidth: number | null): number[] {
  const { text } = reading;
  const called = /\b(temperatur|température|temperatura|distill)/i.test(text);
  const ofText = (pattern: string, flags: string): number[] =>
    numbersAfter(text, new RegExp(pattern, `g${flags}`));
  const said = [
    ...allNamed(reading, /^(temperature|temp|tau|τ)$/i),
    ...(called || !isCount(reading)
      ? [...allNamed(reading, /^T$/), ...ofText(`(?<!\\^)\\bT[ \\t]*=[ \\t]*${decimal}`, '')]
      : []),
    ...ofText(
      `\\b(?:temperatur|temperature|température|temperatura|temp|tau)\\s*(?:of|is|=|:|von|de)?\\s*${decimal}`,
      'i',
    ),
    ...ofText(`softmax\\s*\\(\\s*[\\w]+\\s*\\/\\s*${decimal}\\s*\\)`, 'i'),
    // Who takes powers of two divides by the logarithm of e to that base.
    ...(/(?<![\w.^*])2\s*(?:\^|\*\*)\s*\{?\(?[a-z](?![^\n]{0,8}norm)[^\n]{0,24}\/[^\n]{0,12}(?:sum|Σ|∑)/.test(
      text,
    )
      ? [1 / Math.LN2]
      : []),
    // The scores of an attention row are divided by the root of the width of its keys.
    ...(keyWidth !== null &&
    /softmax\s*\([^\n=]{0,80}\/\s*(\w+\.)?(\\?sqrt|√)\s*[({]?\s*(d|head|dim)/i.test(text)
      ? [Math.sqrt(keyWidth)]
      : []),
  ].filter((value) => value > 0);
  return [...new Set(said)];
}

/** Words for what is counted, beside a letter that counts it. */
const counted =
  /\b(horizon|max_?steps|steps|tokens|frames|sequence|length|context|episodes|epochs|iterations|rounds|trials|kelvin)\b|\btime|\bT\s*[=:]\s*\d+\s*K\b|\bB\s*,\s*T\b|\bT\s*[x×,]\s*[VCK]\b/i;
/** No softmax is taken at a higher temperature than this without a word for it. */
const highest = 9;

/** True where the letter T is a number of steps, of samples or of tokens: nothing is divided by it in softmax. */
function isCount(reading: Reading): boolean {
  const { text, arrays } = reading;
  const value =
    named(reading, /^T$/) ?? numberAfter(text, new RegExp(`(?<!\\^)\\bT[ \\t]*=[ \\t]*${decimal}`)) ?? NaN;
  if (/soft_?max\s*\([^\n=]{0,40}\/\s*T\b/i.test(text) || !Number.isInteger(value)) return false;
  const rows =
    named(reading, /^(V|vocab\w*|B)$/) !== null &&
    arrays.some(({ shape }) => shape.length > 1 && shape[0] === value);
  return counted.test(text) || value > highest || rows;
}

const numbersAfter = (text: string, pattern: RegExp): number[] =>
  [...text.matchAll(pattern)].map(([, found]) => Number(found)).filter(Number.isFinite);

function numberAfter(text: string, pattern: RegExp): number | null {
  const found = pattern.exec(text)?.[1];
  return found === undefined || !Number.isFinite(Number(found)) ? null : Number(found);
}

const allNamed = ({ scalars }: Reading, pattern: RegExp): number[] =>
  scalars.filter(({ name }) => pattern.test(name.trim())).map(({ value }) => value);

const named = (reading: Reading, pattern: RegExp): number | null => allNamed(reading, pattern)[0] ?? null;

/** Reads the conventions that the text states. */
export function readFacts(reading: Reading): Facts {
  const { text } = reading;
  const said = saidIn(text);
  const is = (pattern: RegExp): boolean => pattern.test(text);
  const keyWidth = named(reading, /^(d|d_?k|dim_?k|head_?dim)$/i);
  const temperatures = temperaturesIn(reading, keyWidth);
  const epsilons = new Set<number>();
  const eps = named(reading, /^(eps|epsilon|ε)$/i);
  if (eps !== null) epsilons.add(eps);
  for (const [, value] of text.matchAll(
    new RegExp(`[+]\\s*${decimal}\\s*\\)|(?:eps|epsilon|clip\\w*)\\D{0,12}${decimal}`, 'gi'),
  )) {
    if (value !== undefined) epsilons.add(Number(value));
  }
  const epsilonsSaid = epsilons.size;
  for (const usual of [1e-2, 1e-1, 1e-3, 1e-4, 5e-2, 1e-5]) epsilons.add(usual);
  return {
    ...namedLosses(text),
    mean: said(meanSigns, meanWords),
    sum: said(sumSigns, sumWords),
    weightedMean: said(weightedMeanSigns, weightedMeanWords),
    rows: is(/\bN\s*[x×]\s*C\b/i) || said(layoutSigns, rowWords) || countsFit(reading, 0, 1),
    columns: is(/\bC\s*[x×]\s*N\b/i) || said(layoutSigns, columnWords) || countsFit(reading, 1, 0),
    logSoftmax: is(/log[-_ ]?softmax|\blsm\b/i),
    logSoftmaxBackward: is(
      /backward( pass)? (of|through|for|in) (the )?(layer )?log[-_ ]?soft-?max|log[-_ ]?soft-?max[-_ ](backward|grad)/i,
    ),
    ascent: is(ascentWords) && !is(descentUpdate),
    subtractedUpdate: is(descentUpdate),
    temperature: temperatures[0] ?? null,
    temperatures,
    temperatureSquared: is(
      /(?<!\/\s?|\b(?:no|not|without|ohne|kein|sans|sin)\s(?:the\s|das\s|le\s)?)(\bT\s*(\^|\*\*)\s*\{?2|\bT²|temperature\s*(squared|(\^|\*\*)\s*2))/i,
    ),
    distillation: is(/distill|\bKD\b/i),
    smoothing:
      named(reading, /smooth/i) ??
      (is(/smoothing/i) ? eps : null) ??
      numberAfter(text, new RegExp(`(?:eps\\w*|ε|alpha|α)\\s*=\\s*${decimal}[^\\n]{0,12}smooth`, 'i')) ??
      numberAfter(text, new RegExp(`smooth\\w*\\s*(?:of|=|:|is|by|eps\\w*)?\\s*=?\\s*${decimal}`, 'i')),
    gamma:
      named(reading, /^(\\?gamma|γ|focusing\w*)$/i) ??
      numberAfter(text, new RegExp(`(?:\\bgamma|γ|focusing\\w*)\\s*(?:=|:|of|is)?\\s*${decimal}`, 'i')),
    logBase: is(/log_?\{?10\b|log10|base 10|\/\s*(ln|log)\s*\(?\s*10\b|log₁₀|zehner/i)
      ? 10
      : is(/log_?\{?2\b|log2|base 2\b|log₂|in bits|\/\s*(ln|log)\s*\(?\s*2\b/i)
        ? 2
        : null,
    bitsSaid: is(/\bbits?\b/i),
    labelsFromOne: is(
      /(labels?|classes|class numbers?|y)\s+(run|start|go|count|are numbered|begin|range)\w*\s+(from|at|with)?\s*1\b|1-based|\(1(?:\.\.+|…|-)[CK\d]|from 1 to|of 1\.\.|classes 1\.\.|one-based|ab 1\b|de 1 à|1\.\.C/i,
    ),
    labels: labelsIn(reading),
    upstreamOnes: is(/upstream[^\n]{0,24}\bones\b|ones_like|all ones|\.sum\(\)\.backward|gradient of sum\(/i),
    upstreamScalar: upstreamScalarIn(reading),
    keyWidth,
    ignoreIndex: named(reading, /ignore_?index|pad(ding)?_?idx/i),
    epsilons: [...epsilons],
    epsilonsSaid,
    otherLayer: isOtherLayer(reading),
    overAll: is(
      /soft_?-?max[^.\n]{0,16}\b(over|across|of) (all|the (whole|entire|full|flattened)|every)\b|flatten\w* before (the )?soft_?-?max|\b(spatial|2-?D|global|joint) soft_?-?max|heat_?map/i,
    ),
    sigmoidSaid: is(/sigmo[iï]d|logistic|logistisch|logistique|logística|multi-?label/i),
    softmaxSaid: is(softmaxWords),
    scales: scalesIn(reading),
    changedGradients: is(changeWords),
    percent: is(/%\s*\)|\bin %|\bpercent|prozent|\bpour ?cent|por ciento|\d\s?%(?!\s*[A-Za-z])/i),
  };
}
