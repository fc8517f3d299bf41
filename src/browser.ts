// The entry of the browser's one file, which is loaded as the extension and as the worker of its analyses.
export { activate } from './extension';
export { serveAnalysis } from './editor/analysis-worker.web';
