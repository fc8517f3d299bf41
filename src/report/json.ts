import type { Report } from './report';

/** The part of a report that `npm run check -- --json` prints: plain data under names that keep their meaning. */
export function reportAsJson(report: Report): object {
  return {
    arrays: report.arrays.map(({ name, role, reference, shape, values, start, end }) => ({
      name,
      role,
      reference,
      shape,
      values,
      start,
      end,
    })),
    claims: report.claims.map(({ array, verdict, expected, sentence }) => ({
      array,
      verdict,
      expected,
      message: sentence,
    })),
    findings: report.findings.map((finding) => ({
      claim: finding.claim,
      mistakes: finding.mistakes,
      certainty: finding.certainty,
      confidence: finding.confidence,
      alternatives: finding.alternatives,
      discriminatingInput: finding.discriminatingInput,
      message: finding.message,
      remarks: finding.remarks,
      start: finding.start,
      end: finding.end,
    })),
    conventions: Object.fromEntries(report.conventions.map(({ name, value }) => [name, value])),
    errors: report.problem ? [...report.errors, report.problem] : report.errors,
    notes: report.notes,
    summary: report.summary,
  };
}
