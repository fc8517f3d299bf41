import type { ReportArray } from './report';

/** Which of the arrays of its name an array is: with the name, that is how it is known when the text is read again. */
export function nthOfItsName(arrays: readonly ReportArray[], index: number): number {
  const name = arrays[index]?.name;
  return arrays.slice(0, index).filter((array) => array.name === name).length;
}
