import { l10n } from 'vscode';
import type { Failure } from '../core/kratos/failure.ts';

/**
 * Names the failure in at most 20 characters, so that a row of 300 pixels shows all of it, also in languages that need
 * a third more: "Timed out", "Wrong key".
 */
export function failureWords(failure: Failure): string {
  switch (failure.kind) {
    case 'cancelled':
      return l10n.t('Cancelled');
    case 'refused':
      return l10n.t('Nothing is listening');
    case 'hostNotFound':
      return l10n.t('Host not found');
    case 'offline':
    case 'network':
      return l10n.t('Not reachable');
    case 'timeout':
      return l10n.t('Timed out');
    case 'tls':
      return tlsWords(failure.problem.kind);
    case 'connectionLost':
      return l10n.t('Connection lost');
    case 'truncatedBody':
      return l10n.t('Response incomplete');
    case 'tooLarge':
      return l10n.t('Response too large');
    case 'redirectedAway':
      return l10n.t('Redirected elsewhere');
    case 'notEncrypted':
      return l10n.t('Not encrypted');
    case 'locked':
      return l10n.t('Connection locked');
    case 'secretMissing':
      return failure.secret === 'bearer' ? l10n.t('Key missing') : l10n.t('Secret missing');
    case 'secretUnusable':
      return l10n.t('Secret unusable');
    case 'fileUnreadable':
      return l10n.t('File unreadable');
    case 'fileUnusable':
      return l10n.t('File unusable');
    case 'proxyUnreachable':
      return l10n.t('Proxy not reachable');
    case 'proxyRefused':
      return l10n.t('Refused by the proxy');
    case 'proxyUnusable':
      return l10n.t('Proxy unusable');
    case 'proxyLogin':
    case 'vscodeProxyLogin':
      return l10n.t('Proxy login required');
    case 'unauthorized':
      return l10n.t('Wrong or missing key');
    case 'forbidden':
      return l10n.t('Access forbidden');
    case 'rateLimited':
      return l10n.t('Too many requests');
    case 'serverError':
      return l10n.t('Server error ({0})', failure.status);
    case 'notFound':
      return l10n.t('Not found');
    case 'noSuchRoute':
      return l10n.t('No admin API here');
    case 'rejected':
      return l10n.t('Request rejected');
    case 'otherResponse':
      return l10n.t('Wrong response');
    case 'falselyMissing':
      return l10n.t('Falsely not found');
    case 'notKratos':
      return failure.found.what === 'html' ? l10n.t('Web page, not JSON') : l10n.t('Not from Kratos');
  }
}

function tlsWords(problem: Extract<Failure, { kind: 'tls' }>['problem']['kind']): string {
  switch (problem) {
    case 'unknownAuthority':
      return l10n.t('Untrusted issuer');
    case 'expired':
      return l10n.t('Certificate expired');
    case 'notYetValid':
      return l10n.t('Certificate too new');
    case 'wrongName':
      return l10n.t('Wrong certificate');
    case 'clientCertificateWanted':
    case 'clientCertificateRefused':
      return l10n.t('Certificate required');
    case 'notTls':
      return l10n.t('Server without TLS');
    case 'other':
      return l10n.t('TLS error');
  }
}

/** Returns a heading when the server was reached but denies access, else undefined. */
export function accessHeading({ kind }: Failure): string | undefined {
  switch (kind) {
    case 'unauthorized':
      return l10n.t('The server was reached, but authentication failed.');
    case 'forbidden':
      return l10n.t('The server was reached, but access is forbidden.');
    default:
      return undefined;
  }
}
