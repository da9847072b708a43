import { expect } from 'vitest';
import { body, eachServer, fact } from './subject.ts';

const unknown = '00000000-0000-4000-8000-000000000000';
const noStore = 'private, no-cache, no-store, must-revalidate';

await eachServer('the admin port', (server) => {
  const { profile, get } = server;
  const older = profile === 'v1.3.1';

  fact(server, 'responds to an unknown route in plain text', [], async () => {
    const answer = await get('/admin/nothing');
    expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([
      404,
      'text/plain; charset=utf-8',
      '404 page not found\n',
    ]);
  });

  fact(server, 'responds to an unknown method in plain text', [], async () => {
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

  fact(server, older ? 'redirects a trailing slash' : 'responds 404 to a route with a trailing slash', [], async () => {
    const answer = await get('/admin/identities/');
    expect(older ? [answer.status, answer.headers.location] : [answer.status]).toEqual(
      older ? [301, '/admin/identities'] : [404],
    );
  });

  fact(server, 'redirects a double slash after /admin, and does not accept one before it', [], async () => {
    const inside = await get('/admin//identities?page_size=1');
    expect([inside.status, inside.headers.location]).toEqual([older ? 301 : 307, '/admin/identities?page_size=1']);
    const before = await get('//admin/identities');
    expect([before.status, before.headers.location]).toEqual(
      older ? [307, '/admin/admin/identities'] : [404, undefined],
    );
  });

  fact(server, 'forbids caching of responses and errors', [], async () => {
    for (const path of [
      '/admin/identities?page_size=1',
      '/admin/identities/nope',
      '/admin/sessions/nope',
      '/admin/version',
    ]) {
      expect((await get(path)).headers['cache-control']).toBe(noStore);
    }
  });

  fact(server, 'sends a charset with success, and none with errors', [], async () => {
    expect((await get('/admin/identities?page_size=1')).headers['content-type']).toBe(
      'application/json; charset=utf-8',
    );
    expect((await get('/admin/identities/nope')).headers['content-type']).toBe('application/json');
  });

  fact(server, 'is alive and ready, and returns its version', [], async () => {
    expect((await get('/admin/health/alive')).text).toBe('{"status":"ok"}\n');
    expect((await get('/admin/health/ready')).text).toBe('{"status":"ok"}\n');
    expect(body(await get('/admin/version'))).toEqual({ version: expect.stringMatching(/^(v\d+\.\d+\.\d+|master)/) });
  });

  fact(server, 'redirects requests for schemas or for whoami to the public port', [], async () => {
    for (const path of ['/schemas', '/schemas/customer', '/sessions/whoami']) {
      const answer = await get(`/admin${path}`);
      expect(answer.status).toBe(307);
      expect(new URL(answer.headers.location ?? '').pathname).toBe(path);
    }
  });
});
