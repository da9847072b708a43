import { expect, onTestFinished, test, vi } from 'vitest';
import { endedWithTest } from '../../../gateways/endedWithTest.ts';
import { startFaultyGateway } from '../../../gateways/faultyGateway.ts';
import { httpServer, socketServer } from './listening.ts';
import { failureOf, get, secretsFor, transportTo } from './transports.ts';

const proxy = { kind: 'vscode' } as const;

function watchedFetch() {
  const watched = vi.spyOn(globalThis, 'fetch');
  onTestFinished(() => watched.mockRestore());
  return watched;
}

function aborted(message: string): Error {
  return Object.assign(new Error(message), { code: 'UND_ERR_ABORTED' });
}

test('sends requests and keys through the fetch function that the process has at that moment', async () => {
  const base = await httpServer((request, response) => {
    response.writeHead(404, { 'X-Total-Count': '3' }).end(request.headers.authorization);
  });
  const patched = watchedFetch();
  const secrets = secretsFor(base.origin, { bearer: 'key' });
  const answer = await transportTo(base, { secrets }, { proxy, authentication: { kind: 'bearer' } }).send(get('/x'));
  expect(patched.mock.calls.map(([address]) => address)).toEqual([`${base.origin}/x`]);
  expect(answer).toMatchObject({ status: 404, headers: { 'x-total-count': '3' } });
  expect(answer.body.toString()).toBe('Bearer key');
});

test('follows a redirect within the origin, and reports one to another origin', async () => {
  const elsewhere: unknown[] = [];
  const other = await httpServer((request, response) => {
    elsewhere.push(request.url);
    response.end();
  });
  const base = await httpServer((request, response) => {
    const target =
      request.url === '/near' ? `//ada:planted@${base.host}//other.example/near` : new URL('/login?secret', other).href;
    response.writeHead(request.url === '//other.example/near' ? 200 : 307, { Location: target }).end();
  });
  const transport = transportTo(base, {}, { proxy });
  expect((await transport.send(get('/near'))).status).toBe(200);
  expect(await failureOf(transport.send(get('/far')))).toMatchObject({
    kind: 'redirectedAway',
    target: `${other.origin}/login`,
  });
  expect(elsewhere).toEqual([]);
});

test.each([
  ['headers', ''],
  ['the rest of a body', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1,'],
])('ends at the deadline while it waits for %s', async (_what, sent) => {
  const base = await socketServer((socket) => socket.once('data', () => socket.write(sent)));
  const transport = transportTo(base, {}, { proxy, timeoutMs: 50 });
  expect(await failureOf(transport.send(get('/x')))).toEqual({ kind: 'timeout', origin: base.origin, seconds: 0.05 });
});

test('ends at the deadline even if fetch ignores the signal', async () => {
  watchedFetch().mockReturnValue(new Promise(() => {}));
  const transport = transportTo('https://kratos.example.org', {}, { proxy, timeoutMs: 50 });
  expect(await failureOf(transport.send(get('/x')))).toMatchObject({ kind: 'timeout', seconds: 0.05 });
});

test('ends at the deadline even if the body of a response ignores the signal', async () => {
  const cancelled = Promise.withResolvers<unknown>();
  const endless = new ReadableStream({
    pull: (controller) => new Promise((resolve) => setImmediate(() => resolve(controller.enqueue(Buffer.from('['))))),
    cancel: cancelled.resolve,
  });
  watchedFetch().mockResolvedValue(new Response(endless));
  const transport = transportTo('https://kratos.example.org', {}, { proxy, timeoutMs: 50 });
  expect(await failureOf(transport.send(get('/x')))).toMatchObject({ kind: 'timeout', seconds: 0.05 });
  await cancelled.promise;
});

test('reports a network failure, not a cancellation, if other code aborts the fetch', async () => {
  const cause = new DOMException('Request was cancelled.');
  watchedFetch().mockRejectedValue(
    new TypeError('fetch failed', { cause: Object.assign(cause, { cause: aborted('closed') }) }),
  );
  const failure = await failureOf(transportTo('https://kratos.example.org', {}, { proxy }).send(get('/x')));
  expect(failure).toMatchObject({ kind: 'network', origin: 'https://kratos.example.org' });
});

test('cancels a request by its signal', async () => {
  const reached = Promise.withResolvers<void>();
  const base = await httpServer(() => reached.resolve());
  const leaving = new AbortController();
  const asked = failureOf(transportTo(base, {}, { proxy }).send(get('/x', { signal: leaving.signal })));
  await reached.promise;
  leaving.abort();
  expect(await asked).toEqual({ kind: 'cancelled' });
});

test('reports a truncated body', async () => {
  const base = await socketServer((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1,')),
  );
  expect(await failureOf(transportTo(base, {}, { proxy }).send(get('/x')))).toMatchObject({ kind: 'truncatedBody' });
});

test('reports an endless body as too large, and closes its connection', async () => {
  const gateway = await endedWithTest(startFaultyGateway('http://127.0.0.1:1', { kind: 'flood' }));
  const failure = await failureOf(transportTo(gateway.url, {}, { proxy }).send(get('/x')));
  expect(failure).toEqual({ kind: 'tooLarge', origin: gateway.url, megabytes: 100 });
  await expect.poll(() => gateway.open()).toBe(0);
});

test('reports that VS Code’s proxy requires a login', async () => {
  // The error of undici's own proxy support, which VS Code's fetch uses.
  const cause = aborted('Proxy response (407) !== 200 when HTTP Tunneling');
  watchedFetch().mockRejectedValue(new TypeError('fetch failed', { cause }));
  const failure = await failureOf(transportTo('https://kratos.example.org', {}, { proxy }).send(get('/x')));
  expect(failure).toEqual({ kind: 'vscodeProxyLogin', origin: 'https://kratos.example.org' });
});

test('reports that VS Code’s proxy requires a login by a response, and cancels its body', async () => {
  const cancelled = Promise.withResolvers<unknown>();
  watchedFetch().mockResolvedValue(new Response(new ReadableStream({ cancel: cancelled.resolve }), { status: 407 }));
  const failure = await failureOf(transportTo('http://kratos.example.org', {}, { proxy }).send(get('/x')));
  expect(failure).toEqual({ kind: 'vscodeProxyLogin', origin: 'http://kratos.example.org' });
  await cancelled.promise;
});
