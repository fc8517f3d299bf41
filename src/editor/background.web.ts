import type { AnalysisRequest } from './analysis-request';
import type { Background } from './background';
import { builtFile } from './built-file';

/** What is needed of the browser's workers, whose types would stand in the way of Node's. */
declare class Worker {
  constructor(url: string);
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: { readonly message: string }) => void) | null;
  postMessage(message: AnalysisRequest): void;
  terminate(): void;
}

/**
 * In the browser's editor all extensions share one worker. The analysis gets another one, which runs the extension's
 * only file: there is no second one that it could load.
 */
export function startBackground(): Background {
  const started = workerScript().then((url) => ({ url, worker: new Worker(url) }));
  return {
    analyse: async (request) => {
      const { worker } = await started;
      return new Promise((resolve, reject) => {
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
        worker.postMessage(request);
      });
    },
    end: () =>
      void started.then(
        ({ url, worker }) => {
          worker.terminate();
          // Not as soon as the worker is made: the editor has a worker of its own load it.
          URL.revokeObjectURL(url);
        },
        () => undefined,
      ),
  };
}

/** The address of a script that has the extension's file serve analyses. */
async function workerScript(): Promise<string> {
  const code = await builtFile('extension.web.js');
  // A CommonJS module: of the editor, which is not there, it needs what its classes are made from.
  const before = 'const module = { exports: {} }; ((module, exports, require) => {';
  const after =
    '\n})(module, module.exports, () => ({ CodeAction: class {}, CodeActionKind: {} })); module.exports.serveAnalysis();';
  return URL.createObjectURL(new Blob([before, code, after], { type: 'text/javascript' }));
}
