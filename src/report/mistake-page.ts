import type { Explanation, Mistake } from '../diagnosis/catalogue/mistake';
import type { Explanations } from './mistake-words';
import { words } from './words';
import type { WorkedExample } from './worked-example';

/**
 * The page of a mistake, as Markdown with LaTeX between dollar signs: `media/mistakes/<id>.md`, which a finding's code
 * links to. Made from the catalogue alone, so that the page and the message can never disagree; so is its example.
 */
export function mistakePage(
  mistake: Mistake,
  { name, wrongForm, rightForm, why, remedy, reference }: Explanation,
  example: WorkedExample | null,
): string {
  const parts = [
    `# ${sentenceCase(name)}`,
    `\`${mistake.id}\` · ${words.step[mistake.step]}`,
    '## What was done',
    `$$${wrongForm}$$`,
    '## What is right',
    `$$${rightForm}$$`,
    remedy,
    '## Why it happens',
    why,
  ];
  if (mistake.forms.length === 0) {
    parts.push(
      'Numbers alone cannot show this mistake, so no finding names it; the page stands here for reference.',
    );
  }
  if (example !== null) {
    parts.push(
      '## For example',
      fenced(example.text),
      'The last line should be',
      fenced(example.right),
      'Copy the first of these into an editor and run **Check Derivation** to see what is said of it.',
    );
  }
  if (reference !== null) parts.push(`Discussed in public: <${reference}>.`);
  parts.push('[All mistakes](index.md)');
  return `${parts.join('\n\n')}\n`;
}

/** The list of all pages, grouped by step in the order of a derivation. */
export function mistakeIndex(catalogue: readonly Mistake[], explanations: Explanations): string {
  const parts = [
    '# Mistakes that Gradient Debugger knows',
    'z are the logits, a the probabilities, t the target, E the loss, g = dE/da, J = da/dz, N samples and n classes.',
  ];
  for (const step of Object.keys(words.step)) {
    const entries = catalogue.filter((mistake) => mistake.step === step);
    if (entries.length === 0) continue;
    parts.push(`## ${sentenceCase(words.step[step as keyof typeof words.step])}`);
    parts.push(
      entries
        .map(({ id }) => `- [${sentenceCase(explanations[id]?.name ?? id)}](${id}.md) \`${id}\``)
        .join('\n'),
    );
  }
  return `${parts.join('\n\n')}\n`;
}

function fenced(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
