import { l10n, window } from 'vscode';

/** Asks a person whether requests may go a way that is not encrypted. */
export async function askAboutUnencrypted(way: string): Promise<boolean> {
  const useIt = l10n.t('Connect Without Encryption');
  const chosen = await window.showWarningMessage(
    l10n.t('The connection to {0} is not encrypted.', way),
    {
      modal: true,
      detail: l10n.t(
        'Anyone on the network path can read and change everything, including keys. Use https:// if the server supports it. You are asked once per address.',
      ),
    },
    useIt,
  );
  return chosen === useIt;
}
