import { toArithmetic, type Measured } from './expression';
import type { Source } from './notation';
import { halfUnitOf, scanned, scanNumber } from './number';
import type { RefusalReason } from './reading';

const NOT_FINITE =
  /^([+\-−]?)(?:(?:np|numpy|math|torch|jnp|double|float|Double|Float|Number|f64|f32|std)(?:\.|::))?(?:(nan|NaN|NAN|Nan|NA|\.nan|\.NaN|\.NAN|%nan|Indeterminate)|(inf|Inf|INF|Infinity|INFINITY|infinity|POSITIVE_INFINITY|PositiveInfinity|\.inf|\.Inf|\.INF|%inf|∞)|(NEG_INFINITY|NEGATIVE_INFINITY|NegativeInfinity|minf))$/;
const CALLED = /^(?:float|Float|double)\(\s*['"]([+-]?[A-Za-z]+)['"]\s*\)$/;
const COMPLEX = /\d\.?\s*\*?\s*(?:im|[ijIJ])\b|^[+\-−]?\s*[ij]$|[+\-−]\s*[ij]$/;
const SUFFIXED =
  /^([+\-−]?[0-9][0-9_']*(?:\.[0-9_]*)?(?:[eE][+-]?\d+)?|[+\-−]?\.[0-9_]+(?:[eE][+-]?\d+)?)(?:_?(?:f32|f64|[iu](?:8|16|32|64|size))|_(?:dp|sp|wp|rk|qp|r8|\d{1,2})|[fFdDlLmMnuU]+)?$/;
const BASED = /^([+\-−]?)0([xX][0-9a-fA-F_]+|[bB][01_]+|[oO][0-7_]+)(?:_?[iu](?:8|16|32|64|size)|[lLuUn]+)?$/;
const EXPONENT = /^([+\-−]?\d*\.?\d*)(?:[dDbB]|\*\^| [eE])([+-]?\d+)$/;
const WRAPPED = /^(?:np|numpy|jnp)\.(?:float|int|uint|bool)\w*\(([^()]*)\)$/;

/** A number as one element, or why it is none. `pending` is arithmetic that nothing here can evaluate. */
export type ElementReading = Measured | RefusalReason | 'pending';

/** Reads one element as written: a number in any spelling, nan, infinities, or arithmetic. */
export function readElement(source: Source, written: string): ElementReading {
  const element = written.trim();
  const end = scanNumber(element, 0);
  if (end === element.length) return { value: scanned.value, halfUnit: halfUnitOf(scanned.exponent) };
  const special = NOT_FINITE.exec(element) ?? NOT_FINITE.exec(CALLED.exec(element)?.[1] ?? '');
  if (special) {
    if (special[2]) return { value: NaN, halfUnit: 0 };
    const negative = (special[1] === '-' || special[1] === '−') !== (special[4] !== undefined);
    return { value: negative ? -Infinity : Infinity, halfUnit: 0 };
  }
  const plain = plainNumber(source.language.id === 'julia' ? element.replace(/f(?=[-+]?\d)/, 'e') : element);
  if (plain) return plain;
  if (/^(?:\.{3,}|…|⋯|⋮|⋱)$/.test(element)) return 'truncated';
  const quoted = /^\+\s*["']([\d.]+)["']$/.exec(element)?.[1];
  if (quoted !== undefined) return readElement(source, quoted);
  if (/^--$|^masked$/.test(element)) return 'masked';
  const percent = /^([-+−]?[\d.]+)\s?\\?%$/.exec(element)?.[1];
  if (percent !== undefined) return readElement(source, `${percent}e-2`);
  if (/^(?:True|true|TRUE)$/.test(element)) return { value: 1, halfUnit: 0 };
  if (/^(?:False|false|FALSE)$/.test(element)) return { value: 0, halfUnit: 0 };
  const precise = /^([+-]?[\d.]+)``?[\d.]*(\*\^[+-]?\d+)?$/.exec(element);
  if (precise) return readElement(source, `${precise[1] ?? ''}${precise[2] ?? ''}`);
  if (/^<\d+ empty items?>$|^\[(?:Array|Object)\]$/.test(element)) return 'non-numeric';
  if (/['"`]/.test(element) || /^(?:null|None|nil|undefined)$/.test(element)) return 'non-numeric';
  if (COMPLEX.test(element)) return 'complex';
  const arithmetic = toArithmetic(element);
  if (arithmetic === null) return 'symbolic';
  if (!source.evaluate) {
    source.arithmeticMissing = true;
    return 'pending';
  }
  return source.evaluate(arithmetic, source.language.integerDivision) ?? 'symbolic';
}

function plainNumber(element: string): Measured | null {
  const suffixed = wholeNumber(SUFFIXED.exec(element)?.[1]?.replace(/[_']/g, ''));
  if (suffixed) return suffixed;
  const based = BASED.exec(element);
  if (based) {
    const value = Number(`0${(based[2] ?? '').replace(/_/g, '')}`);
    return { value: based[1] === '-' || based[1] === '−' ? -value : value, halfUnit: 0 };
  }
  const hex = /^([+-]?)0[xX]([0-9a-fA-F]+)(?:\.([0-9a-fA-F]*))?[pP]([+-]?\d+)$/.exec(element);
  if (hex) {
    const fraction = hex[3] ?? '';
    const mantissa = Number(`0x${hex[2] ?? ''}${fraction}`) * 2 ** (Number(hex[4]) - 4 * fraction.length);
    return { value: hex[1] === '-' ? -mantissa : mantissa, halfUnit: 0 };
  }
  const exponent = EXPONENT.exec(element);
  return (
    wholeNumber(exponent ? `${exponent[1] ?? ''}e${exponent[2] ?? ''}` : undefined) ??
    wholeNumber(WRAPPED.exec(element)?.[1])
  );
}

/** The number that is all of `written`. */
function wholeNumber(written = ''): Measured | null {
  if (written === '' || scanNumber(written, 0) !== written.length) return null;
  return { value: scanned.value, halfUnit: halfUnitOf(scanned.exponent) };
}
