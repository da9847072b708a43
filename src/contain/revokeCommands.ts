import { l10n, type Memento, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { IdentityRef } from '../connections/refs.ts';
import {
  identityTargets,
  sessionOrIdentityTargets,
  sessionTargets,
  type Target,
  type TargetSources,
} from '../files/targets.ts';
import { OriginNotes } from '../pages/host/origins/originNotes.ts';
import type { ActionRunner, Select } from './actionRunner.ts';
import { askKeptOrigins } from './keptOrigins.ts';

interface RevokeParts {
  readonly runner: ActionRunner;
  readonly sources: TargetSources;
  readonly memory: Pick<Memento, 'get' | 'update'>;
}

/**
 * Returns the commands that revoke sessions. Sessions of several identities are planned one identity after the other.
 */
export function revokeCommands({ runner, sources, memory }: RevokeParts) {
  const notes = new OriginNotes(memory);
  const revoke = (ref: IdentityRef, select: Select) => runner.runOnSessions(ref, { kind: 'revokeSessions' }, select);
  const allButOrigins: Select = (read, identity) => askKeptOrigins(read, { identity, notes, now: new Date() });
  return {
    [commandIds.revokeSessions]: async (...args) => {
      for (const [ref, ids] of byIdentity(await sessionTargets(args, sources, l10n.t('Revoke Sessions')))) {
        await revoke(ref, async () => ({ kind: 'sessions', ids }));
      }
    },
    [commandIds.revokeOrigin]: async (...args) => {
      for (const [ref, ids] of byIdentity(
        await sessionTargets(args, sources, l10n.t('Revoke Sessions of This Origin')),
      )) {
        await revoke(ref, async ({ origins }) => {
          const selected = origins.filter(({ sessions }) => sessions.some(({ id }) => ids.includes(id)));
          const origin = { sessions: selected.flatMap(({ sessions }) => sessions) };
          if (selected.length === 0) {
            await window.showInformationMessage(l10n.t('The server no longer has these sessions. Refresh the list.'));
            return undefined;
          }
          return { kind: 'origin', origin };
        });
      }
    },
    [commandIds.revokeAllBut]: async (...args) => {
      // The palette names no rows: a row that is selected by chance must not decide what is kept.
      const isPalette = args[0] === undefined;
      const find = isPalette ? identityTargets : sessionOrIdentityTargets;
      for (const [ref, ids] of byIdentity(await find(args, sources, l10n.t('Revoke All but These')))) {
        const isAsked = isPalette || ids.length === 0;
        await revoke(ref, isAsked ? allButOrigins : async () => ({ kind: 'allBut', ids, origins: [] }));
      }
    },
    [commandIds.revokeAllSessions]: async (...args) => {
      for (const ref of await identityTargets(args, sources, l10n.t('Revoke All Sessions'))) {
        await revoke(ref, async () => ({ kind: 'all' }));
      }
    },
  } satisfies Partial<Handlers>;
}

/** Groups targets by identity: the ids of its sessions, none where the identity itself is the target. */
function byIdentity(
  targets: readonly (Pick<Target, 'connectionId' | 'identityId'> & { readonly sessionId?: string })[],
): readonly (readonly [IdentityRef, readonly string[]])[] {
  const groups = Map.groupBy(targets, ({ connectionId, identityId }) => `${connectionId}/${identityId}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const ids = group.flatMap(({ sessionId }) => sessionId ?? []);
    return first === undefined
      ? []
      : [[{ connectionId: first.connectionId, identityId: first.identityId }, ids] as const];
  });
}
