import type { Json } from '../goJson.ts';
import type { DemoAddress, DemoCredential, DemoIdentity } from '../model.ts';
import type { Random } from '../random.ts';
import { day, type Micros, minute, second } from '../time.ts';
import type { MessageDraft, SessionDraft } from './draft.ts';

/** An identity with its sessions and messages relative to the present. */
export interface PersonDraft {
  readonly traits: Json;
  readonly email?: string;
  readonly phone?: string;
  readonly username?: string;
  /** In addition to "password", with their identifiers; an empty list means the identifiers above. */
  readonly credentials?: Readonly<Record<string, readonly string[]>>;
  readonly withoutPassword?: true;
  readonly schemaId?: string;
  readonly externalId?: string;
  readonly disabled?: true;
  readonly verified?: boolean;
  readonly metadataPublic?: Json;
  readonly metadataAdmin?: Json;
  readonly organizationId?: string;
  readonly memberFor?: Micros;
  /** How long ago a credential was added or the password was changed; the sign-up by default. */
  readonly credentialsWritten?: Readonly<Record<string, Micros>>;
  readonly messages?: readonly MessageDraft[];
  readonly sessions?: (random: Random) => readonly SessionDraft[];
}

/** Creates the identity of a draft. */
export function identityFrom(draft: PersonDraft, id: string, now: Micros, random: Random): DemoIdentity {
  const createdAt = now - (draft.memberFor ?? (500 + random.below(900)) * day) - random.below(day);
  const identifiers = [draft.email, draft.phone, draft.username].filter((one) => one !== undefined);
  const verified = draft.verified ?? true;
  // Kratos takes the time of the state first, then writes the rows of an identity in turn.
  const row = { verified, createdAt: createdAt + 700 };
  const addresses: DemoAddress[] = [
    ...(draft.email === undefined ? [] : [{ id: random.uuid(), value: draft.email, via: 'email' as const, ...row }]),
    ...(draft.phone === undefined ? [] : [{ id: random.uuid(), value: draft.phone, via: 'sms' as const, ...row }]),
  ];
  const verifiedAt = createdAt + minute + random.below(90) * second;
  const disabledFor = 3 * day;
  const writes = [...Object.values(draft.credentialsWritten ?? {}), ...(draft.disabled ? [disabledFor] : [])];
  return {
    id,
    externalId: draft.externalId,
    schemaId: draft.schemaId ?? 'customer',
    state: draft.disabled ? 'inactive' : 'active',
    stateChangedAt: draft.disabled ? now - disabledFor : createdAt - 1400,
    traits: draft.traits,
    credentials: credentials(draft, identifiers, createdAt, now),
    verifiableAddresses: verified ? addresses.map((address) => ({ ...address, verifiedAt })) : addresses,
    recoveryAddresses: addresses.map(({ value, via }) => ({
      id: random.uuid(),
      value,
      via,
      createdAt: createdAt + 900,
    })),
    metadataPublic: draft.metadataPublic ?? null,
    metadataAdmin: draft.metadataAdmin ?? null,
    createdAt,
    updatedAt: Math.max(createdAt, ...writes.map((ago) => now - ago)),
    organizationId: draft.organizationId ?? null,
  };
}

function credentials(
  draft: PersonDraft,
  identifiers: readonly string[],
  signedUp: Micros,
  now: Micros,
): DemoCredential[] {
  const password = draft.withoutPassword || identifiers.length === 0 ? {} : { password: identifiers };
  return Object.entries({ ...password, ...draft.credentials }).map(([type, own], index) => {
    const atSignUp = signedUp + 1200 + index * 5;
    const ago = draft.credentialsWritten?.[type];
    const writtenAt = ago === undefined ? atSignUp : now - ago;
    return {
      type,
      identifiers: own.length === 0 ? identifiers : own,
      // Treated as a secret: sent only if include_credential names the type.
      config: type === 'password' ? { hashed_password: '$argon2id$v=19$m=65536,t=3,p=1$ZGVtbw$ZGVtbyBvbmx5' } : {},
      createdAt: type === 'password' ? atSignUp : writtenAt,
      updatedAt: writtenAt,
    };
  });
}
