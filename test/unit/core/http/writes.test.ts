import { connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import type { ConnectionOptions } from '../../../../src/core/http/connectionOptions.ts';
import type { HttpRequest, WritePermit, WriteRequest } from '../../../../src/core/http/transport.ts';
import type { TransportParts } from '../../../../src/core/http/undiciTransport.ts';
import { withRetry } from '../../../../src/core/http/withRetry.ts';
import { makeCertificates } from '../../../gateways/certificates.ts';
import { endedWithTest } from '../../../gateways/endedWithTest.ts';
import { startProxy } from '../../../gateways/proxy.ts';
import { startSocketGateway } from '../../../gateways/socketGateway.ts';
import { startTlsGateway } from '../../../gateways/tlsGateway.ts';
import { WindowUnderTest } from '../../connections/unlock/unlockedConnections.ts';
import { httpServer, socketServer } from './listening.ts';
import { failureOf, transportTo } from './transports.ts';

/** Creates a window in which the connection of each transport of these tests is unlocked. */
function unlockedWindow() {
  const window = new WindowUnderTest({ name: 'acme' }, { name: 'eu' });
  const permit = window.permit('acme');
  const parts: Partial<TransportParts> = { mayWrite: (presented) => window.unlocks.isValid('acme', presented) };
  return { window, permit, parts };
}

const { permit, parts: permitted } = unlockedWindow();

const path = '/admin/sessions/1';
const template = '/admin/sessions/{id}';
const revoke: WriteRequest = { method: 'DELETE', path, template, permit };

test('the type of a request that writes requires a permit', () => {
  // @ts-expect-error: there is no permit.
  const request: HttpRequest = { method: 'DELETE', path, template };
  expect(request.method).toBe('DELETE');
});

interface Route {
  readonly options: Partial<ConnectionOptions>;
  /** How many connections were opened. */
  readonly opened: () => number;
}

const routes: Readonly<Record<string, (base: URL, opened: () => number) => Promise<Route>>> = {
  undici: async (_base, opened) => ({ options: {}, opened }),
  'the fetch of VS Code': async (_base, opened) => ({ options: { proxy: { kind: 'vscode' } }, opened }),
  'a Unix socket': async (base) => {
    const gateway = await endedWithTest(startSocketGateway(base.origin));
    return { options: { socketPath: gateway.socketPath }, opened: () => gateway.open() + gateway.requests.length };
  },
  'a proxy': async () => {
    let connections = 0;
    const url = await socketServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    return { options: { proxy: { kind: 'this', url } }, opened: () => connections };
  },
};

const methods = ['POST', 'PATCH', 'DELETE'] as const;

/** Permits that are not valid for the connection “acme” of a window. */
const invalid: Readonly<Record<string, (window: WindowUnderTest) => unknown>> = {
  'without a permit': () => undefined,
  'with a copy of a permit': (window) => ({ ...window.permit('acme') }),
  'with a permit of another connection': (window) => window.permit('eu'),
  'with a permit of another window': () => new WindowUnderTest({ name: 'acme' }).permit('acme'),
  'with a permit of an unlock that has ended': (window) => {
    const ended = window.permit('acme');
    window.unlocks.lock('acme');
    return ended;
  },
  'with a permit of an earlier unlock': (window) => {
    const ended = window.permit('acme');
    window.unlock('acme');
    return ended;
  },
};

test.each(
  Object.keys(routes).flatMap((route) =>
    Object.keys(invalid).flatMap((which) => methods.map((method) => [route, method, which] as const)),
  ),
)('opens no connection through %s for a %s %s, and reads no secret', async (route, method, which) => {
  let connections = 0;
  const base = await socketServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  const fetched = vi.spyOn(globalThis, 'fetch');
  const { options, opened } = (await routes[route]?.(base, () => connections)) ?? {};
  const secrets = { get: vi.fn(async () => 'key') };
  const { window, parts } = unlockedWindow();
  const transport = transportTo(base, { ...parts, secrets }, { ...options, authentication: { kind: 'bearer' } });
  const request = { method, path, template, permit: invalid[which]?.(window) as WritePermit };
  expect(await failureOf(transport.send(request))).toEqual({ kind: 'locked' });
  expect(opened?.()).toBe(0);
  expect(connections).toBe(0);
  expect(fetched).not.toHaveBeenCalled();
  expect(secrets.get).not.toHaveBeenCalled();
  fetched.mockRestore();
});

test.each(Object.keys(routes))(
  'opens no connection through %s when the unlock ends while the secret is read',
  async (route) => {
    let connections = 0;
    const base = await socketServer((socket) => {
      connections += 1;
      socket.destroy();
    });
    const fetched = vi.spyOn(globalThis, 'fetch');
    const { options, opened } = (await routes[route]?.(base, () => connections)) ?? {};
    const { window, permit: held, parts } = unlockedWindow();
    const get = async () => {
      await window.clock.pass(15 * 60_000);
      return 'key';
    };
    const transport = transportTo(
      base,
      { ...parts, secrets: { get } },
      { ...options, authentication: { kind: 'bearer' } },
    );
    expect(await failureOf(transport.send({ ...revoke, permit: held }))).toEqual({ kind: 'locked' });
    expect(opened?.()).toBe(0);
    expect(fetched).not.toHaveBeenCalled();
    fetched.mockRestore();
  },
);

test('sends nothing when the unlock ends while the connection is opened', async () => {
  let requests = 0;
  const certificates = await endedWithTest(makeCertificates());
  const base = await httpServer((_request, response) => {
    requests += 1;
    response.end();
  });
  const gateway = await endedWithTest(startTlsGateway(base.origin, { certificate: certificates.server }));
  const { window, permit: held, parts } = unlockedWindow();
  let handshakes = 0;
  const relay = await socketServer((socket) => {
    handshakes += 1;
    window.unlocks.lock('acme');
    const to = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    to.on('error', () => socket.destroy());
    socket.pipe(to).pipe(socket);
  });
  const url = new URL(relay.href.replace('http:', 'https:'));
  const transport = transportTo(url, parts, { tls: { verify: false } });
  expect(await failureOf(transport.send({ ...revoke, permit: held }))).toEqual({ kind: 'locked' });
  expect({ handshakes, requests }).toEqual({ handshakes: 1, requests: 0 });
  window.unlock('acme');
  expect((await transport.send({ method: 'GET', path, template })).status).toBe(200);
});

test.each(['none', 'vscode'] as const)('sends method and JSON body when permitted (proxy: %s)', async (kind) => {
  const received: string[] = [];
  const base = await httpServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    received.push([request.method, request.url, request.headers['content-type'], body].join(' '));
    response.writeHead(204).end();
  });
  const transport = transportTo(base, permitted, { proxy: { kind } });
  const disable: WriteRequest = { ...revoke, method: 'POST', json: { action: 'disable', ids: ['ä'] } };
  expect(await transport.send(disable)).toMatchObject({ status: 204, body: Buffer.alloc(0) });
  await transport.send(revoke);
  expect(received).toEqual([
    `POST ${path} application/json {"action":"disable","ids":["ä"]}`,
    expect.stringMatching(new RegExp(`^DELETE ${path} +$`)),
  ]);
});

