// Commands that the project's scripts run, each in a process group that ends with this process.
import { spawn } from 'node:child_process';
import { projectFolder } from './vscode.js';

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs a command in the project's folder, at most `seconds` long. Its output is collected; with `show` it is also
 * passed on while it runs.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  show: boolean,
  seconds: number,
): Promise<Ended> {
  const child = spawn(command, args, {
    cwd: projectFolder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => endGroup(child.pid);
  process.on('exit', end);
  const timer = setTimeout(end, seconds * 1000);
  return new Promise((resolve, reject) => {
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
      if (show) process.stdout.write(chunk);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      process.off('exit', end);
      clearTimeout(timer);
      resolve({
        code,
        output: signal === null ? output : `${output}\nIt was ended by ${signal} (limit: ${seconds} s).`,
      });
    });
  });
}

/** Ends a process and all that it started in its group. */
export function endGroup(pid: number | undefined, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has already ended.
  }
}

/** Lets Ctrl+C and a request to end reach the `exit` handlers, which end what was started. */
export function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(130));
}
