import type * as vscode from 'vscode';
import type { Report } from '../report/report';
import type { AnalysisRequest } from './analysis';
import { analyseInBackground } from './background';

/** Longer texts go to the background at once. */
const SHORT_TEXT = 100_000;
/** What takes longer than this goes to the background, so that the extension host never hangs. */
const MOST_MILLISECONDS = 300;

/** Thrown when the person gave up waiting, or the text moved on. */
export class GivenUp extends Error {}

/**
 * Makes a report of a text: at once where that is quick, else in the background. The reader and the diagnosis
 * are loaded with the first text, not with the extension.
 */
export async function analyseText(
  request: AnalysisRequest,
  token: vscode.CancellationToken,
): Promise<Report> {
  if (request.text.length <= SHORT_TEXT) {
    const { analyse, Cancelled } = await import('./analysis');
    const end = performance.now() + MOST_MILLISECONDS;
    try {
      return await analyse(request, () => performance.now() > end);
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
    }
  }
  return new Promise((resolve, reject) => {
    if (token.isCancellationRequested) {
      reject(new GivenUp());
      return;
    }
    const background = analyseInBackground(request);
    token.onCancellationRequested(() => {
      background.stop();
      reject(new GivenUp());
    });
    background.report.then(resolve, reject);
  });
}
