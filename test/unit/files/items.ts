import type { Identity } from '../../../src/core/kratos/identity.ts';
import type { ExactJson } from '../../../src/core/kratos/json/exactJson.ts';
import type { Session } from '../../../src/core/kratos/session.ts';

export const sessionId = '5f1e7f2c-9b60-4f43-9a53-4d0a4a1d6b9e';
export const otherSessionId = '6a2f8e3d-0c71-4054-8b64-5e1b5b2e7caf';
export const identityId = '9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11';

/** Returns a session of a server; `text` is its JSON. */
export function aSession(overrides: Partial<Session> = {}, text?: string): Session {
  const id = overrides.id ?? sessionId;
  return {
    kind: 'session',
    id,
    active: true,
    expiresAt: '2026-11-24T16:41:25Z',
    authenticatedAt: '2026-11-23T16:41:25Z',
    issuedAt: '2026-11-23T16:41:25Z',
    aal: 'aal1',
    methods: [],
    devices: [],
    identityId,
    identityState: 'active',
    readAt: new Date('2026-11-23T16:41:26Z'),
    json: exact(text ?? `{"id":"${id}","active":true,"identity":{"id":"${identityId}"},"devices":null}`),
    ...overrides,
  };
}

export function anIdentity(overrides: Partial<Identity> = {}): Identity {
  const id = overrides.id ?? identityId;
  return {
    kind: 'identity',
    id,
    externalId: undefined,
    schemaId: 'customer',
    state: 'active',
    stateChangedAt: undefined,
    traits: { email: 'ada@example.org', name: 'Ada Lovelace' },
    organizationId: undefined,
    createdAt: undefined,
    updatedAt: undefined,
    verifiableAddresses: [],
    recoveryAddresses: [],
    identifiers: [],
    readAt: new Date('2026-11-23T16:41:26Z'),
    json: exact(`{"id":"${id}","state":"active"}`),
    ...overrides,
  };
}

export function exact(text: string): ExactJson {
  return { before: text, identity: undefined, after: '' };
}
