import path from 'node:path';
import { ConfigurationTarget, l10n, Uri, window, workspace } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import { plainMessage } from '../platform/notifications.ts';
import { shownDetail } from '../text/redactPersonalData.ts';
import { createRecordFolder } from './records.ts';

const section = 'kratosExplorer';
const setting = 'evidenceFolder';

/** Returns the folder that the user chose; undefined for the storage of the extension. */
export function chosenFolder(): string | undefined {
  // Not of a workspace: a repository must not choose where personal data is written.
  const value: unknown = workspace.getConfiguration(section).inspect(setting)?.globalValue;
  if (value === undefined || value === '') {
    return undefined;
  }
  if (typeof value !== 'string' || !path.isAbsolute(value)) {
    const shown = shownDetail(typeof value === 'string' ? value : JSON.stringify(value));
    throw new Error(
      l10n.t('{0} in the setting {1} is not an absolute path. Correct it.', shown, `${section}.${setting}`),
    );
  }
  return value;
}

/** Returns the command that writes the setting, after a try that the folder can be used. */
export function folderCommand() {
  return {
    [commandIds.chooseEvidenceFolder]: async () => {
      const current = workspace.getConfiguration(section).inspect<string>(setting)?.globalValue;
      const [folder] =
        (await window.showOpenDialog({
          title: l10n.t('Choose Evidence Folder'),
          openLabel: l10n.t('Choose'),
          canSelectFiles: false,
          canSelectFolders: true,
          ...(current ? { defaultUri: Uri.file(current) } : {}),
        })) ?? [];
      if (folder === undefined) {
        return;
      }
      await createRecordFolder(folder.fsPath, 'evidence');
      await createRecordFolder(folder.fsPath, 'audit');
      await workspace.getConfiguration(section).update(setting, folder.fsPath, ConfigurationTarget.Global);
      await window.showInformationMessage(
        plainMessage(
          l10n.t(
            'Evidence and audit logs will be written to {0}. Earlier ones stay where they are.',
            shownDetail(folder.fsPath),
          ),
        ),
      );
    },
  } satisfies Partial<Handlers>;
}
