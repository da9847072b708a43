import { l10n, window } from 'vscode';
import { plainMessage } from '../../platform/notifications.ts';
import { rowText } from '../../text/visibleText.ts';

/** Asks the user to type the name of a production connection, which is passed to `prompt`. Returns whether they did. */
export async function isNameTyped(
  connectionName: string,
  title: string,
  prompt: (name: string) => string,
): Promise<boolean> {
  const name = connectionName.trim();
  const typed = await window.showInputBox({
    title,
    prompt: prompt(plainMessage(rowText(name))),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === name ? undefined : l10n.t('This is not the name of the connection. Type it as shown.'),
  });
  // Does not depend on how an input box treats a refused text.
  return typed?.trim() === name;
}
