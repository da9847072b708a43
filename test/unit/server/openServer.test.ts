import { expect, onTestFinished, test } from 'vitest';
import { defaultOptions, type ServerOptions } from '../../../src/http/connectionOptions.ts';
import { openServer, type Server } from '../../../src/server/openServer.ts';
import { httpServer } from '../http/listening.ts';
import { failureOf, get, noNetworkSettings } from '../http/transports.ts';

function serverAt(base: URL, more: Partial<ServerOptions> = {}, timeoutMs = 30_000): Server & { logged: string[] } {
  const logged: string[] = [];
  const log = (line: string) => void logged.push(line);
  const { timeoutMs: _, ...options } = defaultOptions(base);
  const server = openServer(
    { kind: 'configured', name: 'Acme', server: { ...options, ...more } },
    {
      secrets: { get: async () => undefined },
      settings: { timeoutMs: () => timeoutMs, network: () => noNetworkSettings },
      askUnencrypted: async () => true,
      log: { info: log, warn: log, debug: () => {} },
    },
  );
  onTestFinished(() => server.transport.close());
  return { ...server, logged };
}

test('retries until a server recovers, logs each attempt, and times the last one alone', async () => {
  let requests = 0;
  let failedAt = 0;
  const base = await httpServer((request, response) => {
    requests += 1;
    if (requests === 2) {
      failedAt = Date.now();
    }
    if (requests === 1) {
      request.socket.resetAndDestroy();
    } else {
      response.writeHead(requests === 2 ? 503 : 200).end('[]');
    }
  });
  const { transport, logged } = serverAt(base, { rateLimit: 'auto' });
  const response = await transport.send(get('/x'));
  expect(response.status).toBe(200);
  expect(response.timing?.sentAt).toBeGreaterThanOrEqual(failedAt);
  expect(logged).toEqual([
    expect.stringMatching(/^\[Acme\] GET \/x: connectionLost .*, \d+ ms$/),
    expect.stringMatching(/^\[Acme\] GET \/x: 503, 2 bytes, \d+ ms$/),
    expect.stringMatching(/^\[Acme\] GET \/x: 200, 2 bytes, \d+ ms$/),
  ]);
});

test('gives all attempts of a request one deadline together', async () => {
  let requests = 0;
  const base = await httpServer((request) => {
    requests += 1;
    request.socket.resetAndDestroy();
  });
  const { transport } = serverAt(base, {}, 400);
  expect(await failureOf(transport.send(get('/x')))).toMatchObject({ kind: 'connectionLost' });
  // A third attempt would begin after 750 ms.
  expect(requests).toBe(2);
});

test('counts redirects within the origin against the rate limit', async () => {
  const arrivals: number[] = [];
  const base = await httpServer((request, response) => {
    arrivals.push(performance.now());
    const isNew = request.url?.startsWith('/new') === true;
    response.writeHead(isNew ? 200 : 301, isNew ? {} : { location: `/new${request.url}` }).end('[]');
  });
  const { transport } = serverAt(base, { rateLimit: 'developer' });
  const requests = Array.from({ length: 5 }, () => transport.send(get('/admin/identities', { bucket: 'medium' })));
  expect((await Promise.all(requests)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(arrivals).toHaveLength(10);
  const [first = 0, , , , , sixth = 0] = arrivals;
  expect(sixth - first).toBeGreaterThan(1000);
});

test('opens nothing once it is closed', async () => {
  let requests = 0;
  const base = await httpServer((_request, response) => {
    requests += 1;
    response.end('[]');
  });
  const { transport } = serverAt(base);
  await transport.close();
  expect(await failureOf(transport.send(get('/x')))).toEqual({ kind: 'cancelled' });
  expect(requests).toBe(0);
});

test('sends concurrent first requests over the same transport', async () => {
  const base = await httpServer((request, response) => response.end(request.url));
  const { transport } = serverAt(base);
  const responses = await Promise.all([transport.send(get('/a')), transport.send(get('/b'))]);
  expect(responses.map(({ body }) => body.toString())).toEqual(['/a', '/b']);
});
