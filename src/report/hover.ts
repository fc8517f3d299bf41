import { escapeMarkdown, numbersAsCode } from './markdown';
import { shapeText } from './plain';
import type { MistakeWords, Report, ReportFinding } from './report';
import { verdictWord } from './sentences';
import { english, screenWords, type Translate, words } from './words';

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
  const role = array.role === null ? t(screenWords.noRole) : t(words.role[array.role]);
  const verdict = claim ? ` — ${verdictWord(claim, t)}` : '';
  const parts = [`**${escapeMarkdown(role)}**, ${t(screenWords.shape, shapeText(array.shape))}${verdict}`];
  const finding = report.findings.find((one) => one.claim === claimIndex);
  // The editor shows the diagnostic's message right above: here stands what it does not say.
  if (finding) parts.push(...finding.explained.map((mistake) => reasonOf(mistake)), ...remarksOf(finding));
  else if (claim && claim.verdict !== 'agrees') parts.push(escapeMarkdown(claim.sentence));
  if (claim?.expectedPrinted && claim.wrongElements.length > 0) {
    parts.push(`${t(screenWords.right)}: ${numbersAsCode(claim.expectedPrinted)}`);
  }
  const pages = finding
    ? finding.explained.map(({ id, name }) => `[${escapeMarkdown(name)}](${links.openMistake(id)})`)
    : [];
  parts.push([...pages, `[${t(screenWords.openPanel)}](${links.openPanel})`].join(' · '));
  return parts.join('\n\n');
}

function reasonOf({ name, why, remedy }: MistakeWords): string {
  return `**${escapeMarkdown(name)}**: ${escapeMarkdown(why)} ${escapeMarkdown(remedy)}`;
}

/** Where no mistake explains the numbers, what is certain of them. */
function remarksOf(finding: ReportFinding): string[] {
  return finding.mistakes.length > 0 ? [] : finding.remarks.map((remark) => escapeMarkdown(remark));
}