test.each(['none', 'vscode'] as const)(
  'does not follow a redirect of a write, even within the origin, and names its target (proxy: %s)',
  async (kind) => {
    const received: unknown[] = [];
    const base = await httpServer((request, response) => {
      received.push(request.url);
      response.writeHead(307, { location: '/elsewhere?key=1' }).end();
    });
    const failure = await failureOf(transportTo(base, permitted, { proxy: { kind } }).send(revoke));
    expect(failure).toEqual({ kind: 'redirectedAway', origin: base.origin, target: `${base.origin}/elsewhere` });
    expect(received).toEqual([path]);
  },
);

test('does not retry a write', async () => {
  let requests = 0;
  const base = await httpServer((_request, response) => {
    requests += 1;
    response.writeHead(503).end();
  });
  const transport = withRetry(transportTo(base, permitted), { rateLimit: 'unlimited', timeoutMs: 30_000 });
  expect((await transport.send(revoke)).status).toBe(503);
  expect(requests).toBe(1);
});

test('sends a permitted write through a proxy', async () => {
  const base = await httpServer((request, response) => response.end(request.method));
  const proxy = await endedWithTest(startProxy());
  const transport = transportTo(base, permitted, { proxy: { kind: 'this', url: new URL(proxy.url) } });
  expect((await transport.send(revoke)).body.toString()).toBe('DELETE');
});
