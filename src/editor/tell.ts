import * as vscode from 'vscode';
import type { Translate } from '../report/words';
import { OPEN_HELP, type HelpPage } from './pages';

/** The words of a report in the editor's language. */
export const translate: Translate = (template, ...args) => vscode.l10n.t(template, ...args);

/** Says one clear sentence, with a way to the page of help that says more. Does not wait for an answer. */
export function tell(sentence: string, page?: HelpPage): void {
  const more = vscode.l10n.t('What to Select');
  void vscode.window.showWarningMessage(sentence, ...(page ? [more] : [])).then((answer) => {
    if (answer === more) void vscode.commands.executeCommand(OPEN_HELP, page);
  });
}

/** A job that is slow enough to be noticed shows that it goes on, and a way to give it up. */
export async function withProgress<T>(
  title: string,
  job: (token: vscode.CancellationToken) => Promise<T>,
): Promise<T> {
  const source = new vscode.CancellationTokenSource();
  const work = job(source.token);
  const timer = setTimeout(() => {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, async (_, token) => {
      token.onCancellationRequested(() => source.cancel());
      await work.catch(() => undefined);
    });
  }, NOTICED_MILLISECONDS);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
    source.dispose();
  }
}

const NOTICED_MILLISECONDS = 700;
