import { l10n } from 'vscode';
import type { Action } from '../core/containment/action.ts';
import type { Plan, PlanRow } from '../core/containment/plan.ts';
import type { Credential } from '../core/kratos/identityDetails.ts';
import { momentOf } from '../core/kratos/moments.ts';
import { countWords, numberWords } from './counts.ts';
import { deviceName } from './deviceName.ts';
import { compactAge } from './relativeTime.ts';
import { shortText } from './visibleText.ts';

/** What the texts of a plan name besides the plan itself. */
export interface PlanSubject {
  /** "ada@example.org". */
  readonly identity: string;
  /** How many sessions were read. */
  readonly read: number;
  /** Those of the identity, where one is removed. */
  readonly credentials: readonly Credential[];
  readonly isOryNetwork: boolean;
  readonly now: Date;
}

const namedKept = 3;

/** Asks whether to carry out a plan: "Revoke 7 of 9 sessions of ada@example.org on prod-eu?" */
export function planQuestion(plan: Plan, subject: PlanSubject): string {
  const { action } = plan;
  const [identity, name] = [subject.identity, shortText(plan.connection.name)];
  switch (action.kind) {
    case 'revokeSessions':
      return revokeQuestion(plan, subject);
    case 'extendSession':
      return l10n.t('Extend 1 session of {0} on {1}?', identity, name);
    case 'setState':
      return action.state === 'active'
        ? l10n.t('Enable {0} on {1}?', identity, name)
        : l10n.t('Disable {0} on {1}?', identity, name);
    case 'removeCredential':
      return l10n.t('Remove the credential {0} of {1} on {2}?', credentialName(action), identity, name);
    case 'createRecovery':
      return action.by === 'code'
        ? l10n.t('Create a recovery code for {0} on {1}?', identity, name)
        : l10n.t('Create a recovery link for {0} on {1}?', identity, name);
  }
}

/** Counts all sessions only where it is proven that they are all. */
function revokeQuestion({ targets, kept, connection, list }: Plan, { identity }: PlanSubject): string {
  const name = shortText(connection.name);
  const count = numberWords(targets.length);
  const total = numberWords(targets.length + kept.length);
  const isProven = list?.kind === 'complete';
  if (kept.length > 0) {
    return isProven
      ? l10n.t('Revoke {0} of {1} sessions of {2} on {3}?', count, total, identity, name)
      : l10n.t('Revoke {0} of the {1} sessions that were found of {2} on {3}?', count, total, identity, name);
  }
  if (targets.length === 1) {
    return isProven
      ? l10n.t('Revoke the only session of {0} on {1}?', identity, name)
      : l10n.t('Revoke the only session that was found of {0} on {1}?', identity, name);
  }
  return isProven
    ? l10n.t('Revoke all {0} sessions of {1} on {2}?', count, identity, name)
    : l10n.t('Revoke the {0} sessions that were found of {1} on {2}?', count, identity, name);
}

/** Returns what the user must know before they answer, a line each. */
export function planDetail(plan: Plan, subject: PlanSubject): string {
  const kept = plan.action.kind === 'revokeSessions' ? [keptText(plan.kept, subject.now)] : [];
  const list = plan.action.kind === 'revokeSessions' ? [completenessText(plan, subject)] : [];
  return [...kept, ...list, ...planLimits(plan, subject)].join('\n');
}

/** Names the button that carries out the plan. */
export function planButton({ action, scope, list, targets }: Plan): string {
  switch (action.kind) {
    case 'revokeSessions':
      if (scope !== 'sessions' && list?.kind !== 'complete') {
        return l10n.t('Revoke What Was Found');
      }
      return targets.length === 1
        ? l10n.t('Revoke 1 Session')
        : l10n.t('Revoke {0} Sessions', numberWords(targets.length));
    case 'extendSession':
      return l10n.t('Extend Session');
    case 'setState':
      return action.state === 'active' ? l10n.t('Enable Identity') : l10n.t('Disable Identity');
    case 'removeCredential':
      return l10n.t('Remove Credential');
    case 'createRecovery':
      return action.by === 'code' ? l10n.t('Create Recovery Code') : l10n.t('Create Recovery Link');
  }
}

/** Names the button that shows the plan, and the row that sends nothing. */
export function planChoices({ action }: Plan): { readonly review: string; readonly stop: string } {
  return action.kind === 'revokeSessions'
    ? { review: l10n.t('Review List'), stop: l10n.t('Revoke Nothing') }
    : { review: l10n.t('Review Plan'), stop: l10n.t('Send Nothing') };
}

