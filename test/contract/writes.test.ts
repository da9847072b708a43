import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startDemoServer } from '../../src/demo/demoServer.ts';
import { type ProfileName, profileNames } from '../../src/demo/profile.ts';
import { day, hour, minute } from '../../src/demo/time.ts';
import { type Answer, exchange } from './exchange.ts';
import { recorded } from './recordings.ts';
import { body, elsewhere } from './subject.ts';

interface Session {
  readonly id: string;
  readonly active: boolean;
  readonly expires_at: string;
}

interface Identity {
  readonly id: string;
  readonly state_changed_at: string;
  readonly updated_at: string;
}

interface WithCredentials {
  readonly credentials: Readonly<
    Record<string, { readonly identifiers: readonly string[]; readonly updated_at: string; readonly config?: object }>
  >;
}

const methodDisabled =
  'This endpoint was disabled by system administrator. Please check your url or contact the system administrator to enable it.';

function reasonOf(answer: Answer): string | undefined {
  return body<{ readonly error: { readonly reason?: string } }>(answer).error.reason;
}

/** Returns whether the recorded server changed `updated_at` together with the state. */
function movedUpdatedAt(profile: ProfileName): boolean {
  const disabled = recorded(profile)
    .filter(({ request }) => request.method === 'PATCH' && JSON.stringify(request.body ?? '').includes('inactive'))
    .map(({ response }) => response.body as Identity);
  const [{ state_changed_at, updated_at } = expect.fail('no identity was disabled')] = disabled;
  // To the second, as the server reads its clock twice.
  return state_changed_at.slice(0, 19) === updated_at.slice(0, 19);
}

/** Effects of writes that the recordings of single exchanges do not show. */
describe.skipIf(elsewhere).each(profileNames)('writes, the demo as %s', (profile) => {
  let demo: DemoServer;
  beforeAll(async () => {
    demo = await startDemoServer({ profile, identities: 1 });
  });
  afterAll(() => demo.close());

  const send = (method: string, path: string, sent?: unknown) => exchange(demo.url, path, method, sent);
  const read = async (id: string): Promise<Session> => body(await send('GET', `/admin/sessions/${id}`));
  const millisLeft = ({ expires_at }: Session): number => Date.parse(expires_at) - Date.now();

  it('extends a session in its last hour by a day from now', async () => {
    const { id } = demo.data.addSession(demo.people.ada, { ago: 23 * hour + 30 * minute });
    expect((await send('PATCH', `/admin/sessions/${id}/extend`)).status).toBe(200);
    expect(millisLeft(await read(id))).toBeGreaterThan(23.9 * 3_600_000);
  });

  it('makes an expired session active again by extending it, but not a revoked one', async () => {
    const expired = demo.data.addSession(demo.people.ada, { ago: 3 * day });
    const revoked = demo.data.addSession(demo.people.ada, { ago: 3 * day, revoked: true });
    expect((await read(expired.id)).active).toBe(false);
    await send('PATCH', `/admin/sessions/${expired.id}/extend`);
    await send('PATCH', `/admin/sessions/${revoked.id}/extend`);
    expect((await read(expired.id)).active).toBe(true);
    expect((await read(revoked.id)).active).toBe(false);
    expect(millisLeft(await read(revoked.id))).toBeGreaterThan(0);
  });

  it('changes the times of an identity that it disables as the recorded server did', async () => {
    const path = `/admin/identities/${demo.people.fourSessions}`;
    const before: Identity = body(await send('GET', path));
    const after: Identity = body(await send('PATCH', path, [{ op: 'replace', path: '/state', value: 'inactive' }]));
    expect(after.state_changed_at).not.toBe(before.state_changed_at);
    expect(after.updated_at !== before.updated_at).toBe(movedUpdatedAt(profile));
  });

  it('deletes second factors of any type, but neither codes nor passkeys', async () => {
    const path = `/admin/identities/${demo.people.everyMethod}/credentials`;
    for (const type of ['totp', 'lookup_secret', 'webauthn']) {
      expect((await send('DELETE', `${path}/${type}`)).status).toBe(204);
      expect((await send('DELETE', `${path}/${type}`)).status).toBe(404);
    }
    const newer = profile !== 'v1.3.1';
    expect(reasonOf(await send('DELETE', `${path}/passkey`))).toBe(
      newer ? 'Credentials type passkey cannot be deleted.' : 'Unknown credentials type passkey.',
    );
    expect(reasonOf(await send('DELETE', `/admin/identities/${demo.people.takenOver}/credentials/code`))).toBe(
      newer ? 'Credentials type code cannot be deleted.' : 'You cannot remove first factor credentials.',
    );
  });

  it('deletes the security keys of a second factor and keeps passwordless ones, with the same response', async () => {
    const identity = demo.data.addIdentity({ credentials: { webauthn: [] } });
    const path = `/admin/identities/${identity.id}`;
    const keys = async (): Promise<unknown> => {
      const answer = await send('GET', `${path}?include_credential=webauthn`);
      return body<WithCredentials>(answer).credentials.webauthn?.config;
    };
    for (const one of identity.credentials.filter(({ type }) => type === 'webauthn')) {
      one.config = { credentials: [{ is_passwordless: true }, { is_passwordless: false }] };
    }
    for (let time = 1; time <= 2; time++) {
      expect((await send('DELETE', `${path}/credentials/webauthn`)).status).toBe(204);
      expect(await keys()).toEqual({ credentials: [{ is_passwordless: true }] });
    }
  });

  it('sets the expiry of a recovery code to the requested time from now', async () => {
    const asked = Date.now();
    const answer = await send('POST', '/admin/recovery/code', { identity_id: demo.people.ada, expires_in: '1h30m' });
    const { expires_at: expiry } = body<{ readonly expires_at: string }>(answer);
    const from = Date.parse(expiry) - 5_400_000;
    expect(from).toBeGreaterThanOrEqual(asked);
    expect(from).toBeLessThanOrEqual(Date.now());
  });

  it('refuses operations of a patch that Kratos does not support', async () => {
    const path = `/admin/identities/${demo.people.ada}`;
    expect(body(await send('PATCH', path, [{ op: 'test', path: '/state' }]))).toMatchObject({
      error: { code: 400, message: 'unsupported operation: test' },
    });
    const type = profile === 'head' ? 'identity.patchOp' : 'jsonpatch.Operation';
    expect(body(await send('PATCH', path, [1]))).toMatchObject({
      error: { code: 400, message: `json: cannot unmarshal number into Go value of type ${type}` },
    });
  });

  it('reports what the demo does not support', async () => {
    const answer = await send('PATCH', `/admin/identities/${demo.people.ada}`, [{ op: 'remove', path: '/traits' }]);
    expect(answer.status).toBe(501);
    expect(answer.text).toContain(
      'cannot change anything of an identity but its state and traits that are not identifiers',
    );
  });
});

