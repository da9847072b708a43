import { l10n, window } from 'vscode';
import type { Log } from './log.ts';
import { plainMessage } from './plainMessage.ts';

/**
 * A toast that says what went wrong and what to do, with a button that shows the log; does not wait for the person. Only
 * ever the answer to something that a person just did.
 */
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