/** Asks about sessions that began since the plan: "1 new session since the plan (Lagos, Firefox). Include it?" */
export function newSessionsQuestion(newSessions: readonly PlanRow[]): string {
  const places = newSessions.slice(0, namedKept).map((row) => sessionOrigin(row));
  const names = newSessions.length > namedKept ? [...places, '…'] : places;
  return newSessions.length === 1
    ? l10n.t('1 new session since the plan ({0}). Include it?', names.join('; '))
    : l10n.t('{0} new sessions since the plan ({1}). Include them?', numberWords(newSessions.length), names.join('; '));
}

/** Names where a session came from: "Firefox 141 on Linux, Lagos, NG, 203.0.113.7". */
export function sessionOrigin({ userAgent, location, address }: PlanRow): string {
  return [deviceName(userAgent), location, address]
    .flatMap((part) => (part === undefined || part === '' ? [] : [shortText(part)]))
    .join(', ');
}

/** "oidc (google:42)". */
function credentialName({ type, identifier }: Extract<Action, { kind: 'removeCredential' }>): string {
  return identifier === undefined ? shortText(type) : l10n.t('{0} ({1})', shortText(type), shortText(identifier));
}

function keptText(kept: readonly PlanRow[], now: Date): string {
  if (kept.length === 0) {
    return l10n.t('No session is kept.');
  }
  const named = kept.slice(0, namedKept).map((row) => {
    const began = momentOf(row.began);
    return began === undefined ? sessionOrigin(row) : l10n.t('{0} ({1})', sessionOrigin(row), compactAge(began, now));
  });
  const names = kept.length > namedKept ? [...named, '…'] : named;
  return l10n.t('Kept: {0}', names.join('; '));
}

/** Says how complete the list of sessions is. */
export function completenessText({ list }: Plan, { read }: PlanSubject): string {
  if (list === undefined || list.kind === 'more') {
    return l10n.t('Only {0} sessions were read. There may be more.', numberWords(read));
  }
  const count = countWords({ shown: read, total: undefined, end: list });
  return list.kind === 'complete'
    ? l10n.t('All sessions were read, ended ones included: {0}.', count)
    : l10n.t('It is not proven that these are all sessions: {0}.', count);
}

/** Returns what the action does not do, and what else follows from it. */
export function planLimits(plan: Plan, { isOryNetwork }: PlanSubject): readonly string[] {
  const { action, identity, targets } = plan;
  const isDisabled = identity.state === 'inactive';
  switch (action.kind) {
    case 'revokeSessions':
      return [
        l10n.t('Revoking does not change the password. Anyone who knows it can sign in again.'),
        ...(isDisabled
          ? [l10n.t('The identity is disabled. Sessions that are not revoked come back when it is enabled.')]
          : []),
        ...(isOryNetwork ? [l10n.t('Edge sessions may be accepted for up to 2 min 30 s.')] : []),
      ];
    case 'extendSession':
      return [
        l10n.t('The server may accept this and change nothing. The session is read again, which shows whether it did.'),
        ...(targets.some(({ state }) => state === 'ended')
          ? [l10n.t('This session has ended. If it was revoked, a later end does not make it active again.')]
          : []),
      ];
    case 'setState':
      return action.state === 'inactive'
        ? [
            l10n.t('While the identity is disabled, it cannot sign in, and none of its sessions is accepted.'),
            l10n.t('Its sessions come back when it is enabled again, so revoke them, too.'),
          ]
        : [
            l10n.t('Sessions that were not revoked come back.'),
            l10n.t('Enabling changes no credential. Anyone who has one can sign in again.'),
          ];
    case 'removeCredential':
      return removalLimits(action.type);
    case 'createRecovery':
      return [
        l10n.t('Anyone who has it can sign in as this identity. Send it only to the owner, over a private channel.'),
        l10n.t('It is shown once. It is in no log, no evidence and no file, and the server does not send it.'),
        ...(isDisabled
          ? [
              l10n.t(
                'The identity is disabled. Enable it before the owner tries: an attempt before fails, and uses it up.',
              ),
            ]
          : []),
      ];
  }
}

function removalLimits(type: string): readonly string[] {
  const ofType =
    type === 'webauthn'
      ? [l10n.t('Keys that sign in without a password stay, although the server reports success. It is read again.')]
      : type === 'password'
        ? [l10n.t('The server keeps the identifiers of a password, so it cannot be seen whether it was removed.')]
        : [];
  return [l10n.t('Removing a credential ends no session. Revoke those that it was used for.'), ...ofType];
}
