import type { Session } from './session.ts';

/** Why a session is or is not active. Kratos' own `active` folds all of this into one boolean (kratos-admin-api 2.6). */
export type SessionStatus =
  | { readonly kind: 'active'; readonly expiresAt: Date | undefined }
  | { readonly kind: 'expired'; readonly at: Date }
  | { readonly kind: 'identityInactive' }
  /** Revoked by an admin or signed out by the person: the server does not tell which. */
  | { readonly kind: 'revoked' };

/** The state of `session` at `now`; `identityState` is a fresher state of its identity than the embedded one, if known. */
export function sessionStatus(session: Session, now: Date, identityState = session.identityState): SessionStatus {
  const expiresAt = session.expiresAt === undefined ? undefined : new Date(session.expiresAt);
  if (expiresAt !== undefined && expiresAt.getTime() <= now.getTime()) {
    return { kind: 'expired', at: expiresAt };
  }
  if (identityState === 'inactive') {
    return { kind: 'identityInactive' };
  }
  return session.active ? { kind: 'active', expiresAt } : { kind: 'revoked' };
}
