import { l10n } from 'vscode';
import { type Failure, KratosError, type NotKratos } from '../core/kratos/failure.ts';
import { fileText, tlsText } from './certificateText.ts';
import { shownDetail } from './redactPersonalData.ts';
import { visibleText } from './visibleText.ts';

/** A function for each kind of failure. */
export type FailureTexts = {
  readonly [Kind in Failure['kind']]: (failure: Extract<Failure, { readonly kind: Kind }>) => string;
};

const texts: FailureTexts = {
  notFound: ({ resource, id }) => notFoundText(resource, id),
  rejected: ({ reason }) =>
    l10n.t(
      'The server rejected the request: “{0}”. Check what you searched for and the connection.',
      quotedText(reason),
    ),
  unauthorized: ({ reason }) =>
    withReason(
      l10n.t(
        'The server requires a key, or rejected the one that was sent (401). Enter this connection’s key again, or add one.',
      ),
      reason,
    ),
  forbidden: ({ reason }) =>
    withReason(
      l10n.t(
        'Access is forbidden (403). Use a key that may read identities and sessions, or ask the server’s administrator.',
      ),
      reason,
    ),
  noSuchRoute: ({ template, status }) =>
    l10n.t(
      '{0} was not found at this address ({1}). It may be the public API (the admin API listens on port 4434 by default), have a wrong path prefix, or run an older Kratos.',
      template,
      status,
    ),
  rateLimited: ({ retryAfterSeconds }) =>
    retryAfterSeconds === undefined
      ? l10n.t('Too many requests (429). Wait a moment, then try again.')
      : l10n.t('Too many requests (429). Try again in {0} seconds.', retryAfterSeconds),
  serverError: ({ status, reason }) =>
    withReason(
      l10n.t('The server reported an error ({0}). Try again; if it persists, check the server’s log.', status),
      reason,
    ),
  otherResponse: () =>
    l10n.t(
      'The response holds something other than what was requested. Try again; a gateway may be mixing up responses.',
    ),
  falselyMissing: () =>
    l10n.t(
      'A response says that this session does not exist (404), but the server still has it. Check again; a gateway may have sent the 404.',
    ),
  notKratos: ({ status, found }) => {
    const text = notKratosTexts[found.what] as (status: number, found: NotKratos) => string;
    return text(status, found);
  },
  cancelled: () => l10n.t('Cancelled before the server answered. Try again to load it.'),
  refused: ({ origin }) =>
    l10n.t('Nothing is listening at {0}. Start the server, or correct the connection’s address.', origin),
  hostNotFound: ({ origin }) =>
    l10n.t(
      'The host name of {0} could not be resolved. Check the address, the network connection and the VPN.',
      origin,
    ),
  offline: ({ origin }) =>
    l10n.t('{0} is unreachable from this machine. Check the network connection and the VPN.', origin),
  timeout: ({ origin, seconds }) =>
    l10n.t('{0} did not answer within {1} seconds. Try again, or check that the server is healthy.', origin, seconds),
  tls: (failure) => tlsText(failure),
  connectionLost: ({ origin }) =>
    l10n.t('{0} closed the connection before it answered. Try again; a gateway or a crash may be the cause.', origin),
  truncatedBody: ({ origin }) =>
    l10n.t('The response from {0} was incomplete. Try again; a gateway may be truncating large responses.', origin),
  tooLarge: ({ origin, megabytes }) =>
    l10n.t(
      'The response from {0} is larger than {1} MB, so it was not read. Request fewer rows per page (kratosExplorer.pageSize), or check the address.',
      origin,
      megabytes,
    ),
  redirectedAway: ({ origin, target }) =>
    l10n.t(
      '{0} redirects to {1}, which is a different address. Use the address of the admin API (port 4434 by default).',
      origin,
      shownDetail(target),
    ),
  network: ({ origin, detail }) =>
    l10n.t('{0} could not be reached: {1}. Check the network connection and the address.', origin, shownDetail(detail)),
  secretMissing: ({ secret, origin }) =>
    l10n.t(
      'No {0} is stored for {1}: it was never entered, or was entered for a different address. Enter it for this connection.',
      secretWords(secret),
      origin,
    ),
  secretUnusable: ({ secret, origin }) =>
    l10n.t(
      'The {0} contains characters that cannot be sent, such as a line break, so nothing was sent to {1}. Enter it again.',
      secretWords(secret),
      origin,
    ),
  notEncrypted: ({ origin }) =>
    l10n.t(
      'Nothing was sent to {0}: the connection is not encrypted. Use https://, or try again and allow it.',
      origin,
    ),
  locked: () => l10n.t('Nothing was sent, because the connection is locked. Unlock it to change something.'),
  fileUnreadable: ({ path, detail }) =>
    l10n.t(
      'The file {0} could not be read: {1}. Correct the path in the connection, or the file’s permissions.',
      shownDetail(path),
      shownDetail(detail),
    ),
  fileUnusable: (failure) => fileText(failure),
  proxyUnreachable: ({ proxy, detail }) =>
    l10n.t(
      'The proxy {0} could not be reached: {1}. Check the proxy setting and the network connection.',
      proxy,
      shownDetail(detail),
    ),
  proxyLogin: ({ proxy }) =>
    l10n.t(
      'The proxy {0} requires a login, or rejected the one sent (407). Enter the login for this connection.',
      proxy,
    ),
  vscodeProxyLogin: ({ origin }) =>
    l10n.t(
      'VS Code’s proxy requires a login for {0} (407). Log in where VS Code asks for it, or set http.proxy with a login, or choose another proxy for this connection.',
      origin,
    ),
  proxyRefused: ({ proxy, origin, status }) =>
    l10n.t(
      'The proxy {0} refused to connect to {1} ({2}). Ask the proxy’s administrator, or use no proxy for this connection.',
      proxy,
      origin,
      status,
    ),
  proxyUnusable: ({ proxy }) =>
    l10n.t('“{0}” is not a usable proxy. Enter an address like http://proxy:3128.', shownDetail(proxy)),
};

