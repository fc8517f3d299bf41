import type { Role } from './diagnosis';
import { derivativeIn, scoreDerivative } from './derivatives';
import type { Lettering } from './lettering';
import { isForeign, isKnown, kindsOf, rolesOf, type Kinds } from './vocabulary';

/** Bits that a name speaks for each role; what it says beside that. */
export interface NameReading {
  readonly scores: ReadonlyMap<Role, number>;
  /** "expected", "autograd", "numeric": a value to compare with. */
  readonly reference: boolean;
  readonly byDifferences: boolean;
  /** "mine", "by hand": the person's own value beside a reference. */
  readonly own: boolean;
  /** What the array is called, in lower case, without decoration. */
  readonly symbol: string;
  /** The same as it is written, layers and samples counted in. */
  readonly written: string;
  /** The quantity that it is a derivative with respect to, as it is called; null where it is none. */
  readonly withRespectTo: string | null;
  /** Called a difference `t - a`: the direction of descent, whatever it is called beside that. */
  readonly descent: boolean;
  /** Called a teacher's: in distillation what it says is the target. */
  readonly teacher: boolean;
  /** What softmax is applied to, where it says so. */
  readonly operand: string | null;
  /** Known to be something that has no role here, whatever its numbers look like. */
  readonly foreign: boolean;
}

/** The derivative of a unit by its own input, which is no more than the diagonal of a Jacobian. */
const ownDerivative = /^([\p{L}]\w*)\*\(1-\1\)$/u;
const secondDerivative =
  /(\b[d∂]|\\partial)\s*(\^\s*)?(\{2\}|2|²)\s*\{?\w*\}?[^/\n{]{0,12}(\/|\}\{)\s*([d∂]|\\partial)|second deriv|zweite ableitung|dérivée seconde|segunda derivada/i;
/** Something times something: what comes of a Jacobian is not one any more. */
const product = /%\*%|[\w)\]'][@*·⋅][\w([-]|\b(dot|matmul|mv|einsum)\(/;
/** A Jacobian that is multiplied by numbers, which are no gradient of the loss. */
const jacobianOfNumbers =
  /\b(jac\w*|J)\s+(times|applied to|mal|fois|por)\s+(?!.*\b(g|grad\w*|dL|dE|upstream)\b)/i;
/** The object that a quantity is a member of: `layer.z`, `self.a`. */
const ownerOf = /^(?:[\p{L}_]\w*\.)+(?=[\p{L}_]\w*$)(?!grad|data|T$)/u;
/** A sentence that ends before a name: `Is this right? z`. */
const questionBefore = /^[^=]*\p{L}[?!]\s+(?=\S)/u;
/** What is called on an object: `logits.softmax(-1)`. */
const methodOf = /^(?:[\p{L}_]\w*\.)+([\p{L}_]\w*)\([^()]*\)$/u;
/** The square of a gradient, which is none. */
const squared = /\*\*\s*2|\w²|\bgrad\w*\)?\s*\^\s*2/;
/** A step along a gradient: what comes of it is the quantity after it. */
const update =
  /[\p{L})\]]\w*\s*[-+−]\s*(?:[\d.]+|lr|eta|η|alpha|α)\s*[*·×]?\s*(?:∂|d_?[zwbxlecj]\w?\b|grad\w*|g\b|delta|δ|∇)/iu;
