import dns from 'node:dns';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test, vi } from 'vitest';
import { defaultOptions } from '../../../../src/core/http/connectionOptions.ts';
import { UndiciTransport } from '../../../../src/core/http/undiciTransport.ts';
import { endedWithTest } from '../../../gateways/endedWithTest.ts';
import { startFaultyGateway } from '../../../gateways/faultyGateway.ts';
import { closedAddress, httpServer, socketServer } from './listening.ts';
import { failureOf, get, transportTo } from './transports.ts';

test('returns the whole body of a response of any status, with lower-case headers', async () => {
  const base = await httpServer((_request, response) => {
    response.writeHead(404, { 'Content-Type': 'application/json', 'X-Total-Count': '3', Vary: ['A', 'B'] });
    response.write('{"half":');
    setImmediate(() => response.end('true}'));
  });
  const answer = await transportTo(base).send(get('/admin/sessions'));
  expect(answer.status).toBe(404);
  expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'x-total-count': '3', vary: 'A, B' });
  expect(answer.body.toString()).toBe('{"half":true}');
});

test.each(['/kratos', '/kratos/'])(
  'the path of a base address ending in %s goes before that of each request',
  async (prefix) => {
    const asked: (string | undefined)[] = [];
    const base = await httpServer((request, response) => {
      asked.push(request.url);
      response.end();
    });
    await transportTo(new URL(prefix, base)).send(
      get('/admin/identities', { query: [['credentials_identifier', 'a+b &c@example.org']] }),
    );
    expect(asked).toEqual(['/kratos/admin/identities?credentials_identifier=a%2Bb%20%26c%40example.org']);
  },
);

test('keeps connections open, at most six at once', async () => {
  const connections = new Set<unknown>();
  let underWay = 0;
  let mostUnderWay = 0;
  const waiting: (() => void)[] = [];
  const base = await httpServer((request, response) => {
    connections.add(request.socket);
    underWay += 1;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    const answer = () => {
      underWay -= 1;
      response.end('[]');
    };
    // Responds only after six requests, so that a seventh connection would show.
    waiting.push(answer);
    if (waiting.length >= 6) {
      for (const one of waiting) {
        one();
      }
      waiting.length = 0;
    }
  });
  const transport = transportTo(base);
  await Promise.all(Array.from({ length: 18 }, () => transport.send(get('/x'))));
  expect(mostUnderWay).toBe(6);
  expect(connections.size).toBe(6);
});

test('follows a redirect within the origin, which older servers send from /x to /admin/x', async () => {
  const base = await httpServer((request, response) => {
    if (request.url?.startsWith('/admin/')) {
      response.end(request.url);
    } else {
      response.writeHead(307, { Location: `/admin${request.url}` }).end();
    }
  });
  const answer = await transportTo(base).send(get('/version', { query: [['a', 'b']] }));
  expect(answer.status).toBe(200);
  expect(answer.body.toString()).toBe('/admin/version?a=b');
});

test('reports a redirect to another origin without its query, and does not follow it', async () => {
  const elsewhere: unknown[] = [];
  const other = await httpServer((request, response) => {
    elsewhere.push(request.url);
    response.end();
  });
  const base = await httpServer((_request, response) => {
    response.writeHead(302, { Location: new URL('/login?return_to=secret', other).href }).end();
  });
  expect(await failureOf(transportTo(base).send(get('/admin/sessions')))).toEqual({
    kind: 'redirectedAway',
    origin: base.origin,
    target: `${other.origin}/login`,
  });
  expect(elsewhere).toEqual([]);
});

test.each([
  ['javascript:alert(1)', 'javascript:alert(1)'],
  ['data:text/html,<p>Sign in</p>?x#y', 'data:text/html,<p>Sign in</p>'],
  ['blob:http://server/9f8c2c1e', 'blob:http://server/9f8c2c1e'],
  ['ftp://ada:planted@files.example.org/x?y', 'ftp://files.example.org/x'],
  ['https://ada:pl@nted@[::1/x?y', 'https://[::1/x'],
])('does not follow a redirect to %s, and names its target without login and query', async (location, target) => {
  let requests = 0;
  const base = await httpServer((request, response) => {
    requests += 1;
    response.writeHead(302, { Location: location.replace('server', request.headers.host ?? '') }).end();
  });
  expect(await failureOf(transportTo(base).send(get('/x')))).toEqual({
    kind: 'redirectedAway',
    origin: base.origin,
    target: target.replace('server', base.host),
  });
  expect(requests).toBe(1);
});

test('gives up after three redirects', async () => {
  let asked = 0;
  const base = await httpServer((_request, response) => {
    asked += 1;
    response.writeHead(301, { Location: '/again' }).end();
  });
  expect(await failureOf(transportTo(base).send(get('/x')))).toMatchObject({
    kind: 'network',
    detail: 'more than 3 redirects, the last to /again',
  });
  expect(asked).toBe(4);
});

test('reports that nothing listens', async () => {
  const base = await closedAddress();
  expect(await failureOf(transportTo(base).send(get('/x')))).toEqual({
    kind: 'refused',
    origin: base.origin,
    detail: expect.stringContaining('ECONNREFUSED'),
  });
});

test('reports that nothing listens at any address of the host', async () => {
  const { port } = await closedAddress();
  const failure = await failureOf(transportTo(new URL(`http://localhost:${port}`)).send(get('/x')));
  expect(failure).toMatchObject({ kind: 'refused', origin: `http://localhost:${port}` });
});

