import { commands, l10n, ViewColumn } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { SessionRef } from '../connections/refs.ts';
import { identityTargets, sessionTargets } from '../files/targets.ts';
import { sessionUri } from '../files/uris.ts';
import { argumentNodes } from './nodeArguments.ts';
import type { TreeCommandParts } from './treeCommands.ts';

/** Returns the commands for single rows. */
export function rowCommands(parts: TreeCommandParts) {
  const { connections, reveal, sources } = parts;
  const isKnown = ({ connectionId, sessionId }: SessionRef) =>
    connections.directory(connectionId)?.knownSession(sessionId) !== undefined;
  return {
    [commandIds.unpinIdentity]: (...args) => {
      for (const node of argumentNodes(parts, args)) {
        if (node.kind === 'identity') {
          connections.directory(node.ref.connectionId)?.unpinFound(node.ref.identityId);
        }
      }
    },
    [commandIds.openSessionToSide]: async (...args) => {
      const [ref] = await sessionTargets(args, sources, l10n.t('Open to the Side'));
      if (ref !== undefined) {
        await commands.executeCommand('vscode.open', sessionUri(ref), ViewColumn.Beside);
      }
    },
    [commandIds.showIdentityInTree]: async (...args) => {
      const [ref] = await identityTargets(args, sources, l10n.t('Show Identity in the Tree'));
      if (ref !== undefined) {
        await reveal({ connectionId: ref.connectionId, identityId: ref.identityId });
      }
    },
    // Focuses its own row: the others are one arrow key away. A session that was deleted has no row.
    [commandIds.showOtherSessions]: async (...args) => {
      const [ref] = await sessionTargets(args, sources, l10n.t('Other Sessions of This Identity'));
      if (ref !== undefined) {
        const { connectionId, identityId, sessionId } = ref;
        await reveal(isKnown(ref) ? { connectionId, identityId, sessionId } : { connectionId, identityId }, 'focus');
      }
    },
  } satisfies Partial<Handlers>;
}
