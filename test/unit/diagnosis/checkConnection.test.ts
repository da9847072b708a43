import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type DemoServer, type DemoServerOptions, startDemoServer } from '../../../src/demo/demoServer.ts';
import { checkSecrets } from '../../../src/diagnosis/secretsStep.ts';
import { routeOf, secretValues } from '../../../src/diagnosis/subject.ts';
import { defaultOptions } from '../../../src/http/connectionOptions.ts';
import { failureText } from '../../../src/presentation/failureText.ts';
import { type Certificates, makeCertificates } from '../../gateways/certificates.ts';
import { endedWithTest } from '../../gateways/endedWithTest.ts';
import { type Misdeed, startFaultyGateway } from '../../gateways/faultyGateway.ts';
import { forward, type Gateway, refuse } from '../../gateways/gateway.ts';
import { startKeyGateway } from '../../gateways/keyGateway.ts';
import { startProxy, startTlsProxy } from '../../gateways/proxy.ts';
import { startSocketGateway } from '../../gateways/socketGateway.ts';
import { startTlsGateway } from '../../gateways/tlsGateway.ts';
import { closedAddress, httpServer, socketServer } from '../http/listening.ts';
import { noNetworkSettings } from '../http/transports.ts';
import { checked, kinds } from './checked.ts';

let demo: DemoServer;
let certificates: Certificates;

beforeAll(async () => {
  demo = await startDemoServer({ identities: 40 });
  certificates = await makeCertificates();
});

afterAll(async () => {
  await demo.close();
  await certificates.close();
});

