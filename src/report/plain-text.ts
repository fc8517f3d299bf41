import type { Report } from './report';
import { arrayPhrase } from './sentences';
import { english, screenWords, type Translate, words } from './words';

/** The line of `text` that holds `offset`, counted from 1. */
function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** The report for a terminal: the summary, each finding with its place, each verdict, and what was assumed. */
export function reportAsText(report: Report, text: string, t: Translate = english): string {
  const say = screenWords;
  const place = (start: number) => t(say.line, lineOf(text, start));
  const lines = [report.summary];
  if (report.findings.length > 0) lines.push('', `${t(say.findings)}:`);
  for (const finding of report.findings) {
    const ids = finding.mistakes.length > 0 ? ` [${finding.mistakes.join(', ')}]` : '';
    lines.push(
      `  ${place(finding.start)}: ${finding.message}${ids} (${t(words.certainty[finding.certainty])})`,
    );
    for (const remark of finding.remarks) lines.push(`    ${remark}`);
    for (const mistake of finding.explained) lines.push(`    ${mistake.name}: ${mistake.remedy}`);
  }
  if (report.arrays.length > 0) lines.push('', `${t(say.arrays)}:`);
  report.arrays.forEach((array, index) => {
    const claim = report.claims.find((one) => one.array === index);
    lines.push(`  ${place(array.start)}: ${claim?.sentence ?? arrayPhrase(array, t)}`);
  });
  if (report.conventions.length > 0) lines.push('', `${t(say.conventions)}:`);
  for (const convention of report.conventions) lines.push(`  ${convention.sentence}`);
  if (report.verifiedBy !== null) lines.push('', report.verifiedBy);
  for (const [title, items] of [
    [t(say.notRead), report.errors],
    [t(say.passedOver), report.notes],
  ] as const) {
    if (items.length === 0) continue;
    lines.push('', `${title}:`);
    for (const item of items) lines.push(`  ${place(item.start)}: ${item.message}`);
  }
  return `${lines.join('\n')}\n`;
}
