import { append } from './append';
import type { Evaluate } from './expression';
import { textsOfNotebook, type Stringed } from './notebook';
import type { NamedScalar, NumericArray, ReadOptions, Reading, Refusal, Span } from './reading';
import { scanText } from './scan';

/** Reads every numeric array of `text`. Never throws, whatever the text; takes time linear in its length. */
export function read(text: string, options: ReadOptions = {}): Reading {
  const slices = readInSlices(text, options);
  for (;;) {
    const step = slices.next();
    if (step.done) return step.value;
  }
}

/**
 * Reads like `read`, and yields the offset it has come to after every so many characters, so that the caller can let
 * others run, show progress, or stop. Its return value is the reading.
 */
export function* readInSlices(text: string, options: ReadOptions = {}): Generator<number, Reading, void> {
  const inner = textsOfNotebook(text, options.language);
  return yield* inner ? readInner(text, inner, options) : scanText(text, options);
}

/** Reads texts that stand in strings of `text`, each by itself, and puts what is found where it stands. */
function* readInner(
  text: string,
  texts: readonly Stringed[],
  options: ReadOptions,
): Generator<number, Reading, void> {
  const arrays: NumericArray[] = [];
  const scalars: NamedScalar[] = [];
  const refusals: Refusal[] = [];
  let statements = 0;
  let arithmeticMissing = false;
  for (const { inner, language } of texts) {
    yield inner.within.start;
    const reading = yield* scanText(inner.text, { ...options, language });
    const stands = ({ span }: { readonly span: Span }): boolean => span.start >= inner.prompt.length;
    const outer = (span: Span): Span => inner.toOuter(span);
    for (const { span, extent, place, ...array } of reading.arrays.filter(stands)) {
      arrays.push({
        ...array,
        span: outer(span),
        extent: outer(extent),
        place: { ...place, statement: place.statement + statements },
        within: inner.within,
      });
    }
    append(
      scalars,
      reading.scalars.filter(stands).map((scalar) => ({ ...scalar, span: outer(scalar.span) })),
    );
    append(
      refusals,
      reading.refusals
        .filter(stands)
        .map((refusal) => ({ ...refusal, span: outer(refusal.span), at: outer(refusal.at) })),
    );
    statements += reading.arrays.length + reading.refusals.length;
    arithmeticMissing ||= reading.arithmeticMissing;
  }
  return { text, language: 'json', arrays, scalars, refusals, arithmeticMissing };
}

/**
 * Reads `text`, and where arithmetic stands as an element loads what evaluates it and reads again. `load` is
 * `() => import('./arithmetic').then((module) => module.evaluate)`, called only when it is needed.
 */
export async function readWithArithmetic(
  text: string,
  options: ReadOptions,
  load: () => Promise<Evaluate>,
): Promise<Reading> {
  const reading = read(text, options);
  return reading.arithmeticMissing ? read(text, { ...options, evaluate: await load() }) : reading;
}
