import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of `dist`. Read at once: the editor's own file system would ask its window first, and the panel would wait for it. */
export function builtFile(...path: readonly string[]): Promise<string> {
  return Promise.resolve(readFileSync(join(__dirname, ...path), 'utf8'));
}
