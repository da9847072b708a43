import type { Identity } from './identity.ts';
import type { ListReader } from './listReader.ts';
import type { Malformed, Session } from './session.ts';

/** Which identities to list. Servers from v25.4 refuse two filters at once, so there is one at most. */
export type IdentityFilter =
  | { readonly by: 'all' }
  | { readonly by: 'identifier'; readonly identifier: string }
  | { readonly by: 'identifierPrefix'; readonly prefix: string }
  | { readonly by: 'ids'; readonly ids: readonly string[] };

/** Kratos' `active` parameter. It asks for the row's own state and expiry, not the identity's. */
export type SessionFilter = 'all' | 'active' | 'inactive';

/** The admin API of one server: one method per endpoint. All fail with KratosError only. */
export interface KratosClient {
  /** GET /admin/identities, keyset. */
  identities(filter: IdentityFilter, pageSize: number): ListReader<Identity | Malformed>;
  /** GET /admin/identities/{id}; notFound when there is none (or the id is no UUID). */
  identity(id: string, signal?: AbortSignal): Promise<Identity>;
  /** GET /admin/identities/by/external/{externalId}; noSuchRoute before v25.4. */
  identityByExternalId(externalId: string, signal?: AbortSignal): Promise<Identity>;
  /** GET /admin/identities/{id}/sessions; empty for an identity that does not exist, too. */
  identitySessions(identityId: string, filter: SessionFilter, pageSize: number): ListReader<Session | Malformed>;
  /** GET /admin/sessions with identity and devices expanded, keyset, newest first. */
  sessions(filter: SessionFilter, pageSize: number): ListReader<Session | Malformed>;
  /** GET /admin/sessions/{id} with identity and devices expanded. */
  session(id: string, signal?: AbortSignal): Promise<Session>;
  /** GET /admin/health/ready: resolves when the server says that it is ready. */
  ready(signal?: AbortSignal): Promise<void>;
  /** GET /admin/version, e.g. "v26.2.0"; "master" for a build from source. */
  version(signal?: AbortSignal): Promise<string>;
}
