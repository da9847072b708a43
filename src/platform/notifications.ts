import { l10n, window } from 'vscode';
import type { Log } from './log.ts';
import { plainMessage } from './plainMessage.ts';

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
