import { l10n, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import { validConnections } from '../connections/connections.ts';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';
import { sessionTargets } from '../files/targets.ts';
import { plainMessage } from '../platform/notifications.ts';
import { failureText } from '../text/failureText.ts';
import { identityName } from '../text/identityName.ts';
import { argumentNodes } from './nodeArguments.ts';
import { failureIn, refreshSessionList } from './sessionRefresh.ts';
import type { TreeCommandParts } from './treeCommands.ts';

/**
 * Returns the commands that read again what is shown. Rows stay until the new ones are there; failures are shown as
 * rows.
 */
export function refreshCommands(parts: TreeCommandParts) {
  const { connections, showProgress, sources } = parts;
  return {
    [commandIds.refreshView]: async () => {
      const work = Promise.all(validConnections(connections).map(({ id }) => refreshConnection(id, parts)));
      showProgress(work);
      await work;
    },
    [commandIds.refreshConnection]: (...args) => {
      for (const node of argumentNodes(parts, args)) {
        if (node.kind === 'connection') {
          showProgress(refreshConnection(node.connectionId, parts));
        }
      }
    },
    [commandIds.refreshIdentity]: (...args) => {
      for (const node of argumentNodes(parts, args)) {
        if (node.kind === 'identity') {
          showProgress(refreshIdentity(node.ref, parts));
        }
      }
    },
    [commandIds.refreshSession]: async (...args) => {
      const work = refreshSessions(await sessionTargets(args, sources, l10n.t('Refresh Session')), parts);
      showProgress(work);
      await work;
    },
  } satisfies Partial<Handlers>;
}

/**
 * Reads a connection's identities again, and the sessions of those that are unfolded. Other sessions that were read are
 * read again when their identity is unfolded.
 */
async function refreshConnection(connectionId: string, { connections, provider }: TreeCommandParts): Promise<void> {
  const directory = connections.directory(connectionId);
  if (directory === undefined || directory.identities.state.phase.kind === 'idle') {
    return;
  }
  connections.resetConsent(connectionId);
  const listed = [...directory.found, ...directory.identities.state.items];
  const unfolded = [...new Set(listed.map(({ id }) => id))].filter((identityId) =>
    provider.isUnfolded({ connectionId, identityId }),
  );
  directory.outdateSessions(new Set(unfolded));
  await Promise.all([
    directory.identities.refresh(),
    ...directory.found.map(({ id }) => failureIn(directory.readIdentity(id))),
    ...unfolded.map((identityId) => refreshSessionList(directory, identityId)),
  ]);
}

async function refreshIdentity(ref: IdentityRef, { connections, showError }: TreeCommandParts): Promise<void> {
  const directory = connections.directory(ref.connectionId);
  if (directory === undefined) {
    return;
  }
  connections.resetConsent(ref.connectionId);
  const known = directory.knownIdentity(ref.identityId);
  const [failure] = await Promise.all([
    failureIn(directory.readIdentity(ref.identityId)),
    refreshSessionList(directory, ref.identityId),
  ]);
  if (failure?.kind === 'notFound') {
    const name = known === undefined ? ref.identityId : identityName(known);
    void window.showInformationMessage(plainMessage(l10n.t('{0}: the server no longer has this identity.', name)));
  } else if (failure !== undefined && directory.sessionsState(ref.identityId)?.phase.kind !== 'failed') {
    showError(failureText(failure));
  }
}

async function refreshSessions(
  refs: readonly SessionRef[],
  { connections, showError }: TreeCommandParts,
): Promise<void> {
  const failures = await Promise.all(
    refs.map(async ({ connectionId, sessionId }) => {
      const directory = connections.directory(connectionId);
      connections.resetConsent(connectionId);
      return directory && failureIn(directory.readSession(sessionId));
    }),
  );
  // One message for the same failure of several sessions.
  for (const text of new Set(failures.filter((failure) => failure !== undefined).map(failureText))) {
    showError(text);
  }
}
