import { getL10nJson } from '@vscode/l10n-dev';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../diagnosis/catalogue/catalogue';
import { explanations } from '../diagnosis/catalogue/explanations/explanations';
import { mistakeIndex, mistakePage } from '../report/mistake-page';
import { screenWords, words } from '../report/words';
import { workedExample } from '../report/worked-example';
import { words as panelWords } from '../../webview/words';

/** Every string of a tree of words. */
function leaves(tree: object): string[] {
  return Object.values(tree).flatMap((value: unknown) =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? leaves(value) : [],
  );
}

/** Writes the mistakes' pages and the language file from what they are made of: the catalogue and the words. */
async function main(): Promise<void> {
  const pages = 'media/mistakes';
  rmSync(pages, { recursive: true, force: true });
  mkdirSync(pages, { recursive: true });
  for (const mistake of catalogue) {
    const explanation = explanations[mistake.id];
    if (explanation === undefined) throw new Error(`Nothing explains the mistake ${mistake.id}.`);
    writeFileSync(join(pages, `${mistake.id}.md`), mistakePage(mistake, explanation, workedExample(mistake)));
  }
  writeFileSync(join(pages, 'index.md'), mistakeIndex(catalogue, explanations));

  const sources = readdirSync('src/editor', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ extension: '.ts', contents: readFileSync(join('src/editor', name), 'utf8') }));
  const bundle: Record<string, unknown> = { ...(await getL10nJson(sources)) };
  const entries = Object.values(explanations).flatMap(({ name, why, remedy }) => [name, why, remedy]);
  for (const text of [...leaves(words), ...leaves(screenWords), ...leaves(panelWords), ...entries])
    bundle[text] = text;
  const sorted = Object.fromEntries(Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1)));
  mkdirSync('media/l10n', { recursive: true });
  writeFileSync('media/l10n/bundle.l10n.json', `${JSON.stringify(sorted, null, 2)}\n`);
}

await main();
