import { expect, test, vi } from 'vitest';
import type { ConnectionOptions } from '../../../../src/core/http/connectionOptions.ts';
import type { HttpRequest, WritePermit, WriteRequest } from '../../../../src/core/http/transport.ts';
import type { TransportParts } from '../../../../src/core/http/undiciTransport.ts';
import { withRetry } from '../../../../src/core/http/withRetry.ts';
import { endedWithTest } from '../../../gateways/endedWithTest.ts';
import { startProxy } from '../../../gateways/proxy.ts';
import { startSocketGateway } from '../../../gateways/socketGateway.ts';
import { httpServer, socketServer } from './listening.ts';
import { failureOf, transportTo } from './transports.ts';

/** Nothing in src can make one, so tests pretend. */
const permit = {} as WritePermit;
const permitted: Partial<TransportParts> = { mayWrite: (request) => request.permit === permit };

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

test.each(
  Object.keys(routes).flatMap((route) =>
    (['POST', 'PATCH', 'DELETE'] as const).map((method) => [route, method] as const),
  ),
)('opens no connection through %s for a %s without a valid permit', async (route, method) => {
  let connections = 0;
  const base = await socketServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  const fetched = vi.spyOn(globalThis, 'fetch');
  const { options, opened } = (await routes[route]?.(base, () => connections)) ?? {};
  const secrets = { get: vi.fn(async () => 'key') };
  const transport = transportTo(base, { secrets }, { ...options, authentication: { kind: 'bearer' } });
  const request = { method, path, template, permit: {} as WritePermit };
  await expect(transport.send(request)).rejects.toThrow(`${method} ${template} is not permitted`);
  expect(opened?.()).toBe(0);
  expect(connections).toBe(0);
  expect(fetched).not.toHaveBeenCalled();
  expect(secrets.get).not.toHaveBeenCalled();
  fetched.mockRestore();
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
