import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { failureText } from '../../../src/text/failureText.ts';
import { endedWithTest } from '../../gateways/endedWithTest.ts';
import { startFaultyGateway } from '../../gateways/faultyGateway.ts';
import { httpServer } from '../core/http/listening.ts';
import { checked, json, kinds, sharedServers, untried } from './checked.ts';

const shared = sharedServers();

const publicApi = () =>
  httpServer(({ url = '' }, response) => {
    if (url.startsWith('/sessions/whoami')) {
      json(response, 401, { error: { code: 401, message: 'No valid session credentials found in the request.' } });
    } else {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
    }
  });
const openIdProvider = () =>
  httpServer(({ url = '' }, response) => {
    if (url === '/.well-known/openid-configuration') {
      json(response, 200, { issuer: 'http://127.0.0.1' });
    } else {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
    }
  });
const otherService = () =>
  httpServer(({ url = '' }, response) => {
    json(response, url === '/health/alive' ? 200 : 404, url === '/health/alive' ? { status: 'ok' } : {});
  });
const otherList = () => httpServer((_request, response) => json(response, 200, [{ name: 'something else' }]));
const nothingKnown = () =>
  httpServer((_request, response) => {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
  });

test.each([
  ['the public API', publicApi, 'This is the public API of Kratos.'],
  ['another product', openIdProvider, 'an OpenID provider, such as Ory Hydra or Keycloak'],
  ['another service', otherService, 'such as Ory Hydra, Keto or Oathkeeper'],
  ['another list', otherList, 'not one of identities'],
  ['a wrong path', nothingKnown, '/admin/identities was not found at this address (404).'],
])('recognizes %s', async (_what, start, words) => {
  const check = await checked((await start()).origin);
  expect(check.step('api')).toMatchObject({ kind: 'failed', text: expect.stringContaining(words) });
  expect(kinds(check)).toMatchObject({ response: 'ok', ...untried });
});

test('reports a sign-in page', async () => {
  const gateway = await endedWithTest(
    startFaultyGateway(shared.demo.url, { kind: 'html', status: 200, title: 'Sign in to Acme' }),
  );
  expect((await checked(gateway.url)).says('api')).toContain('a web page, “Sign in to Acme”');
});

describe('a redirect to another origin', () => {
  /** Responds as Kratos' public port, which redirects only `/admin/identities`, to the admin base URL. */
  const redirecting = async (location: string, whoami: (response: ServerResponse) => void) => {
    const requests: string[] = [];
    const { origin } = await httpServer(({ url = '' }, response) => {
      requests.push(url);
      if (url.startsWith('/admin/identities')) {
        response.writeHead(307, { location: location + url }).end();
      } else if (url === '/sessions/whoami') {
        whoami(response);
      } else {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
      }
    });
    return { requests, check: await checked(origin), origin };
  };
  const noSession = (response: ServerResponse) =>
    json(response, 401, { error: { code: 401, status: 'Unauthorized', message: 'No valid session credentials' } });

  test.each(['http://127.0.0.1:1', 'https://kratos.example.org/admin-api'])(
    'names the public API, and the address %s of the admin API that it redirects to',
    async (admin) => {
      const { requests, check } = await redirecting(admin, noSession);
      expect(check.step('response')).toEqual({
        kind: 'failed',
        text: `This is the public API of Kratos, which redirects to its admin API at ${admin}. Use that address, or the one under which this machine can reach it.`,
      });
      expect(kinds(check)).toMatchObject({ api: 'notTried', ...untried });
      expect(requests).toEqual(['/admin/identities?page_size=1', '/sessions/whoami']);
    },
  );

  test('names the public API if it redirects to an address that is not the admin API’s', async () => {
    const { check } = await redirecting('https://kratos.example.org/moved?from=', noSession);
    expect(check.says('response')).toBe(
      'This is the public API of Kratos. Use the address of its admin API, which listens on another port (4434 by default).',
    );
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['knows no whoami', (response) => response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n')],
    ['redirects all', (response) => response.writeHead(302, { location: 'https://login.example.org/' }).end()],
    ['hangs up', (response) => response.destroy()],
  ])('reports the redirect of another server, which %s', async (_what, whoami) => {
    const { check, origin } = await redirecting('https://login.example.org', whoami);
    const target = 'https://login.example.org/admin/identities';
    expect(check.step('response')).toEqual({
      kind: 'failed',
      text: failureText({ kind: 'redirectedAway', origin, target }),
    });
  });
});
