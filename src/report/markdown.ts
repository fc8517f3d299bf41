import type { Report, ReportArray, ReportClaim } from './report';
import { shapeText } from './plain';
import { arrayPhrase, verdictWord } from './sentences';
import { english, screenWords, type Translate, words } from './words';

/** Characters that Markdown would take for its own. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!|<>~]/g, '\\$&');
}

/** A row of numbers as one code span, shortened in the middle where it is long. */
export function numbersAsCode(numbers: readonly string[], most = 12): string {
  const shown = numbers.length <= most ? numbers : [...numbers.slice(0, most - 1), '…'];
  return `\`${shown.join(', ').replaceAll('`', "'")}\``;
}

/** The report for an issue, a forum or a notebook: what "Copy Report" puts on the clipboard. */
export function reportAsMarkdown(report: Report, t: Translate = english): string {
  const say = screenWords;
  const parts = [`# ${t(say.title)}`, escapeMarkdown(report.summary)];
  if (report.arrays.length > 0) {
    parts.push(
      `## ${t(say.arrays)}`,
      report.arrays.map((array, index) => arrayItem(array, claimOf(report, index), t)).join('\n'),
    );
  }
  for (const finding of report.findings) {
    parts.push(
      `## ${finding.mistakes.map((id) => `\`${id}\``).join(' + ') || t(words.certainty.unexplained)}`,
    );
    parts.push(`${escapeMarkdown(finding.message)} *(${t(words.certainty[finding.certainty])})*`);
    for (const mistake of finding.explained) {
      parts.push(
        [
          `- **${escapeMarkdown(mistake.name)}**`,
          `  - ${t(say.wrongForm)}: $${mistake.wrongForm}$`,
          `  - ${t(say.rightForm)}: $${mistake.rightForm}$`,
          `  - ${escapeMarkdown(mistake.remedy)}`,
        ].join('\n'),
      );
    }
    if (finding.remarks.length > 0)
      parts.push(finding.remarks.map((remark) => `- ${escapeMarkdown(remark)}`).join('\n'));
  }
  if (report.conventions.length > 0) {
    parts.push(
      `## ${t(say.conventions)}`,
      report.conventions.map(({ sentence }) => `- ${escapeMarkdown(sentence)}`).join('\n'),
    );
  }
  if (report.verifiedBy !== null) parts.push(escapeMarkdown(report.verifiedBy));
  const unread = [...report.errors, ...report.notes];
  if (unread.length > 0)
    parts.push(
      `## ${t(say.notRead)}`,
      unread.map(({ message }) => `- ${escapeMarkdown(message)}`).join('\n'),
    );
  return `${parts.join('\n\n')}\n`;
}

function claimOf(report: Report, array: number): ReportClaim | undefined {
  return report.claims.find((claim) => claim.array === array);
}

function arrayItem(array: ReportArray, claim: ReportClaim | undefined, t: Translate): string {
  const say = screenWords;
  const verdict = claim ? ` — ${verdictWord(claim, t)}` : '';
  const lines = [
    `- **${escapeMarkdown(arrayPhrase(array, t))}**, ${t(say.shape, shapeText(array.shape))}${verdict}: ${numbersAsCode(array.printed)}`,
  ];
  if (claim?.expectedPrinted && claim.wrongElements.length > 0) {
    lines.push(`  - ${t(say.right)}: ${numbersAsCode(claim.expectedPrinted)}`);
  }
  return lines.join('\n');
}
