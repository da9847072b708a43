import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { method } from '../../../src/demo/data/draft.ts';
import { type DemoServer, type DemoServerOptions, startDemoServer } from '../../../src/demo/demoServer.ts';
import { second } from '../../../src/demo/time.ts';

let demo: DemoServer | undefined;

async function start(options: DemoServerOptions = {}): Promise<DemoServer> {
  demo = await startDemoServer({ identities: 1, ...options });
  return demo;
}

afterEach(async () => {
  await demo?.close();
  demo = undefined;
});

describe('the demo server', () => {
  it('listens on a free port of the loopback address', async () => {
    const { url } = await start();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${url}/admin/health/ready`)).status).toBe(200);
  });

  it('fails with the system’s error when its port is taken', async () => {
    const { url } = await start();
    await expect(startDemoServer({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('ends pending requests when it closes', async () => {
    const { url, faults, requests, close } = await start();
    faults.add({ failing: { kind: 'hang' } });
    const response = fetch(`${url}/admin/version`).catch((error: unknown) => error);
    await expect.poll(() => requests.length).toBe(1);
    await close();
    expect(await response).toBeInstanceOf(TypeError);
  });

  it('escapes hostile text as Go does and keeps the digits of numbers', async () => {
    const { url, people } = await start();
    const hostile = await (await fetch(`${url}/admin/identities/${people.hostile}/sessions`)).text();
    expect(hostile).toContain('\\u003cimg src=x onerror=alert(1)\\u003e');
    expect(hostile).not.toContain('<');
    expect(hostile).toContain('\\u001b[31mred');
    const big = await (await fetch(`${url}/admin/identities/${people.bigNumber}`)).text();
    expect(big).toContain('"customer_number":9007199254740993,"balance":12345678901234567890.10}');
  });

  it('sends only the secrets of the credentials in include_credential', async () => {
    const { url, people } = await start();
    const read = async (query: string): Promise<Record<string, object>> =>
      (
        (await (await fetch(`${url}/admin/identities/${people.ada}${query}`)).json()) as {
          credentials: Record<string, object>;
        }
      ).credentials;
    const withSecrets = async (query: string): Promise<string[]> =>
      Object.entries(await read(query)).flatMap(([type, credential]) => ('config' in credential ? [type] : []));
    expect(Object.keys(await read(''))).toEqual(['oidc', 'password', 'totp']);
    expect(await withSecrets('')).toEqual([]);
    expect(await withSecrets('?include_credential=password&include_credential=totp')).toEqual(['password', 'totp']);
  });

  it('repeats the request’s id in an error', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/admin/sessions/nope`, { headers: { 'X-Request-ID': 'from-the-proxy' } });
    expect(await response.text()).toBe(
      '{"error":{"code":400,"status":"Bad Request","request":"from-the-proxy","message":"uuid: incorrect UUID length 4 in string \\"nope\\""}}\n',
    );
  });

  it.each([
    ['v1.3.1', 'the newest authentication', ['older', 'newer']],
    ['v26.2.0', 'the newest row', ['newer', 'older']],
  ] as const)('lists in %s %s first', async (profile, _, order) => {
    const { url, data } = await start({ profile });
    const { id } = data.addIdentity();
    // A second factor, 20 seconds after the log-in, makes the older row the newer authentication.
    const methods = [method.password, method.totp];
    const names = new Map([
      [data.addSession(id, { ago: 70 * second, methods }).id, 'older'],
      [data.addSession(id, { ago: 60 * second }).id, 'newer'],
    ]);
    const listed = (await (await fetch(`${url}/admin/identities/${id}/sessions`)).json()) as { id: string }[];
    expect(listed.map((session) => names.get(session.id))).toEqual(order);
  });

  it('starts its clock at the given time', async () => {
    const { url, people } = await start({ now: new Date('2030-01-01T12:00:00Z') });
    const [session] = (await (await fetch(`${url}/admin/identities/${people.oneSession}/sessions`)).json()) as {
      active: boolean;
      expires_at: string;
    }[];
    expect(session?.active).toBe(true);
    expect(session?.expires_at).toMatch(/^2030-01-02T09:59:/);
  });

  it('pages correctly and sends no count with the matching quirks', async () => {
    const { url, people, data } = await start({ quirks: { countsPagesFrom: 0, totalCount: false } });
    const path = `${url}/admin/identities/${people.threeSessions}/sessions`;
    const pages = await Promise.all([0, 1, 2].map((page) => fetch(`${path}?page=${page}&per_page=1`)));
    const ids = await Promise.all(pages.map(async (page) => ((await page.json()) as { id: string }[])[0]?.id));
    expect(new Set(ids)).toEqual(new Set(data.sessionsOf(people.threeSessions).map(({ id }) => id)));
    expect(pages.some(({ headers }) => headers.has('x-total-count'))).toBe(false);
  });

  it('runs a hook before each response', async () => {
    const server = await start();
    const path = `${server.url}/admin/identities/${server.people.noSessions}/sessions`;
    server.beforeAnswer = ({ target }) => {
      expect(target).toContain(server.people.noSessions);
      server.data.addSession(server.people.noSessions);
    };
    expect((await fetch(path)).headers.get('x-total-count')).toBe('1');
    expect((await fetch(path)).headers.get('x-total-count')).toBe('2');
    expect(server.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });
});

describe('a planned failure of the demo server', () => {
  it('affects the given number of matching requests', async () => {
    const { url, faults } = await start();
    faults.add({ matching: /^GET \/admin\/identities\b/, times: 2, failing: { kind: 'status', status: 503 } });
    const status = async (path: string): Promise<number> => (await fetch(url + path)).status;
    expect(await status('/admin/version')).toBe(200);
    expect(await status('/admin/identities')).toBe(503);
    expect(await status('/admin/identities')).toBe(503);
    expect(await status('/admin/identities')).toBe(200);
  });

  it('sends Retry-After with a status', async () => {
    const { url, faults } = await start();
    faults.add({ failing: { kind: 'status', status: 429, message: 'Slow down.', retryAfter: 7 } });
    const response = await fetch(`${url}/admin/version`);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.json()).toEqual({ error: { code: 429, status: 'Too Many Requests', message: 'Slow down.' } });
  });

  it('sends an HTML page', async () => {
    const { url, faults } = await start();
    faults.add({ failing: { kind: 'html', status: 200, title: 'Sign in' } });
    const response = await fetch(`${url}/admin/version`);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toContain('<title>Sign in</title>');
  });

  it('breaks the connection before or during the response', async () => {
    const { url, faults } = await start();
    faults.add({ failing: { kind: 'reset' } });
    await expect(fetch(`${url}/admin/version`)).rejects.toThrow();
    faults.add({ failing: { kind: 'truncate' } });
    await expect(fetch(`${url}/admin/version`).then((response) => response.text())).rejects.toThrow();
  });

  it('delays a response without delaying later ones', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { url, faults, requests } = await start();
    faults.add({ failing: { kind: 'delay', millis: 60_000 } });
    const arrived: string[] = [];
    const read = async (name: string) => {
      const response = await fetch(`${url}/admin/version`);
      expect(await response.json()).toEqual({ version: 'v26.2.0' });
      arrived.push(name);
    };
    const delayed = read('delayed');
    await expect.poll(() => requests.length).toBe(1);
    await read('later');
    await vi.advanceTimersByTimeAsync(60_000);
    await delayed;
    expect(arrived).toEqual(['later', 'delayed']);
  });
});