/** Says in one or two sentences what happened and what to do. Server text in it is visible, cut and without keys. */
export function failureText(failure: Failure): string {
  const text = texts[failure.kind] as (failure: Failure) => string;
  return text(failure);
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

type NotKratosTexts = {
  readonly [What in NotKratos['what']]: (status: number, found: Extract<NotKratos, { readonly what: What }>) => string;
};

const notKratosTexts: NotKratosTexts = {
  html: (status, { title }) =>
    title === undefined
      ? l10n.t(
          'The server returned a web page ({0}) instead of JSON. It may be a login page or a proxy; use the address of the admin API itself.',
          status,
        )
      : l10n.t(
          'The server returned a web page, “{1}” ({0}), instead of JSON. It may be a login page or a proxy; use the address of the admin API itself.',
          status,
          shownDetail(title),
        ),
  text: (status, { start }) =>
    l10n.t(
      'The server returned plain text ({0}) instead of JSON: “{1}”. Check that the address points to a Kratos admin API.',
      status,
      quotedText(start),
    ),
  empty: (status) =>
    l10n.t(
      'The server returned an empty response ({0}) instead of JSON. Check that the address points to a Kratos admin API.',
      status,
    ),
  truncatedJson: (status) =>
    l10n.t(
      'The JSON in the response ({0}) was incomplete. Try again; a gateway may be truncating large responses.',
      status,
    ),
  invalidJson: (status) =>
    l10n.t('The response ({0}) is not valid JSON. Check that the address points to a Kratos admin API.', status),
  tooManyItems: (status) =>
    l10n.t(
      'The server returned more than 1,000 items in one page ({0}), which Kratos never does, so they were not read. Check that the address points to a Kratos admin API.',
      status,
    ),
  tooDeep: (status) =>
    l10n.t(
      'The JSON in the response ({0}) is nested deeper than Kratos allows, so it was not read. Check that the address points to a Kratos admin API.',
      status,
    ),
  unexpectedShape: (status, { problem }) =>
    l10n.t(
      'The response ({0}) is JSON, but not what Kratos returns: {1}. Check that the address points to a Kratos admin API.',
      status,
      shownDetail(problem),
    ),
};

/** Adds what the server said to a sentence. */
export function withReason(sentence: string, reason: string | undefined): string {
  return reason === undefined || reason === ''
    ? sentence
    : l10n.t('{0} The server said: “{1}”.', sentence, quotedText(reason));
}

/** Returns a text of the server to quote at the end of a sentence, without its own period. */
export function quotedText(text: string): string {
  return shownDetail(text).replace(/\.$/, '');
}

/** Returns the sentence on a failure, or the message of another error. */
export function errorText(error: unknown): string {
  return error instanceof KratosError
    ? failureText(error.failure)
    : visibleText(error instanceof Error ? error.message : String(error));
}

/** Names a secret for a sentence, after "the" or "no". */
export function secretWords(secret: Extract<Failure, { kind: 'secretMissing' }>['secret']): string {
  switch (secret) {
    case 'bearer':
      return l10n.t('key (bearer token)');
    case 'password':
      return l10n.t('password');
    case 'passphrase':
      return l10n.t('passphrase for the client certificate');
    case 'proxyPassword':
      return l10n.t('password for the proxy');
    case 'proxyLogin':
      return l10n.t('login for the proxy');
    default:
      return l10n.t('value for the header {0}', visibleText(secret.slice('header:'.length), 60));
  }
}
