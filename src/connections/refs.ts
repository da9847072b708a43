export interface IdentityRef {
  readonly connectionId: string;
  readonly identityId: string;
}

/** Kratos finds a session by its own id. The identity's id is for the tree and the document's address. */
export interface SessionRef extends IdentityRef {
  readonly sessionId: string;
}
