import { l10n } from 'vscode';
import type { Failure } from '../core/kratos/failure.ts';

/** Names the failure in a few words: "timed out", "authentication failed". */
export function failureWords(failure: Failure): string {
  switch (failure.kind) {
    case 'cancelled':
      return l10n.t('cancelled');
    case 'refused':
      return l10n.t('nothing is listening');
    case 'hostNotFound':
      return l10n.t('host not found');
    case 'offline':
      return l10n.t('offline');
    case 'timeout':
      return l10n.t('timed out');
    case 'tls':
      return l10n.t('TLS error');
    case 'connectionLost':
    case 'truncatedBody':
      return l10n.t('connection lost');
    case 'tooLarge':
      return l10n.t('response too large');
    case 'redirectedAway':
      return l10n.t('redirected elsewhere');
    case 'network':
      return l10n.t('unreachable');
    case 'notEncrypted':
      return l10n.t('not encrypted');
    case 'secretMissing':
      return l10n.t('secret missing');
    case 'secretUnusable':
      return l10n.t('secret unusable');
    case 'fileUnreadable':
    case 'fileUnusable':
      return l10n.t('file unusable');
    case 'proxyUnreachable':
    case 'proxyRefused':
    case 'proxyUnusable':
      return l10n.t('proxy error');
    case 'proxyLogin':
    case 'vscodeProxyLogin':
      return l10n.t('proxy login required');
    case 'unauthorized':
      return l10n.t('authentication failed');
    case 'forbidden':
      return l10n.t('access forbidden');
    case 'rateLimited':
      return l10n.t('too many requests');
    case 'serverError':
      return l10n.t('server error');
    case 'notFound':
    case 'noSuchRoute':
    case 'rejected':
    case 'otherResponse':
    case 'notKratos':
      return l10n.t('unexpected response');
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
