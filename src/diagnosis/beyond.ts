import type { Diagnosis, Finding, Observation, OpenProblem, Role } from './diagnosis';
import { findFormula } from './formula';
import { observe } from './observe';
import { rightFormula } from './right-formulas';

/**
 * The diagnosis, with what is certain all the same about each claim that no mistake of the catalogue explains, and a
 * small formula that reproduces it where there is one. A step of its own, since most texts do not need it and it is
 * loaded only for those that do. Throws `Cancelled`.
 */
export function withObservations(diagnosis: Diagnosis, cancelled: () => boolean): Diagnosis {
  const findings = diagnosis.findings.map((finding): Finding => {
    const role = diagnosis.claims[finding.claim]?.role;
    if (finding.openProblem === null || role === undefined) return finding;
    const { observed, expected } = finding.openProblem;
    const certain = expected === null ? [] : observe(observed, expected);
    const formula = formulaOf(role, finding.openProblem, cancelled);
    const observations = [...finding.observations, ...certain, ...(formula === null ? [] : [formula])];
    return { ...finding, observations };
  });
  return { ...diagnosis, findings };
}

/** A small formula that reproduces a claim, beside the right one. */
function formulaOf(role: Role, { formula }: OpenProblem, cancelled: () => boolean): Observation | null {
  if (formula === null) return null;
  const found = findFormula(formula.problem, { cancelled });
  const right = rightFormula(role, formula.loss);
  return found === null || right === null
    ? null
    : { kind: 'formula', wrong: found.formula, right, bits: found.bits };
}
