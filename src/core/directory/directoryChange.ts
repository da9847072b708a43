/** What changed in a list. */
export interface ListChange {
  /** Ids of the items that were replaced in their places; `all` where items, their order or what is counted changed. */
  readonly rows: readonly string[] | 'all';
  /** Whether its phase changed: what stands before and after the items. */
  readonly edges: boolean;
}

export type DirectoryChange =
  /** The list of identities, its filter or the found ones. */
  | ({ readonly kind: 'identities' } & ListChange)
  /** The list of one identity's sessions, its filter or the found ones. */
  | ({ readonly kind: 'sessions'; readonly identityId: string } & ListChange)
  /** One identity was read again, or turned out to be gone. */
  | { readonly kind: 'identity'; readonly identityId: string }
  /** One session was read again, or turned out to be gone. */
  | { readonly kind: 'session'; readonly sessionId: string; readonly identityId: string | undefined }
  /** The version of the server became known, or is another one now. */
  | { readonly kind: 'version' }
  /** The list of recent sessions: its items or its phase. */
  | { readonly kind: 'recentSessions' }
  /** How long requests wait for the rate limits: each second while some do. */
  | { readonly kind: 'waiting' };
