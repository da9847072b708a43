import { l10n } from 'vscode';
import { momentOf } from '../core/kratos/moments.ts';
import type { Session } from '../core/kratos/session.ts';

/** A session with the identity that it belongs to. */
export interface LoggedSession {
  readonly identityId: string;
  readonly session: Session;
}

/** A log as text, and where in it the id of the session to look up begins. */
export interface SampleLog {
  readonly text: string;
  readonly line: number;
  readonly character: number;
  readonly id: string;
}

/**
 * Returns lines as Kratos and a gateway in front of it write them. One of them has the id of the stranger's session, and
 * the comments say which. `others` are sessions that are older than the stranger's.
 */
export function sampleLog(stranger: LoggedSession, others: readonly LoggedSession[]): SampleLog {
  const began = momentOf(stranger.session.authenticatedAt)?.getTime() ?? 0;
  const after = (seconds: number) => new Date(began + seconds * 1000);
  const by = (place: number) => others[place % others.length] ?? stranger;
  const { id } = stranger.session;
  const marked = gatewayLine(stranger, after(14), 'PUT /api/payout-account', 200);
  const before = [
    `# ${l10n.t('A sample log of the demo. Everybody in it is invented.')}`,
    `# ${l10n.t('Emmy Ritter writes that her payout account was changed, and that it was not her.')}`,
    `# ${l10n.t('Whose session was it? Select its id, which is done here already, and run “Kratos: Find Session…” (F1).')}`,
    '',
    gatewayLine(by(0), after(-95), 'GET /api/orders', 200),
    gatewayLine(by(1), after(-32), 'GET /api/account', 200),
    signInLine(stranger, after(0)),
    gatewayLine(stranger, after(6), 'GET /api/account', 200),
    gatewayLine(by(0), after(9), 'GET /api/orders?page=2', 200),
    `# ${l10n.t('This request changed the payout account:')}`,
  ];
  const lines = [...before, marked, gatewayLine(by(1), after(51), 'POST /api/cart', 201)];
  return { text: `${lines.join('\n')}\n`, line: before.length, character: marked.indexOf(id), id };
}

/** The line that Kratos logs for its audit when somebody signs in. Its values have no quotes. */
function signInLine({ identityId, session }: LoggedSession, time: Date): string {
  const request = 'map[host:auth.example.org method:POST path:/self-service/login scheme:https]';
  return [
    `time=${time.toISOString().replace(/\.\d+/, '')} level=info`,
    'msg=Identity authenticated successfully and was issued an Ory Kratos Session Token. audience=audit',
    `http_request=${request} identity_id=${identityId}`,
    `service_name=Ory Kratos service_version=v26.2.0 session_id=${session.id}`,
  ].join(' ');
}

/** A line of an access log in the format that most gateways share, with the session at its end. */
function gatewayLine({ identityId, session }: LoggedSession, time: Date, request: string, status: number): string {
  const [device] = session.devices;
  const [, day, month, year, clock] = /(\d+) (\w+) (\d+) ([\d:]+) GMT/.exec(time.toUTCString()) ?? [];
  return [
    `${device?.ipAddress} - ${identityId} [${day}/${month}/${year}:${clock} +0000]`,
    `"${request} HTTP/1.1" ${status} "${device?.userAgent}" session_id=${session.id}`,
  ].join(' ');
}
