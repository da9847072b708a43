import { afterAll, expect, test } from 'vitest';
import { exactText } from '../../../src/core/kratos/json/exactJson.ts';
import { failureText } from '../../../src/text/failureText.ts';
import { endedWithTest } from '../../gateways/endedWithTest.ts';
import { type FaultyGateway, type GatewayFault, startFaultyGateway } from '../../gateways/faultyGateway.ts';
import { skipWaits } from '../fastClock.ts';
import {
  directoryOf,
  expectNoneIn,
  expectOnlyIn,
  kindNames,
  kinds,
  partsOf,
  plantedFor,
  plantedServers,
  readEverything,
} from './plantedSecrets.ts';

const shared = plantedServers();

// Of retries.
skipWaits(afterAll);

const echoes = (['json', 'html', 'text', 'redirect', '400', '401', '403', '500'] as const).map(
  (as): GatewayFault => ({ kind: 'echo', as }),
);
const faults: readonly GatewayFault[] = [...echoes, { kind: 'cut' }, { kind: 'reset' }, { kind: 'close' }];

test.each(
  kindNames.flatMap((kind) =>
    faults.map((fault) => [kind, 'as' in fault ? `an echo as ${fault.as}` : fault.kind, fault] as const),
  ),
)('shows no %s secret when the server responds with %s', async (kind, _what, fault) => {
  const gateway: FaultyGateway = await endedWithTest(startFaultyGateway(shared.demo.url, fault));
  const parts = await partsOf(plantedFor(kind, gateway.url));
  await readEverything(parts, shared.demo);
  expect(directoryOf(parts.connections).identities.state.phase.kind).toBe('failed');
  expectOnlyIn(gateway, ...kinds[kind].header);
  expectNoneIn(parts.texts);
});

/** JSON and HTML escape parts of it. */
const awkward = 'planted&secret<value';
const awkwardForms = ['planted&', 'planted\\u0026', 'secret<value', 'secret&lt;value', 'secret\\u003cvalue'];

interface Refusal {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const refusals: readonly (readonly [what: string, secret: string, refusal: Refusal])[] = [
  ['a text with the type JSON', awkward, { status: 200, contentType: 'application/json', body: `bad key ${awkward}` }],
  [
    'a page with the type JSON',
    awkward,
    { status: 200, contentType: 'application/json', body: `<html><title>bad key ${awkward}</title></html>` },
  ],
  [
    'a text whose shown start ends in the secret',
    awkward,
    { status: 200, contentType: 'text/plain', body: `${'-'.repeat(70)} ${awkward}` },
  ],
  [
    'JSON as Go writes it',
    awkward,
    {
      status: 401,
      contentType: 'application/json',
      body: String.raw`{"error":{"message":"wrong key planted\u0026secret\u003cvalue"}}`,
    },
  ],
  [
    'a title',
    awkward,
    { status: 403, contentType: 'text/html', body: '<title>wrong key planted&amp;secret&lt;value</title>' },
  ],
  [
    'a title that is escaped twice',
    awkward,
    { status: 500, contentType: 'text/html', body: '<title>no planted&amp;amp;secret&amp;lt;value</title>' },
  ],
  [
    'a message, if the secret is short',
    'q7&z',
    { status: 401, contentType: 'application/json', body: '{"error":{"message":"wrong key q7&z"}}' },
  ],
  ['a text, if the secret is short', 'q7&z', { status: 200, contentType: 'application/json', body: 'wrong key q7&z' }],
];

test.each(refusals)('shows no secret that a server repeats in %s', async (_what, secret, refusal) => {
  const gateway = await endedWithTest(startFaultyGateway(shared.demo.url, { kind: 'body', ...refusal }));
  const { entry } = plantedFor('headers', gateway.url);
  const parts = await partsOf({ entry, secrets: [{ name: 'header:x-api-key', origin: gateway.url, value: secret }] });
  await readEverything(parts, shared.demo);
  expect(gateway.requests[0]?.headers['x-api-key']).toBe(secret);
  const { phase } = directoryOf(parts.connections).identities.state;
  expect(phase.kind === 'failed' && failureText(phase.failure)).toContain(
    '(not shown: it may repeat a key or password)',
  );
  for (const text of parts.texts) {
    for (const form of [secret, ...awkwardForms]) {
      expect(text).not.toContain(form);
    }
  }
});

test('keeps data of identities as the server sent it, even if it contains a secret', async () => {
  const name = 'planted\\u0026secret<value';
  const sent = `{"id":"${shared.demo.people.oneSession}", "schema_id":"s", "traits":{"name":"${name}"}}`;
  const gateway = await endedWithTest(
    startFaultyGateway(shared.demo.url, { kind: 'body', contentType: 'application/json', body: `[ ${sent} ]` }),
  );
  const { entry } = plantedFor('headers', gateway.url);
  const { connections } = await partsOf({
    entry,
    secrets: [{ name: 'header:x-api-key', origin: gateway.url, value: awkward }],
  });
  const { identities } = directoryOf(connections);
  await identities.open();
  const [identity] = identities.state.items;
  expect(identity).toMatchObject({ kind: 'identity', traits: { name: awkward } });
  expect(identity && exactText(identity.json)).toBe(sent);
});

test.each(['redirect', '500'] as const)(
  'shows no secret that a server echoes through VS Code’s fetch as %s',
  async (as) => {
    const gateway = await endedWithTest(startFaultyGateway(shared.demo.url, { kind: 'echo', as }));
    const { entry, secrets } = plantedFor('headers', gateway.url);
    const parts = await partsOf({ entry: { ...entry, proxy: 'vscode' }, secrets });
    await readEverything(parts, shared.demo);
    expect(directoryOf(parts.connections).identities.state.phase.kind).toBe('failed');
    expectOnlyIn(gateway, ...kinds.headers.header);
    expectNoneIn(parts.texts);
  },
);
