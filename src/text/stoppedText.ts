import { l10n } from 'vscode';
import { concernsSessions } from '../core/containment/action.ts';
import type { Stopped } from '../core/containment/contain.ts';
import { errorText, failureText } from './failureText.ts';

/** Says why nothing was sent; undefined where the user decided that. */
export function stoppedText(stopped: Stopped): string | undefined {
  const { action, impossible } = stopped.draft.plan;
  const isOfSessions = concernsSessions(action);
  switch (stopped.why) {
    case 'nothingToDo':
      if (!isOfSessions) {
        return l10n.t('Nothing was sent: the id of this identity is not a UUID.');
      }
      return impossible.length > 0
        ? l10n.t('Nothing was sent: the server did not list these sessions, or their ids are not UUIDs.')
        : l10n.t('Nothing was sent: none of these sessions is active.');
    case 'declined':
    case 'declinedNew':
      return undefined;
    case 'cancelled':
      return l10n.t('Cancelled. Nothing was sent.');
    case 'locked':
      return l10n.t('Nothing was sent, because the connection is locked. Unlock it and try again.');
    case 'notRead':
      return isOfSessions
        ? l10n.t('Nothing was sent, because the sessions could not be read: {0}', failureText(stopped.failure))
        : l10n.t('Nothing was sent, because the identity could not be read: {0}', failureText(stopped.failure));
    case 'noEvidence':
      return l10n.t('Nothing was sent, because the evidence was not kept. {0}', errorText(stopped.error));
    case 'noAudit':
      return l10n.t('Nothing was sent, because the audit log was not written. {0}', errorText(stopped.error));
  }
}
