import { l10n } from 'vscode';
import type { Failure, NotKratos } from '../kratos/failure.ts';
import { withoutKeys } from './impersonal.ts';
import { unreachedText } from './unreachedText.ts';
import { visibleText } from './visibleText.ts';

/**
 * The one sentence (or two) that says what happened and what to do: the same in row, panel, document and palette.
 * Server text in it is made visible and cut, without what looks like a key.
 */
export function failureText(failure: Failure): string {
  switch (failure.kind) {
    case 'notFound':
      return notFoundText(failure.resource, failure.id);
    case 'rejected':
      return l10n.t(
        'The server refused the question: “{0}”. Ask for something else, or check the connection.',
        cut(failure.reason),
      );
    case 'unauthorized':
      return withReason(
        l10n.t(
          'The server asks for a key, or does not take the one it got (401). Enter the key of this connection again, or give it one.',
        ),
        failure.reason,
      );
    case 'forbidden':
      return withReason(
        l10n.t(
          'Access is forbidden (403). Use a key that may read identities and sessions, or ask who runs the server.',
        ),
        failure.reason,
      );
    case 'noSuchRoute':
      return l10n.t(
        'This address does not know {0} ({1}). It may be the public API (the admin API listens on port 4434 by default), a wrong path prefix, or an older Kratos.',
        failure.template,
        failure.status,
      );
    case 'rateLimited':
      return failure.retryAfterSeconds === undefined
        ? l10n.t('The server limits requests (429). Wait a little, then try again.')
        : l10n.t('The server limits requests (429). Try again in {0} seconds.', failure.retryAfterSeconds);
    case 'serverError':
      return withReason(
        l10n.t('The server failed ({0}). Try again; if it stays so, its log tells more.', failure.status),
        failure.reason,
      );
    case 'notKratos':
      return notKratosText(failure.status, failure.found);
    default:
      return unreachedText(failure);
  }
}

function notFoundText(resource: 'identity' | 'session' | 'externalId', id: string): string {
  switch (resource) {
    case 'identity':
      return l10n.t('No identity has the id {0} here. It may be deleted, or live on another server.', cut(id));
    case 'session':
      return l10n.t('No session has the id {0} here. It may be deleted, or live on another server.', cut(id));
    case 'externalId':
      return l10n.t('No identity has the external id {0} here.', cut(id));
  }
}

function notKratosText(status: number, found: NotKratos): string {
  switch (found.what) {
    case 'html':
      return found.title === undefined
        ? l10n.t(
            'A web page answered ({0}) instead of Kratos: perhaps a log-in page or a proxy. Use the address of the admin API itself.',
            status,
          )
        : l10n.t(
            'A web page, “{1}”, answered ({0}) instead of Kratos: perhaps a log-in page or a proxy. Use the address of the admin API itself.',
            status,
            cut(found.title),
          );
    case 'text':
      return l10n.t(
        'Text answered ({0}) where Kratos answers JSON: “{1}”. Check that the address is that of a Kratos admin API.',
        status,
        cut(found.start),
      );
    case 'empty':
      return l10n.t(
        'The answer ({0}) was empty where Kratos answers JSON. Check that the address is that of a Kratos admin API.',
        status,
      );
    case 'truncatedJson':
      return l10n.t(
        'The JSON of the answer ({0}) ended before it was whole. Try again; a gateway may cut large answers.',
        status,
      );
    case 'invalidJson':
      return l10n.t(
        'The answer ({0}) is not valid JSON. Check that the address is that of a Kratos admin API.',
        status,
      );
    case 'unexpectedShape':
      return l10n.t(
        'The answer ({0}) is JSON, but not what Kratos answers: {1}. Check that the address is that of a Kratos admin API.',
        status,
        cut(found.problem),
      );
  }
}

function withReason(sentence: string, reason: string | undefined): string {
  return reason === undefined || reason === '' ? sentence : l10n.t('{0} It says: “{1}”.', sentence, cut(reason));
}

/** An echo of what was sent must not bring a key onto the screen. */
function cut(text: string): string {
  return withoutKeys(visibleText(text, 160));
}
