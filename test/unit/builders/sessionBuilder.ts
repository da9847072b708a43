import type { ExactJson } from '../../../src/core/kratos/json/exactJson.ts';
import { valueSpan } from '../../../src/core/kratos/json/jsonSpans.ts';
import type { Malformed, Session } from '../../../src/core/kratos/session.ts';
import { SessionItems } from '../../../src/core/kratos/sessionItem.ts';
import { wireIdentityInSession } from './identityBuilder.ts';

/** Returns the UUID of a number: uuid(7) ends in 7. */
export function uuid(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

/** Returns a session as GET /admin/identities/{id}/sessions sends it, before it is JSON; `over` replaces members. */
export function wireSession(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: uuid(1),
    active: true,
    expires_at: '2026-11-24T15:46:10.851012408Z',
    authenticated_at: '2026-11-23T15:46:10.851012408Z',
    authenticator_assurance_level: 'aal1',
    authentication_methods: [{ method: 'password', aal: 'aal1', completed_at: '2026-11-23T15:46:10.850893169Z' }],
    issued_at: '2026-11-23T15:46:10.851012408Z',
    identity: wireIdentityInSession(),
    devices: [wireDevice()],
    ...over,
  };
}

export function wireDevice(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id: '08376dfa-7dfd-4c04-9cec-18d0651ff6a3',
    ip_address: '203.0.113.80',
    user_agent:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
    location: 'Berlin, DE',
    ...over,
  };
}

/** Returns what the client makes of a session's JSON text. */
export function sessionRowOf(text: string): Session | Malformed {
  const body = Buffer.from(text);
  const [row] = new SessionItems().read(body, [valueSpan(body)]);
  if (row === undefined) {
    throw new Error('no session');
  }
  return row;
}

/** Returns the session that the client makes of the server's JSON; `over` replaces members of that JSON. */
export function aSession(over: Readonly<Record<string, unknown>> = {}): Session {
  const row = sessionRowOf(JSON.stringify(wireSession(over)));
  if (row.kind === 'malformed') {
    throw new Error(`a malformed session: ${row.problem}`);
  }
  return row;
}

/** Returns the JSON of an item that the server sent as `text`. */
export function exactly(text: string): ExactJson {
  return { before: text, identity: undefined, after: '' };
}

/** Returns sessions with the ids from uuid(1) to uuid(count). */
export function sessionsOf(count: number): readonly Session[] {
  const session = aSession();
  return Array.from({ length: count }, (_, place) => ({ ...session, id: uuid(place + 1) }));
}

/** Returns the marked row that the client makes of an item that is no session. */
export function aMalformedSession(item: unknown = { id: uuid(1), expires_at: 5 }): Malformed {
  const row = sessionRowOf(JSON.stringify(item));
  if (row.kind === 'session') {
    throw new Error('a well-formed session');
  }
  return row;
}
