import type { Reading } from '../reader/reading';

const classWord = '(?:class|label|klasse|classe|clase|index)';
const correctWord =
  '(?:true|correct|target|right|richtige?|wahre?|korrekte?|vraie|correcte|correcta|verdadera|real)';
const isWord = '(?:\\s+index)?\\s*(?:is|=|:|ist|est|es)?\\s*(?:index\\s+)?';

/** Ways of saying the class of the one sample: `true class 3`, `label = 2`, `nll_loss(p, 1)`. */
const single: readonly RegExp[] = [
  new RegExp(`\\b${correctWord}\\s+${classWord}${isWord}(\\d+)\\b`, 'i'),
  new RegExp(`\\b${classWord}\\s+${correctWord}${isWord}(\\d+)\\b`, 'i'),
  new RegExp(
    `\\b${classWord}\\s+(\\d+)\\s+(?:is|ist|est|es)\\s+(?:the\\s+|die\\s+|la\\s+)?${correctWord}\\b`,
    'i',
  ),
  /\b(?:nll_?loss|cross_?entropy|criterion|loss_?fn)\s*\(\s*\w+\s*,\s*(?:(?:torch\.)?tensor\(\s*)?\[?(\d+)\]?\)?\s*\)/i,
  /\b(?:loss|entropy|entropie|verlust|perte|pérdida)\s+(?:for|für|pour|para)\s+(?:the\s+|la\s+)?(?:class|klasse|classe|clase)\s+(\d+)\b/i,
  /(?:\]\s*,|\b[yt]\s*=)\s*(?:class|label)\s+(\d+)\b/im,
  /^\s*(?:label|target|class|true class)\s+(\d+)\s*(?:,\s*[a-z].*)?$/im,
  /^\s*(?:[yt]|[Ll]abel|[Tt]arget|[Aa]ction|[Cc]lass|cls|y_true|[Zz]iel|[Cc]ible)[ \t]*[:=][ \t]*(\d+)[ \t]*;?[ \t]*$/m,
];

const scalarNames =
  /^(y|t|labels?|targets?|class(_?(index|id))?|cls|y_true|ytrue|true_class|action|gt|ziel|klasse|cible|classe|etiqueta)$/i;

/** Class numbers that stand in the words or as a plain number: `labels 2,0,1`, `true class 3`, `y = 2`. */
export function labelsIn({ text, scalars }: Reading): number[] | null {
  const list =
    /\b(?:labels?|classes|targets?|klassen|étiquettes)\b\s*[:=]?\s*((?:\d+\s*,\s*)+\d+)(?!\s*[.\d])/i.exec(
      text,
    )?.[1];
  if (list !== undefined) return list.split(',').map(Number);
  for (const pattern of single) {
    const found = all(text.matchAll(new RegExp(pattern, `g${pattern.flags}`)), ([, label]) => Number(label));
    if (found.length > 0) return found.length > 1 ? null : found;
  }
  const named = scalars.filter(
    ({ name, value }) =>
      scalarNames.test(name.trim()) && name.trim() !== 'T' && Number.isInteger(value) && value >= 0,
  );
  const values = all(named, ({ value }) => value);
  return values.length === 1 ? values : null;
}

/** The different values of `items`: more than one where the text goes through several samples. */
const all = <T>(items: Iterable<T>, valueOf: (item: T) => number): number[] => [
  ...new Set([...items].map(valueOf)),
];

/** What a sample is called, as a pattern. */
export const sampleWord =
  '(?:samples?|examples?|instances?|datum|data points?|images?|tokens?|stichproben?|beispiele?|exemples?|échantillons?|ejemplos?|muestras?)\\b';

/** `4 classes, 3 samples`: whether the arrays have so many samples along one axis and so many classes along the other. */
export function countsFit({ text, arrays }: Reading, samplesAt: number, classesAt: number): boolean {
  const samples = Number(new RegExp(`(\\d+) ${sampleWord}`, 'i').exec(text)?.[1]);
  const classes = Number(/(\d+) (?:classes|klassen|clases)\b/i.exec(text)?.[1]);
  const stands = (at: number, of: number): boolean =>
    arrays.some(({ shape }) => shape.length === 2 && shape[at] === samples && shape[of] === classes);
  return samples !== classes && stands(samplesAt, classesAt) && !stands(classesAt, samplesAt);
}
