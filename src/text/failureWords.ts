import { l10n } from 'vscode';
import type { Failure } from '../core/kratos/failure.ts';
import type { FailureTexts } from './failureText.ts';

const words: FailureTexts = {
  cancelled: () => l10n.t('Cancelled'),
  refused: () => l10n.t('Nothing is listening'),
  hostNotFound: () => l10n.t('Host not found'),
  offline: () => l10n.t('Not reachable'),
  network: () => l10n.t('Not reachable'),
  timeout: () => l10n.t('Timed out'),
  tls: ({ problem }) => tlsWords[problem.kind](),
  connectionLost: () => l10n.t('Connection lost'),
  truncatedBody: () => l10n.t('Response incomplete'),
  tooLarge: () => l10n.t('Response too large'),
  redirectedAway: () => l10n.t('Redirected elsewhere'),
  notEncrypted: () => l10n.t('Not encrypted'),
  locked: () => l10n.t('Connection locked'),
  secretMissing: ({ secret }) => (secret === 'bearer' ? l10n.t('Key missing') : l10n.t('Secret missing')),
  secretUnusable: () => l10n.t('Secret unusable'),
  fileUnreadable: () => l10n.t('File unreadable'),
  fileUnusable: () => l10n.t('File unusable'),
  proxyUnreachable: () => l10n.t('Proxy not reachable'),
  proxyRefused: () => l10n.t('Refused by the proxy'),
  proxyUnusable: () => l10n.t('Proxy unusable'),
  proxyLogin: () => l10n.t('Proxy login required'),
  vscodeProxyLogin: () => l10n.t('Proxy login required'),
  unauthorized: () => l10n.t('Wrong or missing key'),
  forbidden: () => l10n.t('Access forbidden'),
  rateLimited: () => l10n.t('Too many requests'),
  serverError: ({ status }) => l10n.t('Server error ({0})', status),
  notFound: () => l10n.t('Not found'),
  noSuchRoute: () => l10n.t('No admin API here'),
  rejected: () => l10n.t('Request rejected'),
  otherResponse: () => l10n.t('Wrong response'),
  falselyMissing: () => l10n.t('False 404'),
  notKratos: ({ found }) => (found.what === 'html' ? l10n.t('Web page, not JSON') : l10n.t('Not from Kratos')),
};

const tlsWords: Readonly<Record<Extract<Failure, { kind: 'tls' }>['problem']['kind'], () => string>> = {
  unknownAuthority: () => l10n.t('Untrusted issuer'),
  expired: () => l10n.t('Certificate expired'),
  notYetValid: () => l10n.t('Certificate too new'),
  wrongName: () => l10n.t('Wrong certificate'),
  clientCertificateWanted: () => l10n.t('Certificate required'),
  clientCertificateRefused: () => l10n.t('Certificate required'),
  notTls: () => l10n.t('Server without TLS'),
  other: () => l10n.t('TLS error'),
};

/**
 * Names the failure in at most 20 characters, so that a row of 300 pixels shows all of it, also in languages that need
 * a third more: "Timed out", "Wrong key".
 */
export function failureWords(failure: Failure): string {
  const name = words[failure.kind] as (failure: Failure) => string;
  return name(failure);
}

/** Returns a heading when the server was reached but denies access, else undefined. */
export function accessHeading({ kind }: Failure): string | undefined {
  if (kind === 'unauthorized') {
    return l10n.t('The server was reached, but authentication failed.');
  }
  return kind === 'forbidden' ? l10n.t('The server was reached, but access is forbidden.') : undefined;
}
