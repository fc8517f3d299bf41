import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { AnalysisRequest } from './analysis-request';

/** A thread beside the extension host that makes one report after the other. What it answers is for the receiver to check. */
export interface Background {
  /** Rejected when the analysis fails, after which the thread is of no more use. Never settles when it is ended. */
  readonly analyse: (request: AnalysisRequest) => Promise<unknown>;
  readonly end: () => void;
}

export function startBackground(): Background {
  const worker = new Worker(join(__dirname, 'analysis-worker.js'));
  const failed = new Promise<never>((_, reject) => worker.once('error', reject));
  // It may fail while nobody waits for it.
  failed.catch(() => undefined);
  return {
    analyse: (request) => {
      const report = new Promise<unknown>((resolve) => worker.once('message', resolve));
      worker.postMessage(request);
      return Promise.race([report, failed]);
    },
    end: () => void worker.terminate(),
  };
}
