import type { Role } from './diagnosis';

/** What a symbol stands for, by the letter that the field uses most. */
type Kind = 'z' | 'a' | 'y' | 't' | 'E' | 'W' | 'b' | 'x' | 'w' | 'g';

export interface Word {
  readonly pattern: RegExp;
  readonly bits: Readonly<Partial<Record<Kind, number>>>;
}

/** What a symbol stands for: by the text's own definitions, else by the table of letters. */
export type Kinds = (symbol: string) => Word['bits'];

const word = (pattern: RegExp, bits: Word['bits']): Word => ({ pattern, bits });

/** What a symbol may stand for, most specific first; the first pattern that fits decides. */
const vocabulary: readonly Word[] = [
  // Another activation under its own name is no softmax.
  word(/sigmo[iï]d|\btanh\b|\b(leaky_?)?relu\b|\bgelu\b|logistic/, {}),
  word(
    /(^|_)masks?$|\b(workers?|replicas?)\b|all[-_ ]?reduced|^(terms|summands|contributions)\b|^(shape|size|strides?|dims?|velocity|momentum|exp_avg\w*|argmax|indices|lr)$/,
    {},
  ),
  word(/unnormali[sz]ed[-_ ]log/, { z: 9 }),
  word(/\bl(og|n)_?\s?-?(softmax|prob|probs|p|s|sm|q|a)\b|log_(softmax|probs?)|^lsm\b|^logp/, { y: 9 }),
  word(/pre_?-?\s?(out|act|soft|activation)|logits?|scores?\b|net_?input|logiten|evidence/, {
    z: 9,
  }),
  word(/^q\s*[@·*.]?\s*k(\.?t|')?$/, { z: 8 }),
  word(/\b(network|model|raw) outputs?\b|netzausgabe|sortie du réseau|salida de la red/, { z: 6, a: 4 }),
  word(
    /one_?-?\s?hot|label|target|class_?\s?(ind(ex|ices)|ids?|idx)\b|truth|\bgold\b|y_?mix|ziel|cible|objetivo|etiqu|étiqu|desired|y_?true|\bgt\b|标签|目标|真实/,
    { t: 9 },
  ),
  word(/^smooth(ed|ing)?\b|^geglättet|^liss|^suaviz/, { t: 6 }),
  word(/^(expected|erwartet|attendu|esperado|soll|期望)/, { t: 4 }),
  // What it is taken of, as often as what it gives.
  word(/soft_?max over /, { a: 6, z: 5 }),
  word(
    /soft_?max|^sm\b|(?<!com)prob(?!l[eè]m|e\b)|marginal|y_?hat|ŷ|y_?pred|predic|vorhersage|wahrscheinlichkeit|概率|prédiction|distribution/,
    { a: 8 },
  ),
  word(/^(loss|cost|cross_?entropy|ce|nll|kl|e|l|j|error|kosten|fehler|perte|coût|pérdida|损失)$/, { E: 5 }),
  word(/att(entio)?n.*(weights?|probs?)|attention$/, { a: 9 }),
  word(/^class_?\s?w(eights?)?\b|^cw$|per[- ]class weight|klassengewicht/, { w: 9 }),
  word(/^(w|weights?)\b/, { w: 6, W: 6 }),
  word(/^(theta|θ|w_?out|w\d|kernel)$/, { W: 7 }),
  word(/^(b|bias|b\d|beta)$/, { b: 6, t: -2 }),
  word(/^(in|inputs?|eingabe|eingang|entrée|entrées|entrada|entradas|输入|input_)\b/, { z: 5, x: 4 }),
  // What is called p and q is a prediction and its target, either way round.
  word(/^[pq]$/, { a: 6, t: 1 }),
  word(/^(a|p|s|q|π|pi|σ|sigma|act|activations?|aktivierung|激活)\d*$/, { a: 6 }),
  word(/^(alpha|α)\d*$/, { a: 5 }),
  word(/^(out|outputs?|ausgabe|sortie|salida|输出|h|eval)\b/, { a: 4, z: 1 }),
  // Beside `ŷ` it is what softmax is applied to.
  word(/^o\d*$/, { a: 4, z: 3 }),
  word(/^(z|zs|u|preact)\d*$|^z_/, { z: 8 }),
  word(/^(t|τ)$/, { t: 6 }),
  word(/^v\d$/, { g: 2 }),
  word(/^(g|v|up)\d*$/, { g: 5 }),
  word(/^(y|ys)\d*$/, { t: 4, a: 3, y: 2 }),
  word(/^(x|xs)(_\w+|\d*)$/, { z: 4, x: 3 }),
];

const roleOf: Readonly<Record<Kind, Role>> = {
  z: 'logits',
  a: 'probabilities',
  y: 'logProbabilities',
  t: 'target',
  E: 'loss',
  W: 'weights',
  b: 'weights',
  x: 'inputs',
  w: 'classWeights',
  g: 'upstream',
};

const wordOf = (s: string): Word | undefined => vocabulary.find(({ pattern }) => pattern.test(s));

/** What `symbol` may stand for, in bits; of several words the last where it is a symbol. */
export function kindsOf(symbol: string): Word['bits'] {
  const s = symbol.trim().toLowerCase();
  return wordOf(s)?.bits ?? wordOf(/\s([\p{L}]\w?)$/u.exec(s)?.[1] ?? '')?.bits ?? {};
}

/** True for a symbol of which something is known. */
export const isKnown = (symbol: string): boolean => wordOf(symbol.trim().toLowerCase()) !== undefined;

/** True for what is known to be something that has no role here: another activation, a mask, a shape. */
export function isForeign(symbol: string): boolean {
  const known = wordOf(symbol.trim().toLowerCase());
  return known !== undefined && Object.keys(known.bits).length === 0;
}

/** The roles that a symbol of some kinds may have, in bits. */
export function rolesOf(kinds: Word['bits']): [Role, number][] {
  return Object.entries(kinds).flatMap(([kind, bits]): [Role, number][] =>
    isKind(kind) ? [[roleOf[kind], bits]] : [],
  );
}

function isKind(key: string): key is Kind {
  return key in roleOf;
}
