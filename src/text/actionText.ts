import { l10n } from 'vscode';
import type { Action } from '../core/containment/action.ts';
import type { Progress } from '../core/containment/ports.ts';
import type { ResultStatus } from '../core/containment/result.ts';
import { numberWords } from './counts.ts';
import { shortText } from './visibleText.ts';

/** Names what is done to `count` rows: "Revoke 7 sessions", "Disable the identity". */
export function actionText(action: Action, count: number): string {
  switch (action.kind) {
    case 'revokeSessions':
      return count === 1 ? l10n.t('Revoke 1 session') : l10n.t('Revoke {0} sessions', numberWords(count));
    case 'extendSession':
      return l10n.t('Extend the session');
    case 'setState':
      return action.state === 'active' ? l10n.t('Enable the identity') : l10n.t('Disable the identity');
    case 'removeCredential':
      return l10n.t('Remove the credential {0}', shortText(String(action.type)));
    case 'createRecovery':
      return action.by === 'code' ? l10n.t('Create a recovery code') : l10n.t('Create a recovery link');
  }
}

/** Says what goes on: "Revoking sessions of ada@example.org". */
export function progressTitle(action: Action, identity: string): string {
  switch (action.kind) {
    case 'revokeSessions':
      return l10n.t('Revoking sessions of {0}', identity);
    case 'extendSession':
      return l10n.t('Extending a session of {0}', identity);
    case 'setState':
      return action.state === 'active' ? l10n.t('Enabling {0}', identity) : l10n.t('Disabling {0}', identity);
    case 'removeCredential':
      return l10n.t('Removing a credential of {0}', identity);
    case 'createRecovery':
      return action.by === 'code'
        ? l10n.t('Creating a recovery code for {0}', identity)
        : l10n.t('Creating a recovery link for {0}', identity);
  }
}

export function stepText({ kind }: Action, { step, done, total }: Progress): string {
  const part = partText(done, total);
  switch (step) {
    case 'evidence':
      return l10n.t('Keeping evidence');
    case 'reading':
      return l10n.t('Reading again: {0}', part);
    case 'sending':
      return kind === 'revokeSessions' ? l10n.t('Revoking: {0}', part) : l10n.t('Sending: {0}', part);
    case 'checking':
      return l10n.t('Checking: {0}', part);
  }
}

export function partText(done: number, total: number | undefined): string {
  return total === undefined ? numberWords(done) : l10n.t('{0} of {1}', numberWords(done), numberWords(total));
}

/** Says how a row ended: "ended and verified". */
export function resultText(action: Action, status: ResultStatus): string {
  switch (status) {
    case 'done':
      return doneText(action);
    case 'unchanged':
      return unchangedText(action);
    case 'already':
      return action.kind === 'revokeSessions' ? l10n.t('already ended') : l10n.t('already done');
    case 'gone':
      return l10n.t('no longer on the server');
    case 'failed':
      return l10n.t('failed');
    case 'notSent':
      return l10n.t('not sent');
  }
}

function doneText(action: Action): string {
  switch (action.kind) {
    case 'revokeSessions':
      return l10n.t('ended and verified');
    case 'extendSession':
      return l10n.t('extended and verified');
    case 'setState':
      return action.state === 'active' ? l10n.t('enabled and verified') : l10n.t('disabled and verified');
    case 'removeCredential':
      return l10n.t('removed and verified');
    case 'createRecovery':
      return l10n.t('created');
  }
}

function unchangedText(action: Action): string {
  switch (action.kind) {
    case 'revokeSessions':
      return l10n.t('accepted, but still active');
    case 'extendSession':
      return l10n.t('accepted, but nothing moved: the session ends no later than before');
    case 'setState':
    case 'createRecovery':
      return l10n.t('accepted, but unchanged');
    case 'removeCredential':
      return keptText(action.type);
  }
}

/** Says why a credential of this type may still be listed after the server accepted its removal. */
function keptText(type: string): string {
  switch (type) {
    case 'password':
      return l10n.t('accepted; the server still lists the identifiers, so it cannot be seen whether it was removed');
    case 'webauthn':
      return l10n.t('accepted, but still there: keys that sign in without a password stay');
    default:
      return l10n.t('accepted, but still there');
  }
}
