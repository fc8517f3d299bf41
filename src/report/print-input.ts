/** A vector, or rows of a matrix. */
export type Nested = readonly number[] | readonly (readonly number[])[];

/**
 * Writes `values` as the text writes its own arrays: `sample` is one array of the text as it stands there.
 * Knows LaTeX environments and any pair of brackets with commas, semicolons or blanks between elements.
 */
export function printAsWritten(sample: string, values: Nested): string {
  const rows = values.map((row) => (typeof row === 'number' ? [row] : row));
  const flat = values.every((row) => typeof row === 'number');
  const environment = /^\\begin\{(\w+)\}/.exec(sample)?.[1];
  if (environment !== undefined) {
    const body = flat ? rows.flat().join(' & ') : rows.map((row) => row.join(' & ')).join(' \\\\ ');
    return `\\begin{${environment}} ${body} \\end{${environment}}`;
  }
  const open = /^[[({]/.exec(sample)?.[0] ?? '[';
  const close = open === '(' ? ')' : open === '{' ? '}' : ']';
  const between = !/^[[({]/.test(sample) || sample.includes(',') ? ', ' : ' ';
  if (flat) return open + rows.flat().join(between) + close;
  if (!sample.startsWith('[[') && sample.includes(';'))
    return open + rows.map((row) => row.join(between)).join('; ') + close;
  return open + rows.map((row) => open + row.join(between) + close).join(between) + close;
}
