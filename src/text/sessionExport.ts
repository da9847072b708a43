import type { Malformed, Session } from '../core/kratos/session.ts';
import { sessionStatus } from '../core/kratos/sessionStatus.ts';
import { networkOf } from '../core/origins/network.ts';
import { sessionFacts } from '../core/origins/sessionFacts.ts';
import { csvCell } from './escape.ts';
import { maskPersonalData } from './maskPersonalData.ts';
import { deviceText } from './originText.ts';
import { withoutKeys } from './redactPersonalData.ts';
import { visibleText } from './visibleText.ts';

export interface ExportedSession {
  readonly session: Session | Malformed;
  /** Undefined where the server does not say whose session it is. */
  readonly identityId: string | undefined;
  /** May be newer than the one in the session. */
  readonly identityState: string | undefined;
}

interface ExportOptions {
  readonly withPersonalData: boolean;
  readonly now: Date;
  readonly lookup: Parameters<typeof sessionFacts>[1];
}

/** The columns in their order. Those after `country` hold personal data. */
const columns = [
  ...(['id', 'identity', 'state', 'signedIn', 'expires', 'aal', 'methods', 'device', 'network', 'country'] as const),
  ...(['address', 'location', 'userAgent'] as const),
] as const;

type Row = Readonly<Record<(typeof columns)[number], string | undefined>>;

/** Returns one JSON object a line. */
export function sessionsAsLines(sessions: readonly ExportedSession[], options: ExportOptions): string {
  return sessions.map((session) => `${JSON.stringify(rowOf(session, options))}\n`).join('');
}

/** Returns CSV with a line of headings. */
export function sessionsAsCsv(sessions: readonly ExportedSession[], options: ExportOptions): string {
  const shown = options.withPersonalData ? columns : columns.slice(0, columns.indexOf('country') + 1);
  const lines = sessions.map((session) => {
    const row = rowOf(session, options);
    return shown.map((column) => csvCell(row[column] ?? '')).join(',');
  });
  return [shown.join(','), ...lines, ''].join('\r\n');
}

function rowOf({ session, identityId, identityState }: ExportedSession, options: ExportOptions): Row {
  const { withPersonalData, now, lookup } = options;
  const clean = (text: string | undefined) =>
    text === undefined ? undefined : (withPersonalData ? withoutKeys : maskPersonalData)(visibleText(text));
  const read = session.kind === 'session' ? session : undefined;
  const facts = read && sessionFacts(read, lookup);
  const recorded = read?.devices.find(({ ipAddress }) => networkOf(ipAddress) !== undefined) ?? read?.devices[0];
  const device = withPersonalData ? recorded : undefined;
  return {
    id: clean(session.id),
    identity: clean(identityId),
    state: read === undefined ? 'unreadable' : sessionStatus(read, now, identityState).kind,
    signedIn: clean(read?.issuedAt ?? read?.authenticatedAt),
    expires: clean(read?.expiresAt),
    aal: clean(read?.aal),
    methods: clean(facts?.methods.join(' ')),
    device: facts?.device && clean(deviceText(facts.device)),
    network: facts?.network?.name,
    country: clean(facts?.country),
    address: clean(device?.ipAddress),
    location: clean(device?.location),
    userAgent: clean(device?.userAgent),
  };
}
