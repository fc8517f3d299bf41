import { parentPort } from 'node:worker_threads';
import { analyse, type AnalysisRequest } from './analysis';

// The only one who speaks to this thread is `background.ts`, which sends nothing but requests.
parentPort?.on('message', (request: AnalysisRequest) => {
  void analyse(request).then((report) => parentPort?.postMessage(report));
});
