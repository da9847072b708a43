import { createHash } from 'node:crypto';
import type { ExactJson } from './json/exactJson.ts';
import { HeldJson, type HeldSpan, holdItems } from './json/heldJson.ts';
import { parseBounded } from './json/jsonMembers.ts';
import type { JsonSpan } from './json/jsonSpans.ts';
import type { AuthenticationMethod, Device, Malformed, Session } from './session.ts';
import { check, type WireSession, wireEmbeddedIdentity, wireSession } from './wireSchemas.ts';

/** An embedded identity, which all sessions that repeat it share. */
interface EmbeddedIdentity {
  readonly text: string;
  readonly id: string | undefined;
  readonly state: string | undefined;
  readonly problem: string | undefined;
}

const noMethods: readonly AuthenticationMethod[] = [];
const noDevices: readonly Device[] = [];

/** Items up to this length, without their identities, are parsed in one call. */
const longestPage = 262_144;

/** Kratos writes Go's zero time for a missing time. */
const yearOne = '0001-01-01T00:00:00Z';

/** Reads the sessions of one list. Pages share the identities that they repeat. */
export class SessionItems {
  readonly #identities = new Map<string, EmbeddedIdentity>();
  /** The last identity, and its body, because bodies may be read in turns. */
  #last: { readonly body: Buffer; readonly identity: EmbeddedIdentity } | undefined;

  /** Returns the items at `spans`. Throws a SyntaxError if one of them is not JSON. */
  read(body: Buffer, spans: readonly JsonSpan[]): (Session | Malformed)[] {
    if (spans.length === 0) {
      return [];
    }
    const identities = spans.map((span) => this.#identityAt(body, span));
    const { page, held } = holdItems(
      body,
      spans,
      identities.map((identity) => identity !== undefined),
    );
    const values = parsedItems(page, held);
    const readAt = new Date();
    return held.map((span, place) => {
      const identity = identities[place];
      return sessionItem(values[place], new HeldJson(page, span, identity?.text), identity, readAt);
    });
  }

  #identityAt(body: Buffer, { identityStart, identityEnd, sameIdentity }: JsonSpan): EmbeddedIdentity | undefined {
    if (sameIdentity && this.#last?.body === body) {
      return this.#last.identity;
    }
    // Kratos sends null for an identity that was not requested.
    if (identityStart < 0 || (identityEnd - identityStart === 4 && body[identityStart] === 0x6e)) {
      return undefined;
    }
    const text = body.toString('utf8', identityStart, identityEnd);
    const identity =
      this.#identities.get(text) ?? embeddedIdentity(text, parseBounded(body, identityStart, identityEnd));
    this.#identities.set(text, identity);
    this.#last = { body, identity };
    return identity;
  }
}

/** Parses short items together, which is faster. */
function parsedItems(page: Buffer, held: readonly HeldSpan[]): readonly unknown[] {
  return page.length <= longestPage
    ? JSON.parse(page.toString('utf8'))
    : held.map(({ start, end }) => parseBounded(page, start, end));
}

function embeddedIdentity(text: string, value: unknown): EmbeddedIdentity {
  const { data, problem } = check(wireEmbeddedIdentity, value);
  return {
    text,
    id: data?.id ?? undefined,
    state: data?.state ?? undefined,
    problem: problem === undefined ? undefined : `identity.${problem}`,
  };
}

function sessionItem(
  value: unknown,
  json: ExactJson,
  identity: EmbeddedIdentity | undefined,
  readAt: Date,
): Session | Malformed {
  const { data, problem = identity?.problem } = check(wireSession, value);
  return data === undefined || problem !== undefined
    ? malformedItem(value, json, problem ?? '', readAt)
    : session(data, json, identity, readAt);
}

/** Returns an item for a value of another shape than its list's. */
export function malformedItem(value: unknown, json: ExactJson, problem: string, readAt: Date): Malformed {
  return { kind: 'malformed', id: ownId(value) ?? textId(json), problem, readAt, json };
}

function ownId(value: unknown): string | undefined {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function textId({ before, identity = '', after }: ExactJson): string {
  return `malformed-${createHash('sha256').update(before).update(identity).update(after).digest('hex').slice(0, 32)}`;
}

function session(wire: WireSession, json: ExactJson, identity: EmbeddedIdentity | undefined, readAt: Date): Session {
  const { authentication_methods: methods, devices } = wire;
  return {
    kind: 'session',
    id: wire.id,
    active: wire.active ?? false,
    expiresAt: time(wire.expires_at),
    authenticatedAt: time(wire.authenticated_at),
    issuedAt: time(wire.issued_at),
    aal: wire.authenticator_assurance_level ?? undefined,
    methods: methods?.length
      ? methods.map((method) => ({
          method: method.method ?? '',
          aal: method.aal ?? '',
          completedAt: time(method.completed_at),
          provider: method.provider ?? undefined,
          organization: method.organization ?? undefined,
        }))
      : noMethods,
    devices: devices?.length
      ? devices.map((device) => ({
          ipAddress: device.ip_address ?? undefined,
          userAgent: device.user_agent ?? undefined,
          location: device.location ?? undefined,
        }))
      : noDevices,
    identityId: identity?.id,
    identityState: identity?.state,
    readAt,
    json,
  };
}

function time(wire: string | null | undefined): string | undefined {
  return wire === null || wire === yearOne || wire === '' ? undefined : wire;
}
