import type { Identity, IdentityAddress } from './identity.ts';
import { parseBounded } from './json/jsonMembers.ts';
import type { JsonSpan } from './json/jsonSpans.ts';
import type { Malformed } from './session.ts';
import { malformedItem } from './sessionItem.ts';
import { check, type WireIdentity, wireIdentity } from './wireSchemas.ts';

/** Returns the identity at the span. Throws a SyntaxError if its text is not JSON. */
export function identityItem(body: Buffer, { start, end }: JsonSpan, readAt = new Date()): Identity | Malformed {
  const text = body.toString('utf8', start, end);
  const json = { before: text, identity: undefined, after: '' };
  const value = parseBounded(body, start, end);
  const { data, problem } = check(wireIdentity, value);
  return problem !== undefined ? malformedItem(value, json, problem, readAt) : { ...identity(data), readAt, json };
}

/** Returns the identities at `spans`. Throws a SyntaxError if one of them is not JSON. */
export function identityItems(body: Buffer, spans: readonly JsonSpan[]): (Identity | Malformed)[] {
  const readAt = new Date();
  return spans.map((span) => identityItem(body, span, readAt));
}

function identity(wire: WireIdentity): Omit<Identity, 'readAt' | 'json'> {
  return {
    kind: 'identity',
    id: wire.id,
    externalId: wire.external_id ?? undefined,
    schemaId: wire.schema_id ?? '',
    state: wire.state ?? '',
    stateChangedAt: wire.state_changed_at ?? undefined,
    traits: wire.traits,
    organizationId: wire.organization_id ?? undefined,
    createdAt: wire.created_at ?? undefined,
    updatedAt: wire.updated_at ?? undefined,
    verifiableAddresses: addresses(wire.verifiable_addresses),
    recoveryAddresses: addresses(wire.recovery_addresses),
    identifiers: identifiers(wire.credentials),
  };
}

function addresses(wire: WireIdentity['verifiable_addresses']): IdentityAddress[] {
  return (wire ?? []).map(({ value, verified }) => ({
    value,
    ...(verified === null || verified === undefined ? {} : { verified }),
  }));
}

/** The credentials whose identifiers users type; those of other types are ids of a provider or of the identity. */
const typedTypes = ['password', 'code'];

/** Returns each identifier once, those that users type first. */
function identifiers(wire: WireIdentity['credentials']): string[] {
  const credentials = new Map(Object.entries(wire ?? {}));
  const types = new Set([...typedTypes, ...credentials.keys()]);
  return [...new Set([...types].flatMap((type) => credentials.get(type)?.identifiers ?? []))];
}
