import type { Diagnosis, Finding, Observation } from './diagnosis';
import { findFormula } from './formula';
import { rightFormula } from './right-formulas';

/**
 * The diagnosis, with a small formula for each claim that no mistake of the catalogue explains, where there is one. A
 * step of its own, since most texts do not need it and it is loaded only for those that do. Throws `Cancelled`.
 */
export function withFormulas(diagnosis: Diagnosis, cancelled: () => boolean): Diagnosis {
  const findings = diagnosis.findings.map((finding): Finding => {
    const formula = formulaOf(diagnosis, finding, cancelled);
    return formula === null ? finding : { ...finding, observations: [...finding.observations, formula] };
  });
  return { ...diagnosis, findings };
}

/** A small formula that reproduces a claim, beside the right one. */
function formulaOf(
  { claims }: Diagnosis,
  { claim, openProblem }: Finding,
  cancelled: () => boolean,
): Observation | null {
  const role = claims[claim]?.role;
  if (openProblem === null || role === undefined) return null;
  const found = findFormula(openProblem.problem, { cancelled });
  const right = rightFormula(role, openProblem.loss);
  return found === null || right === null
    ? null
    : { kind: 'formula', wrong: found.formula, right, bits: found.bits };
}
