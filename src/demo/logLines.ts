/** Whose session a logged request belongs to. */
export interface LoggedSession {
  readonly id: string;
  readonly identityId: string;
  readonly began: Date;
  readonly ipAddress: string;
  readonly userAgent: string;
}

/** Returns the line that Kratos logs for its audit when somebody signs in. Its values have no quotes. */
export function signInLine({ id, identityId }: LoggedSession, time: Date): string {
  return [
    `time=${time.toISOString().replace(/\.\d+/, '')} level=info`,
    'msg=Identity authenticated successfully and was issued an Ory Kratos Session Token. audience=audit',
    'http_request=map[host:auth.example.org method:POST path:/self-service/login scheme:https]',
    `identity_id=${identityId} service_name=Ory Kratos service_version=v26.2.0 session_id=${id}`,
  ].join(' ');
}

/** Returns a line of an access log in the format that most gateways share, with the session at its end. */
export function gatewayLine(session: LoggedSession, time: Date, request: string, status: number): string {
  const [, day, month, year, clock] = /(\d+) (\w+) (\d+) ([\d:]+) GMT/.exec(time.toUTCString()) ?? [];
  return [
    `${session.ipAddress} - ${session.identityId} [${day}/${month}/${year}:${clock} +0000]`,
    `"${request} HTTP/1.1" ${status} "${session.userAgent}" session_id=${session.id}`,
  ].join(' ');
}
