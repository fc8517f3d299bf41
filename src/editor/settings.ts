import * as vscode from 'vscode';
import type { Settings } from './analysis-request';

export const SECTION = 'gradientDebugger';

const LOSSES = [
  'cross-entropy',
  'half-squared-error',
  'squared-error',
  'mean-squared-error',
  'binary-cross-entropy',
  'kl-divergence',
] as const satisfies readonly Settings['loss'][];
const REDUCTIONS = ['sum', 'mean', 'none'] as const satisfies readonly Settings['reduction'][];
const TARGET_SUMS = ['scale', 'ignore'] as const satisfies readonly Settings['targetSum'][];

/** The settings for a document. A value that is none of those offered counts as not set. */
export function settingsOf(document: vscode.TextDocument | undefined): Settings {
  const configuration = vscode.workspace.getConfiguration(SECTION, document);
  const loss = oneOf(LOSSES, configuration.get('loss'));
  const reduction = oneOf(REDUCTIONS, configuration.get('reduction'));
  const targetSum = oneOf(TARGET_SUMS, configuration.get('targetSum'));
  const sizeLimit: unknown = configuration.get('sizeLimit');
  return {
    ...(loss && { loss }),
    ...(reduction && { reduction }),
    ...(targetSum && { targetSum }),
    sizeLimit: typeof sizeLimit === 'number' && sizeLimit >= 1 ? sizeLimit : 100_000,
  };
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((one) => one === value);
}
