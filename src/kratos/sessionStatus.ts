import { momentOf } from './moments.ts';
import type { Session } from './session.ts';

/** Why a session is or is not active. Kratos' own `active` folds all of this into one boolean. */
export type SessionStatus =
  | { readonly kind: 'active'; readonly expiresAt: Date | undefined }
  | { readonly kind: 'expired'; readonly at: Date }
  /** Perhaps revoked as well: while an identity is disabled, the server tells its sessions apart by their expiry only. */
  | { readonly kind: 'identityInactive' }
  /** Revoked by an admin or signed out by the person: the server does not tell which. */
  | { readonly kind: 'revoked' }
  /** Not active shortly before its expiry by this machine's clock: by the server's it may be over. */
  | { readonly kind: 'expiredOrRevoked' };

/** How far the clocks of the server and of this machine may be apart. */
const clockToleranceMs = 5 * 60_000;

/** The state of `session` at `now`; `identityState` is a fresher state of its identity than the embedded one, if known. */
export function sessionStatus(session: Session, now: Date, identityState = session.identityState): SessionStatus {
  const expiresAt = momentOf(session.expiresAt);
  if (expiresAt !== undefined && expiresAt.getTime() <= now.getTime()) {
    return { kind: 'expired', at: expiresAt };
  }
  // Read as not active while its identity was not disabled, it was revoked for good.
  const saysNothing = wasReadWhileDisabled(session);
  if (!session.active && !saysNothing) {
    const isNearItsEnd = expiresAt !== undefined && expiresAt.getTime() - now.getTime() <= clockToleranceMs;
    return { kind: isNearItsEnd ? 'expiredOrRevoked' : 'revoked' };
  }
  return saysNothing || identityState === 'inactive' ? { kind: 'identityInactive' } : { kind: 'active', expiresAt };
}

/** Whether `session` was read while its identity was disabled: it says nothing of itself until it is read again. */
export function wasReadWhileDisabled(session: Session): boolean {
  return !session.active && session.identityState === 'inactive';
}
