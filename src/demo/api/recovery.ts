import { decodeGo, goJson } from '../goJson.ts';
import type { DemoIdentity } from '../model.ts';
import type { Profile } from '../profile.ts';
import { type DemoResponse, failure, json, notFound, refused } from '../responses.ts';
import { hour, type Micros, minute, rfc3339, second } from '../time.ts';
import { parseUuid } from '../uuid.ts';
import { publicUrl } from '../wire.ts';
import type { DemoBackend, DemoHandler } from './handler.ts';

/** The project's page for account recovery, which is not part of the demo. */
const recoveryUi = 'http://127.0.0.1:4455/recovery';
const lifespan = hour;

/** POST /admin/recovery/code. It sends no message. */
export const createRecoveryCode: DemoHandler = ({ body }, server) => {
  const wanted = parse(body, 'code', server);
  if ('refusal' in wanted) {
    return wanted.refusal;
  }
  if (wanted.identity === undefined) {
    return failure(404, 'Not Found', { reason: 'could not find identity', message: 'Unable to locate the resource' });
  }
  const draw = server.data.draw('recovery code');
  return json(
    goJson({
      recovery_link: `${recoveryUi}?flow=${draw.uuid()}`,
      recovery_code: String(draw.below(1_000_000)).padStart(6, '0'),
      expires_at: rfc3339(server.now() + wanted.expiresIn),
    }),
    {},
    201,
  );
};

/** POST /admin/recovery/link. It sends no message. Unlike a code, an unknown identity is a bad request here. */
export const createRecoveryLink: DemoHandler = ({ body }, server) => {
  const wanted = parse(body, 'link', server);
  if ('refusal' in wanted) {
    return wanted.refusal;
  }
  if (wanted.identity === undefined) {
    return refused('The requested identity id does not exist.');
  }
  const draw = server.data.draw('recovery link');
  const token = draw.uuid().replaceAll('-', '');
  // Kratos does not escape & in this response.
  return json(
    JSON.stringify({
      recovery_link: `${publicUrl}/self-service/recovery?flow=${draw.uuid()}&token=${token}`,
      expires_at: rfc3339(server.now() + wanted.expiresIn),
    }),
  );
};

const bodyTypes = {
  code: 'code.createRecoveryCodeForIdentityBody',
  link: 'link.createRecoveryLinkForIdentityBody',
};

const disabled =
  'This endpoint was disabled by system administrator. Please check your url or contact the system administrator to enable it.';

function parse(
  body: string,
  method: 'code' | 'link',
  { data, profile, quirks }: DemoBackend,
): { readonly identity: DemoIdentity | undefined; readonly expiresIn: Micros } | { readonly refusal: DemoResponse } {
  if (!quirks.recoveryMethods.includes(method)) {
    return { refusal: notFound(disabled) };
  }
  if (body === '') {
    return {
      refusal: refused('Unable to decode HTTP Request Body because its HTTP Header "Content-Length" is zero.'),
    };
  }
  const decoded = decodeGo(body, 'object', bodyTypes[method]);
  if ('error' in decoded) {
    return { refusal: refused(`Unable to decode JSON payload: ${decoded.error}`) };
  }
  const members = (decoded.value ?? {}) as Readonly<Record<string, string | null>>;
  const { identity_id: id } = members;
  const duration = members.expires_in ?? '';
  const parsed = id === undefined || id === null ? undefined : parseUuid(id);
  if (parsed !== undefined && 'error' in parsed) {
    return { refusal: refused(`Unable to decode JSON payload: ${parsed.error}`) };
  }
  const expiresIn = duration === '' ? lifespan : parseDuration(duration);
  if (expiresIn === undefined) {
    return { refusal: refused(badDuration(duration, profile)) };
  }
  if (expiresIn <= 0) {
    const must = method === 'code' ? 'must result' : 'must be result';
    return { refusal: refused(`Value from "expires_in" ${must} to a future time: ${duration}`) };
  }
  return { identity: parsed === undefined ? undefined : data.identity(parsed.id), expiresIn };
}

function badDuration(duration: string, { wording }: Profile): string {
  const expected =
    wording === 'since head'
      ? 'as a duration string (e.g. "1h", "1m30s", "500ms")'
      : 'whose format should match "[0-9]+(ns|us|ms|s|m|h)" but did not';
  return `Unable to parse "expires_in" ${expected}: ${duration}`;
}

const units: Readonly<Record<string, Micros>> = { ns: 0.001, us: 1, ms: 1000, s: second, m: minute, h: hour };

/** Parses a duration as Go's time.ParseDuration does, without signs. */
function parseDuration(text: string): Micros | undefined {
  return /^(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/.test(text)
    ? [...text.matchAll(/([\d.]+)([a-z]+)/g)].reduce(
        (sum, [, count, unit = '']) => sum + Math.trunc(Number(count) * (units[unit] ?? 0)),
        0,
      )
    : undefined;
}
