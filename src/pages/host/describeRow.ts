import { createdAt, momentOf } from '../../core/kratos/moments.ts';
import type { Device, Malformed, Session } from '../../core/kratos/session.ts';
import { sessionStatus } from '../../core/kratos/sessionStatus.ts';
import { countryCode, type NetworkLookup, sessionFacts } from '../../core/origins/sessionFacts.ts';
import { deviceName } from '../../text/deviceName.ts';
import { statusWords } from '../../text/sessionWords.ts';
import { notShownWords, showOrMark } from '../../text/unshown.ts';
import { rowTextLimit, shortText, visibleText } from '../../text/visibleText.ts';
import type { SessionRow } from '../protocol/sessionRow.ts';

/** The most methods, devices and characters of a user agent in a row: a server may send any number. */
const mostParts = 20;
const userAgentLimit = 600;

/** The identity of a row. */
export interface RowOwner {
  readonly identityId: string;
  /** The identity's name, where rows of several identities stand in one table. */
  readonly identity: string | undefined;
  /** The identity's last known state. */
  readonly identityState: string | undefined;
}

export interface RowContext {
  readonly lookup: NetworkLookup | undefined;
  readonly now: Date;
}

/** Describes a session as a row of a table. What cannot be read or described is a row that says so. */
export function describeRow(item: Session | Malformed, owner: RowOwner, context: RowContext): SessionRow {
  return item.kind === 'malformed'
    ? unreadableRow(item.id, owner, shortText(item.problem))
    : showOrMark(
        () => sessionRow(item, owner, context),
        (reason) => unreadableRow(item.id, owner, `${notShownWords('session', item.id)}: ${reason}`),
      );
}

function unreadableRow(id: string, { identityId, identity }: RowOwner, problem: string): SessionRow {
  return {
    id,
    identityId,
    identity,
    state: 'unreadable',
    stateText: problem,
    signedInAt: undefined,
    expiresAt: undefined,
    device: '',
    place: undefined,
    country: undefined,
    operator: undefined,
    addresses: [],
    userAgents: [],
    methods: [],
    aal: undefined,
  };
}

function sessionRow(
  session: Session,
  { identityId, identity, identityState }: RowOwner,
  { lookup, now }: RowContext,
): SessionRow {
  const status = sessionStatus(session, now, identityState);
  const { country, place } = sessionFacts(session, lookup);
  const devices = session.devices.slice(0, mostParts);
  return {
    id: session.id,
    identityId,
    identity,
    state: status.kind,
    stateText: statusWords(status),
    signedInAt: createdAt(session)?.getTime(),
    expiresAt: momentOf(session.expiresAt)?.getTime(),
    device: deviceName(devices[0]?.userAgent),
    place: devices.map(({ location }) => shown(location)).find((location) => location !== undefined) ?? country,
    country,
    operator: place?.operator === undefined ? undefined : shown(place.operator),
    addresses: distinct(devices.map(({ ipAddress }) => shown(ipAddress))),
    userAgents: distinct(devices.map(({ userAgent }) => shown(userAgent, userAgentLimit))),
    methods: session.methods.slice(0, mostParts).map(({ method, provider, completedAt }) => ({
      method: shortText(method),
      provider: shown(provider),
      completedAt: momentOf(completedAt)?.getTime(),
    })),
    aal: shown(session.aal),
    ...queriedOf(devices, country),
  };
}

/** Returns what a query finds besides the row: further devices, and codes that are not countries, such as Tor's. */
function queriedOf(devices: readonly Device[], country: string | undefined): Pick<SessionRow, 'queried'> {
  const countries = distinct([country, ...devices.map(({ location }) => countryCode.exec(location ?? '')?.[1])]);
  return devices.length <= 1 && countries.every((code) => code === country)
    ? {}
    : {
        queried: {
          devices: distinct(devices.map(({ userAgent }) => deviceName(userAgent))),
          places: distinct(devices.map(({ location }) => shown(location))),
          countries,
        },
      };
}

function shown(text: string | undefined, limit = rowTextLimit): string | undefined {
  const trimmed = text?.trim();
  return trimmed ? visibleText(trimmed, limit) : undefined;
}

function distinct(texts: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== undefined))];
}
