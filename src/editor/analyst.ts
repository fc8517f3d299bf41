import type * as vscode from 'vscode';
import { isReport, type AnalysisRequest } from './analysis-request';
import type { Report } from '../report/report';
import { startBackground, type Background } from './background';

/** Thrown when the person gave up waiting, or the text moved on. */
export class GivenUp extends Error {}

/**
 * Makes reports of texts in the background, so that neither the extension host nor the opening of the panel waits for
 * one. What runs there is loaded with the first text, not with the extension, and stays for the next one.
 */
export class Analyst implements vscode.Disposable {
  private idle: Background | null = null;

  /** Starts what the next text needs, which takes longer than anything else that is due before it. */
  prepare(): void {
    this.idle ??= startBackground();
  }

  /** Throws `GivenUp` as soon as `token` is cancelled. */
  async analyse(request: AnalysisRequest, token: vscode.CancellationToken): Promise<Report> {
    if (token.isCancellationRequested) throw new GivenUp();
    const background = this.idle ?? startBackground();
    this.idle = null;
    const givenUp = new Promise<never>((_, reject) => {
      token.onCancellationRequested(() => reject(new GivenUp()));
    });
    try {
      const report = await Promise.race([background.analyse(request), givenUp]);
      if (!isReport(report)) throw new TypeError('the analysis gave no report');
      this.idle ??= background;
      return report;
    } finally {
      if (this.idle !== background) background.end();
    }
  }

  /** Ends what waits for the next text; what is at work ends when it is given up. */
  dispose(): void {
    this.idle?.end();
    this.idle = null;
  }
}
