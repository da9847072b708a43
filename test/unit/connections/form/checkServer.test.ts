import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { checkServer } from '../../../../src/connections/form/checkServer.ts';
import { type DemoServer, startDemoServer } from '../../../../src/demo/demoServer.ts';
import { defaultOptions } from '../../../../src/http/connectionOptions.ts';
import { UndiciTransport } from '../../../../src/http/undiciTransport.ts';
import { failureText } from '../../../../src/presentation/failureText.ts';

const ends: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) {
    await end();
  }
});

async function demo(): Promise<DemoServer> {
  const server = await startDemoServer({ identities: 30 });
  ends.push(() => server.close());
  return server;
}

async function someServer(answer: RequestListener): Promise<URL> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => server.close());
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

async function check(url: URL, signal = new AbortController().signal): Promise<string | undefined> {
  const failure = await checkServer(new UndiciTransport(defaultOptions(url)), signal);
  return failure === undefined ? undefined : failureText(failure);
}

test('an admin API is asked whether it is ready and for one identity', async () => {
  const server = await demo();
  expect(await check(new URL(server.url))).toBeUndefined();
  expect(server.requests.map(({ target }) => target)).toEqual(['/admin/health/ready', '/admin/identities?page_size=1']);
});

test('the public port is told from the admin API', async () => {
  const url = await someServer((_request, response) => {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('404 page not found\n');
  });
  expect(await check(url)).toMatch(/may be the public API .*4434/);
});

test('a server that is not Kratos is told from one', async () => {
  const url = await someServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><title>Sign in</title></html>');
  });
  expect(await check(url)).toMatch(/web page.*instead of JSON/);
});

test('a dead server is told as one', async () => {
  const server = await startDemoServer({ identities: 0 });
  await server.close();
  expect(await check(new URL(server.url))).toMatch(/Nothing is listening at http:\/\/127\.0\.0\.1:/);
});

test('a server that is not ready is no connection yet', async () => {
  const server = await demo();
  server.faults.add({ matching: /health/, times: 10, failing: { kind: 'status', status: 503 } });
  expect(await check(new URL(server.url))).toMatch(/The server reported an error \(503\)/);
});

test('a check that hangs can be cancelled', async () => {
  const server = await demo();
  server.faults.add({ failing: { kind: 'hang' } });
  const cancel = new AbortController();
  const checking = checkServer(new UndiciTransport(defaultOptions(new URL(server.url))), cancel.signal);
  cancel.abort();
  expect(await checking).toEqual({ kind: 'cancelled' });
});
