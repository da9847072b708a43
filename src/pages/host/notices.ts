import { l10n } from 'vscode';
import type { Failure } from '../../core/kratos/failure.ts';
import { numberWords, waitingWords } from '../../text/counts.ts';
import { errorText, failureText } from '../../text/failureText.ts';
import { shortText } from '../../text/visibleText.ts';
import type { Notice } from '../protocol/sessionModel.ts';

/** Says why something could not be read, and offers what may help. */
export function failureNotice(failure: Failure): Notice {
  const action = failure.kind === 'secretMissing' ? 'enterSecrets' : 'retry';
  return { kind: 'failed', text: failureText(failure), action };
}

/** Says that the extension itself failed. */
export function errorNotice(error: unknown): Notice {
  const text = l10n.t(
    'An unexpected error ended the reading: “{0}”. The log has its details.',
    shortText(errorText(error)),
  );
  return { kind: 'failed', text, action: 'retry' };
}

/** Says that the settings no longer have the connection of a page. */
export function noConnectionNotice(connectionName: string): Notice {
  const text = l10n.t(
    'The connection “{0}” no longer exists. Add it again in the settings to load this page.',
    shortText(connectionName),
  );
  return { kind: 'gone', text, action: 'editConnections' };
}

/** Says how many sessions of a list were read, or how many seconds the next request waits. */
export function loadingWords(waiting: number | undefined, read: number, total: number | undefined): string {
  if (waiting !== undefined) {
    return waitingWords(waiting);
  }
  if (read === 0) {
    return l10n.t('Loading sessions…');
  }
  return total === undefined
    ? l10n.t('Loading sessions: {0} read', numberWords(read))
    : l10n.t('Loading sessions: {0} of {1}', numberWords(read), numberWords(total));
}
