import { l10n } from 'vscode';
import { shortId } from './identityName.ts';
import { rowTextLimit, visibleText } from './visibleText.ts';

/** Returns what `show` returns, or `marked` with the reason where it throws: the items beside this one are still shown. */
export function shownOr<T>(show: () => T, marked: (reason: string) => T): T {
  try {
    return show();
  } catch (error) {
    return marked(visibleText(String(error), rowTextLimit));
  }
}

/** Says which identity or session could not be shown. */
export function unshownWords(kind: 'identity' | 'session', id: string): string {
  return kind === 'identity'
    ? l10n.t('Identity {0} could not be shown', shortId(id))
    : l10n.t('Session {0} could not be shown', shortId(id));
}
