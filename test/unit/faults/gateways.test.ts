import { readFile } from 'node:fs/promises';
import { type ClientRequest, type IncomingMessage, request as plainRequest, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { createServer } from 'node:net';
import { type ConnectionOptions, connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type DemoServer, startDemoServer } from '../../../src/demo/demoServer.ts';
import { type Certificates, makeCertificates } from '../../gateways/certificates.ts';
import { endedWithTest } from '../../gateways/endedWithTest.ts';
import { startFaultyGateway } from '../../gateways/faultyGateway.ts';
import type { Gateway } from '../../gateways/gateway.ts';
import { startKeyGateway } from '../../gateways/keyGateway.ts';
import { startProxy } from '../../gateways/proxy.ts';
import { startRateGateway } from '../../gateways/rateGateway.ts';
import { startSocketGateway } from '../../gateways/socketGateway.ts';
import { startTlsGateway } from '../../gateways/tlsGateway.ts';

// Other tests rely on the gateways, so these tests use Node's own clients only.
let demo: DemoServer;
let certificates: Certificates;

beforeAll(async () => {
  demo = await startDemoServer({ identities: 20 });
  certificates = await makeCertificates();
});

afterAll(async () => {
  await demo.close();
  await certificates.close();
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function get(url: string, options: RequestOptions & ConnectionOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onResponse = (answer: IncomingMessage) => {
      let body = '';
      answer.on('data', (chunk) => {
        body += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body }));
      answer.on('error', reject);
    };
    const ask = url.startsWith('https:') ? secureRequest : plainRequest;
    const request: ClientRequest = ask(url, { agent: false, ...options }, onResponse);
    request.on('error', reject).end();
  });
}

const path = '/admin/identities?page_size=1';

