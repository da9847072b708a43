import { describe, expect, onTestFinished, test } from 'vitest';
import { type DemoServer, type DemoServerOptions, startDemoServer } from '../../../src/demo/demoServer.ts';
import { endedWithTest } from '../../gateways/endedWithTest.ts';
import { startFaultyGateway } from '../../gateways/faultyGateway.ts';
import { forward } from '../../gateways/gateway.ts';
import { startKeyGateway } from '../../gateways/keyGateway.ts';
import { startSocketGateway } from '../../gateways/socketGateway.ts';
import { closedAddress, httpServer, socketServer } from '../core/http/listening.ts';
import { checked, kinds, sharedServers, untried } from './checked.ts';

const shared = sharedServers();

async function demoWith(options: DemoServerOptions): Promise<DemoServer> {
  const server = await startDemoServer({ identities: 40, ...options });
  onTestFinished(() => server.close());
  return server;
}

test('runs every step, and says which steps do not apply', async () => {
  const check = await checked(shared.demo.url);
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
  expect(check.versions).toEqual(['v26.2.0']);
});

test('sends only GETs and reports no personal data', async () => {
  const server = await demoWith({});
  const { text } = await checked(server.url);
  expect(server.requests.length).toBeGreaterThan(5);
  expect(server.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(text).not.toMatch(/@|[0-9a-f]{8}-[0-9a-f]{4}-/);
});

test('checks a server behind a Unix socket', async () => {
  const gateway = await endedWithTest(startSocketGateway(shared.demo.url));
  const check = await checked('http://localhost', { socketPath: gateway.socketPath });
  expect(check.says('address')).toBe(gateway.url);
  expect(kinds(check)).toMatchObject({ dns: 'skipped', tcp: 'ok', tls: 'skipped', api: 'ok' });
});

describe('a check that stops at a failed step', () => {
  test('reports that nothing listens', async () => {
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

  test('reports a host name without an address', async () => {
    const check = await checked('http://proxy.invalid:4434');
    expect(kinds(check)).toMatchObject({ address: 'warning', dns: 'failed', tcp: 'notTried' });
  });

  test('sends no request without the key that was not entered', async () => {
    const gateway = await endedWithTest(startKeyGateway(shared.demo.url, { wants: { bearer: 'k' } }));
    const check = await checked(gateway.url, { authentication: { kind: 'bearer' } });
    expect(check.says('secrets')).toContain(`No key (bearer token) is stored for ${gateway.url}`);
    expect(kinds(check)).toMatchObject({ tcp: 'ok', response: 'notTried' });
    expect(gateway.requests).toEqual([]);
  });

  test('rejects a workspace key of Ory Network', async () => {
    const check = await checked(
      shared.demo.url,
      { authentication: { kind: 'bearer' } },
      { secrets: { bearer: 'ory_wak_Abc123' } },
    );
    expect(check.says('secrets')).toContain('Create an API key of the project');
    expect(check.text).not.toContain('Abc123');
  });

  test.each([
    ['no key', {}, 'requires a key', 'authentication failed'],
    ['the wrong key', { secrets: { bearer: 'other' } }, 'Access is forbidden', 'access is forbidden'],
  ] as const)(
    'reports a request with %s to a gateway that requires a key',
    async (_which, surroundings, words, heading) => {
      const gateway = await endedWithTest(startKeyGateway(shared.demo.url, { wants: { bearer: 'right' } }));
      const kind = 'secrets' in surroundings ? 'bearer' : 'none';
      const check = await checked(gateway.url, { authentication: { kind } }, surroundings);
      expect(check.step('response')).toMatchObject({ kind: 'failed', text: expect.stringContaining(words) });
      expect(check.text).toContain(`**The server was reached, but ${heading}.**`);
      expect(kinds(check)).toMatchObject({ api: 'notTried', ...untried });
    },
  );
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
      forward(request, response, shared.demo.url);
    });

  test.each([
    [300_000, /^The server’s clock is (299|300|301) s ahead/],
    [-300_000, /^The server’s clock is (299|300|301) s behind/],
  ])('warns that the clocks are %i ms apart', async (offset, words) => {
    const check = await checked((await serverAt(offset)).origin);
    expect(check.step('clock')).toMatchObject({ kind: 'warning', text: expect.stringMatching(words) });
  });
});

describe('a check that ends early', () => {
  test('marks the steps that were not tried after Cancel, and closes every connection', async () => {
    const gateway = await endedWithTest(startFaultyGateway(shared.demo.url, { kind: 'hang' }));
    const cancelling = new AbortController();
    const checking = checked(gateway.url, {}, { signal: cancelling.signal });
    await expect.poll(() => gateway.requests).toHaveLength(1);
    cancelling.abort();
    const check = await checking;
    expect(check.report.end).toBe('cancelled');
    expect(kinds(check)).toMatchObject({ tcp: 'ok', response: 'notTried', ...untried });
    await expect.poll(() => gateway.open()).toBe(0);
  });

  test('cancels a handshake without a response at once', async () => {
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

  test('ends a request without a response at its deadline', async () => {
    const gateway = await endedWithTest(startFaultyGateway(shared.demo.url, { kind: 'hang' }));
    const check = await checked(gateway.url, { timeoutMs: 200 });
    expect(check.says('response')).toContain('did not answer within 0.2 seconds');
  });
});

test('shows the report before and after each step', async () => {
  const { shown } = await checked(shared.demo.url);
  const running = shown.map(({ steps }) =>
    steps.filter(({ state }) => state.kind === 'running').map(({ name }) => name),
  );
  expect(running.every((names) => names.length <= 1)).toBe(true);
  expect(new Set(running.flat()).size).toBe(11);
});

test('shows the rate limits in a server’s headers', async () => {
  const server = await httpServer((request, response) => {
    response.setHeader('x-ratelimit-limit', '10, 10;w=1, 300;w=60');
    response.setHeader('x-ratelimit-remaining', '8');
    forward(request, response, shared.demo.url);
  });
  const check = await checked(server.origin);
  expect(check.says('response')).toContain('Rate limit: 10, 10;w=1, 300;w=60; remaining: 8');
});
