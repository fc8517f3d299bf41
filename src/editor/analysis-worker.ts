import { parentPort } from 'node:worker_threads';
import { analyse } from './analysis';

parentPort?.on('message', (request: unknown) => {
  void analyse(request).then((report) => parentPort?.postMessage(report));
});
