import { expect } from 'vitest';
import { body, eachServer, fact } from './subject.ts';

const unknown = '00000000-0000-4000-8000-000000000000';
const noStore = 'private, no-cache, no-store, must-revalidate';

await eachServer('the admin port', (server) => {
  const { profile, get } = server;
  const older = profile === 'v1.3.1';

  fact(server, 'says in plain text that it does not know a route', [], async () => {
    const answer = await get('/admin/nothing');
    expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([
      404,
      'text/plain; charset=utf-8',
      '404 page not found\n',
    ]);
  });

  fact(server, 'says in plain text which methods a route has', [], async () => {
    const answer = await get(`/admin/sessions/${unknown}/extend`);
    expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([
      405,
      'text/plain; charset=utf-8',
      'Method Not Allowed\n',
    ]);
    expect(answer.headers.allow).toBe(older ? 'OPTIONS, PATCH' : 'PATCH');
  });

  fact(
    server,
    older ? 'sends a path without /admin to the one with it' : 'serves a path without /admin as if it had it',
    [],
    async () => {
      const answer = await get('/identities?page_size=1');
      if (older) {
        expect([answer.status, answer.headers.location]).toEqual([307, '/admin/identities?page_size=1']);
      } else {
        expect(answer.status).toBe(200);
        expect(answer.headers.link).toMatch(/^<\/admin\/identities\?page_size=1&/);
      }
    },
  );

  fact(server, older ? 'sends a trailing slash away' : 'does not know a route with a trailing slash', [], async () => {
    const answer = await get('/admin/identities/');
    expect(older ? [answer.status, answer.headers.location] : [answer.status]).toEqual(
      older ? [301, '/admin/identities'] : [404],
    );
  });

  fact(
    server,
    'redirects a double slash after /admin, and does not take one before it for the prefix',
    [],
    async () => {
      const inside = await get('/admin//identities?page_size=1');
      expect([inside.status, inside.headers.location]).toEqual([older ? 301 : 307, '/admin/identities?page_size=1']);
      const before = await get('//admin/identities');
      expect([before.status, before.headers.location]).toEqual(
        older ? [307, '/admin/admin/identities'] : [404, undefined],
      );
    },
  );

  fact(server, 'forbids to keep an answer, an error too', [], async () => {
    for (const path of [
      '/admin/identities?page_size=1',
      '/admin/identities/nope',
      '/admin/sessions/nope',
      '/admin/version',
    ]) {
      expect((await get(path)).headers['cache-control']).toBe(noStore);
    }
  });

  fact(server, 'types success with a charset, and errors without', [], async () => {
    expect((await get('/admin/identities?page_size=1')).headers['content-type']).toBe(
      'application/json; charset=utf-8',
    );
    expect((await get('/admin/identities/nope')).headers['content-type']).toBe('application/json');
  });

  fact(server, 'is alive and ready, and tells its version', [], async () => {
    expect((await get('/admin/health/alive')).text).toBe('{"status":"ok"}\n');
    expect((await get('/admin/health/ready')).text).toBe('{"status":"ok"}\n');
    expect(body(await get('/admin/version'))).toEqual({ version: expect.stringMatching(/^(v\d+\.\d+\.\d+|master)/) });
  });

  fact(server, 'sends whoever asks for schemas or for their own session to the public port', [], async () => {
    for (const path of ['/schemas', '/schemas/customer', '/sessions/whoami']) {
      const answer = await get(`/admin${path}`);
      expect(answer.status).toBe(307);
      expect(new URL(answer.headers.location ?? '').pathname).toBe(path);
    }
  });
});
