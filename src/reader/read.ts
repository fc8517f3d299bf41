import { append } from './append';
import { readAlso, textsWithin } from './choose';
import type { Evaluate } from './expression';
import type { Stringed } from './notebook';
import { showsRareNotation } from './rare-signs';
import type { NamedScalar, NumericArray, ReadOptions, Reading, Refusal, Span } from './reading';
import { scanText, type Stop } from './scan';

/** Reads every numeric array of `text` in the notations that are loaded. Never throws, whatever the text; takes time linear in its length. */
export function read(text: string, options: ReadOptions = {}): Reading {
  const slices = readInSlices(text, options);
  for (;;) {
    const step = slices.next();
    if (step.done) return step.value;
  }
}

/**
 * Reads like `read`, and yields the offset it has come to after every so many characters, so that the caller can let
 * others run, show progress, or stop. Where it meets arithmetic and was not given `evaluate`, it yields `'arithmetic'`
 * and goes on with what it is handed. Its return value is the reading.
 */
export function* readInSlices(
  text: string,
  options: ReadOptions = {},
): Generator<Stop, Reading, Evaluate | undefined> {
  const inner = textsWithin(text, options.language);
  return yield* inner ? readInner(text, inner, options) : scanText(text, options);
}

/** Reads texts that stand in strings of `text`, each by itself, and puts what is found where it stands. */
function* readInner(
  text: string,
  texts: readonly Stringed[],
  options: ReadOptions,
): Generator<Stop, Reading, Evaluate | undefined> {
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
 * Reads `text` with all that it needs: where it shows signs of a rare notation, those are loaded first; where arithmetic
 * stands as an element, what evaluates it is loaded. `load` is
 * `() => import('./arithmetic').then((module) => module.evaluate)`, called only when it is needed.
 */
export async function readWithArithmetic(
  text: string,
  options: ReadOptions,
  load: () => Promise<Evaluate>,
): Promise<Reading> {
  if (showsRareNotation(text)) {
    const { rareNotations, textsOfNotebook } = await import('./rare-notations');
    readAlso(rareNotations, textsOfNotebook);
  }
  const slices = readInSlices(text, options);
  for (let evaluate: Evaluate | undefined; ;) {
    const step = slices.next(evaluate);
    if (step.done) return step.value;
    if (step.value === 'arithmetic') evaluate = await load();
  }
}
