import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Report } from '../report/report';
import type { AnalysisRequest } from './analysis';

/** An analysis that is under way beside the extension host. */
export interface BackgroundAnalysis {
  readonly report: Promise<Report>;
  /** Ends it; `report` is then rejected, or never settles. */
  readonly stop: () => void;
}

/** Analyses in a thread of its own, which ends with the analysis. */
export function analyseInBackground(request: AnalysisRequest): BackgroundAnalysis {
  const worker = new Worker(join(__dirname, 'analysis-worker.js'), { workerData: request });
  const report = new Promise<Report>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return { report, stop: () => void worker.terminate() };
}
