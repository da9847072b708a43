import { l10n } from 'vscode';
import type { Failure } from '../core/kratos/failure.ts';
import { shownDetail } from './redactPersonalData.ts';

type Tls = Extract<Failure, { readonly kind: 'tls' }>;
type FileUnusable = Extract<Failure, { readonly kind: 'fileUnusable' }>;

/** Says why TLS failed and what to do. */
export function tlsText({ origin, problem, detail }: Tls): string {
  switch (problem.kind) {
    case 'unknownAuthority':
      return l10n.t(
        'The certificate of {0} was issued by an authority that this machine does not trust. Add that authority’s CA file to the connection.',
        origin,
      );
    case 'expired':
      return l10n.t(
        'The certificate of {0} has expired. Have it renewed on the server, and check this machine’s clock.',
        origin,
      );
    case 'notYetValid':
      return l10n.t(
        'The certificate of {0} is not valid yet. Check this machine’s clock, then the certificate on the server.',
        origin,
      );
    case 'wrongName':
      return problem.names.length === 0
        ? l10n.t(
            'The certificate of {0} is not for {1}. Correct the address, or the connection’s server name.',
            origin,
            shownDetail(problem.host),
          )
        : l10n.t(
            'The certificate of {0} is for {2}, not for {1}. Correct the address, or the connection’s server name.',
            origin,
            shownDetail(problem.host),
            shownDetail(problem.names.join(', ')),
          );
    case 'clientCertificateWanted':
      return l10n.t('{0} requires a client certificate. Add one to the connection.', origin);
    case 'clientCertificateRefused':
      return l10n.t(
        '{0} rejected this connection’s client certificate. Use one that the server trusts and that has not expired.',
        origin,
      );
    case 'notTls':
      return l10n.t('{0} does not use TLS. Use http:// or the HTTPS port.', origin);
    case 'other':
      return l10n.t(
        'A secure connection to {0} could not be established: {1}. Check the certificate and the address.',
        origin,
        shownDetail(detail),
      );
  }
}

const fileTexts: Readonly<Record<FileUnusable['problem'], (path: string, detail: string) => string>> = {
  wrongPassphrase: (path) => l10n.t('The passphrase for {0} is wrong. Enter it again for this connection.', path),
  legacyEncryption: (path) =>
    l10n.t('{0} uses an encryption that is no longer supported. Export it again with a newer encryption (AES).', path),
  keyOfAnother: (path) =>
    l10n.t('The key in {0} does not match the certificate. Use a certificate and a key that belong together.', path),
  tooWeak: (path, detail) =>
    l10n.t(
      '{0} is too weak to be used: {1}. Have a certificate issued with a longer key (RSA: 2048 bits or more).',
      path,
      detail,
    ),
  notUnderstood: (path, detail) =>
    l10n.t(
      '{0} could not be read as a certificate or key: {1}. Check that it is the right file, in the right format.',
      path,
      detail,
    ),
};

/** Says what is wrong with a file of certificates or keys and what to do. */
export function fileText({ path, problem, detail }: FileUnusable): string {
  return fileTexts[problem](shownDetail(path), shownDetail(detail));
}
