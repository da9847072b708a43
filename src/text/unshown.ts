import { l10n } from 'vscode';
import { shortId } from './identityName.ts';
import { shortText } from './visibleText.ts';

/** Returns the result of `show`, or of `marked` with the reason if `show` throws. */
export function showOrMark<T>(show: () => T, marked: (reason: string) => T): T {
  try {
    return show();
  } catch (error) {
    return marked(shortText(String(error)));
  }
}

export function notShownWords(kind: 'identity' | 'session', id: string): string {
  return kind === 'identity'
    ? l10n.t('Identity {0} could not be shown', shortId(id))
    : l10n.t('Session {0} could not be shown', shortId(id));
}
