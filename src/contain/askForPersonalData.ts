import { l10n, window } from 'vscode';

/** Asks whether a text that leaves this machine may hold personal data. Undefined: the user cancelled. */
export async function askForPersonalData(command: string): Promise<boolean | undefined> {
  const items = [
    {
      label: l10n.t('Without Personal Data'),
      detail: l10n.t('Leaves out names, masks e-mail addresses, and cuts IP addresses to their networks.'),
      isWith: false,
    },
    {
      label: l10n.t('With Personal Data'),
      detail: l10n.t('Holds names, IP addresses and cities; an export of sessions holds user agents, too.'),
      isWith: true,
    },
  ];
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('{0}: with or without personal data?', command),
    ignoreFocusOut: true,
  });
  return chosen?.isWith;
}
