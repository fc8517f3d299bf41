import * as vscode from 'vscode';

/** VS Code calls this in the extension host; it is rejected when a test fails. */
export function run(): Promise<void> {
  const grep = vscode.workspace.getConfiguration('gradientDebuggerTests').get<string>('grep', '');
  if (grep !== '') mocha.grep(new RegExp(grep));
  return new Promise((resolve, reject) => {
    // The browser build's own `run` reads the address of a page, which no extension host has.
    const runner = Mocha.prototype.run.call(mocha, (failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
    runner.on('pass', (test) => report(test));
    runner.on('fail', (test, error: Error) => report(test, error));
  });
}

/** The console is the one way out that every kind of extension host has. */
function report(test: Mocha.Runnable, error?: Error): void {
  const result = {
    suite: test.parent?.fullTitle() ?? '',
    title: test.title,
    passed: error === undefined,
    milliseconds: test.duration ?? 0,
    error: error?.stack ?? error?.message,
  };
  console.log(`[host-test:${encodeURIComponent(JSON.stringify(result))}]`);
}
