import { l10n, window } from 'vscode';
import type { Log } from './log.ts';

/** Shows an error with a button for the log, only in response to an action of the user. Does not wait for the user. */
export type ShowError = (text: string) => void;

export function createShowError(log: Log): ShowError {
  const showLog = l10n.t('Show Log');
  return (text) => {
    void window.showErrorMessage(plainMessage(text), showLog).then((chosen) => {
      if (chosen === showLog) {
        log.show();
      }
    });
  };
}

/**
 * Prevents links in a notification and below an input box, where VS Code would render a server's "[words](command:…)"
 * as a link.
 */
export function plainMessage(text: string): string {
  return text.replaceAll('](', ']\u2060(');
}
