import { momentOf } from './moments.ts';
import type { Session } from './session.ts';

/** Why a session is or is not active, which Kratos reports as one boolean. */
export type SessionStatus =
  | { readonly kind: 'active'; readonly expiresAt: Date | undefined }
  | { readonly kind: 'expired'; readonly at: Date }
  /** May be revoked, too: while an identity is disabled, the server reports all its sessions as not active. */
  | { readonly kind: 'identityInactive' }
  /** Revoked by an admin or signed out by the user: the server does not say which. */
  | { readonly kind: 'revoked' }
  /** Not active shortly before its expiry: by the server's clock it may have expired. */
  | { readonly kind: 'expiredOrRevoked' };

/** How far the clocks of the server and of this machine may be apart. */
const clockToleranceMs = 5 * 60_000;

/** Returns the status of `session` at `now`. `identityState` may be newer than the embedded one. */
export function sessionStatus(session: Session, now: Date, identityState = session.identityState): SessionStatus {
  const expiresAt = momentOf(session.expiresAt);
  if (expiresAt !== undefined && expiresAt.getTime() <= now.getTime()) {
    return { kind: 'expired', at: expiresAt };
  }
  const saysNothing = wasReadWhileDisabled(session);
  if (!session.active && !saysNothing) {
    const isNearItsEnd = expiresAt !== undefined && expiresAt.getTime() - now.getTime() <= clockToleranceMs;
    return { kind: isNearItsEnd ? 'expiredOrRevoked' : 'revoked' };
  }
  return saysNothing || identityState === 'inactive' ? { kind: 'identityInactive' } : { kind: 'active', expiresAt };
}

/** Returns whether `session` was read while its identity was disabled, so that its own status is not known. */
export function wasReadWhileDisabled(session: Session): boolean {
  return !session.active && session.identityState === 'inactive';
}
