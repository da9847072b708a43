import { l10n } from 'vscode';
import type { Failure, NotKratos } from '../kratos/failure.ts';
import { shownDetail } from './redactPersonalData.ts';
import { unreachedText } from './unreachedText.ts';

/** Says in one or two sentences what happened and what to do. Server text in it is visible, cut and without keys. */
export function failureText(failure: Failure): string {
  switch (failure.kind) {
    case 'notFound':
      return notFoundText(failure.resource, failure.id);
    case 'rejected':
      return l10n.t(
        'The server rejected the request: “{0}”. Check what you searched for and the connection.',
        shownDetail(failure.reason),
      );
    case 'unauthorized':
      return withReason(
        l10n.t(
          'The server requires a key, or rejected the one that was sent (401). Enter this connection’s key again, or add one.',
        ),
        failure.reason,
      );
    case 'forbidden':
      return withReason(
        l10n.t(
          'Access is forbidden (403). Use a key that may read identities and sessions, or ask the server’s administrator.',
        ),
        failure.reason,
      );
    case 'noSuchRoute':
      return l10n.t(
        '{0} was not found at this address ({1}). It may be the public API (the admin API listens on port 4434 by default), have a wrong path prefix, or run an older Kratos.',
        failure.template,
        failure.status,
      );
    case 'rateLimited':
      return failure.retryAfterSeconds === undefined
        ? l10n.t('Too many requests (429). Wait a moment, then try again.')
        : l10n.t('Too many requests (429). Try again in {0} seconds.', failure.retryAfterSeconds);
    case 'serverError':
      return withReason(
        l10n.t(
          'The server reported an error ({0}). Try again; if it persists, check the server’s log.',
          failure.status,
        ),
        failure.reason,
      );
    case 'otherResponse':
      return l10n.t(
        'The response holds a different identity or session than the one requested. Try again; a gateway may be mixing up responses.',
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
      return l10n.t(
        'No identity with the id {0} was found. It may have been deleted, or belong to another server.',
        shownDetail(id),
      );
    case 'session':
      return l10n.t(
        'No session with the id {0} was found. It may have been deleted, or belong to another server.',
        shownDetail(id),
      );
    case 'externalId':
      return l10n.t(
        'No identity with the external id {0} was found. Check the id and the connection.',
        shownDetail(id),
      );
  }
}

function notKratosText(status: number, found: NotKratos): string {
  switch (found.what) {
    case 'html':
      return found.title === undefined
        ? l10n.t(
            'The server returned a web page ({0}) instead of JSON. It may be a login page or a proxy; use the address of the admin API itself.',
            status,
          )
        : l10n.t(
            'The server returned a web page, “{1}” ({0}), instead of JSON. It may be a login page or a proxy; use the address of the admin API itself.',
            status,
            shownDetail(found.title),
          );
    case 'text':
      return l10n.t(
        'The server returned plain text ({0}) instead of JSON: “{1}”. Check that the address points to a Kratos admin API.',
        status,
        shownDetail(found.start),
      );
    case 'empty':
      return l10n.t(
        'The server returned an empty response ({0}) instead of JSON. Check that the address points to a Kratos admin API.',
        status,
      );
    case 'truncatedJson':
      return l10n.t(
        'The JSON in the response ({0}) was incomplete. Try again; a gateway may be truncating large responses.',
        status,
      );
    case 'invalidJson':
      return l10n.t(
        'The response ({0}) is not valid JSON. Check that the address points to a Kratos admin API.',
        status,
      );
    case 'tooManyItems':
      return l10n.t(
        'The server returned more than 1,000 items in one page ({0}), which Kratos never does, so they were not read. Check that the address points to a Kratos admin API.',
        status,
      );
    case 'tooDeep':
      return l10n.t(
        'The JSON in the response ({0}) is nested deeper than Kratos allows, so it was not read. Check that the address points to a Kratos admin API.',
        status,
      );
    case 'unexpectedShape':
      return l10n.t(
        'The response ({0}) is JSON, but not what Kratos returns: {1}. Check that the address points to a Kratos admin API.',
        status,
        shownDetail(found.problem),
      );
  }
}

function withReason(sentence: string, reason: string | undefined): string {
  return reason === undefined || reason === ''
    ? sentence
    : l10n.t('{0} The server said: “{1}”.', sentence, shownDetail(reason));
}
