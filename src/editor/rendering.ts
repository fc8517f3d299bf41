import type { MistakeId } from '../diagnosis/diagnosis';

// What the extension host itself puts into words or pages, loaded with the first of these that a person asks for.
export { hoverMarkdown } from '../report/hover';
export { reportAsMarkdown } from '../report/markdown';
export { panelHtml } from './panel-html';

/** Every mistake that has a page. */
export async function mistakes(): Promise<
  readonly { readonly id: MistakeId; readonly name: string; readonly why: string }[]
> {
  const { explanations } = await import('../diagnosis/catalogue/explanations/explanations');
  return Object.entries(explanations).map(([id, { name, why }]) => ({ id, name, why }));
}
