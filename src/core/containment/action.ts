/** What is done to an identity or its sessions. */
export type Action =
  | { readonly kind: 'revokeSessions' }
  /** Of one session. The server may accept it and change nothing. */
  | { readonly kind: 'extendSession' }
  | { readonly kind: 'setState'; readonly state: 'active' | 'inactive' }
  /** `identifier` chooses one of several credentials of the type, as oidc has them. */
  | { readonly kind: 'removeCredential'; readonly type: string; readonly identifier?: string }
  | { readonly kind: 'createRecovery'; readonly by: 'code' | 'link' };

const kinds = {
  revokeSessions: true,
  extendSession: true,
  setState: true,
  removeCredential: true,
  createRecovery: true,
} satisfies Record<Action['kind'], true>;

export function isActionKind(kind: unknown): kind is Action['kind'] {
  return typeof kind === 'string' && Object.hasOwn(kinds, kind);
}

export type SessionAction = Extract<Action, { readonly kind: 'revokeSessions' | 'extendSession' }>;

export type IdentityAction = Exclude<Action, SessionAction>;

export function concernsSessions(action: Action): action is SessionAction {
  return action.kind === 'revokeSessions' || action.kind === 'extendSession';
}