test('reaches a server at any address of its host', async () => {
  const base = await httpServer((request, response) => response.end(request.headers.host));
  const addresses = ['127.0.0.9', '127.0.0.1'].map((address) => ({ address, family: 4 }));
  const resolved = (_host: string, _options: object, done: (error: null, found: object) => void) =>
    done(null, addresses);
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation(resolved as never);
  onTestFinished(() => lookup.mockRestore());
  const named = new URL(`http://kratos.example.org:${base.port}`);
  expect((await transportTo(named).send(get('/x'))).body.toString()).toBe(named.host);
});

test('reports that no host has the name', async () => {
  const failure = await failureOf(transportTo(new URL('http://kratos.invalid')).send(get('/x')));
  expect(failure).toMatchObject({ kind: 'hostNotFound', origin: 'http://kratos.invalid' });
});

test('reports a server without TLS', async () => {
  const plain = await httpServer((_request, response) => response.end());
  const base = new URL(`https://${plain.host}`);
  expect(await failureOf(transportTo(base).send(get('/x')))).toMatchObject({ kind: 'tls', origin: base.origin });
});

test.each([
  ['a response', ''],
  ['more than an informational response', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'],
])('reports a lost connection if the server closes it without %s', async (_what, sent) => {
  const base = await socketServer((socket) => socket.once('data', () => socket.end(sent)));
  expect(await failureOf(transportTo(base).send(get('/x')))).toMatchObject({ kind: 'connectionLost' });
});

test.each([
  ['with a length', 'Content-Length: 100\r\n\r\n[1,'],
  ['in chunks', 'Transfer-Encoding: chunked\r\n\r\n3\r\n[1,\r\n'],
])('reports a truncated body %s', async (_how, rest) => {
  const base = await socketServer((socket) => socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\n${rest}`)));
  expect(await failureOf(transportTo(base).send(get('/x')))).toMatchObject({ kind: 'truncatedBody' });
});

test('reports an endless body as too large, and closes its connection', async () => {
  const gateway = await endedWithTest(startFaultyGateway('http://127.0.0.1:1', { kind: 'flood' }));
  expect(await failureOf(transportTo(gateway.url).send(get('/x')))).toEqual({
    kind: 'tooLarge',
    origin: gateway.url,
    megabytes: 100,
  });
  await expect.poll(() => gateway.open()).toBe(0);
});

test('reads a body in chunks of one byte within 64 MB of memory', async () => {
  const chunks = 1_000_000;
  const base = await socketServer((socket) =>
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      socket.end(`${'1\r\n \r\n'.repeat(chunks)}0\r\n\r\n`);
    }),
  );
  const reading = `
    const { parentPort, workerData } = require('node:worker_threads');
    Promise.all(workerData.files.map((file) => import(file))).then(async ([{ UndiciTransport }, { defaultOptions }]) => {
      const transport = new UndiciTransport({ ...defaultOptions(new URL(workerData.base)), timeoutMs: 600_000 });
      const { body } = await transport.send({ method: 'GET', path: '/x', template: '/x' });
      await transport.close();
      parentPort.postMessage(body.length);
    });`;
  const files = ['undiciTransport', 'connectionOptions'].map(
    (name) => new URL(`../../../../src/core/http/${name}.ts`, import.meta.url).href,
  );
  const { promise, resolve, reject } = Promise.withResolvers();
  const worker = new Worker(reading, {
    eval: true,
    workerData: { files, base: base.href },
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  });
  worker.once('message', resolve).once('error', reject);
  expect(await promise).toBe(chunks);
});

test('reports a server that does not use HTTP in the words of the parser', async () => {
  const base = await socketServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  expect(await failureOf(transportTo(base).send(get('/x')))).toMatchObject({
    kind: 'network',
    detail: expect.stringContaining('does not match the HTTP/1.1 protocol'),
  });
});

test.each([
  ['headers', ''],
  ['the rest of a body', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1,'],
])('ends at the deadline while it waits for %s', async (_what, sent) => {
  const base = await socketServer((socket) => socket.once('data', () => socket.write(sent)));
  const transport = transportTo(base, {}, { timeoutMs: 50 });
  expect(await failureOf(transport.send(get('/x')))).toEqual({ kind: 'timeout', origin: base.origin, seconds: 0.05 });
});

test('cancels a request by its signal, before it is sent and while it waits', async () => {
  const reached = Promise.withResolvers<void>();
  const base = await httpServer(() => reached.resolve());
  const transport = transportTo(base);
  expect(await failureOf(transport.send(get('/x', { signal: AbortSignal.abort() })))).toEqual({ kind: 'cancelled' });

  const leaving = new AbortController();
  const asked = failureOf(transport.send(get('/x', { signal: leaving.signal })));
  await reached.promise;
  leaving.abort();
  expect(await asked).toEqual({ kind: 'cancelled' });
});

test('cancels pending and later requests when it is closed', async () => {
  const reached = Promise.withResolvers<void>();
  const base = await httpServer(() => reached.resolve());
  const transport = new UndiciTransport(defaultOptions(base));
  const asked = failureOf(transport.send(get('/x')));
  await reached.promise;
  await transport.close();
  expect(await asked).toEqual({ kind: 'cancelled' });
  expect(await failureOf(transport.send(get('/x')))).toEqual({ kind: 'cancelled' });
});
