import { expect } from 'vitest';
import { linksOf } from './exchange.ts';
import { body, eachServer, fact } from './subject.ts';

const unknown = '00000000-0000-4000-8000-000000000000';

interface Session {
  readonly id: string;
  readonly active: boolean;
  readonly expires_at: string;
  readonly authenticated_at: string;
  readonly issued_at: string;
  readonly identity: Readonly<Record<string, unknown>> | null;
  readonly devices: readonly unknown[] | null;
}

await eachServer("an identity's sessions", (server) => {
  const { profile, get } = server;
  const list = async (id: string, query = ''): Promise<readonly Session[]> =>
    body(await get(`/admin/identities/${id}/sessions${query === '' ? '' : `?${query}`}`));
  const idsOf = (sessions: readonly Session[]): readonly string[] => sessions.map(({ id }) => id);

  fact(server, 'have the same first page as page 0 and page 1', ['severalSessions'], async ({ severalSessions }) => {
    const first = await list(severalSessions, 'page=0&per_page=1');
    expect(idsOf(await list(severalSessions, 'page=1&per_page=1'))).toEqual(idsOf(first));
    expect(idsOf(await list(severalSessions, 'page=2&per_page=1'))).not.toEqual(idsOf(first));
  });

  fact(server, 'omit the last page along rel="next"', ['severalSessions'], async ({ severalSessions }) => {
    const all = idsOf(await list(severalSessions, 'per_page=1000'));
    const followed: string[] = [];
    let path: string | undefined = `/admin/identities/${severalSessions}/sessions?page_size=1`;
    while (path !== undefined) {
      const answer = await get(path);
      followed.push(...idsOf(body(answer)));
      path = linksOf(answer).next;
    }
    expect(followed).toHaveLength(all.length);
    expect(followed).not.toContain(all.at(-1));
    expect(followed[0]).toBe(followed[1]);
  });

  fact(server, 'are complete along page=1, 2, 3 …', ['severalSessions'], async ({ severalSessions }) => {
    const all = idsOf(await list(severalSessions, 'per_page=1000'));
    const read: string[] = [];
    for (let page = 1; read.length < all.length; page++) {
      const rows = await list(severalSessions, `page=${page}&per_page=2`);
      expect(rows.length).toBeGreaterThan(0);
      read.push(...idsOf(rows));
    }
    expect(read).toEqual(all);
  });

  fact(server, 'have pages of one for a page size of 0 or less', ['severalSessions'], async ({ severalSessions }) => {
    for (const query of ['page_size=0', 'page_size=-1', 'per_page=0', 'per_page=-3']) {
      expect(await list(severalSessions, query)).toHaveLength(1);
    }
  });

  fact(
    server,
    'return the first page for any unreadable page token',
    ['severalSessions'],
    async ({ severalSessions }) => {
      const first = idsOf(await list(severalSessions, 'page_size=1'));
      for (const token of ['garbage!!', '1', '', 'eyJvZmZzZXQiOiIyIiwidiI6Mn0%3D', 'eyJvZmZzZXQiOiItMiIsInYiOjJ9']) {
        expect(idsOf(await list(severalSessions, `page_size=1&page_token=${token}`))).toEqual(first);
      }
    },
  );

  fact(
    server,
    profile === 'v1.3.1' ? 'begin with the newest authentication' : 'begin with the one created last',
    ['severalSessions'],
    async ({ severalSessions }) => {
      const sessions = await list(severalSessions, 'per_page=1000');
      // The response has no time of creation; the time of issue is the closest.
      const times = sessions.map((session) =>
        Date.parse(profile === 'v1.3.1' ? session.authenticated_at : session.issued_at),
      );
      expect(times).toEqual(times.toSorted((a, b) => b - a));
    },
  );

  fact(
    server,
    'end at one session that fits the page, with a page size of 1 in the link',
    ['oneSession'],
    async ({ oneSession }) => {
      const answer = await get(`/admin/identities/${oneSession}/sessions?per_page=50`);
      expect(body<readonly Session[]>(answer)).toHaveLength(1);
      expect(answer.headers['x-total-count']).toBe('1');
      expect(Object.keys(linksOf(answer))).toEqual(['first']);
      expect(linksOf(answer).first).toContain('per_page=1');
    },
  );

  fact(server, 'have an endless rel="next" if there are none', ['withoutSessions'], async ({ withoutSessions }) => {
    let path = `/admin/identities/${withoutSessions}/sessions?page_size=2`;
    for (let page = 0; page < 5; page++) {
      const answer = await get(path);
      expect([answer.status, answer.text, answer.headers['x-total-count']]).toEqual([200, '[]\n', '0']);
      path = linksOf(answer).next ?? '';
      expect(path).toContain(`page=${page + 1}&`);
    }
  });

  fact(server, 'are an empty list without an error for an unknown identity', [], async () => {
    const answer = await get(`/admin/identities/${unknown}/sessions`);
    expect([answer.status, answer.text, answer.headers['x-total-count']]).toEqual([200, '[]\n', '0']);
  });

  fact(server, 'are an error with the text of the library for a malformed id', [], async () => {
    const messages: Readonly<Record<string, string>> = {
      BADUUID: 'uuid: incorrect UUID length 7 in string "BADUUID"',
      '00000000-0000-4000-80000000000000000':
        'uuid: incorrect UUID format in string "00000000-0000-4000-80000000000000000"',
      '0000000g-0000-4000-8000-000000000000': 'uuid: invalid UUID format',
    };
    for (const [id, message] of Object.entries(messages)) {
      expect(body(await get(`/admin/identities/${id}/sessions`))).toEqual({
        error: { code: 400, status: 'Bad Request', message },
      });
    }
  });

  fact(server, 'accept ten spellings of active, and "" for none', ['severalSessions'], async ({ severalSessions }) => {
    const count = async (text: string): Promise<string | undefined> =>
      (await get(`/admin/identities/${severalSessions}/sessions?per_page=1&active=${text}`)).headers['x-total-count'];
    const [active, inactive, all] = [await count('true'), await count('false'), await count('')];
    expect(Number(active) + Number(inactive)).toBe(Number(all));
    for (const text of ['1', 't', 'T', 'TRUE', 'True']) {
      expect(await count(text)).toBe(active);
    }
    for (const text of ['0', 'f', 'F', 'FALSE', 'False']) {
      expect(await count(text)).toBe(inactive);
    }
    expect((await get(`/admin/identities/${severalSessions}/sessions?active=maybe`)).status).toBe(400);
  });

  fact(server, 'are active while neither revoked nor expired', ['severalSessions'], async ({ severalSessions }) => {
    const expired = ({ expires_at }: Session): boolean => Date.parse(expires_at) <= Date.now();
    const active = await list(severalSessions, 'active=true&per_page=1000');
    const inactive = await list(severalSessions, 'active=false&per_page=1000');
    expect(active.filter(expired)).toEqual([]);
    expect(active.filter((session) => !session.active)).toEqual([]);
    expect(inactive.filter((session) => session.active)).toEqual([]);
    const all = await list(severalSessions, 'per_page=1000');
    expect(inactive.filter(expired)).toHaveLength(all.filter(expired).length);
  });

  fact(
    server,
    'are filtered by their rows, but inactive if the identity is disabled',
    ['disabled'],
    async ({ disabled }) => {
      const active = await list(disabled, 'active=true');
      expect(active.length).toBeGreaterThan(0);
      expect(active.some((session) => session.active)).toBe(false);
      expect(idsOf(await list(disabled, 'active=false'))).not.toContain(active[0]?.id);
      expect(body<Session>(await get(`/admin/sessions/${active[0]?.id}`)).active).toBe(true);
      expect(body<Session>(await get(`/admin/sessions/${active[0]?.id}?expand=identity`)).active).toBe(false);
    },
  );

  fact(
    server,
    'each contain the identity without addresses and schema URL',
    ['severalSessions'],
    async ({ severalSessions }) => {
      for (const { identity } of await list(severalSessions, 'per_page=5')) {
        expect(identity).toMatchObject({ id: severalSessions, schema_url: '' });
        expect(identity).not.toHaveProperty('verifiable_addresses');
        expect(identity).not.toHaveProperty('recovery_addresses');
        expect(Object.hasOwn(identity ?? {}, 'metadata_admin')).toBe(profile === 'head');
      }
    },
  );
});

