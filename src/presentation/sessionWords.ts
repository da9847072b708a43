import { l10n } from 'vscode';
import type { AuthenticationMethod, Session } from '../kratos/session.ts';
import type { SessionStatus } from '../kratos/sessionStatus.ts';
import { relativeTime } from './relativeTime.ts';
import { rowTextLimit, visibleText } from './visibleText.ts';

/** The state in one or two words: "active", "expired", "revoked or signed out", "identity disabled". */
export function statusWords(status: SessionStatus): string {
  switch (status.kind) {
    case 'active':
      return l10n.t('active');
    case 'expired':
      return l10n.t('expired');
    case 'revoked':
      return l10n.t('revoked or signed out');
    case 'expiredOrRevoked':
      return l10n.t('expired or revoked');
    case 'identityInactive':
      return l10n.t('identity disabled');
  }
}

/** The state with what there is to say of its time: "Active, expires in 21 hours". */
export function statusSentence(status: SessionStatus, now: Date): string {
  switch (status.kind) {
    case 'active': {
      const when = status.expiresAt === undefined ? undefined : relativeTime(status.expiresAt, now);
      return when === undefined ? l10n.t('Active') : l10n.t('Active, expires {0}', when);
    }
    case 'expired': {
      const when = relativeTime(status.at, now);
      return when === undefined ? l10n.t('Expired') : l10n.t('Expired {0}', when);
    }
    case 'revoked':
      return l10n.t('Revoked by an administrator or signed out by the user');
    case 'expiredOrRevoked':
      return l10n.t('Expired just now, or revoked');
    case 'identityInactive':
      return l10n.t('Not usable while the identity is disabled');
  }
}

/** One factor: "password", "oidc google". */
export function methodWords(method: AuthenticationMethod): string {
  const name = visibleText(method.method, rowTextLimit);
  return method.provider ? `${name} ${visibleText(method.provider, rowTextLimit)}` : name;
}

/** All factors, each once, in the order they were given: "password + totp"; undefined where the server holds none. */
export function methodsWords(session: Session): string | undefined {
  const words = new Set(session.methods.map(methodWords));
  return words.size === 0 ? undefined : [...words].join(' + ');
}

/** "aal1"; undefined where the server holds none. */
export function aalWords(aal: string | undefined): string | undefined {
  return aal ? visibleText(aal, rowTextLimit) : undefined;
}
