import type { Reading } from '../reader/reading';
import type { DiagnoseOptions, Diagnosis } from './diagnosis';

/** Finds the roles of the arrays of `reading`, checks each claim and names the mistakes that explain them. */
export function diagnose(reading: Reading, options: DiagnoseOptions = {}): Diagnosis {
  void options;
  return {
    roles: reading.arrays.map((_, array) => ({
      array,
      role: null,
      reference: false,
      from: 'numbers' as const,
    })),
    claims: [],
    findings: [],
    conventions: [],
    gradientCheck: null,
    training: null,
    problem: { kind: 'no-array', span: null },
  };
}
