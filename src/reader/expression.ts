import { halfUnitOf, scanned, scanNumber } from './number';

/** A number and half a unit of its last printed digit. */
export interface Measured {
  readonly value: number;
  readonly halfUnit: number;
}

/**
 * Evaluates arithmetic in the syntax that `toArithmetic` writes; null where it is none. `arithmetic.ts` builds
 * it on mathjs, which is loaded on demand; the reader itself does not import it.
 */
export type Evaluate = (expression: string, integerDivision: boolean) => Measured | null;

const NAMES =
  /^(?:exp|log|ln|log2|log10|log1p|expm1|sqrt|cbrt|abs|sin|cos|tan|tanh|pow|max|min|pi|e|inf|nan|decimal)$/;

/** The last part of dotted or `::` names that code puts before functions and constants of mathematics. */
const OWNER =
  /\b(?:np|numpy|math|torch|jnp|tf|Math|cmath|std|Number|f64|f32|scipy|double|float|Double|Float|System)(?:\.|::)/g;

const CONSTANTS: readonly (readonly [RegExp, string])[] = [
  [/\bInf\(\s*-\d+\s*\)/g, '(-inf)'],
  [/\bInf\(\s*\+?\d+\s*\)/g, 'inf'],
  [/\bNaN\(\)/g, 'nan'],
  [/(\d+)\s*<<\s*(\d+)/g, '($1*2^$2)'],
  [/\bM_PI\b|%pi\b|\bPI\b|\bPi\b|π/g, 'pi'],
  [/\bM_E\b|%e\b/g, 'e'],
  [/\b(?:SQRT2|Sqrt2|M_SQRT2)\b/g, 'sqrt(2)'],
  [/\bEPSILON\b/g, '2.220446049250313e-16'],
  [/\b(?:Inf|INFINITY|Infinity|POSITIVE_INFINITY|PositiveInfinity)\b(?!\()/g, 'inf'],
  [/\b(?:NEG_INFINITY|NEGATIVE_INFINITY|NegativeInfinity)\b/g, '(-inf)'],
  [/\b(?:NaN|NAN)\b/g, 'nan'],
];

/**
 * Arithmetic of source code in the one syntax that is evaluated: `np.exp(1)`, `2**-3`, `Sqrt[2]`, `1d3` become
 * `exp(1)`, `2^-3`, `sqrt(2)`, `1e3`. Null where names other than those of mathematics are left.
 */
export function toArithmetic(code: string): string | null {
  if (code.length > 400) return null;
  let out = code
    .replace(OWNER, '')
    .replace(/[−–]/g, '-')
    .replace(/\*\*/g, '^')
    .replace(/\/\//g, '/')
    .replace(/\*\^/g, 'e')
    .replace(/([0-9.])[dD]([+-]?\d)/g, '$1e$2')
    .replace(/(\d)_(?=\d)/g, '$1')
    .replace(/(\d\.?\d*(?:[eE][+-]?\d+)?)(?:_?f(?:32|64)|[fFL])\b/g, '$1')
    .replace(/[×·⋅]/g, '*')
    .replace(/([⁺⁻]?)([⁰¹²³⁴-⁹]+)/g, raised)
    .replace(/[½⅓¼⅔¾]/g, (sign) => VULGAR[sign] ?? sign)
    .replace(/√\(/g, 'sqrt(')
    .replace(/√(\d+)/g, 'sqrt($1)');
  for (const [pattern, constant] of CONSTANTS) out = out.replace(pattern, constant);
  out = out.replace(/\b(Sqrt|Exp|Log|Abs|Sin|Cos|Tan|Tanh|Pow|Max|Min)\b/g, (name) => name.toLowerCase());
  out = out.replace(/\b([a-z]+\d*)\[([^[\]]*)\]/g, '$1($2)');
  return withPrecision(out);
}

/** `10⁻³` as `10^-3`. */
function raised(_: string, sign: string, digits: string): string {
  return `^${sign === '⁻' ? '-' : ''}${digits.replace(/./g, (digit) => String(SUPERSCRIPTS.indexOf(digit)))}`;
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const VULGAR: Readonly<Record<string, string>> = {
  '½': '(1/2)',
  '⅓': '(1/3)',
  '¼': '(1/4)',
  '⅔': '(2/3)',
  '¾': '(3/4)',
};

/** Writes each decimal literal as `decimal(value, half unit)`; null where a name is not one of mathematics. */
export function withPrecision(arithmetic: string): string | null {
  let out = '';
  for (let i = 0; i < arithmetic.length;) {
    const char = arithmetic.charAt(i);
    if (/[0-9.]/.test(char)) {
      const end = scanNumber(arithmetic, i);
      if (end < 0) return null;
      const literal = arithmetic.slice(i, end);
      out += /^\d+$/.test(literal) ? literal : `decimal(${literal},${String(halfUnitOf(scanned.exponent))})`;
      i = end;
      continue;
    }
    if (/[A-Za-z_]/.test(char)) {
      let end = i + 1;
      while (end < arithmetic.length && /[A-Za-z0-9_]/.test(arithmetic.charAt(end))) end++;
      const name = arithmetic.slice(i, end);
      if (!NAMES.test(name.toLowerCase())) return null;
      out += name;
      i = end;
      continue;
    }
    if (!/[\s+\-*/^(),]/.test(char)) return null;
    out += char;
    i++;
  }
  return out;
}