/** A formula that computes another activation than softmax. */
const otherActivation = /^(\w+\.)*(tanh|sigmoid|(leaky_?)?relu|gelu|expit|max(imum)?)\(/i;

const referenceWords =
  /\b(expected|expect|want(?:ed)?|reference|ref|autograd|autodiff|numeric(al|ally)?|num_?(?:grad|deriv)\w*|(?:grad|d)_?num\w*|fd_?grad\w*|approx\w*|finite[- ]diff\w*|central[- ]diff\w*|differences|grad_?\s?check\w*|check|torch(?!\.(diag|outer|ger|einsum|exp|sum|matmul|mm|eye)\w*\()|pytorch|jax|scipy|sklearn|tf|tensorflow|keras|jacrev|vjp|cudnn|correct|should\s+be|true\s+grad\w*|ground[- ]truth grad\w*|right|numer\w*|attendue?|référence|erwartet|referenz|soll|esperado|referencia|v[eé]rif\w+|kontroll\w+|compr(ob|ueb)\w+|oracle|grad_fn|\.grad\b|backward\(\))|überprüf\w+|期望|参考|数值/i;
const ownWords =
  /\b(mine|my|our|ours|own|by hand|manual\w*|analytic\w*|analytisch|handmade|meine?|mon|ma|mio|custom|we get|i get|got|student)\b|手/i;
const differenceWords =
  /numer|num_?grad|(?:grad|d)_?num|fd_?grad|approx|finite|central|differen|gradcheck|grad_check|check|数值|différences/i;

const teacherWords = /\b(teacher|lehrer|professeur|maestro)\b/i;
const upstreamWords =
  /upstream|grad_?out|g_?(?:out|up)\b|von oben|d'en haut|desde arriba|dout|d_?out\b|from above|incoming|output gradient|grad of the output|dj \(in\)|top_?diff|cotangent/i;
const jacobianWords =
  /jacob|^j\b|^j_|[*@·⋅] ?j\b|jac\b|jacrev|prime|soft_?max'|σ'|deriv|ableitung|dérivée|derivada|^d_?soft_?max|导数|雅可比/i;
const deltaWords =
  /^(delta|deltas|δ|node_?val\w*|nabla)|bottom_?diff|grad_?in(put)?\b|g_?in\b|local grad|out_?delta|d_?pre|pre-?softmax/i;
const gradientWords =
  /grad|gradient|∇|dj \(out\)|analytic|numeric|product|dérivée de la perte|梯度|backward/i;

/** Drops what LaTeX adds for looks: braces, fonts, superscripts and indices. */
export function plainSymbols(text: string): string {
  let s = text.replace(
    /\\(left|right|mathbf|mathrm|boldsymbol|vec|operatorname|text|bm|mathcal|displaystyle|,|;|!|quad|qquad)\b\*?/g,
    '',
  );
  s = s
    .replace(/\\(hat|widehat)\s*(\{\s*\{\s*y\s*\}\s*\}|\{\s*y\s*\}|y\b)/g, 'yhat')
    .replace(/\\(hat|widehat|bar|tilde)\s*(?:\{\s*\{\s*(\w+)\s*\}\s*\}|\{\s*(\w+)\s*\}|(\w)\b)/g, '$2$3$4')
    .replace(/\\partial\b|∂/g, 'd')
    .replace(/\(?\b(?:partial|del|d) +(\w+)\)? *\/ *\(?(?:partial|del|d) +(\w+)\)?/g, 'd$1/d$2')
    .replace(/\b(?:D\[|diff\()(\w+), *\{?(\w+)\}?[\])]/g, 'd$1/d$2')
    .replace(/(?:\\nabla|∇)\s*_\s*(?:\{\s*\{?\s*(\w+)\s*\}|(\w)\b)/g, '∇_$1$2 ')
    .replace(/\\nabla/g, '∇');
  s = s.replace(/\\(delta|sigma|pi|theta|tau|alpha)\b/g, '$1').replace(/\\(cdot|times|ast)/g, '*');
  for (let before = ''; before !== s;) {
    before = s;
    s = s.replace(/[\^_]\s*\{[^{}]*\}/g, '').replace(/\^\s*\(?\s*[A-Za-z0-9[\]]+\s*\)?/g, '');
    s = s.replace(/\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '$1/$2').replace(/\{([^{}]*)\}/g, '$1');
  }
  return s.replace(/[$\\]/g, '').trim();
}

/** A difference of two symbols, which may be calls: `p - y`, `softmax(z) - onehot(y)`. */
const differencePattern =
  /^\(?([\p{L}][\w.^]*(?:\([^()]*\))?)-([\p{L}][\w.^]*(?:\([^()]*\))?)\)?(\/[\w.]+)?$/u;

const ratioOnly = /^d\w+\/d\w+$/;
const tight = (formula: string): string => formula.replace(/\s*([-+*/=()@])\s*/g, '$1').trim();

/** True for target less probabilities. */
function descends(formula: string, kindsOf: Kinds): boolean {
  const found = differencePattern.exec(tight(formula));
  if (found === null) return false;
  const [left, right] = [kindsOf(found[1] ?? ''), kindsOf(found[2] ?? '')];
  return (left.t ?? 0) > (left.a ?? 0) && (right.a ?? 0) > 0 && (right.a ?? 0) > (right.t ?? 0);
}

/** Formula of the right side, as far as it tells a role: a difference of probabilities and target, a product. */
function formulaRole(formula: string, kindsOf: Kinds, add: (role: Role, bits: number) => void): void {
  const f = tight(formula);
  const difference = differencePattern.exec(f);
  if (difference !== null) {
    const left = kindsOf(difference[1] ?? '');
    const right = kindsOf(difference[2] ?? '');
    if (((left.a ?? 0) > 0 && (right.t ?? 0) > 0) || ((left.t ?? 0) > 0 && (right.a ?? 0) > 0))
      add('delta', 5);
  }
  const divided = /(?:^|\s)-?\(?([\p{L}]\w*)\)?\.?\/\(?([\p{L}]\w*)/u.exec(f);
  if (divided !== null && (kindsOf(divided[1] ?? '').t ?? 0) > 0) add('lossGradient', 7);
  if (/^-?[\w.()]*\*?\(?(np\.|torch\.)?log\(/i.test(f)) {
    add('lossGradient', 5);
    add('loss', 4);
  }
  if (difference === null && /^(f\.|nn\.|np\.|torch\.|jax\.nn\.)?(functional\.)?softmax\(/i.test(f))
    add('probabilities', 7);
  if (/\bexp\.?\(.*\/.*sums?\b|^e\w*\/.*sums?\b/i.test(f)) add('probabilities', 7);
  if (/log_?softmax\(/i.test(f)) add('logProbabilities', 7);
  if (/diag.*(outer|dot|matmul|@)|diag\w*\(\w+\)-\w+\*/i.test(f)) add('jacobian', 7);
}

/** What stands before the first equal sign that is not inside parentheses. */
function leftOf(text: string): string {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '(') depth += 1;
    else if (c === ')') depth -= 1;
    else if (c === '=' && depth <= 0 && text[i + 1] !== '=') return text.slice(0, i);
  }
  return text;
}

/** What an array is called: its name, or the expression or the words that its name is only the end of. */
function headOf(name: string | null, left: string, whole: string): string {
  if (name === null || name === '') return left;
  const before = (text: string): string => (text.endsWith(name) ? text.slice(0, -name.length).trim() : '');
  return /[-+*/@·∘⊙]$/.test(before(whole)) ||
    /[-+*/@·∘⊙]$/.test(before(left)) ||
    teacherWords.test(before(left))
    ? left
    : name;
}

const nothingDefined: Lettering = { kinds: new Map(), losses: new Set(), vectors: new Set() };

/** What `name` and `label` say of an array's role, in the `lettering` of the text. */
export function readName(
  name: string | null,
  label: string,
  lettering: Lettering = nothingDefined,
): NameReading {
  const kinds: Kinds = (symbol) => lettering.kinds.get(symbol.trim()) ?? kindsOf(symbol);
  const scores = new Map<Role, number>();
  const add = (role: Role, bits: number): void => void scores.set(role, (scores.get(role) ?? 0) + bits);
  const whole = plainSymbols(label === '' ? (name ?? '') : label).replace(questionBefore, '');
  const left = leftOf(whole).trim();
  const head = headOf(name === null ? null : plainSymbols(name).replace(questionBefore, ''), left, whole);
  const formula =
    left === whole
      ? ''
      : whole
          .slice(left.length + 1)
          .replace(/^.*=/, '')
          .trim();
  const bare = head
    .replace(referenceWords, '')
    .replace(ownWords, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(ownerOf, '')
    .replace(methodOf, (call, method: string) => (isKnown(method) ? method : call));
  // dE/da times a is neither of them.
  const factor = /\bd\s*\w*\s*\/\s*d\s*\w+\s*[*·⊙∘]\s*([\p{L}]\w*)$/u.exec(left)?.[1];
  const weighed = factor !== undefined && (kinds(factor).a ?? 0) > 0;
  const apart =
    weighed ||
    [squared, jacobianOfNumbers].some((one) => one.test(leftOf(label === '' ? (name ?? '') : label))) ||
    foreign(bare, formula) ||
    update.test(whole) ||
    secondDerivative.test(label === '' ? (name ?? '') : label);
  // `g = dE/da` says what g is.
  const meant = formula === '' ? whole : ratioOnly.test(tight(formula)) ? formula : head;
  const derivative = derivativeIn(head) ?? (meant !== head ? derivativeIn(meant) : null);
  const subtracts =
    /[\p{L})\]]\s*-\s*[\p{L}(]/u.test(bare) && !/pre-|log-|cross-|-hot|soft-|multi-/.test(bare.toLowerCase());

  formulaRole(formula === '' ? bare : formula, kinds, add);
  if (subtracts) formulaRole(bare.replace(/^.*?:\s*/, ''), kinds, add);
  const argument = /^\W*[\w.]*(?:backward|grad)\w*\s*\(([^()]*)/i.exec(head)?.[1];
  const of = kinds(argument ?? '');
  // A class index is taken off the row of each sample.
  if (/\] *-= *1/.test(whole)) add('delta', 9);
  else if (/^d?_?soft_?max_?grad\w*\(/i.test(head) && ((of.a ?? 0) > 0 || (of.z ?? 0) > 0))
    add('jacobian', 7);
  else if (argument !== undefined) add('delta', 6);
  else if ((jacobianWords.test(bare) || /d_?soft_?max/i.test(bare)) && product.test(tight(bare)))
    add('delta', 5);
  else if (upstreamWords.test(head)) {
    add('upstream', 9);
    // Some call what comes out of a backward pass so, and what goes in grad_in.
    if (/^g\w*_?out$/i.test(bare)) add('delta', 5);
  } else if (derivative !== null) {
    scoreDerivative(derivative, lettering, kinds, add);
    if (/^g\w*_?in$/i.test(bare)) add('upstream', 4);
  } else if (/loss.?grad|grad\w* of the loss|cost.?deriv|dloss|loss.?deriv/i.test(bare))
    add('lossGradient', 6);
  else if (jacobianWords.test(bare) && !/\bsum\(/.test(bare)) add('jacobian', 7);
  else if (ownDerivative.test(tight(bare)) && jacobianWords.test(whole)) add('jacobian', 7);
  else if (/^(err|errors?|residual|fehler)(_|\b)/i.test(bare)) {
    add('delta', 4);
    add('lossGradient', 3);
  } else if (deltaWords.test(bare)) {
    add('delta', 6);
  } else if (/weight_?grad|grad.*weight/i.test(withoutParentheses(head))) add('weightGradient', 8);
  else if (gradientWords.test(head) || (gradientWords.test(whole) && formula === '')) add('delta', 4);
  else if (!subtracts) {
    // A comment behind the symbol (`out (rows)`, `y: [2, 1]`) is not part of it, nor are arguments.
    const symbol = withoutParentheses(bare).replace(/:.*$/, '').trim();
    for (const [role, bits] of rolesOf(kinds(symbol === '' ? bare : symbol))) add(role, bits);
    if ((scores.get('target') ?? 0) > 0) add('classIndex', scores.get('target') ?? 0);
  }
  if (upstreamWords.test(whole) && !upstreamWords.test(head)) add('upstream', 3);
  const reference = referenceWords.test(whole) && !ownWords.test(whole);
  if (apart) scores.clear();
  return {
    scores,
    reference,
    own: ownWords.test(whole),
    byDifferences: reference && differenceWords.test(whole),
    symbol: bare.toLowerCase(),
    written: (name ?? left).trim(),
    operand: /(?:soft_?max|lsm|eval|exp\.?)\s*\(\s*([\p{L}]\w*)/iu.exec(whole)?.[1]?.toLowerCase() ?? null,
    descent: descends(formula === '' ? bare : formula, kinds),
    foreign: apart,
    teacher: teacherWords.test(whole),
    withRespectTo: derivative === null ? null : derivative.by.toLowerCase(),
  };
}

/** `text` without what stands in parentheses, however deep. */
function withoutParentheses(text: string): string {
  let s = text;
  for (let before = ''; before !== s;) {
    before = s;
    s = s.replace(/\s*\([^()]*\)/g, '');
  }
  return s.replace(/\s*\(.*$/, '');
}

/** True for the values of another activation, unless they are called softmax, and for what has no role at all. */
function foreign(symbol: string, formula: string): boolean {
  return isForeign(symbol) || (otherActivation.test(tight(formula)) && !/soft_?max|prob/i.test(symbol));
}
