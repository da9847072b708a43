/** The commands that package.json contributes, as the manifest test checks, by the code that handles them. */
const names = {
  connections: [
    'addConnection',
    'editConnection',
    'duplicateConnection',
    'moveConnectionUp',
    'moveConnectionDown',
    'openConnectionSettings',
    'removeConnection',
    'enterSecrets',
    'forgetSecrets',
    'tryDemo',
  ],
  unlock: ['unlockConnection', 'lockConnection'],
  start: ['getStarted', 'openSampleLog', 'resetDemo'],
  tree: [
    'loadMore',
    'loadAll',
    'retry',
    'useSuggestedAddress',
    'cancelLoading',
    'refreshView',
    'refreshConnection',
    'refreshIdentity',
    'refreshSession',
    'filterSessions',
    'clearSessionFilter',
    'filterIdentities',
    'clearIdentityFilter',
    'unpinIdentity',
    'openSessionToSide',
    'showIdentityInTree',
    'showOtherSessions',
  ],
  find: ['findSession', 'findIdentity', 'findInLoaded', 'findInKratos'],
  documents: [
    'copySessionJson',
    'copySessionJsonWithoutIdentity',
    'copySessionId',
    'copyIdentityJson',
    'copyIdentityId',
    'openSessionJson',
    'openSessionJsonWithoutIdentity',
    'openIdentityJson',
    'insertSessionJson',
    'saveSessionJson',
    'compareSessions',
    'selectSessionForCompare',
    'compareWithSelectedSession',
  ],
  contain: [
    'revokeSessions',
    'revokeOrigin',
    'revokeAllBut',
    'revokeAllSessions',
    'disableIdentity',
    'removeCredential',
    'createRecovery',
    'enableIdentity',
    'extendSession',
    'openAuditLog',
    'verifyAuditLog',
    'checkUnfinished',
    'copyAuditHeadHash',
    'chooseEvidenceFolder',
    'exportSessions',
    'copyIncidentNote',
    'saveIncidentNote',
  ],
  others: [
    'checkConnection',
    'showConnectionActions',
    'showLog',
    'copySupportInformation',
    'showRecentSessions',
    'openIdentity',
  ],
} as const;

export type CommandGroup = keyof typeof names;

type Name<Group extends CommandGroup = CommandGroup> = (typeof names)[Group][number];

export type CommandId<Group extends CommandGroup = CommandGroup> = `kratosExplorer.${Name<Group>}`;

/** Returns the commands of a group. */
export function commandsOf<Group extends CommandGroup>(group: Group): readonly CommandId<Group>[] {
  return names[group].map((name: Name<Group>) => `kratosExplorer.${name}` as const);
}

/** The id of each command by its name. */
export const commandIds = Object.fromEntries(
  Object.values(names).flatMap((group) => group.map((name) => [name, `kratosExplorer.${name}`])),
) as { readonly [Each in Name]: `kratosExplorer.${Each}` };
