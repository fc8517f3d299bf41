import type { Report } from '../report/report';
import { analyse, type AnalysisRequest } from './analysis';
import type { BackgroundAnalysis } from './background';

/**
 * In the browser's editor the extension host is a worker already, which the window does not wait for: the
 * analysis runs in it. It can be given up only where it looks up.
 */
export function analyseInBackground(request: AnalysisRequest): BackgroundAnalysis {
  let stopped = false;
  const report = new Promise<Report>((resolve, reject) => {
    setTimeout(() => void analyse(request, () => stopped).then(resolve, reject));
  });
  return {
    report,
    stop: () => {
      stopped = true;
    },
  };
}