await eachServer('all sessions', (server) => {
  const { profile, get } = server;
  const idsOf = (sessions: readonly Session[]): readonly string[] => sessions.map(({ id }) => id);

  fact(server, 'are complete without repetition along rel="next"', ['session'], async ({ session }) => {
    const ids: string[] = [];
    let path: string | undefined = '/admin/sessions?page_size=1000';
    while (path !== undefined) {
      const answer = await get(path);
      ids.push(...idsOf(body(answer)));
      path = linksOf(answer).next;
      expect(Object.hasOwn(answer.headers, 'x-total-count')).toBe(profile === 'v1.3.1');
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain(session);
  });

  fact(server, 'continue with a token that names the last session of the page', ['severalSessions'], async () => {
    const first = await get('/admin/sessions?page_size=2&active=true&expand=devices');
    const next = linksOf(first).next ?? '';
    const token = new URLSearchParams(next.split('?')[1]).get('page_token') ?? '';
    expect(token).not.toContain('=');
    const parts = Buffer.from(token, 'base64').toString('utf8').split('/').sort();
    expect(parts[0]).toMatch(/^created_at=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,5})?$/);
    expect(parts[1]).toBe(`id=${idsOf(body(first))[1]}`);
    expect(next).toMatch(/^\/admin\/sessions\?active=true&expand=devices&page_size=2&page_token=/);
  });

  fact(server, 'have neither identity nor devices without expand', ['session'], async () => {
    for (const session of body<readonly Session[]>(await get('/admin/sessions?page_size=3'))) {
      expect(session).toMatchObject({ identity: null, devices: null });
    }
  });

  fact(server, 'have what expand names in upper or lower case', ['session'], async () => {
    const [session] = body<readonly Session[]>(await get('/admin/sessions?page_size=1&expand=Identity&expand=DEVICES'));
    expect(session?.identity?.schema_url).not.toBe('');
    expect(session?.identity).not.toHaveProperty('verifiable_addresses');
    expect(session?.devices).not.toEqual([]);
  });

  fact(server, 'refuse expand as a comma-separated list', [], async () => {
    expect(body(await get('/admin/sessions?expand=identity,devices'))).toMatchObject({
      error: { code: 400, reason: 'Could not parse expand option: identity,devices' },
    });
  });

  fact(server, 'refuse a page token that names no session', [], async () => {
    const token = Buffer.from('created_at=2026-01-01 00:00:00/id=nope').toString('base64').replaceAll('=', '');
    expect(body(await get(`/admin/sessions?page_token=${encodeURIComponent(token)}`))).toMatchObject({
      error: { code: 400, reason: 'The page token is invalid, do not craft your own page tokens' },
    });
  });

  fact(server, 'name page_size in the error for an unreadable token', [], async () => {
    for (const query of ['page_size=abc', 'page_token=!!']) {
      expect(body(await get(`/admin/sessions?${query}`))).toEqual({
        error: { code: 400, status: 'Bad Request', message: 'could not parse parameter page_size' },
      });
    }
  });
});

