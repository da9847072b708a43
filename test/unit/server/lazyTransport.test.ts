import { expect, test } from 'vitest';
import type { Transport } from '../../../src/http/transport.ts';
import { lazyTransport } from '../../../src/server/lazyTransport.ts';
import { get } from '../http/transports.ts';

const origin = 'http://127.0.0.1:4434';
let closed = 0;
const echo: Transport = {
  send: async ({ path }) => ({ status: 200, headers: {}, body: Buffer.from(path) }),
  async close() {
    closed += 1;
  },
};

test('opens one transport for concurrent first requests, and closes it', async () => {
  closed = 0;
  let opened = 0;
  const transport = lazyTransport(origin, async () => {
    opened += 1;
    return echo;
  });
  const responses = await Promise.all([transport.send(get('/a')), transport.send(get('/b'))]);
  expect(responses.map(({ body }) => body.toString())).toEqual(['/a', '/b']);
  expect(opened).toBe(1);
  await transport.close();
  expect(closed).toBe(1);
});

test('opens nothing once it is closed', async () => {
  const transport = lazyTransport(origin, () => Promise.reject(new Error('opened')));
  await transport.close();
  await expect(transport.send(get('/a'))).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
});

test('fails as a network failure when it cannot be opened, and tries again with the next request', async () => {
  let attempts = 0;
  const transport = lazyTransport(origin, async () => {
    attempts += 1;
    if (attempts === 1) {
      throw new Error('no module');
    }
    return echo;
  });
  await expect(transport.send(get('/a'))).rejects.toMatchObject({
    failure: { kind: 'network', origin, detail: 'no module' },
  });
  expect((await transport.send(get('/a'))).status).toBe(200);
});
