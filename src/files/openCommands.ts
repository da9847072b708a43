import { isDeepStrictEqual } from 'node:util';
import { commands, l10n, TabInputCustom, TabInputText, type Uri, ViewColumn, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import { labelTraitsOf } from '../connections/connectionFacts.ts';
import type { Connections } from '../connections/connections.ts';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';
import { momentOf } from '../core/kratos/moments.ts';
import type { Session } from '../core/kratos/session.ts';
import { readLabelTraits } from '../platform/labelTraits.ts';
import { deviceName } from '../text/deviceName.ts';
import { identityName, shortId } from '../text/identityName.ts';
import { identityTargets, selectedSessions, sessionTargets, type TargetSources } from './targets.ts';
import { identityUri, parseKratosUri, type SessionForm, sessionUri } from './uris.ts';

/** Returns the commands that open JSON as text and compare two sessions. */
export function openCommands(connections: Connections, sources: TargetSources) {
  const openSessions = async (args: readonly unknown[], form: SessionForm) =>
    openAsText(
      (await sessionTargets(args, sources)).map((ref) => sessionUri(ref, form, sessionName(connections, ref))),
    );
  return {
    [commandIds.openSessionJson]: (...args) => openSessions(args, 'whole'),
    [commandIds.openSessionJsonWithoutIdentity]: (...args) => openSessions(args, 'withoutIdentity'),
    [commandIds.openIdentityJson]: async (...args) =>
      openAsText(
        (await identityTargets(args, sources)).map((ref) => identityUri(ref, nameOfIdentity(connections, ref))),
      ),
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

/** Returns the time in milliseconds; 0 when unknown. */
function issuedAt(connections: Connections, ref: SessionRef): number {
  return momentOf(knownSession(connections, ref)?.issuedAt)?.getTime() ?? 0;
}

/** Returns e.g. "Chrome 141 on Windows 5f1e7f2c", because both sessions may have the same device. */
function titleOf(connections: Connections, ref: SessionRef): string {
  return `${sessionName(connections, ref)} ${shortId(ref.sessionId)}`.trim();
}

/** Returns the device of a session; "" for a session that was not read. */
function sessionName(connections: Connections, ref: SessionRef): string {
  const session = knownSession(connections, ref);
  return session === undefined ? '' : deviceName(session.devices[0]?.userAgent);
}

/** Returns the name of an identity; "" for an identity that was not read or has none. */
function nameOfIdentity(connections: Connections, { connectionId, identityId }: IdentityRef): string {
  const identity = connections.directory(connectionId)?.knownIdentity(identityId);
  const traits = labelTraitsOf(connections.get(connectionId), readLabelTraits());
  const name = identity === undefined ? '' : identityName(identity, traits);
  return name === shortId(identityId) ? '' : name;
}

function knownSession(connections: Connections, { connectionId, sessionId }: SessionRef): Session | undefined {
  return connections.directory(connectionId)?.knownSession(sessionId);
}
