import type { Json } from '../goJson.ts';
import type { DemoAddress, DemoCredential, DemoIdentity } from '../model.ts';
import type { Random } from '../random.ts';
import { day, type Micros, second } from '../time.ts';
import type { SessionDraft } from './draft.ts';

/** An identity as a story tells it. */
export interface PersonDraft {
  readonly traits: Json;
  readonly email?: string;
  readonly phone?: string;
  readonly username?: string;
  /** Beside "password", with the identifiers above; a type with an empty list takes them, too. */
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
  /** Made when somebody first asks for them. */
  readonly sessions?: (random: Random) => readonly SessionDraft[];
}

/** The identity that a draft tells of. */
export function identityFrom(draft: PersonDraft, id: string, now: Micros, random: Random): DemoIdentity {
  const createdAt = now - (draft.memberFor ?? (500 + random.below(900)) * day) - random.below(day);
  const identifiers = [draft.email, draft.phone, draft.username].filter((one) => one !== undefined);
  const verified = draft.verified ?? true;
  const addresses: DemoAddress[] = [
    ...(draft.email === undefined ? [] : [{ id: random.uuid(), value: draft.email, via: 'email' as const, verified }]),
    ...(draft.phone === undefined ? [] : [{ id: random.uuid(), value: draft.phone, via: 'sms' as const, verified }]),
  ];
  return {
    id,
    externalId: draft.externalId,
    schemaId: draft.schemaId ?? 'customer',
    state: draft.disabled ? 'inactive' : 'active',
    stateChangedAt: draft.disabled ? now - 3 * day : createdAt,
    traits: draft.traits,
    credentials: credentials(draft, identifiers),
    verifiableAddresses: addresses,
    recoveryAddresses: addresses.map(({ value, via }) => ({ id: random.uuid(), value, via })),
    metadataPublic: draft.metadataPublic ?? null,
    metadataAdmin: draft.metadataAdmin ?? null,
    createdAt,
    updatedAt: createdAt + random.below(90) * second,
    organizationId: draft.organizationId ?? null,
  };
}

function credentials(draft: PersonDraft, identifiers: readonly string[]): DemoCredential[] {
  const password = draft.withoutPassword || identifiers.length === 0 ? {} : { password: identifiers };
  return Object.entries({ ...password, ...draft.credentials }).map(([type, own]) => ({
    type,
    identifiers: own.length === 0 ? identifiers : own,
    // Invented, and secret all the same: it is sent only where include_credential asks for it.
    config: type === 'password' ? { hashed_password: '$argon2id$v=19$m=65536,t=3,p=1$ZGVtbw$ZGVtbyBvbmx5' } : {},
  }));
}
