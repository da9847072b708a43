import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Answer } from './exchange.ts';
import { body } from './subject.ts';
import { eachWritableServer, type MadeIdentity, provider, withSessions } from './writing.ts';

interface Session {
  readonly id: string;
  readonly active: boolean;
  readonly expires_at: string;
}

interface Identity {
  readonly state: string;
  readonly state_changed_at: string;
  readonly credentials: Readonly<Record<string, Credential>>;
}

interface Credential {
  readonly identifiers: readonly string[];
  readonly updated_at: string;
}

const unknown = '00000000-0000-4000-8000-000000000000';
const noSuchResource = '{"error":{"code":404,"status":"Not Found","message":"Unable to locate the resource"}}\n';
const lastFirstFactor = 'You cannot remove the last first factor credential.';
const expiredDuration = /^Value from "expires_in" must (be )?result to a future time: 0s$/;

const stateOf = (value: unknown) => [{ op: 'replace', path: '/state', value }];
const reasonOf = (answer: Answer): string | undefined =>
  body<{ readonly error: { readonly reason?: string } }>(answer).error.reason;

/** The writes of the product, on identities that the tests create. The recordings show the responses in full. */
await eachWritableServer('writes', (server) => {
  const { profile, send, makeIdentity } = server;
  const older = profile === 'v1.3.1';

  const read = async <T>(path: string): Promise<T> => body<T>(await send('GET', path));
  const session = (id: string): Promise<Session> => read(`/admin/sessions/${id}`);
  /** Returns which of an identity's sessions the server calls active, by their ids. */
  const activeOf = async ({ path }: MadeIdentity): Promise<Readonly<Record<string, boolean>>> =>
    Object.fromEntries((await read<readonly Session[]>(`${path}/sessions`)).map(({ id, active }) => [id, active]));

  const signedIn = async (times: number) => {
    const identity = await makeIdentity();
    const ids: string[] = [];
    for (let time = 0; time < times; time++) {
      ids.push(await identity.signIn());
    }
    return { identity, ids: ids as [string, string, ...string[]] };
  };

  withSessions(server, 'revokes one session, keeps its row and the other session, and accepts it again', async () => {
    const { identity, ids } = await signedIn(2);
    const [ended, kept] = ids;
    for (let time = 1; time <= 2; time++) {
      const { status, text } = await send('DELETE', `/admin/sessions/${ended}`);
      expect([status, text]).toEqual([204, '']);
      expect(await activeOf(identity)).toEqual({ [ended]: false, [kept]: true });
    }
    expect(await session(ended)).toMatchObject({ id: ended, active: false });
  });

  it('responds 404 to an unknown session and 400 to a malformed id, whatever is to be done with it', async () => {
    for (const [method, suffix] of [
      ['DELETE', ''],
      ['PATCH', '/extend'],
    ] as const) {
      const none = await send(method, `/admin/sessions/${unknown}${suffix}`);
      expect([none.status, none.text]).toEqual([404, noSuchResource]);
      const malformed = await send(method, `/admin/sessions/nope${suffix}`);
      expect([malformed.status, malformed.text]).toEqual([400, expect.stringContaining('incorrect UUID length 4')]);
    }
  });

  it('deletes nothing where the id of a session is missing', async () => {
    const none = await send('DELETE', '/admin/sessions');
    expect([none.status, new URL(none.headers.location ?? '').pathname]).toEqual([307, '/sessions']);
    const empty = await send('DELETE', '/admin/sessions/');
    expect([empty.status, empty.headers.location]).toEqual(older ? [307, '/admin/sessions'] : [404, undefined]);
  });

  withSessions(
    server,
    'responds with the expiry after extending, whether it moved or not, or with nothing',
    async () => {
      const { ids } = await signedIn(1);
      const before = await session(ids[0]);
      const { status, text } = await send('PATCH', `/admin/sessions/${ids[0]}/extend`);
      const after = await session(ids[0]);
      expect(after.active).toBe(true);
      expect(Date.parse(after.expires_at)).toBeGreaterThanOrEqual(Date.parse(before.expires_at));
      if (status === 204) {
        expect(text).toBe('');
      } else {
        expect([status, JSON.parse(text)]).toEqual([200, expect.objectContaining(pick(after))]);
      }
    },
  );

  withSessions(server, 'extends a revoked session without reviving it', async () => {
    const { ids } = await signedIn(1);
    await send('DELETE', `/admin/sessions/${ids[0]}`);
    expect([200, 204]).toContain((await send('PATCH', `/admin/sessions/${ids[0]}/extend`)).status);
    expect((await session(ids[0])).active).toBe(false);
  });

  withSessions(
    server,
    'shows the sessions of a disabled identity as ended, and as active when it is enabled',
    async () => {
      const { identity, ids } = await signedIn(3);
      const [revoked, revokedMeanwhile, kept = ''] = ids;
      await send('DELETE', `/admin/sessions/${revoked}`);

      const disabled = await send('PATCH', identity.path, stateOf('inactive'));
      expect([disabled.status, body<Identity>(disabled).state]).toEqual([200, 'inactive']);
      expect(Object.values(await activeOf(identity))).toEqual([false, false, false]);
      // The identity is considered only where the request expands it.
      expect((await session(kept)).active).toBe(true);
      expect((await read<Session>(`/admin/sessions/${kept}?expand=identity`)).active).toBe(false);
      expect(await read<readonly Session[]>(`${identity.path}/sessions?active=true`)).toHaveLength(2);
      await send('DELETE', `/admin/sessions/${revokedMeanwhile}`);

      const enabled = await send('PATCH', identity.path, stateOf('active'));
      expect([enabled.status, body<Identity>(enabled).state]).toEqual([200, 'active']);
      expect(await activeOf(identity)).toEqual({ [revoked]: false, [revokedMeanwhile]: false, [kept]: true });
    },
  );

  it('keeps the time of the state when an identity is disabled again', async () => {
    const { path } = await makeIdentity();
    const created: Identity = await read(path);
    const disabled: Identity = body(await send('PATCH', path, stateOf('inactive')));
    const again: Identity = body(await send('PATCH', path, stateOf('inactive')));
    expect(disabled.state_changed_at).not.toBe(created.state_changed_at);
    expect(again.state_changed_at).toBe(disabled.state_changed_at);
  });

  it('refuses a state that does not exist, a patch that is not supported, and an identity that is unknown', async () => {
    const { path } = await makeIdentity();
    expect(reasonOf(await send('PATCH', path, stateOf('locked')))).toBe(
      "The supplied state ('locked') was not valid. Valid states are ('active', 'inactive').",
    );
    for (const sent of [
      { op: 'replace' },
      [1],
      [{ op: 'test', path: '/state', value: 'active' }],
      [{ op: 'replace', path: '/id', value: unknown }],
      [{ op: 'replace', path: '/credentials', value: {} }],
    ]) {
      expect((await send('PATCH', path, sent)).status).toBe(400);
    }
    expect((await read<Identity>(path)).state).toBe('active');
    for (const id of [unknown, 'nope']) {
      const answer = await send('PATCH', `/admin/identities/${id}`, stateOf('inactive'));
      expect([answer.status, answer.text]).toEqual([404, noSuchResource]);
    }
  });

  if (profile === 'head') {
    const disable = (sessions: readonly string[]) => send('POST', '/admin/sessions', { action: 'disable', sessions });

    withSessions(
      server,
      'disables several sessions, counts none twice, and none that ended or is unknown',
      async () => {
        const { identity, ids } = await signedIn(4);
        const [ended, first, second = '', kept = ''] = ids;
        await send('DELETE', `/admin/sessions/${ended}`);
        const sent = [ended, first, first.toUpperCase(), second, unknown];
        expect(body(await disable(sent))).toEqual({ processed: 2, more: false });
        expect(body(await disable(sent))).toEqual({ processed: 0, more: false });
        expect(await activeOf(identity)).toEqual({ [ended]: false, [first]: false, [second]: false, [kept]: true });
      },
    );

    withSessions(server, 'disables the sessions of a disabled identity, which shows when it is enabled', async () => {
      const { identity, ids } = await signedIn(2);
      await send('PATCH', identity.path, stateOf('inactive'));
      expect(body(await disable(ids.slice(0, 1)))).toEqual({ processed: 1, more: false });
      await send('PATCH', identity.path, stateOf('active'));
      expect(await activeOf(identity)).toEqual({ [ids[0]]: false, [ids[1]]: true });
    });

    withSessions(server, 'disables no session if one id in the request is not valid', async () => {
      const { identity, ids } = await signedIn(1);
      for (const wrong of ['x', '*', '']) {
        expect((await disable([ids[0], wrong])).status).toBe(400);
      }
      expect(await activeOf(identity)).toEqual({ [ids[0]]: true });
    });

    it('accepts 500 ids and refuses 501', async () => {
      const ids = Array.from({ length: 501 }, () => randomUUID());
      expect(body(await disable(ids.slice(1)))).toEqual({ processed: 0, more: false });
      const answer = await disable(ids);
      expect([answer.status, reasonOf(answer)]).toEqual([
        400,
        "Could not parse 'sessions' field: at most 500 IDs may be provided per call",
      ]);
    });

    it.each([
      [{}, "The 'action' field must be one of 'disable' or 'delete'."],
      [{ action: 'end', sessions: [unknown] }, "The 'action' field must be one of 'disable' or 'delete'."],
      [{ action: 'disable' }, "Exactly one of 'identities' or 'sessions' must be a non-empty array."],
      [{ action: 'disable', sessions: [] }, "Exactly one of 'identities' or 'sessions' must be a non-empty array."],
      [
        { action: 'disable', sessions: ['*'] },
        "Could not parse 'sessions' field: the wildcard '*' is not accepted here",
      ],
      [{ action: 'disable', sessions: unknown }, 'Invalid JSON body.'],
      [{ action: 'disable', sessions: [1] }, 'Invalid JSON body.'],
      ['x', 'Invalid JSON body.'],
    ])('refuses to disable sessions by %j', async (sent, reason) => {
      const answer = await send('POST', '/admin/sessions', sent);
      expect([answer.status, reasonOf(answer)]).toEqual([400, reason]);
    });
  } else {
    it('responds in plain text that it cannot disable several sessions at once', async () => {
      const answer = await send('POST', '/admin/sessions', { action: 'disable', sessions: [unknown] });
      expect([answer.status, answer.text]).toEqual([405, 'Method Not Allowed\n']);
      expect(answer.headers.allow).toBe(older ? 'DELETE, GET, OPTIONS' : 'DELETE, GET, HEAD');
    });
  }

  withSessions(server, 'deletes all sessions of an identity once, including those that ended', async () => {
    const { identity, ids } = await signedIn(2);
    await send('DELETE', `/admin/sessions/${ids[0]}`);
    const path = `${identity.path}/sessions`;
    expect((await send('DELETE', path)).status).toBe(204);
    expect(await activeOf(identity)).toEqual({});
    expect((await send('GET', `/admin/sessions/${ids[0]}`)).status).toBe(404);
    expect((await send('DELETE', path)).text).toBe(noSuchResource);
  });

  it('deletes no sessions of an unknown identity or of a malformed id', async () => {
    expect((await send('DELETE', `/admin/identities/${unknown}/sessions`)).status).toBe(404);
    expect((await send('DELETE', '/admin/identities/nope/sessions')).status).toBe(400);
  });

  it('keeps the last first factor of an identity, and of some servers any', async () => {
    const { path } = await makeIdentity();
    const before = (await read<Identity>(path)).credentials;
    const answer = await send('DELETE', `${path}/credentials/password`);
    expect([answer.status, reasonOf(answer)]).toEqual([
      400,
      older ? 'You cannot remove first factor credentials.' : lastFirstFactor,
    ]);
    expect((await read<Identity>(path)).credentials).toEqual(before);
  });

  it('responds 404 to a credential, a type or an identity that does not exist', async () => {
    const { path } = await makeIdentity();
    for (const type of ['totp', 'lookup_secret', 'webauthn', 'passkey', 'nope', 'Password']) {
      const answer = await send('DELETE', `${path}/credentials/${type}`);
      expect([answer.status, reasonOf(answer)]).toEqual([
        404,
        `You tried to remove a ${type} but this user have no ${type} set up.`,
      ]);
    }
    for (const id of [unknown, 'nope']) {
      expect((await send('DELETE', `/admin/identities/${id}/credentials/totp`)).text).toBe(noSuchResource);
    }
    expect((await send('DELETE', `${path}/credentials/`)).text).toBe('404 page not found\n');
  });

  withSessions(server, 'empties the password if another first factor is left, and keeps the sessions', async () => {
    const google = provider('google');
    const identity = await makeIdentity(google);
    const session = await identity.signIn();
    const credentials = async () => (await read<Identity>(`${identity.path}?include_credential=password`)).credentials;
    const before = await credentials();
    const answer = await send('DELETE', `${identity.path}/credentials/password`);
    const after = await credentials();
    const lastOne = await send('DELETE', `${identity.path}/credentials/oidc?identifier=google:${google.subject}`);
    if (older) {
      expect(reasonOf(answer)).toBe('You cannot remove first factor credentials.');
      expect(after).toEqual(before);
      expect(lastOne.status).toBe(204);
    } else {
      expect(answer.status).toBe(204);
      // The credential stays, without what a user could sign in with.
      const moved = expect.not.stringMatching(`^${before.password?.updated_at}$`);
      expect(after).toEqual({ ...before, password: { ...before.password, config: {}, updated_at: moved } });
      expect(reasonOf(lastOne)).toBe(lastFirstFactor);
      expect(reasonOf(await send('DELETE', `${identity.path}/credentials/password`))).toBe(lastFirstFactor);
    }
    expect(await activeOf(identity)).toEqual({ [session]: true });
  });

  it('deletes one of two OpenID Connect providers by its identifier', async () => {
    const [google, github] = [provider('google'), provider('github')];
    const { path } = await makeIdentity(google, github);
    const url = `${path}/credentials/oidc`;
    expect(reasonOf(await send('DELETE', url))).toBe('You must provide an identifier to delete this credential.');
    const none = await send('DELETE', `${url}?identifier=google:${unknown}`);
    expect([none.status, reasonOf(none)]).toEqual([
      404,
      `The identifier \`google:${unknown}\` was not found among OIDC credentials.`,
    ]);
    const before = (await read<Identity>(path)).credentials;
    expect((await send('DELETE', `${url}?identifier=google:${google.subject}`)).status).toBe(204);
    const after = (await read<Identity>(path)).credentials;
    expect(after.oidc?.identifiers).toEqual([`github:${github.subject}`]);
    // v1.3.1 rewrites all credentials with each change.
    expect(after.password?.updated_at !== before.password?.updated_at).toBe(older);
  });

  it('creates a code and a link for recovery, or says that the project has disabled the method', async () => {
    const { id } = await makeIdentity();
    for (const [method, status, members] of [
      ['code', 201, ['recovery_link', 'recovery_code', 'expires_at']],
      ['link', 200, ['recovery_link', 'expires_at']],
    ] as const) {
      const answer = await send('POST', `/admin/recovery/${method}`, { identity_id: id, expires_in: '1h30m' });
      if (answer.status === 404) {
        expect(reasonOf(answer)).toMatch(/^This endpoint was disabled by system administrator\./);
        continue;
      }
      expect([answer.status, Object.keys(body<object>(answer))]).toEqual([status, members]);
      const recover = (sent: unknown) => send('POST', `/admin/recovery/${method}`, sent);
      expect(reasonOf(await recover({ identity_id: id, expires_in: '0s' }))).toMatch(expiredDuration);
      expect(reasonOf(await recover({ identity_id: id, expires_in: 'soon' }))).toContain(
        'Unable to parse "expires_in"',
      );
      expect(reasonOf(await recover({ identity_id: 'nope' }))).toBe(
        'Unable to decode JSON payload: uuid: incorrect UUID length 4 in string "nope"',
      );
      expect(reasonOf(await recover([]))).toMatch(/^Unable to decode JSON payload: json: cannot unmarshal array into/);
      expect(reasonOf(await recover(undefined))).toContain('"Content-Length" is zero');
      const none = await recover({ identity_id: unknown });
      expect([none.status, reasonOf(none)]).toEqual(
        method === 'code' ? [404, 'could not find identity'] : [400, 'The requested identity id does not exist.'],
      );
    }
  });

  withSessions(server, 'deletes an identity with its sessions', async () => {
    const { identity, ids } = await signedIn(1);
    expect((await send('DELETE', identity.path)).status).toBe(204);
    expect((await send('DELETE', identity.path)).text).toBe(noSuchResource);
    expect((await send('DELETE', `/admin/sessions/${ids[0]}`)).text).toBe(noSuchResource);
  });
});

function pick({ id, active, expires_at }: Session): Session {
  return { id, active, expires_at };
}
