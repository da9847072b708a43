import type { Identity } from '../../../src/core/kratos/identity.ts';
import { identityItem } from '../../../src/core/kratos/identityItem.ts';
import { valueSpan } from '../../../src/core/kratos/json/jsonSpans.ts';
import type { Malformed } from '../../../src/core/kratos/session.ts';

export const adaId = '5b75209a-5838-4a3e-9d6c-0c1f3a5be001';

/** Returns an identity as GET /admin/identities sends it, before it is JSON; `over` replaces members. */
export function wireIdentity(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: adaId,
    schema_id: 'customer',
    schema_url: 'http://127.0.0.1:4433/schemas/Y3VzdG9tZXI',
    state: 'active',
    state_changed_at: '2026-11-20T09:12:44.123456Z',
    traits: { email: 'ada@example.org', name: { first: 'Ada', last: 'Lovelace' } },
    verifiable_addresses: [
      {
        id: '17dff01b-d597-4fd4-b5b8-475cd8a56daa',
        value: 'ada@example.org',
        verified: true,
        via: 'email',
        status: 'completed',
        created_at: '2026-11-20T09:12:44.123456Z',
        updated_at: '2026-11-20T09:12:44.123456Z',
      },
    ],
    recovery_addresses: [
      {
        id: '6b033268-a881-4534-8d1c-13bd02f27587',
        value: 'ada@example.org',
        via: 'email',
        created_at: '2026-11-20T09:12:44.123456Z',
        updated_at: '2026-11-20T09:12:44.123456Z',
      },
    ],
    metadata_public: null,
    metadata_admin: null,
    created_at: '2026-11-20T09:12:44.123456Z',
    updated_at: '2026-11-20T09:12:44.123456Z',
    organization_id: null,
    ...over,
  };
}

/** Returns an identity as it is embedded in a session: without addresses, with an empty schema_url. */
export function wireIdentityInSession(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const { verifiable_addresses, recovery_addresses, metadata_admin, ...rest } = wireIdentity();
  return { ...rest, schema_url: '', ...over };
}

/** Returns what the client makes of an identity's JSON text. */
export function identityRowOf(text: string): Identity | Malformed {
  const body = Buffer.from(text);
  return identityItem(body, valueSpan(body));
}

/** Returns the identity that the client makes of the server's JSON; `over` replaces members of that JSON. */
export function anIdentity(over: Readonly<Record<string, unknown>> = {}): Identity {
  const row = identityRowOf(JSON.stringify(wireIdentity(over)));
  if (row.kind === 'malformed') {
    throw new Error(`a malformed identity: ${row.problem}`);
  }
  return row;
}
