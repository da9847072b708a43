import { l10n } from 'vscode';
import type { Action } from '../core/containment/action.ts';
import type { ResultStatus } from '../core/containment/result.ts';
import { numberWords } from './counts.ts';
import { rowTextLimit, visibleText } from './visibleText.ts';

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
      return l10n.t('Remove the credential {0}', visibleText(String(action.type), rowTextLimit));
    case 'createRecovery':
      return action.by === 'code' ? l10n.t('Create a recovery code') : l10n.t('Create a recovery link');
  }
}

/** Says how a row ended: "ended and seen ended". */
export function resultText({ kind }: Action, status: ResultStatus): string {
  const isRevoking = kind === 'revokeSessions';
  switch (status) {
    case 'done':
      return isRevoking ? l10n.t('ended and seen ended') : l10n.t('done and seen done');
    case 'unchanged':
      return isRevoking ? l10n.t('accepted, but still active') : l10n.t('accepted, but unchanged');
    case 'already':
      return isRevoking ? l10n.t('already ended') : l10n.t('already done');
    case 'gone':
      return l10n.t('no longer on the server');
    case 'failed':
      return l10n.t('failed');
    case 'notSent':
      return l10n.t('not sent');
  }
}
