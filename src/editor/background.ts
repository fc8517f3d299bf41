import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Report } from '../report/report';
import type { AnalysisRequest } from './analysis';

/** A thread beside the extension host that makes one report after the other. */
export interface Background {
  /** Rejected when the analysis fails, after which the thread is of no more use. Never settles when it is ended. */
  readonly analyse: (request: AnalysisRequest) => Promise<Report>;
  readonly end: () => void;
}

export function startBackground(): Background {
  const worker = new Worker(join(__dirname, 'analysis-worker.js'));
  const failed = new Promise<never>((_, reject) => worker.once('error', reject));
  // It may fail while nobody waits for it.
  failed.catch(() => undefined);
  return {
    analyse: (request) => {
      const report = new Promise<Report>((resolve) => worker.once('message', resolve));
      worker.postMessage(request);
      return Promise.race([report, failed]);
    },
    end: () => void worker.terminate(),
  };
}
