import { analyse } from './analysis';

// What is needed of the worker in which this runs, whose types would stand in the way of Node's.
declare const self: { onmessage: (event: { readonly data: unknown }) => void };
declare function postMessage(message: unknown): void;
declare function reportError(error: unknown): void;

/** Answers the requests that `background.web.ts` sends to the worker in which this runs. */
export function serveAnalysis(): void {
  self.onmessage = ({ data }) => {
    analyse(data).then(postMessage, reportError);
  };
}
