import { escapeMarkdown, numbersAsCode } from './markdown';
import { shapeText } from './plain';
import type { Report } from './report';
import { verdictWord } from './sentences';
import { english, words, type Translate } from './words';

/** What a link in the hover runs; the editor gives the command's URI. */
export interface HoverLinks {
  readonly openPanel: string;
  readonly openMistake: (id: string) => string;
}

/**
 * The hover over an array of the text, as Markdown: its role and shape, whether it is right, what it should be,
 * the finding, and links to the panel and the mistake's page. Null for an index that is not in the report.
 */
export function hoverMarkdown(
  report: Report,
  arrayIndex: number,
  links: HoverLinks,
  t: Translate = english,
): string | null {
  const array = report.arrays[arrayIndex];
  if (array === undefined) return null;
  const claimIndex = report.claims.findIndex((claim) => claim.array === arrayIndex);
  const claim = report.claims[claimIndex];
  const role = array.role === null ? t(words.screen.noRole) : t(words.role[array.role]);
  const verdict = claim ? ` — ${verdictWord(claim, t)}` : '';
  const parts = [`**${escapeMarkdown(role)}**, ${t(words.screen.shape, shapeText(array.shape))}${verdict}`];
  const finding = report.findings.find((one) => one.claim === claimIndex);
  if (finding) parts.push(escapeMarkdown(finding.message));
  else if (claim && claim.verdict !== 'agrees') parts.push(escapeMarkdown(claim.sentence));
  if (claim?.expectedPrinted && claim.wrongElements.length > 0) {
    parts.push(`${t(words.screen.right)}: ${numbersAsCode(claim.expectedPrinted)}`);
  }
  const pages = finding
    ? finding.explained.map(({ id, name }) => `[${escapeMarkdown(name)}](${links.openMistake(id)})`)
    : [];
  parts.push([...pages, `[${t(words.screen.openPanel)}](${links.openPanel})`].join(' · '));
  return parts.join('\n\n');
}
