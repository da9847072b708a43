import { l10n } from 'vscode';

/** The words of a table of sessions. */
export type TableWords = ReturnType<typeof tableWords>;

export function tableWords() {
  return {
    sessions: l10n.t('Sessions'),
  };
}
