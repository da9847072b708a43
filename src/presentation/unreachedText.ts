import { l10n } from 'vscode';
import type { Failure, ServerFailure } from '../kratos/failure.ts';
import { fileText, tlsText } from './certificateText.ts';
import { shownDetail } from './redactPersonalData.ts';
import { visibleText } from './visibleText.ts';

type Unreached = Exclude<Failure, ServerFailure>;

/** Says why the server could not be reached or its response not be read, and what to do. */
export function unreachedText(failure: Unreached): string {
  switch (failure.kind) {
    case 'cancelled':
      return l10n.t('Cancelled before the server answered. Try again to load it.');
    case 'refused':
      return l10n.t(
        'Nothing is listening at {0}. Start the server, or correct the connection’s address.',
        failure.origin,
      );
    case 'hostNotFound':
      return l10n.t(
        'The host name of {0} could not be resolved. Check the address, the network connection and the VPN.',
        failure.origin,
      );
    case 'offline':
      return l10n.t('{0} is unreachable from this machine. Check the network connection and the VPN.', failure.origin);
    case 'timeout':
      return l10n.t(
        '{0} did not answer within {1} seconds. Try again, or check that the server is healthy.',
        failure.origin,
        failure.seconds,
      );
    case 'tls':
      return tlsText(failure);
    case 'connectionLost':
      return l10n.t(
        '{0} closed the connection before it answered. Try again; a gateway or a crash may be the cause.',
        failure.origin,
      );
    case 'truncatedBody':
      return l10n.t(
        'The response from {0} was incomplete. Try again; a gateway may be truncating large responses.',
        failure.origin,
      );
    case 'tooLarge':
      return l10n.t(
        'The response from {0} is larger than {1} MB, so it was not read. Request fewer rows per page (kratosExplorer.pageSize), or check the address.',
        failure.origin,
        failure.megabytes,
      );
    case 'redirectedAway':
      return l10n.t(
        '{0} redirects to {1}, which is a different address. Use the address of the admin API (port 4434 by default).',
        failure.origin,
        shownDetail(failure.target),
      );
    case 'network':
      return l10n.t(
        '{0} could not be reached: {1}. Check the network connection and the address.',
        failure.origin,
        shownDetail(failure.detail),
      );
    case 'secretMissing':
      return l10n.t(
        'No {0} is stored for {1}: it was never entered, or was entered for a different address. Enter it for this connection.',
        secretWords(failure.secret),
        failure.origin,
      );
    case 'secretUnusable':
      return l10n.t(
        'The {0} contains characters that cannot be sent, such as a line break, so nothing was sent to {1}. Enter it again.',
        secretWords(failure.secret),
        failure.origin,
      );
    case 'notEncrypted':
      return l10n.t(
        'Nothing was sent to {0}: the connection is not encrypted. Use https://, or try again and allow it.',
        failure.origin,
      );
    case 'fileUnreadable':
      return l10n.t(
        'The file {0} could not be read: {1}. Correct the path in the connection, or the file’s permissions.',
        shownDetail(failure.path),
        shownDetail(failure.detail),
      );
    case 'fileUnusable':
      return fileText(failure);
    case 'proxyUnreachable':
      return l10n.t(
        'The proxy {0} could not be reached: {1}. Check the proxy setting and the network connection.',
        failure.proxy,
        shownDetail(failure.detail),
      );
    case 'proxyLogin':
      return l10n.t(
        'The proxy {0} requires a login, or rejected the one sent (407). Enter the login for this connection.',
        failure.proxy,
      );
    case 'vscodeProxyLogin':
      return l10n.t(
        'VS Code’s proxy requires a login for {0} (407). Log in where VS Code asks for it, or set http.proxy with a login, or choose another proxy for this connection.',
        failure.origin,
      );
    case 'proxyRefused':
      return l10n.t(
        'The proxy {0} refused to connect to {1} ({2}). Ask the proxy’s administrator, or use no proxy for this connection.',
        failure.proxy,
        failure.origin,
        failure.status,
      );
    case 'proxyUnusable':
      return l10n.t(
        '“{0}” is not a usable proxy. Enter an address like http://proxy:3128.',
        shownDetail(failure.proxy),
      );
  }
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