async function demoWith(options: DemoServerOptions): Promise<DemoServer> {
  const server = await startDemoServer({ identities: 40, ...options });
  onTestFinished(() => server.close());
  return server;
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

const untried = {
  version: 'notTried',
  paging: 'notTried',
  clock: 'notTried',
};

describe('a server of one’s own', () => {
  test('every step is taken, and those that there is nothing to do for say so', async () => {
    const check = await checked(demo.url);
    expect(kinds(check)).toEqual({
      address: 'ok',
      proxy: 'ok',
      dns: 'skipped',
      tcp: 'ok',
      tls: 'skipped',
      secrets: 'ok',
      response: 'ok',
      api: 'ok',
      version: 'ok',
      paging: 'ok',
      clock: 'ok',
    });
    expect(check.report.end).toBe('finished');
    expect(check.text).toContain('**This connection works.**');
    expect(check.says('version')).toBe('v26.2.0');
  });

  test('it is only read, and what is read of people is not in the report', async () => {
    const server = await demoWith({});
    const { text } = await checked(server.url);
    expect(server.requests.length).toBeGreaterThan(5);
    expect(server.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(text).not.toMatch(/@|[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  test.each([
    [1, 'Session pages count from 1, and page 0 equals page 1'],
    [0, 'Session pages count from 0.'],
  ] as const)('from which number it counts its pages: %i', async (countsPagesFrom, words) => {
    const check = await checked((await demoWith({ quirks: { countsPagesFrom } })).url);
    expect(check.says('paging')).toContain(words);
    expect(check.says('paging')).toContain('Page size limits: at most 1000 for sessions, at most 500 for identities.');
  });

  test('a list without its number is a warning', async () => {
    const check = await checked((await demoWith({ quirks: { totalCount: false } })).url);
    expect(check.step('paging')).toMatchObject({ kind: 'warning', text: expect.stringContaining('X-Total-Count') });
    expect(check.text).toContain('Warnings: 1.');
  });

  test('nobody is there yet: how pages are counted stays open', async () => {
    const check = await checked((await demoWith({ identities: 0 })).url);
    expect(check.says('api')).toContain('lists no identities');
    expect(check.says('paging')).toContain('could not be determined');
  });

  test.each([
    [1, 'Session pages count from 1'],
    [0, 'Session pages count from 0'],
  ] as const)(
    'no two sessions of one identity are there, and browsing found that pages count from %i',
    async (countsFrom, words) => {
      const check = await checked((await demoWith({ identities: 0 })).url, {}, { countsFrom });
      expect(check.says('paging')).toContain(words);
    },
  );

  test('a server that lists identities and refuses every list of sessions does not count as working', async () => {
    const server = await httpServer((request, response) => {
      if (request.url?.includes('/sessions')) {
        refuse(response, 403, 'identities only');
      } else {
        forward(request, response, demo.url);
      }
    });
    const check = await checked(server.origin);
    expect(check.step('paging')).toEqual({
      kind: 'failed',
      text: failureText({ kind: 'forbidden', reason: 'identities only' }),
      details: ['Requested: /admin/identities/{id}/sessions'],
    });
    expect(kinds(check)).toMatchObject({ response: 'ok', api: 'ok', clock: 'ok' });
    expect(check.text).toContain('**The server responds, but not everything works.**');
    expect(check.text).toContain('    - Requested: /admin/identities/{id}/sessions');
    expect(check.text).not.toContain('This connection works');
  });

  test.each([
    ['the newest sessions', /^\/admin\/sessions\?/, '/admin/sessions'],
    ['the first page', /\/sessions\?page=0&per_page=1$/, '/admin/identities/{id}/sessions'],
    ['the second page', /\/sessions\?page=1&per_page=1$/, '/admin/identities/{id}/sessions'],
    ['the search by identifier', /\?credentials_identifier=/, '/admin/identities'],
  ])(
    '%s alone refused: the step says what was asked and how pages are counted is not guessed',
    async (_which, matching, template) => {
      const server = await httpServer((request, response) => {
        if (matching.test(request.url ?? '')) {
          refuse(response, 401, 'not this one');
        } else {
          forward(request, response, demo.url);
        }
      });
      const check = await checked(server.origin);
      expect(check.step('paging')).toEqual({
        kind: 'failed',
        text: failureText({ kind: 'unauthorized', reason: 'not this one' }),
        details: [`Requested: ${template}`],
      });
    },
  );

  test('a list of sessions that is a web page', async () => {
    const server = await httpServer((request, response) => {
      if (request.url?.includes('/sessions')) {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Sign in</title></html>');
      } else {
        forward(request, response, demo.url);
      }
    });
    const check = await checked(server.origin);
    expect(check.step('paging')).toMatchObject({ kind: 'failed', text: expect.stringContaining('“Sign in”') });
  });

  test('sessions that are gone before their pages are read: how pages are counted stays open', async () => {
    const server = await httpServer((request, response) => {
      if (/&per_page=1$/.test(request.url ?? '')) {
        json(response, 200, []);
      } else {
        forward(request, response, demo.url);
      }
    });
    const check = await checked(server.origin);
    expect(check.step('paging')).toMatchObject({ kind: 'ok' });
    expect(check.says('paging')).toContain('could not be determined: the first page had no session.');
  });

  test('behind a Unix socket', async () => {
    const gateway = await endedWithTest(startSocketGateway(demo.url));
    const check = await checked('http://localhost', { socketPath: gateway.socketPath });
    expect(check.says('address')).toBe(gateway.url);
    expect(kinds(check)).toMatchObject({ dns: 'skipped', tcp: 'ok', tls: 'skipped', api: 'ok' });
  });
});

describe('the first step that is impossible is the last', () => {
  test('nothing listens', async () => {
    const url = (await closedAddress()).origin;
    const check = await checked(url);
    expect(check.step('tcp')).toEqual({
      kind: 'failed',
      text: `Nothing is listening at ${url}. Start the server, or correct the connection’s address.`,
    });
    expect(kinds(check)).toMatchObject({ tls: 'notTried', secrets: 'notTried', response: 'notTried', ...untried });
    expect(check.report.end).toBe('stopped');
    expect(check.text).toContain('**This connection does not work.**');
  });

  test('a host that has no address', async () => {
    const check = await checked('http://nobody.invalid:4434');
    expect(kinds(check)).toMatchObject({ address: 'warning', dns: 'failed', tcp: 'notTried' });
  });

  test('a key that was not entered: nothing is asked', async () => {
    const gateway = await endedWithTest(startKeyGateway(demo.url, { wants: { bearer: 'k' } }));
    const check = await checked(gateway.url, { authentication: { kind: 'bearer' } });
    expect(check.says('secrets')).toContain(`No key (bearer token) is stored for ${gateway.url}`);
    expect(kinds(check)).toMatchObject({ tcp: 'ok', response: 'notTried' });
    expect(gateway.requests).toEqual([]);
  });

  test('a workspace key of Ory Network', async () => {
    const check = await checked(
      demo.url,
      { authentication: { kind: 'bearer' } },
      { secrets: { bearer: 'ory_wak_Abc123' } },
    );
    expect(check.says('secrets')).toContain('Create an API key of the project');
    expect(check.text).not.toContain('Abc123');
  });

  test.each([
    ['none', {}, 'requires a key', 'authentication failed'],
    ['another', { secrets: { bearer: 'other' } }, 'Access is forbidden', 'access is forbidden'],
  ] as const)('%s of the keys that the gateway wants', async (_which, surroundings, words, heading) => {
    const gateway = await endedWithTest(startKeyGateway(demo.url, { wants: { bearer: 'right' } }));
    const kind = 'secrets' in surroundings ? 'bearer' : 'none';
    const check = await checked(gateway.url, { authentication: { kind } }, surroundings);
    expect(check.step('response')).toMatchObject({ kind: 'failed', text: expect.stringContaining(words) });
    expect(check.text).toContain(`**The server was reached, but ${heading}.**`);
    expect(kinds(check)).toMatchObject({ api: 'notTried', ...untried });
  });
});

describe('TLS', () => {
  const trusting = () => ({ verify: true, caFile: certificates.files.authority });

  test('a certificate of the connection’s own authority: its chain, its names and its end', async () => {
    const gateway = await endedWithTest(startTlsGateway(demo.url, { certificate: certificates.server }));
    const check = await checked(gateway.url, { tls: trusting() });
    expect(check.says('tls')).toMatch(/^TLSv1\.3, with a certificate that this machine trusts\./);
    expect(check.says('tls')).toMatch(
      /“localhost”, issued by “Kratos Explorer test authority”, valid from \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d, for localhost, 127\.0\.0\.1/,
    );
    expect(kinds(check)).toMatchObject({ api: 'ok', clock: 'ok' });
  });

  test.each([
    ['server', false, 'issued by an authority that this machine does not trust'],
    ['expired', true, 'has expired'],
    ['wrongName', true, 'is for kratos.internal, not for'],
  ] as const)('%s: what is wrong with it, and what it is', async (which, trusted, words) => {
    const gateway = await endedWithTest(startTlsGateway(demo.url, { certificate: certificates[which] }));
    const check = await checked(gateway.url, trusted ? { tls: trusting() } : {});
    expect(check.step('tls')).toMatchObject({ kind: 'failed', text: expect.stringContaining(words) });
    expect(check.says('tls')).toContain('issued by “Kratos Explorer test authority”');
    expect(gateway.requests).toEqual([]);
  });

  test.each([
    ['server', false, 'issued by an authority that this machine does not trust'],
    ['expired', true, 'has expired'],
    ['wrongName', true, 'is for kratos.internal, not for 127.0.0.1'],
  ] as const)(
    'verification that is switched off is a warning that says what it hides: %s',
    async (which, trusted, words) => {
      const gateway = await endedWithTest(startTlsGateway(demo.url, { certificate: certificates[which] }));
      const check = await checked(gateway.url, { tls: { ...(trusted ? trusting() : {}), verify: false } });
      expect(check.step('tls')).toMatchObject({
        kind: 'warning',
        text: expect.stringContaining('Verification is off'),
      });
      expect(check.says('tls')).toMatch(/\nWith verification: The certificate of /);
      expect(check.says('tls')).toContain(words);
      expect(kinds(check)).toMatchObject({ api: 'ok' });
    },
  );

  test('verification that need not be switched off', async () => {
    const gateway = await endedWithTest(startTlsGateway(demo.url, { certificate: certificates.server }));
    const check = await checked(gateway.url, { tls: { ...trusting(), verify: false } });
    expect(check.says('tls')).toContain('the certificate is trusted. Turn it on.');
  });

  test('a port that speaks no TLS', async () => {
    const check = await checked(demo.url.replace('http:', 'https:'));
    expect(check.says('tls')).toContain('does not use TLS');
  });

  test.each([
    ['TLSv1.2', 'tls'],
    ['TLSv1.3', 'response'],
  ] as const)('a client certificate that is wanted, over %s: told where it shows', async (maxVersion, step) => {
    const { server, authority, files } = certificates;
    const gateway = await endedWithTest(
      startTlsGateway(demo.url, { certificate: server, clientAuthority: authority, maxVersion }),
    );
    const without = await checked(gateway.url, { tls: trusting() });
    expect(without.says(step)).toContain('requires a client certificate');

    const clientCertificate = {
      kind: 'pem',
      certificateFile: files.clientCertificate,
      keyFile: files.clientKey,
    } as const;
    const given = await checked(gateway.url, { tls: trusting(), clientCertificate });
    expect(kinds(given)).toMatchObject({ tls: 'ok', response: 'ok', api: 'ok' });
  });

  test('a file that cannot be read', async () => {
    const gateway = await endedWithTest(startTlsGateway(demo.url, { certificate: certificates.server }));
    const check = await checked(gateway.url, { tls: { verify: true, caFile: '/nowhere/ca.pem' } });
    expect(check.says('tls')).toContain('The file /nowhere/ca.pem could not be read');
  });
});

describe('a proxy', () => {
  const through = (gateway: Gateway) => ({ proxy: { kind: 'this', url: new URL(gateway.url) } }) as const;

  test('which one, and who chose it', async () => {
    const chosen = await checked(
      'http://kratos.invalid',
      { proxy: { kind: 'automatic' } },
      {
        environment: { http_proxy: 'http://nobody.invalid:3128' },
      },
    );
    expect(chosen.says('proxy')).toBe('http://nobody.invalid:3128, from http_proxy.');
    const exempt = await checked(
      'http://kratos.invalid',
      { proxy: { kind: 'automatic' } },
      {
        network: { proxy: 'http://nobody.invalid:3128', noProxy: ['.invalid'] },
      },
    );
    expect(exempt.says('proxy')).toBe('None: “.invalid” in http.noProxy exempts the host.');
  });

  test('on the way to a server with TLS', async () => {
    const proxy = await endedWithTest(startProxy());
    const gateway = await endedWithTest(startTlsGateway(demo.url, { certificate: certificates.server }));
    const check = await checked(gateway.url, {
      ...through(proxy),
      tls: { verify: true, caFile: certificates.files.authority },
    });
    expect(kinds(check)).toMatchObject({ proxy: 'ok', tcp: 'ok', tls: 'ok', response: 'ok', api: 'ok' });
    expect(proxy.requests[0]).toMatchObject({ method: 'CONNECT', target: new URL(gateway.url).host });
  });

  test('that wants a log-in', async () => {
    const proxy = await endedWithTest(startProxy({ username: 'ada', password: 'planted-proxy-password' }));
    const gateway = await endedWithTest(startTlsGateway(demo.url, { certificate: certificates.server }));
    const check = await checked(gateway.url, through(proxy));
    expect(check.says('tls')).toContain(`The proxy ${proxy.url} requires a login`);

    const url = new URL(proxy.url);
    url.username = 'ada';
    const options = {
      proxy: { kind: 'this', url },
      tls: { verify: true, caFile: certificates.files.authority },
    } as const;
    const loggedIn = await checked(gateway.url, options, { secrets: { proxyPassword: 'planted-proxy-password' } });
    expect(kinds(loggedIn)).toMatchObject({ tls: 'ok', api: 'ok' });
    expect(loggedIn.text).not.toContain('planted-proxy-password');
  });

  /** Waits: what this end destroys, the proxy hears of a little later. */
  const nothingStaysOpen = (proxy: Gateway) => expect.poll(() => proxy.open()).toBe(0);

  test.each([
    ['http', () => startProxy()],
    ['https', () => startTlsProxy(certificates.server)],
  ] as const)(
    'over %s whose password is not stored: it is asked for nothing, and nothing stays open',
    async (_scheme, start) => {
      const proxy = await endedWithTest(start());
      const gateway = await endedWithTest(startTlsGateway(demo.url, { certificate: certificates.server }));
      const url = new URL(proxy.url);
      url.username = 'ada';
      const check = await checked(gateway.url, {
        proxy: { kind: 'this', url },
        tls: { verify: true, caFile: certificates.files.authority },
      });
      expect(kinds(check)).toMatchObject({ tcp: 'ok', tls: 'failed', secrets: 'notTried' });
      expect(check.says('tls')).toBe(
        failureText({ kind: 'secretMissing', origin: proxy.url, secret: 'proxyPassword' }),
      );
      expect(proxy.requests).toEqual([]);
      await nothingStaysOpen(proxy);
    },
  );

  test('over TLS, with a file of authorities that could not be read: the file is named, and the proxy is not connected to', async () => {
    let connections = 0;
    const url = await socketServer(() => {
      connections += 1;
    });
    const proxy = { kind: 'this', url: new URL(url.href.replace('http:', 'https:')) } as const;
    const check = await checked(demo.url, { proxy, tls: { verify: true, caFile: '/nowhere/ca.pem' } });
    expect(check.step('tcp')).toMatchObject({
      kind: 'failed',
      text: expect.stringMatching(/^The file \/nowhere\/ca\.pem could not be read/),
    });
    expect(connections).toBe(0);
  });

  test('over TLS, with a certificate that nobody knows: nothing stays open', async () => {
    const proxy = await endedWithTest(startTlsProxy(certificates.server));
    const check = await checked(demo.url, through(proxy));
    expect(check.says('tcp')).toContain(`The proxy ${proxy.url} could not be reached`);
    await nothingStaysOpen(proxy);
  });

  test.each<[string, Misdeed]>([
    ['refuses the tunnel', { kind: 'status', status: 403, message: 'not there' }],
    ['never answers', { kind: 'hang' }],
  ])('that %s: nothing stays open', async (_what, misdeed) => {
    const proxy = await endedWithTest(startFaultyGateway(demo.url, misdeed));
    const cancelling = new AbortController();
    const checking = checked('https://127.0.0.1:1', through(proxy), { signal: cancelling.signal });
    await expect.poll(() => proxy.requests).toHaveLength(1);
    if (misdeed.kind === 'hang') {
      cancelling.abort();
    }
    expect(kinds(await checking)).toMatchObject({ tcp: 'ok', response: 'notTried' });
    await nothingStaysOpen(proxy);
  });

  test('that VS Code chooses: what it does by itself is not looked at', async () => {
    const check = await checked(demo.url, { proxy: { kind: 'vscode' } });
    expect(check.says('proxy')).toContain('VS Code’s own network decides');
    expect(kinds(check)).toMatchObject({ dns: 'skipped', tcp: 'skipped', tls: 'skipped', response: 'ok', api: 'ok' });
  });

  test('that cannot be reached', async () => {
    const url = await closedAddress();
    const check = await checked(demo.url, { proxy: { kind: 'this', url } });
    expect(check.says('tcp')).toContain(`The proxy ${url.origin} could not be reached`);
    expect(kinds(check)).toMatchObject({ response: 'notTried' });
  });
});

describe('what answers is not the admin API', () => {
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
  ])('%s', async (_what, start, words) => {
    const check = await checked((await start()).origin);
    expect(check.step('api')).toMatchObject({ kind: 'failed', text: expect.stringContaining(words) });
    expect(kinds(check)).toMatchObject({ response: 'ok', ...untried });
  });

  test('a log-in page', async () => {
    const gateway = await endedWithTest(
      startFaultyGateway(demo.url, { kind: 'html', status: 200, title: 'Sign in to Acme' }),
    );
    expect((await checked(gateway.url)).says('api')).toContain('a web page, “Sign in to Acme”');
  });

  describe('a redirect to another origin', () => {
    /** As Kratos' public port: `/admin/identities` alone is redirected, to the admin base URL. */
    const redirecting = async (location: string, whoami: (response: ServerResponse) => void) => {
      const asked: string[] = [];
      const { origin } = await httpServer(({ url = '' }, response) => {
        asked.push(url);
        if (url.startsWith('/admin/identities')) {
          response.writeHead(307, { location: location + url }).end();
        } else if (url === '/sessions/whoami') {
          whoami(response);
        } else {
          response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
        }
      });
      return { asked, check: await checked(origin), origin };
    };
    const nobodyIsSignedIn = (response: ServerResponse) =>
      json(response, 401, { error: { code: 401, status: 'Unauthorized', message: 'No valid session credentials' } });

    test.each(['http://127.0.0.1:1', 'https://kratos.example.org/admin-api'])(
      'the public API: it is named, and the admin’s address that it redirects to, %s',
      async (admin) => {
        const { asked, check } = await redirecting(admin, nobodyIsSignedIn);
        expect(check.step('response')).toEqual({
          kind: 'failed',
          text: `This is the public API of Kratos, which redirects to its admin API at ${admin}. Use that address, or the one under which this machine can reach it.`,
        });
        expect(kinds(check)).toMatchObject({ api: 'notTried', ...untried });
        expect(asked).toEqual(['/admin/identities?page_size=1', '/sessions/whoami']);
      },
    );

    test('the public API that redirects to a place that is no admin API’s: it is named all the same', async () => {
      const { check } = await redirecting('https://kratos.example.org/moved?from=', nobodyIsSignedIn);
      expect(check.says('response')).toBe(
        'This is the public API of Kratos. Use the address of its admin API, which listens on another port (4434 by default).',
      );
    });

    test.each<[string, (response: ServerResponse) => void]>([
      ['knows no whoami', (response) => response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n')],
      ['redirects all', (response) => response.writeHead(302, { location: 'https://login.example.org/' }).end()],
      ['hangs up', (response) => response.destroy()],
    ])('something else, which %s: the redirect is told', async (_what, whoami) => {
      const { check, origin } = await redirecting('https://login.example.org', whoami);
      const target = 'https://login.example.org/admin/identities';
      expect(check.step('response')).toEqual({
        kind: 'failed',
        text: failureText({ kind: 'redirectedAway', origin, target }),
      });
    });
  });
});

describe('clocks', () => {
  const serverAt = (offsetMs: number) =>
    httpServer((request, response) => {
      response.setHeader('date', new Date(Date.now() + offsetMs).toUTCString());
      response.sendDate = false;
      const setHead = response.writeHead.bind(response);
      response.writeHead = ((status: number, headers: Record<string, unknown>) => {
        const { date: _date, ...rest } = headers;
        return setHead(status, rest as never);
      }) as typeof response.writeHead;
      forward(request, response, demo.url);
    });

  test.each([
    [300_000, /^The server’s clock is (299|300|301) s ahead/],
    [-300_000, /^The server’s clock is (299|300|301) s behind/],
  ])('%i ms apart', async (offset, words) => {
    const check = await checked((await serverAt(offset)).origin);
    expect(check.step('clock')).toMatchObject({ kind: 'warning', text: expect.stringMatching(words) });
  });
});

describe('an end in the middle', () => {
  test('what was not tried says so, and no connection stays open', async () => {
    const gateway = await endedWithTest(startFaultyGateway(demo.url, { kind: 'hang' }));
    const cancelling = new AbortController();
    const checking = checked(gateway.url, {}, { signal: cancelling.signal });
    await expect.poll(() => gateway.requests).toHaveLength(1);
    cancelling.abort();
    const check = await checking;
    expect(check.report.end).toBe('cancelled');
    expect(kinds(check)).toMatchObject({ tcp: 'ok', response: 'notTried', ...untried });
    await expect.poll(() => gateway.open()).toBe(0);
  });

  test('a handshake that is never answered is left at once', async () => {
    const accepted = Promise.withResolvers<void>();
    let closed = 0;
    let connections = 0;
    const url = await socketServer((socket) => {
      connections += 1;
      socket.on('close', () => {
        closed += 1;
      });
      // The step before it opens one, too, and sends nothing.
      socket.once('data', () => accepted.resolve());
    });
    const cancelling = new AbortController();
    const checking = checked(url.href.replace('http:', 'https:'), {}, { signal: cancelling.signal });
    await accepted.promise;
    cancelling.abort();
    expect((await checking).report.end).toBe('cancelled');
    await expect.poll(() => connections - closed).toBe(0);
  });

  test('an answer that never comes ends with the deadline', async () => {
    const gateway = await endedWithTest(startFaultyGateway(demo.url, { kind: 'hang' }));
    const check = await checked(gateway.url, { timeoutMs: 200 });
    expect(check.says('response')).toContain('did not answer within 0.2 seconds');
  });
});

test('the report grows step by step, each of them once running and once done', async () => {
  const { shown } = await checked(demo.url);
  const running = shown.map(({ steps }) =>
    steps.filter(({ state }) => state.kind === 'running').map(({ name }) => name),
  );
  expect(running.every((names) => names.length <= 1)).toBe(true);
  expect(new Set(running.flat()).size).toBe(11);
});

test('the limits that a server names are among its facts', async () => {
  const server = await httpServer((request, response) => {
    response.setHeader('x-ratelimit-limit', '10, 10;w=1, 300;w=60');
    response.setHeader('x-ratelimit-remaining', '8');
    forward(request, response, demo.url);
  });
  const check = await checked(server.origin);
  expect(check.says('response')).toContain('Rate limit: 10, 10;w=1, 300;w=60; remaining: 8');
});

test('a secret storage that fails is what the step found, and nothing is asked', async () => {
  const gateway = await endedWithTest(startKeyGateway(demo.url, { wants: { bearer: 'k' } }));
  const failing = { get: () => Promise.reject(new Error('the keyring is locked')) };
  const check = await checked(gateway.url, { authentication: { kind: 'bearer' } }, { storage: failing });
  expect(check.step('secrets')).toMatchObject({
    kind: 'failed',
    text: expect.stringContaining('the keyring is locked'),
  });
  expect(gateway.requests).toEqual([]);
});

test('nor is the log-in of a basic authentication, or a key without what surrounds it, however a gateway echoes it', async () => {
  const login = Buffer.from('ada:planted word').toString('base64');
  const server = await httpServer((request, response) => {
    const { authorization = '' } = request.headers;
    response.setHeader('server', `saw ${authorization}`);
    response.setHeader('x-ratelimit-limit', authorization);
    if (request.url?.endsWith('/version')) {
      json(response, 200, { version: authorization });
    } else {
      forward(request, response, demo.url);
    }
  });
  const basic = await checked(
    server.origin,
    { authentication: { kind: 'basic', username: 'ada' } },
    { secrets: { password: 'planted word' } },
  );
  expect(kinds(basic)).toMatchObject({ response: 'ok', version: 'ok' });
  expect(basic.text).not.toContain(login);
  // Before the report leaves out what it knows to be secret, too.
  expect(JSON.stringify(basic.report)).not.toContain(login);
  const bearer = await checked(
    server.origin,
    { authentication: { kind: 'bearer' } },
    { secrets: { bearer: ' planted-key\n' } },
  );
  expect(JSON.stringify(bearer.report) + bearer.text).not.toContain('planted-key');
  const known = routeOf(
    { ...defaultOptions(server), authentication: { kind: 'basic', username: 'ada' } },
    { get: async (name) => (name === 'password' ? 'planted word' : undefined) },
    noNetworkSettings,
    {},
  );
  expect(await secretValues(known)).toEqual(expect.arrayContaining(['planted word', login]));
});

test('of a client certificate the report names the file, and not the folder, which is often called as the person', async () => {
  const clientCertificate = { kind: 'pkcs12', file: '/home/ada.lovelace/keys/on-call.p12' } as const;
  const route = routeOf(
    { ...defaultOptions(new URL(demo.url)), clientCertificate },
    { get: async () => undefined },
    noNetworkSettings,
    {},
  );
  expect(await checkSecrets(route)).toMatchObject({ kind: 'ok', details: ['Client certificate: on-call.p12'] });
});

test('what a server echoes of keys and people is not in the report', async () => {
  const server = await httpServer((request, response) => {
    response.setHeader('server', 'gateway for ada@example.org');
    json(response, 403, { error: { message: `${request.headers.authorization} of ada@example.org may not` } });
  });
  const { text } = await checked(
    server.origin,
    { authentication: { kind: 'bearer' } },
    { secrets: { bearer: 'planted secret key' } },
  );
  expect(text).toContain('Access is forbidden (403)');
  expect(text).not.toMatch(/planted|ada@example/);
});

test('says instead of a server’s text that it may repeat the key, where its letters are escaped', async () => {
  const server = await httpServer((request, response) => {
    const key = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const escaped = [...key.toUpperCase()].map((letter) => `&#${letter.charCodeAt(0)};`).join('');
    json(response, 403, { error: { message: `The key ${encodeURIComponent(escaped)} may not` } });
  });
  const { text } = await checked(
    server.origin,
    { authentication: { kind: 'bearer' } },
    { secrets: { bearer: 'planted-key' } },
  );
  expect(text).toContain('The server said: “(not shown: it may repeat a key or password)”.');
});