describe.skipIf(elsewhere).each(profileNames)('a project with other settings, the demo as %s', (profile) => {
  let demo: DemoServer;
  beforeAll(async () => {
    const quirks = { fasterSessionExtend: true, recoveryMethods: ['code'] } as const;
    demo = await startDemoServer({ profile, identities: 1, quirks });
  });
  afterAll(() => demo.close());

  it('extends a session with an empty response', async () => {
    const { id } = demo.data.addSession(demo.people.ada, { ago: 23 * hour + 30 * minute });
    const before = body<Session>(await exchange(demo.url, `/admin/sessions/${id}`)).expires_at;
    const answer = await exchange(demo.url, `/admin/sessions/${id}/extend`, 'PATCH');
    expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([204, '', undefined]);
    const after = body<Session>(await exchange(demo.url, `/admin/sessions/${id}`)).expires_at;
    expect(Date.parse(after)).toBeGreaterThan(Date.parse(before));
  });

  it('reports a method of recovery that is disabled, before it reads the request', async () => {
    for (const sent of [undefined, { identity_id: demo.people.ada }]) {
      const answer = await exchange(demo.url, '/admin/recovery/link', 'POST', sent);
      expect([answer.status, reasonOf(answer)]).toEqual([404, methodDisabled]);
    }
    const code = await exchange(demo.url, '/admin/recovery/code', 'POST', { identity_id: demo.people.ada });
    expect(code.status).toBe(201);
  });
});

describe.skipIf(elsewhere)('many sessions at once, the demo as head', () => {
  let demo: DemoServer;
  beforeAll(async () => {
    demo = await startDemoServer({ profile: 'head', identities: 1 });
  });
  afterAll(() => demo.close());
  const manage = (sent: unknown) => exchange(demo.url, '/admin/sessions', 'POST', sent);

  it('disables all sessions of an identity and counts only active ones', async () => {
    const { id } = demo.data.addIdentity({ count: 3 });
    const request = { action: 'disable', identities: [id] };
    expect(body(await manage(request))).toEqual({ processed: 3, more: false });
    expect(body(await manage(request))).toEqual({ processed: 0, more: false });
    expect(demo.data.sessionsOf(id)).toHaveLength(3);
  });

  it('deletes existing sessions and counts each id once', async () => {
    const { id } = demo.data.addIdentity({ count: 2 });
    const [session] = demo.data.sessionsOf(id);
    const sessions = [session?.id, session?.id?.toUpperCase(), '00000000-0000-4000-8000-000000000000'];
    expect(body(await manage({ action: 'delete', sessions }))).toEqual({
      processed: 1,
      more: false,
    });
    expect(demo.data.sessionsOf(id)).toHaveLength(1);
  });

  it.each([
    ['x', 'json: cannot unmarshal string into Go value of type session.ManageSessionsBody'],
    [
      { action: 'disable', sessions: [1] },
      'json: cannot unmarshal number into Go struct field ManageSessionsBody.sessions of type string',
    ],
  ])('reports the unreadable part of %j', async (sent, message) => {
    expect(body(await manage(sent))).toMatchObject({ error: { reason: 'Invalid JSON body.', message } });
  });
});
