import { beforeEach, expect, test } from 'vitest';
import { window } from 'vscode';
import type { Transport } from '../../../src/core/http/transport.ts';
import { createAskUnencrypted, withConsent } from '../../../src/server/consent.ts';
import { aConnection } from '../builders/connectionBuilder.ts';
import { ScriptedUser } from '../connections/form/scriptedUser.ts';
import { Memory } from '../connections/settings/memorySettings.ts';
import { stub } from '../stubVscode.ts';

const person = new ScriptedUser();
stub(window, person.window);

const origin = 'http://kratos.example.org';
const request = { method: 'GET', path: '/admin/identities', template: '/admin/identities' } as const;

let sent: number;
const transport: Transport = {
  async send() {
    sent += 1;
    return { status: 200, headers: {}, body: Buffer.from('[]') };
  },
  async close() {},
};

beforeEach(() => {
  person.reset();
  sent = 0;
});

const answer = (choose: string | undefined) => person.acts.push({ on: 'modal', choose });
const yes = 'Connect Without Encryption';

test('remembers consent for the origin after a restart', async () => {
  const memory = new Memory();
  answer(yes);
  expect(await createAskUnencrypted(memory)(origin)).toBe(true);
  expect(await createAskUnencrypted(memory)(origin)).toBe(true);
  answer(undefined);
  expect(await createAskUnencrypted(memory)(`${origin}:8080`)).toBe(false);
  expect(person.seen.filter((text) => text.endsWith('is not encrypted.'))).toEqual([
    'The connection to http://kratos.example.org is not encrypted.',
    'The connection to http://kratos.example.org:8080 is not encrypted.',
  ]);
});

test('asks once for concurrent requests, and sends none before the user agreed', async () => {
  const { server } = aConnection({ url: origin });
  const consent = { ask: createAskUnencrypted(new Memory()), again: false };
  const guarded = withConsent(transport, server, consent);
  answer(undefined);
  const refused = await Promise.allSettled([guarded.send(request), guarded.send(request)]);
  expect(refused.map((one) => one.status === 'rejected' && one.reason.failure)).toEqual([
    { kind: 'notEncrypted', origin },
    { kind: 'notEncrypted', origin },
  ]);
  expect(sent).toBe(0);
  answer(yes);
  consent.again = true;
  await Promise.all([guarded.send(request), guarded.send(request)]);
  expect(sent).toBe(2);
  expect(person.acts).toEqual([]);
});

test('keeps a refusal until the window closes, and asks once more after an action on the connection', async () => {
  const ask = createAskUnencrypted(new Memory());
  const consent = { ask, again: false };
  const guarded = withConsent(transport, aConnection({ url: origin }).server, consent);
  answer(undefined);
  for (let typed = 0; typed < 3; typed += 1) {
    await expect(guarded.send(request)).rejects.toMatchObject({ failure: { kind: 'notEncrypted', origin } });
  }
  answer(undefined);
  consent.again = true;
  await expect(guarded.send(request)).rejects.toMatchObject({ failure: { kind: 'notEncrypted', origin } });
  await expect(guarded.send(request)).rejects.toMatchObject({ failure: { kind: 'notEncrypted', origin } });
  expect(person.seen.filter((text) => text.endsWith('is not encrypted.'))).toHaveLength(2);
  expect(sent).toBe(0);
  answer(yes);
  expect(await ask(origin, true)).toBe(true);
  await guarded.send(request);
  expect(sent).toBe(1);
});

test('asks for consent to reach this machine through a remote proxy, for that proxy only', async () => {
  const asked: string[] = [];
  const ask = async (way: string) => asked.push(way) > 1;
  const through = (proxy: string) =>
    withConsent(transport, aConnection({ proxy }).server, { ask, again: false }).send(request);
  await expect(through('http://proxy.example.org:3128')).rejects.toMatchObject({ failure: { kind: 'notEncrypted' } });
  expect(sent).toBe(0);
  await through('http://other.example.org:3128');
  await through('http://127.0.0.1:3128');
  await through('https://proxy.example.org:3128');
  expect(asked).toEqual([
    'http://127.0.0.1:4434 (http://proxy.example.org:3128)',
    'http://127.0.0.1:4434 (http://other.example.org:3128)',
  ]);
});

test.each(['https://kratos.example.org', 'http://127.0.0.1:4434', 'unix:/run/kratos.sock'])(
  'does not ask for consent to reach %s',
  (url) => {
    const ask = () => Promise.reject(new Error('asked'));
    const guard = withConsent(transport, aConnection({ url }).server, { ask, again: false });
    expect(guard).toBe(transport);
  },
);
