import type { Mail } from '../kratos/mails.ts';
import type { Session } from '../kratos/session.ts';
import type { KratosDirectory } from './kratosDirectory.ts';

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

/** A session with the identity whose list holds it. */
export interface LoadedSession {
  readonly identityId: string;
  readonly session: Session;
}

/** What is read: one page, all that is left of a list, or one item by its id. */
export type Reading = 'page' | 'rest' | 'item';

/** The mails of the courier to several addresses. */
export interface Mails {
  /** Newest first; those without a time are last. */
  readonly mails: readonly Mail[];
  /** The addresses that have older mails than these. */
  readonly withOlder: readonly string[];
  /** The addresses beyond the first ten, whose mails were not requested. */
  readonly notRead: readonly string[];
  /** How many messages could not be read. */
  readonly malformed: number;
}

/** What other folders use of a server's data, and what their tests replace. */
export type Directory = Pick<KratosDirectory, keyof KratosDirectory>;
