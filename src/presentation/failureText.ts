import { l10n } from 'vscode';
import type { Failure, NotKratos } from '../kratos/failure.ts';
import { visibleText } from './visibleText.ts';

/**
 * The one sentence (or two) that says what happened and what to do: the same in row, panel, document and palette.
 * Server text in it is made visible and cut; nothing in it is secret.
 */
export function failureText(failure: Failure): string {
  switch (failure.kind) {
    case 'cancelled':
      return l10n.t('Cancelled before the server answered. Try again when you want it.');
    case 'refused':
      return l10n.t(
        'Nothing is listening at {0}. Start the server or correct the address of the connection.',
        failure.origin,
      );
    case 'hostNotFound':
      return l10n.t(
        'The host of {0} is not known to this machine. Check the address, the network or the VPN.',
        failure.origin,
      );
    case 'timeout':
      return l10n.t(
        '{0} did not answer within {1} seconds. Try again, or check that the server is well.',
        failure.origin,
        failure.seconds,
      );
    case 'tls':
      return l10n.t(
        'No secure connection to {0}: {1}. Check the certificate or the address.',
        failure.origin,
        cut(failure.detail),
      );
    case 'connectionLost':
      return l10n.t(
        '{0} closed the connection before it answered. Try again; a gateway or a crash may be behind it.',
        failure.origin,
      );
    case 'truncatedBody':
      return l10n.t(
        'The answer of {0} ended before it was whole. Try again; a gateway may cut large answers.',
        failure.origin,
      );
    case 'redirectedAway':
      return l10n.t(
        '{0} redirects to {1}, which this connection does not name. Use the address of the admin API (by default port 4434).',
        failure.origin,
        cut(failure.target),
      );
    case 'network':
      return l10n.t(
        '{0} could not be reached: {1}. Check the network and the address.',
        failure.origin,
        cut(failure.detail),
      );
    case 'offline':
      return l10n.t(
        'This machine has no way to {0}: {1}. Check the network or the VPN.',
        failure.origin,
        cut(failure.detail),
      );
    case 'secretMissing':
      return l10n.t('A secret of this connection was not entered for {0}. Nothing was sent; enter it.', failure.origin);
    case 'secretUnusable':
      return l10n.t(
        'A secret of this connection holds what no header can carry. Nothing was sent to {0}; enter it again.',
        failure.origin,
      );
    case 'fileUnreadable':
      return l10n.t('The file {0} could not be read: {1}.', cut(failure.path), cut(failure.detail));
    case 'fileUnusable':
      return l10n.t('The file {0} could not be used: {1}.', cut(failure.path), cut(failure.detail));
    case 'proxyUnreachable':
      return l10n.t('The proxy {0} could not be reached: {1}.', failure.proxy, cut(failure.detail));
    case 'proxyLogin':
      return l10n.t('The proxy {0} asks for a log-in (407).', failure.proxy);
    case 'proxyRefused':
      return l10n.t('The proxy {0} refused the way to {1} ({2}).', failure.proxy, failure.origin, failure.status);
    case 'proxyUnusable':
      return l10n.t(
        'The proxy {0} cannot be used: it must be an address with http:// or https://.',
        cut(failure.proxy),
      );
    case 'notFound':
      return notFoundText(failure.resource, failure.id);
    case 'rejected':
      return l10n.t('The server refused the question: {0}', cut(failure.reason));
    case 'unauthorized':
      return withReason(
        l10n.t(
          'The server wants to know who is asking (401): something before Kratos checks access. Ask for an address that this machine may use.',
        ),
        failure.reason,
      );
    case 'forbidden':
      return withReason(
        l10n.t(
          'Access is forbidden (403): something before Kratos refuses it. Ask for an address that this machine may use.',
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

function cut(text: string): string {
  return visibleText(text, 160);
}
