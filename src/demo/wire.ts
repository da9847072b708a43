import { goJson, type Json } from './goJson.ts';
import type { DemoAddress, DemoCredential, DemoIdentity, DemoMethod, DemoSession } from './model.ts';
import type { Profile } from './profile.ts';
import { type Micros, rfc3339 } from './time.ts';

/** The public API, which serves identity schemas and is not part of the demo. */
export const publicUrl = 'http://127.0.0.1:4433';

/** The members of an identity in a response, which differ between endpoints. */
export interface IdentityForm {
  readonly addresses: boolean;
  /** Empty in an identity's list of sessions. */
  readonly schemaUrl: boolean;
  readonly metadataAdmin: boolean;
  /** None, or all types, with the secrets of these. */
  readonly credentials: 'none' | { readonly configOf: ReadonlySet<string> };
}

export const noConfigs: ReadonlySet<string> = new Set();

/** Returns an identity as JSON with members in Kratos' order. */
export function identityJson(identity: DemoIdentity, form: IdentityForm, profile: Profile): string {
  const { createdAt } = identity;
  return goJson({
    id: identity.id,
    ...(profile.externalIds && identity.externalId !== undefined ? { external_id: identity.externalId } : {}),
    ...(form.credentials === 'none' ? {} : { credentials: credentials(identity, form.credentials.configOf, profile) }),
    schema_id: identity.schemaId,
    schema_url: form.schemaUrl ? `${publicUrl}/schemas/${Buffer.from(identity.schemaId).toString('base64url')}` : '',
    state: identity.state,
    state_changed_at: rfc3339(identity.stateChangedAt),
    traits: identity.traits,
    ...addresses('verifiable_addresses', form.addresses ? identity.verifiableAddresses : []),
    ...addresses('recovery_addresses', form.addresses ? identity.recoveryAddresses : []),
    metadata_public: identity.metadataPublic,
    ...(form.metadataAdmin ? { metadata_admin: identity.metadataAdmin } : {}),
    created_at: rfc3339(createdAt),
    updated_at: rfc3339(profile.writeMoves === 'identity' ? identity.updatedAt : createdAt),
    organization_id: identity.organizationId,
  });
}

function credentials(identity: DemoIdentity, configOf: ReadonlySet<string>, profile: Profile): Json {
  const rewrittenAt = profile.writeMoves === 'credentials' ? identity.updatedAt : 0;
  const one = ({ type, identifiers, config, createdAt, updatedAt }: DemoCredential): [string, Json] => [
    type,
    {
      type,
      identifiers,
      ...(configOf.has(type) ? { config } : {}),
      version: type === 'code' ? 1 : type === 'password' ? profile.passwordVersion : 0,
      created_at: rfc3339(createdAt),
      updated_at: rfc3339(Math.max(updatedAt, rewrittenAt)),
    },
  ];
  return Object.fromEntries(identity.credentials.map(one).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Go omits an empty list. */
function addresses(name: string, list: readonly DemoAddress[]): { readonly [name: string]: Json } {
  if (list.length === 0) {
    return {};
  }
  return {
    [name]: list.map(({ id, value, via, verified, createdAt, verifiedAt }) => ({
      id,
      value,
      ...(verified === undefined ? {} : { verified }),
      via,
      ...(verified === undefined ? {} : { status: verified ? 'completed' : 'pending' }),
      ...(verifiedAt === undefined ? {} : { verified_at: rfc3339(verifiedAt) }),
      created_at: rfc3339(createdAt),
      updated_at: rfc3339(verifiedAt ?? createdAt),
    })),
  };
}

/** The parts of a session's JSON that are not in its row. */
export interface WireSessionForm {
  /** The identity as JSON, if the request expands it. */
  readonly identity: string | undefined;
  /** Without expansion, a session by id has [] and the list of all sessions has null. */
  readonly devices: 'expanded' | 'empty' | 'null';
  /** Kratos considers the identity's state only where it has loaded the identity. */
  readonly identityActive: boolean;
  readonly identityLast: boolean;
}

/** Returns a session as JSON with members in Kratos' order. */
export function sessionJson(session: DemoSession, now: Micros, form: WireSessionForm): string {
  const head = goJson({
    id: session.id,
    active: session.active && session.expiresAt > now && form.identityActive,
    expires_at: rfc3339(session.expiresAt),
    authenticated_at: rfc3339(session.authenticatedAt),
    authenticator_assurance_level: session.aal,
    authentication_methods: session.methods === null ? null : session.methods.map(methodJson),
    issued_at: rfc3339(session.issuedAt),
  });
  const identity = `"identity":${form.identity ?? 'null'}`;
  const devices = `"devices":${devicesJson(session, form.devices)}`;
  return `${head.slice(0, -1)},${form.identityLast ? `${devices},${identity}` : `${identity},${devices}`}}`;
}

function methodJson({ method, aal, completedAt, provider, organization }: DemoMethod): Json {
  return {
    method,
    aal,
    completed_at: completedAt === 'year 1' ? '0001-01-01T00:00:00Z' : rfc3339(completedAt),
    ...(provider === undefined ? {} : { provider }),
    ...(organization === undefined ? {} : { organization }),
  };
}

function devicesJson({ devices }: DemoSession, form: WireSessionForm['devices']): string {
  switch (form) {
    case 'null':
      return 'null';
    case 'empty':
      return '[]';
    case 'expanded':
      return devices === null
        ? 'null'
        : goJson(
            devices.map(({ id, ipAddress, userAgent, location }) => ({
              id,
              ip_address: ipAddress,
              user_agent: userAgent,
              location,
            })),
          );
  }
}
