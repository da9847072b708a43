/** Names one identity of one connection. */
export interface IdentityRef {
  readonly connectionId: string;
  readonly identityId: string;
}

/** Names one session; Kratos finds it by its own id, the identity's is for the tree and for the address of its file. */
export interface SessionRef extends IdentityRef {
  readonly sessionId: string;
}
