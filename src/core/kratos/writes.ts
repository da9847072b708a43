import type { Transport, WritePermit } from '../http/transport.ts';
import { call, endpoints, type QueryParameters } from './endpoints.ts';
import { KratosError } from './failure.ts';
import { isSameUuid, isUuid } from './uuid.ts';

/** The most sessions that the server disables in one request. */
export const mostDisabledAtOnce = 500;

/** A link or code with which anyone who has it can sign in as the identity. */
export interface Recovery {
  readonly link: string;
  /** Undefined where a link alone was requested. */
  readonly code: string | undefined;
  readonly expiresAt: string | undefined;
}

interface WriteOptions {
  readonly permit: WritePermit;
  readonly signal?: AbortSignal | undefined;
}

interface CredentialOptions extends WriteOptions {
  /** Of one of several credentials of the type, as oidc has them. */
  readonly identifier?: string | undefined;
}

export type KratosWrites = ReturnType<typeof createKratosWrites>;

/**
 * Creates the part of a client that changes something, and that reads whether a session ended. All methods reject only
 * with KratosError, unless the transport refuses the permit. A resolved promise says that the server accepted the
 * request, not what it did.
 */
export function createKratosWrites(transport: Pick<Transport, 'send'>) {
  async function recover(
    endpoint: typeof endpoints.createRecoveryCode,
    identityId: string,
    { permit, signal }: WriteOptions,
  ): Promise<Recovery> {
    const made = await call(transport, endpoint, { write: { permit, json: { identity_id: identityId } }, signal });
    return {
      link: made.recovery_link,
      code: made.recovery_code ?? undefined,
      expiresAt: made.expires_at ?? undefined,
    };
  }

  return {
    /** Resolves to whether the session itself is active, also while its identity is disabled, or its row malformed. */
    async isSessionActive(id: string, signal?: AbortSignal): Promise<boolean> {
      const session = await call(transport, endpoints.ownState, { id, signal });
      if (!isSameUuid(session.id, id)) {
        throw new KratosError({ kind: 'otherResponse' });
      }
      return session.active;
    },

    /** Succeeds for a session that ended before, too. */
    async revokeSession(id: string, { permit, signal }: WriteOptions): Promise<void> {
      await call(transport, endpoints.revokeSession, { id, write: { permit }, signal });
    },

    /** Resolves to how many sessions the server ended. Fails with noSuchRoute where it cannot end several at once. */
    async disableSessions(ids: readonly string[], { permit, signal }: WriteOptions): Promise<number> {
      // An empty list would be one of all identities, and "*" stands for all of them.
      const wrong = ids.find((id) => !isUuid(id));
      if (ids.length === 0 || wrong !== undefined) {
        throw new KratosError({ kind: 'notFound', resource: 'session', id: wrong ?? '' });
      }
      const json = { action: 'disable', sessions: ids };
      return (await call(transport, endpoints.disableSessions, { write: { permit, json }, signal })).processed;
    },

    /** Succeeds where nothing changes, too: the session has to be read again. */
    async extendSession(id: string, { permit, signal }: WriteOptions): Promise<void> {
      await call(transport, endpoints.extendSession, { id, write: { permit }, signal });
    },

    async setIdentityState(id: string, state: 'active' | 'inactive', { permit, signal }: WriteOptions): Promise<void> {
      const json = [{ op: 'replace', path: '/state', value: state }];
      await call(transport, endpoints.patchIdentity, { id, write: { permit, json }, signal });
    },

    async removeCredential(id: string, type: string, { permit, signal, identifier }: CredentialOptions): Promise<void> {
      const query: QueryParameters = identifier === undefined ? [] : [['identifier', identifier]];
      await call(transport, endpoints.removeCredential, { id, type, query, write: { permit }, signal });
    },

    createRecoveryCode: (identityId: string, options: WriteOptions): Promise<Recovery> =>
      recover(endpoints.createRecoveryCode, identityId, options),

    createRecoveryLink: (identityId: string, options: WriteOptions): Promise<Recovery> =>
      recover(endpoints.createRecoveryLink, identityId, options),
  };
}
