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
    `time=${atSecond(time)} level=info`,
    'msg=Identity authenticated successfully and was issued an Ory Kratos Session Token. audience=audit',
    'http_request=map[host:auth.example.org method:POST path:/self-service/login scheme:https]',
    `identity_id=${identityId} service_name=Ory Kratos service_version=v26.2.0 session_id=${id}`,
  ].join(' ');
}

/** Returns a line of the access log of a gateway. The session is near its beginning, so that an editor shows it. */
export function gatewayLine(session: LoggedSession, time: Date, request: string, status: number): string {
  return `${atSecond(time)} session_id=${session.id} "${request}" ${status} ${session.ipAddress} "${session.userAgent}"`;
}

/** "2026-11-27T14:52:15Z". */
function atSecond(time: Date): string {
  return time.toISOString().replace(/\.\d+/, '');
}
