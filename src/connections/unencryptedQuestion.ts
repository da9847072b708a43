import { l10n, window } from 'vscode';

/** Asks a person whether requests may go a way that is not encrypted. */
export async function askAboutUnencrypted(way: string): Promise<boolean> {
  const useIt = l10n.t('Use It Without Encryption');
  const chosen = await window.showWarningMessage(
    l10n.t('{0} is not encrypted.', way),
    {
      modal: true,
      detail: l10n.t(
        'Whoever is on the way can read and change everything, keys included. Use https:// where the server has it. You are asked once for each address.',
      ),
    },
    useIt,
  );
  return chosen === useIt;
}
