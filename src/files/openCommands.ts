import { commands, l10n, TabInputCustom, type Uri, ViewColumn, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connections } from '../connections/connections.ts';
import type { SessionRef } from '../connections/refs.ts';
import { momentOf } from '../core/kratos/moments.ts';
import type { Session } from '../core/kratos/session.ts';
import { deviceName } from '../text/deviceName.ts';
import { shortId } from '../text/identityName.ts';
import { identityTargets, selectedSessions, sessionTargets, type TargetSources } from './targets.ts';
import { identityUri, sessionUri } from './uris.ts';

/** Returns the commands that open JSON as text and compare two sessions. */
export function openCommands(connections: Connections, sources: TargetSources) {
  return {
    [commandIds.openSessionJson]: async (...args) =>
      openAsText((await sessionTargets(args, sources)).map((ref) => sessionUri(ref))),
    [commandIds.openSessionJsonWithoutIdentity]: async (...args) =>
      openAsText((await sessionTargets(args, sources)).map((ref) => sessionUri(ref, 'withoutIdentity'))),
    [commandIds.openIdentityJson]: async (...args) =>
      openAsText((await identityTargets(args, sources)).map(identityUri)),
    [commandIds.compareSessions]: async (...args) => {
      const [one, other, ...more] = selectedSessions(args, sources);
      if (one === undefined || other === undefined || more.length > 0) {
        await window.showInformationMessage(
          l10n.t('Select exactly two sessions in the tree (hold Ctrl or Cmd), then try again.'),
        );
        return;
      }
      const [left, right] =
        issuedAt(connections, one) > issuedAt(connections, other) ? ([other, one] as const) : ([one, other] as const);
      await commands.executeCommand(
        'vscode.diff',
        sessionUri(left),
        sessionUri(right),
        l10n.t('{0} ↔ {1}', titleOf(connections, left), titleOf(connections, right)),
      );
    },
  } satisfies Partial<Handlers>;
}

/** Opens files in the text editor. Several files open without preview, because each preview would replace the last. */
async function openAsText(uris: readonly Uri[]): Promise<void> {
  for (const uri of uris) {
    await commands.executeCommand('vscode.openWith', uri, 'default', {
      preview: uris.length === 1,
      // In the same group VS Code would replace the panel by the text.
      viewColumn: isShownByPanel(uri) ? ViewColumn.Beside : ViewColumn.Active,
    });
  }
}

function isShownByPanel(uri: Uri): boolean {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputCustom && input.uri.toString() === uri.toString();
}

/** Returns the time in milliseconds; 0 when unknown. */
function issuedAt(connections: Connections, ref: SessionRef): number {
  return momentOf(knownSession(connections, ref)?.issuedAt)?.getTime() ?? 0;
}

/** Returns e.g. "Chrome 141 on Windows 5f1e7f2c", because both sessions may have the same device. */
function titleOf(connections: Connections, ref: SessionRef): string {
  const session = knownSession(connections, ref);
  const id = shortId(ref.sessionId);
  return session === undefined ? id : `${deviceName(session.devices[0]?.userAgent)} ${id}`;
}

function knownSession(connections: Connections, { connectionId, sessionId }: SessionRef): Session | undefined {
  return connections.directory(connectionId)?.knownSession(sessionId);
}
