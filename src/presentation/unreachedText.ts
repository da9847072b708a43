import { l10n } from 'vscode';
import type { Failure } from '../kratos/failure.ts';
import { withoutKeys } from './impersonal.ts';
import { visibleText } from './visibleText.ts';

/** The failures of the way to the server, and not of its answer. */
export type Unreached = Exclude<
  Failure,
  {
    readonly kind:
      | 'notFound'
      | 'rejected'
      | 'unauthorized'
      | 'forbidden'
      | 'noSuchRoute'
      | 'rateLimited'
      | 'serverError'
      | 'notKratos';
  }
>;
type Tls = Extract<Unreached, { readonly kind: 'tls' }>;
type FileUnusable = Extract<Unreached, { readonly kind: 'fileUnusable' }>;
export type SecretName = Extract<Unreached, { readonly kind: 'secretMissing' }>['secret'];

/** What kept the server from being asked or from being heard, and what to do. */
export function unreachedText(failure: Unreached): string {
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
    case 'offline':
      return l10n.t(
        'This machine has no way to {0}. Check that it is online, and the VPN if there is one.',
        failure.origin,
      );
    case 'timeout':
      return l10n.t(
        '{0} did not answer within {1} seconds. Try again, or check that the server is well.',
        failure.origin,
        failure.seconds,
      );
    case 'tls':
      return tlsText(failure);
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
    case 'tooLarge':
      return l10n.t(
        'The answer of {0} is larger than {1} MB, so it was not read. Ask for fewer rows at once (kratosExplorer.pageSize), or check the address.',
        failure.origin,
        failure.megabytes,
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
    case 'secretMissing':
      return l10n.t(
        'The {0} is not stored for {1}: it was never entered there, or for another address. Enter it for this connection.',
        secretWords(failure.secret),
        failure.origin,
      );
    case 'secretUnusable':
      return l10n.t(
        'The {0} holds characters that cannot be sent, such as a line break, so nothing was sent to {1}. Enter it again.',
        secretWords(failure.secret),
        failure.origin,
      );
    case 'notEncrypted':
      return l10n.t(
        'Nothing was sent to {0}: the way there is not encrypted. Use https://, or try again and agree to it.',
        failure.origin,
      );
    case 'fileUnreadable':
      return l10n.t(
        'The file {0} cannot be read: {1}. Correct its path in the connection, or who may read it.',
        cut(failure.path),
        cut(failure.detail),
      );
    case 'fileUnusable':
      return fileText(failure);
    case 'proxyUnreachable':
      return l10n.t(
        'The proxy {0} could not be reached: {1}. Check the proxy setting and the network.',
        failure.proxy,
        cut(failure.detail),
      );
    case 'proxyLogin':
      return l10n.t('The proxy {0} wants a log-in, or another one (407). Enter it for this connection.', failure.proxy);
    case 'vscodeProxyLogin':
      return l10n.t(
        'VS Code’s proxy requires a login for {0} (407). Log in where VS Code asks for it, or set http.proxy with a login, or choose another proxy for this connection.',
        failure.origin,
      );
    case 'proxyRefused':
      return l10n.t(
        'The proxy {0} opens no way to {1} ({2}). Ask who runs the proxy, or use none for this connection.',
        failure.proxy,
        failure.origin,
        failure.status,
      );
    case 'proxyUnusable':
      return l10n.t(
        '“{0}” is no proxy that can be used. Write its address like http://proxy:3128.',
        cut(failure.proxy),
      );
  }
}

/** What a secret is called in a sentence, after "the". */
export function secretWords(secret: SecretName): string {
  switch (secret) {
    case 'bearer':
      return l10n.t('key (bearer token)');
    case 'password':
      return l10n.t('password');
    case 'passphrase':
      return l10n.t('passphrase of the client certificate');
    case 'proxyPassword':
      return l10n.t('password for the proxy');
    case 'proxyLogin':
      return l10n.t('log-in for the proxy');
    default:
      return l10n.t('value of the header {0}', visibleText(secret.slice('header:'.length), 60));
  }
}

function tlsText({ origin, problem, detail }: Tls): string {
  switch (problem.kind) {
    case 'unknownAuthority':
      return l10n.t(
        'The certificate of {0} was issued by an authority that this machine does not know. Give the connection the CA file of that authority.',
        origin,
      );
    case 'expired':
      return l10n.t(
        'The certificate of {0} has expired. Have it renewed on the server; check the clock of this machine, too.',
        origin,
      );
    case 'notYetValid':
      return l10n.t(
        'The certificate of {0} is not valid yet. Check the clock of this machine, then the certificate on the server.',
        origin,
      );
    case 'wrongName':
      return problem.names.length === 0
        ? l10n.t(
            'The certificate of {0} is not for {1}. Correct the address, or the server name of the connection.',
            origin,
            cut(problem.host),
          )
        : l10n.t(
            'The certificate of {0} is for {2}, not for {1}. Correct the address, or the server name of the connection.',
            origin,
            cut(problem.host),
            cut(problem.names.join(', ')),
          );
    case 'clientCertificateWanted':
      return l10n.t('{0} asks for a client certificate. Give the connection one.', origin);
    case 'clientCertificateRefused':
      return l10n.t(
        '{0} does not take the client certificate of this connection. Use one that the server trusts and that has not expired.',
        origin,
      );
    case 'notTls':
      return l10n.t('What answers at {0} does not speak TLS. Use http:// or the port of https.', origin);
    case 'other':
      return l10n.t('No secure connection to {0}: {1}. Check the certificate or the address.', origin, cut(detail));
  }
}

function fileText({ path, problem, detail }: FileUnusable): string {
  switch (problem) {
    case 'wrongPassphrase':
      return l10n.t('The passphrase does not open {0}. Enter it again for this connection.', cut(path));
    case 'legacyEncryption':
      return l10n.t(
        '{0} is encrypted in a way that is no longer read. Export it again with a newer encryption (AES).',
        cut(path),
      );
    case 'keyOfAnother':
      return l10n.t(
        'The key in {0} is not that of the certificate. Give the connection the two that belong together.',
        cut(path),
      );
    case 'tooWeak':
      return l10n.t(
        '{0} is too weak to be used: {1}. Have a certificate issued with a longer key (RSA: 2048 bits or more).',
        cut(path),
        cut(detail),
      );
    case 'notUnderstood':
      return l10n.t(
        '{0} is not a certificate or key that can be read: {1}. Check that it is the right file and in the right format.',
        cut(path),
        cut(detail),
      );
  }
}

function cut(text: string): string {
  return withoutKeys(visibleText(text, 160));
}
