import { parentPort, workerData } from 'node:worker_threads';
import { analyse, type AnalysisRequest } from './analysis';

// The only one who starts this thread is `background.ts`, which gives it a request as its data.
void analyse(workerData as AnalysisRequest, () => false).then((report) => parentPort?.postMessage(report));
