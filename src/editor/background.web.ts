import type { Report } from '../report/report';
import type { AnalysisRequest } from './analysis';
import type { BackgroundAnalysis } from './background';

/**
 * In the browser's editor the extension host is itself a worker, which the window does not wait for: the analysis
 * runs in it, in slices, and lets the other extensions run between them.
 */
export function analyseInBackground(request: AnalysisRequest): BackgroundAnalysis {
  let stopped = false;
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve));
  const run = async (): Promise<Report> => {
    const { analyse } = await import('./analysis');
    await pause();
    return analyse(request, { cancelled: () => stopped, pause });
  };
  return {
    report: run(),
    stop: () => {
      stopped = true;
    },
  };
}
