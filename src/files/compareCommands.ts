import { commands, l10n, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connections } from '../connections/connections.ts';
import type { SessionRef } from '../connections/refs.ts';
import { momentOf } from '../core/kratos/moments.ts';
import { showDone } from '../platform/statusMessages.ts';
import { shortId } from '../text/identityName.ts';
import { nameOfSession } from './itemTexts.ts';
import { selectedSessions, sessionTargets, type TargetSources } from './targets.ts';
import { sessionUri } from './uris.ts';

/** Returns the commands that compare two sessions, which may be of different identities and connections. */
export function compareCommands(connections: Connections, sources: TargetSources) {
  let selected: SessionRef | undefined;
  return {
    [commandIds.compareSessions]: async (...args) => {
      const [one, other, ...more] = selectedSessions(args, sources);
      if (one === undefined || other === undefined || more.length > 0) {
        await window.showInformationMessage(
          l10n.t('Select exactly two sessions in the tree (hold Ctrl or Cmd), then try again.'),
        );
        return;
      }
      await compare(connections, one, other);
    },
    [commandIds.selectSessionForCompare]: async (...args) => {
      const [ref] = await sessionTargets(args, sources, l10n.t('Select for Compare'));
      if (ref !== undefined) {
        selected = ref;
        await commands.executeCommand('setContext', 'kratosExplorer.hasSessionForCompare', true);
        showDone(l10n.t('Selected {0} for the comparison', titleOf(connections, ref)));
      }
    },
    [commandIds.compareWithSelectedSession]: async (...args) => {
      const [ref] = await sessionTargets(args, sources, l10n.t('Compare with Selected'));
      if (ref === undefined || selected === undefined) {
        return;
      }
      if (sessionUri(ref).toString() === sessionUri(selected).toString()) {
        await window.showInformationMessage(
          l10n.t('This is the session that is selected for the comparison. Choose another session.'),
        );
        return;
      }
      await compare(connections, selected, ref);
    },
  } satisfies Partial<Handlers>;
}

/** Opens a comparison with the older session on the left. */
async function compare(connections: Connections, one: SessionRef, other: SessionRef): Promise<void> {
  const [left, right] = issuedAt(connections, one) > issuedAt(connections, other) ? [other, one] : [one, other];
  await commands.executeCommand(
    'vscode.diff',
    sessionUri(left),
    sessionUri(right),
    l10n.t('{0} ↔ {1}', titleOf(connections, left), titleOf(connections, right)),
  );
}

/** Returns the time in milliseconds; 0 when unknown. */
function issuedAt(connections: Connections, { connectionId, sessionId }: SessionRef): number {
  const session = connections.directory(connectionId)?.knownSession(sessionId);
  return momentOf(session?.issuedAt)?.getTime() ?? 0;
}

/** Returns e.g. "Chrome 141 on Windows 5f1e7f2c", because both sessions may have the same device. */
function titleOf(connections: Connections, ref: SessionRef): string {
  return `${nameOfSession(connections, ref)} ${shortId(ref.sessionId)}`.trim();
}