await eachServer('a session by id', (server) => {
  const { get } = server;

  fact(server, 'has no identity and an empty list of devices without expand', ['session'], async ({ session }) => {
    expect(body(await get(`/admin/sessions/${session}`))).toMatchObject({ id: session, identity: null, devices: [] });
  });

  fact(server, 'has the identity with its schema URL with expand', ['session'], async ({ session }) => {
    const { identity } = body<Session>(await get(`/admin/sessions/${session}?expand=identity&expand=devices`));
    expect(identity?.schema_url).toMatch(/\/schemas\//);
  });

  fact(
    server,
    'has null for devices in the list of its identity if there are none',
    ['sessionWithoutDevices'],
    async ({ sessionWithoutDevices }) => {
      const { identity } = body<Session>(await get(`/admin/sessions/${sessionWithoutDevices}?expand=identity`));
      const listed = body<readonly Session[]>(
        await get(`/admin/identities/${String(identity?.id)}/sessions?per_page=1000`),
      );
      expect(listed.find(({ id }) => id === sessionWithoutDevices)?.devices).toBeNull();
    },
  );

  fact(server, 'is 404 for an unknown id and 400 for a malformed one', [], async () => {
    expect((await get(`/admin/sessions/${unknown}`)).status).toBe(404);
    const answer = await get('/admin/sessions/nope');
    expect(answer.status).toBe(400);
    expect(body(answer)).toEqual({
      error: { code: 400, status: 'Bad Request', message: 'uuid: incorrect UUID length 4 in string "nope"' },
    });
  });
});
