import { l10n } from 'vscode';

/** The words of the origins and their time axis. */
export type OriginWords = ReturnType<typeof originWords>;

export function originWords() {
  return {
    origins: l10n.t('Origins'),
  };
}
