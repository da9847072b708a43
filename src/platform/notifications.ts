import { type LogOutputChannel, l10n, window } from 'vscode';
import { plainMessage } from './plainMessage.ts';

/**
 * A toast that says what went wrong and what to do, with a button that shows the log; does not wait for the person. Only
 * ever the answer to something that a person just did.
 */
export type ShowError = (text: string) => void;

export function createShowError(log: LogOutputChannel): ShowError {
  const showLog = l10n.t('Show Log');
  return (text) => {
    void window.showErrorMessage(plainMessage(text), showLog).then((chosen) => {
      if (chosen === showLog) {
        log.show();
      }
    });
  };
}
