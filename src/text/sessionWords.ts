import { l10n } from 'vscode';
import type { AuthenticationMethod, Device, Session } from '../core/kratos/session.ts';
import type { SessionStatus } from '../core/kratos/sessionStatus.ts';
import { relativeTime } from './relativeTime.ts';
import { rowTextLimit, visibleText } from './visibleText.ts';

/** Names the state in a few words: "active", "revoked or signed out". */
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

/** Describes the state and its time: "Active, expires in 21 hours". */
export function statusSentence(status: SessionStatus, now: Date): string {
  switch (status.kind) {
    case 'active':
      return status.expiresAt === undefined
        ? l10n.t('Active')
        : l10n.t('Active, expires {0}', relativeTime(status.expiresAt, now));
    case 'expired':
      return l10n.t('Expired {0}', relativeTime(status.at, now));
    case 'revoked':
      return l10n.t('Revoked by an administrator or signed out by the user');
    case 'expiredOrRevoked':
      return l10n.t('Expired just now, or revoked');
    case 'identityInactive':
      return l10n.t('Not usable while the identity is disabled');
  }
}

const bracketed = /^\[([^\]]*)\](?::\d+)?$/;
const withPort = /^([^:]+):\d+$/;

/** Returns the place of the first device, the methods and the assurance level, each if the server has it. */
export function sessionFacts(session: Session): readonly (string | undefined)[] {
  const methods = [...new Set(session.methods.map(methodWords))].join(' + ');
  return [place(session.devices[0]), methods === '' ? undefined : methods, aalWords(session.aal)];
}

/** Returns e.g. "Berlin, DE", else "203.0.113.7". */
function place(device: Device | undefined): string | undefined {
  const text = device?.location?.trim() || withoutPort(device?.ipAddress?.trim() ?? '');
  return text === '' ? undefined : visibleText(text, rowTextLimit);
}

function withoutPort(address: string): string {
  return bracketed.exec(address)?.[1] ?? withPort.exec(address)?.[1] ?? address;
}

/** Names one method: "password", "oidc google". */
export function methodWords(method: AuthenticationMethod): string {
  const name = visibleText(method.method, rowTextLimit);
  return method.provider ? `${name} ${visibleText(method.provider, rowTextLimit)}` : name;
}

export function aalWords(aal: string | undefined): string | undefined {
  return aal ? visibleText(aal, rowTextLimit) : undefined;
}
