import { isDeepStrictEqual } from 'node:util';
import { commands, l10n, TabInputCustom, TabInputText, type Uri, ViewColumn, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connections } from '../connections/connections.ts';
import { nameOfIdentity, nameOfSession } from './itemTexts.ts';
import { identityTargets, sessionTargets, type TargetSources } from './targets.ts';
import { identityUri, parseKratosUri, type SessionForm, sessionUri } from './uris.ts';

/** Returns the commands that open JSON as text. */
export function openCommands(connections: Connections, sources: TargetSources) {
  const openSessions = async (args: readonly unknown[], command: string, form: SessionForm) =>
    openAsText(
      (await sessionTargets(args, sources, command)).map((ref) =>
        sessionUri(ref, form, nameOfSession(connections, ref)),
      ),
    );
  return {
    [commandIds.openSessionJson]: (...args) => openSessions(args, l10n.t('Open Session JSON'), 'whole'),
    [commandIds.openSessionJsonWithoutIdentity]: (...args) =>
      openSessions(args, l10n.t('Open Session JSON Without Identity'), 'withoutIdentity'),
    [commandIds.openIdentityJson]: async (...args) =>
      openAsText(
        (await identityTargets(args, sources, l10n.t('Open Identity JSON'))).map((ref) =>
          identityUri(ref, nameOfIdentity(connections, ref)),
        ),
      ),
  } satisfies Partial<Handlers>;
}

/** Opens files in the text editor. Several files open without preview, because each preview would replace the last. */
async function openAsText(uris: readonly Uri[]): Promise<void> {
  for (const uri of uris) {
    await commands.executeCommand('vscode.openWith', openedText(uri) ?? uri, 'default', {
      preview: uris.length === 1,
      // In the same group the preview would replace the panel.
      viewColumn: isShownByPanel(uri) ? ViewColumn.Beside : ViewColumn.Active,
    });
  }
}

/** Returns the URI of an open text tab that shows the same file, maybe under another label. */
function openedText(uri: Uri): Uri | undefined {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .map(({ input }) => (input instanceof TabInputText ? input.uri : undefined))
    .find((opened) => opened !== undefined && isSameFile(opened, uri));
}

function isShownByPanel(uri: Uri): boolean {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputCustom && isSameFile(input.uri, uri);
}

function isSameFile(one: Uri, other: Uri): boolean {
  return isDeepStrictEqual(parseKratosUri(one), parseKratosUri(other));
}