describe('https', () => {
  test('responds to clients that trust its authority', async () => {
    const gateway = await endedWithTest(startTlsGateway(demo.url, { certificate: certificates.server }));
    expect(await get(gateway.url + path, { ca: certificates.authority })).toMatchObject({ status: 200 });
    expect(gateway.requests).toMatchObject([{ method: 'GET', target: path }]);
  });

  test.each([
    ['server', undefined, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['expired', 'authority', 'CERT_HAS_EXPIRED'],
    ['wrongName', 'authority', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['stranger', 'authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ] as const)(
    'shows its certificate "%s", which a client that trusts %s rejects with %s',
    async (name, known, code) => {
      const gateway = await endedWithTest(startTlsGateway(demo.url, { certificate: certificates[name] }));
      const trust = known === undefined ? {} : { ca: certificates[known] };
      await expect(get(gateway.url + path, trust)).rejects.toMatchObject({ code });
    },
  );

  test('accepts a client that requests the other name of its certificate', async () => {
    const gateway = await endedWithTest(startTlsGateway(demo.url, { certificate: certificates.wrongName }));
    const answer = await get(gateway.url + path, { ca: certificates.authority, servername: 'kratos.internal' });
    expect(answer.status).toBe(200);
  });

  test('accepts client certificates as PEM, with an encrypted key and as PKCS#12, and rejects a client without one', async () => {
    const { files, passphrase } = certificates;
    const gateway = await endedWithTest(
      startTlsGateway(demo.url, { certificate: certificates.server, clientAuthority: certificates.authority }),
    );
    const ca = certificates.authority;
    const cert = await readFile(files.clientCertificate);
    const pem = { ca, cert, key: await readFile(files.clientKey) };
    const encrypted = { ca, cert, key: await readFile(files.encryptedKey), passphrase };
    const pkcs12 = { ca, pfx: await readFile(files.pkcs12), passphrase };
    for (const options of [pem, encrypted, pkcs12]) {
      expect(await get(gateway.url + path, options)).toMatchObject({ status: 200 });
    }
    await expect(get(gateway.url + path, { ...pkcs12, passphrase: 'wrong' })).rejects.toThrow('mac verify failure');
    await expect(get(gateway.url + path, { ca })).rejects.toThrow(/certificate required/);
  });
});

describe('a proxy', () => {
  const login = { username: 'person', password: 'proxy-word' };
  const right = `Basic ${Buffer.from('person:proxy-word').toString('base64')}`;
  const whole = (proxy: Gateway, headers = {}) =>
    get(proxy.url, { path: `${demo.url}${path}`, headers: { host: new URL(demo.url).host, ...headers } });

  test('forwards requests with absolute URLs', async () => {
    const proxy = await endedWithTest(startProxy());
    expect(await whole(proxy)).toMatchObject({ status: 200 });
    expect(proxy.requests).toMatchObject([{ method: 'GET', target: `${demo.url}${path}` }]);
  });

  test('opens tunnels', async () => {
    const front = await endedWithTest(startTlsGateway(demo.url, { certificate: certificates.server }));
    const proxy = await endedWithTest(startProxy());
    const { host } = new URL(front.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const request = plainRequest(proxy.url, { method: 'CONNECT', path: host, agent: false });
      request.on('connect', (_answer, socket) => {
        const secure = connect({ socket, ca: certificates.authority, host: '127.0.0.1' }, () =>
          secure.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`),
        );
        secure.once('data', (chunk) => resolve(String(chunk)));
        secure.on('error', reject);
      });
      request.on('error', reject).end();
    });
    expect(answer).toMatch(/^HTTP\/1.1 200/);
    expect(proxy.requests).toMatchObject([{ method: 'CONNECT', target: host }]);
  });

  test('requires its login', async () => {
    const proxy = await endedWithTest(startProxy(login));
    expect(await whole(proxy)).toMatchObject({ status: 407 });
    expect(await whole(proxy, { 'proxy-authorization': right })).toMatchObject({ status: 200 });
  });
});

test('responds through a socket file', async () => {
  const gateway = await endedWithTest(startSocketGateway(demo.url));
  expect(await get(`http://localhost${path}`, { socketPath: gateway.socketPath })).toMatchObject({ status: 200 });
  expect(gateway.url).toBe(`unix:${gateway.socketPath}`);
});

test.each([
  ['a header', { header: 'X-Api-Key', value: 'k' }, { 'x-api-key': 'k' }, { 'x-api-key': 'other' }],
  ['a bearer token', { bearer: 'k' }, { authorization: 'Bearer k' }, { authorization: 'Bearer other' }],
  ['a password', { username: 'u', password: 'p' }, { authorization: 'Basic dTpw' }, { authorization: 'Basic dTpx' }],
])('a gateway that requires %s', async (_what, wants, right, wrong) => {
  const gateway = await endedWithTest(startKeyGateway(demo.url, { wants, prefix: '/kratos' }));
  expect(gateway.url).toMatch(/\/kratos$/);
  const statuses = [];
  for (const headers of [right, wrong, {}]) {
    statuses.push((await get(gateway.url + path, { headers })).status);
  }
  expect(statuses).toEqual([200, 403, 401]);
  expect(await get(new URL(path, gateway.url).href, { headers: right })).toMatchObject({ status: 404 });
});

describe('a gateway that limits requests', () => {
  const limits = {
    low: { perSecond: 1, perMinute: 1 },
    medium: { perSecond: 2, perMinute: 3 },
    high: { perSecond: 5, perMinute: 5 },
  };
  const sessions = '/admin/identities/0/sessions';

  test('counts each bucket by second and by minute, and says what is left', async () => {
    let now = 120_000;
    const gateway = await endedWithTest(startRateGateway(demo.url, { limits, now: () => now }));
    const ask = async (target: string) => {
      const { status, headers } = await get(gateway.url + target);
      return [status, headers['x-ratelimit-limit'], headers['x-ratelimit-remaining'], headers['x-ratelimit-reset']];
    };
    expect(await ask(path)).toEqual([200, '2, 2;w=1, 3;w=60', '1', '1']);
    expect(await ask(path)).toEqual([200, '2, 2;w=1, 3;w=60', '0', '1']);
    expect(await ask(path)).toEqual([429, '2, 2;w=1, 3;w=60', '0', '0']);
    now += 1000;
    expect(await ask(path)).toEqual([200, '3, 2;w=1, 3;w=60', '0', '59']);
    expect(await ask(sessions)).toEqual([429, '3, 2;w=1, 3;w=60', '0', '0']);
    expect((await ask('/admin/identities/0'))[0]).toBe(404);
    now += 59_000;
    expect((await ask(path))[0]).toBe(200);
    expect(gateway.refused).toHaveLength(2);
  });

  test('counts in another window than the minute if one is given', async () => {
    let now = 600_000;
    const gateway = await endedWithTest(startRateGateway(demo.url, { limits, now: () => now, longWindow: 600 }));
    const ask = async () => {
      now += 1000;
      const { status, headers } = await get(gateway.url + path);
      return [status, headers['x-ratelimit-limit']];
    };
    expect([await ask(), await ask(), await ask()].map(([status]) => status)).toEqual([200, 200, 200]);
    now += 500_000;
    expect(await ask()).toEqual([429, '3, 2;w=1, 3;w=600']);
    now += 100_000;
    expect((await ask())[0]).toBe(200);
  });

  test('accepts fewer requests in a sliding window than in a fixed one', async () => {
    let now = 179_500;
    const gateway = await endedWithTest(startRateGateway(demo.url, { limits, now: () => now, windows: 'sliding' }));
    const ask = async () => (await get(gateway.url + path)).status;
    expect([await ask(), await ask()]).toEqual([200, 200]);
    now += 600;
    expect(await ask()).toBe(429);
  });
});

describe('a gateway that misbehaves', () => {
  test.each([
    [{ kind: 'cut' }, 'aborted'],
    [{ kind: 'reset' }, 'ECONNRESET'],
    [{ kind: 'close' }, 'socket hang up'],
  ] as const)('%o: %s', async (fault, message) => {
    const gateway = await endedWithTest(startFaultyGateway(demo.url, fault));
    await expect(get(gateway.url + path)).rejects.toThrow(message);
  });

  test.each(['hang', 'stall'] as const)('keeps the connection open until it closes (%s)', async (kind) => {
    const gateway = await startFaultyGateway(demo.url, { kind });
    const request = get(gateway.url + path).catch((error: Error) => error);
    await expect.poll(() => gateway.requests.length).toBe(1);
    await gateway.close();
    expect(await request).toBeInstanceOf(Error);
  });

  test('forwards everything until it has a fault', async () => {
    const gateway = await endedWithTest(startFaultyGateway(demo.url));
    expect(await get(gateway.url + path)).toMatchObject({ status: 200 });
    gateway.fault = { kind: 'delay', milliseconds: 30 };
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const delayed = get(gateway.url + path);
    while (vi.getTimerCount() === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    vi.advanceTimersByTime(29);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1);
    vi.useRealTimers();
    expect(await delayed).toMatchObject({ status: 200 });
    gateway.fault = { kind: 'html', status: 502, title: 'Bad gateway' };
    expect(await get(gateway.url + path)).toMatchObject({
      status: 502,
      body: expect.stringContaining('<title>Bad gateway'),
    });
    gateway.fault = { kind: 'redirect', status: 307, location: 'http://elsewhere.invalid/' };
    const redirected = await get(gateway.url + path);
    expect([redirected.status, redirected.headers.location]).toEqual([307, 'http://elsewhere.invalid/']);
    gateway.fault = { kind: 'status', status: 503, message: 'no healthy upstream' };
    expect(await get(gateway.url + path)).toMatchObject({ status: 503 });
    gateway.fault = { kind: 'body', contentType: 'application/json', body: '{"a":' };
    expect(await get(gateway.url + path)).toMatchObject({ status: 200, body: '{"a":' });
    gateway.fault = undefined;
    expect(await get(gateway.url + path)).toMatchObject({ status: 200 });
  });
});

test('frees its port when it closes', async () => {
  const gateway = await startKeyGateway(demo.url, {});
  const port = Number(new URL(gateway.url).port);
  await gateway.close();
  const next = createServer();
  await new Promise<void>((resolve) => next.listen(port, '127.0.0.1', resolve));
  expect(next.listening).toBe(true);
  await new Promise((resolve) => next.close(resolve));
});
