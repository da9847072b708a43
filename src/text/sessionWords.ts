import { l10n } from 'vscode';
import { createdAt } from '../core/kratos/moments.ts';
import type { AuthenticationMethod, Device, Session } from '../core/kratos/session.ts';
import type { SessionStatus } from '../core/kratos/sessionStatus.ts';
import { compactAge, relativeTime } from './relativeTime.ts';
import { shortText } from './visibleText.ts';

const stateWords: Readonly<Record<SessionStatus['kind'], () => string>> = {
  active: () => l10n.t('active'),
  expired: () => l10n.t('expired'),
  revoked: () => l10n.t('revoked or signed out'),
  expiredOrRevoked: () => l10n.t('expired or revoked'),
  identityInactive: () => l10n.t('identity disabled'),
};

/** Names the state in a few words: "active", "revoked or signed out". */
export function statusWords(status: SessionStatus): string {
  return stateWords[status.kind]();
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

/** Returns what distinguishes sessions in rows: the age, the place of the first device, and an unusual sign-in. */
export function rowFacts(session: Session, now: Date): readonly (string | undefined)[] {
  const created = createdAt(session);
  return [created && compactAge(created, now), place(session.devices[0]), unusualSignIn(session)];
}

/** Returns the same in full words, with every method and the assurance level. */
export function accessibleFacts(session: Session, now: Date): readonly (string | undefined)[] {
  const created = createdAt(session);
  return [
    created && relativeTime(created, now),
    place(session.devices[0]),
    methodsWords(session.methods),
    aalWords(session.aal),
  ];
}

const usualMethods: ReadonlySet<string> = new Set(['password', 'totp', 'webauthn']);

/** Names what a password and a second factor do not account for: "code_recovery", "oidc google", "aal0". */
function unusualSignIn({ aal, methods }: Session): string | undefined {
  const unusual = methods.filter(({ method }) => !usualMethods.has(method));
  const isExpected = aal === 'aal1' || methods.some((method) => method.aal === aal);
  return [methodsWords(unusual), isExpected ? undefined : aalWords(aal)].filter(Boolean).join(' ');
}

function methodsWords(methods: readonly AuthenticationMethod[]): string {
  return [...new Set(methods.map(methodWords))].join(' + ');
}

/** Returns e.g. "Berlin, DE", else "203.0.113.7". */
function place(device: Device | undefined): string | undefined {
  const text = device?.location?.trim() || withoutPort(device?.ipAddress?.trim() ?? '');
  return text === '' ? undefined : shortText(text);
}

function withoutPort(address: string): string {
  return bracketed.exec(address)?.[1] ?? withPort.exec(address)?.[1] ?? address;
}

/** Names one method: "password", "oidc google". */
export function methodWords(method: AuthenticationMethod): string {
  const name = shortText(method.method);
  return method.provider ? `${name} ${shortText(method.provider)}` : name;
}

export function aalWords(aal: string | undefined): string | undefined {
  return aal ? shortText(aal) : undefined;
}
