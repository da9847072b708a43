import { commands, l10n, ViewColumn } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connections } from '../connections/connections.ts';
import type { SessionRef } from '../connections/refs.ts';
import { identityTargets, sessionTargets, type TargetSources } from '../files/targets.ts';
import { sessionUri } from '../files/uris.ts';
import { argumentNodes } from './nodeArguments.ts';
import type { TreeProvider } from './provider.ts';
import type { Reveal } from './reveal.ts';

type RowCommands = Pick<
  Handlers,
  | typeof commandIds.unpinIdentity
  | typeof commandIds.openSessionToSide
  | typeof commandIds.showIdentityInTree
  | typeof commandIds.showOtherSessions
>;

/** The commands for single rows. */
export function rowCommands(
  provider: TreeProvider,
  connections: Connections,
  sources: TargetSources,
  reveal: Reveal,
): RowCommands {
  const isKnown = ({ connectionId, sessionId }: SessionRef) =>
    connections.directory(connectionId)?.knownSession(sessionId) !== undefined;
  return {
    [commandIds.unpinIdentity]: (...args) => {
      for (const node of argumentNodes(provider, args, sources.treeSelection())) {
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
  };
}
