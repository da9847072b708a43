import { expect, onTestFinished, test } from 'vitest';
import { commands, EventEmitter, window } from 'vscode';
import { createCheck } from '../../../src/check/checkCommand.ts';
import type { ConnectionSecrets } from '../../../src/connections/secrets/connectionSecrets.ts';
import { RateLimitWaits, type Wait } from '../../../src/core/http/rateLimit/waits.ts';
import type { Transport } from '../../../src/core/http/transport.ts';
import { startDemoServer } from '../../../src/demo/demoServer.ts';
import type { Server } from '../../../src/server/openServer.ts';
import { MemorySettings } from '../connections/settings/memorySettings.ts';
import { transportTo } from '../core/http/transports.ts';
import { FakeConnections } from '../fakes/fakeConnections.ts';
import { FakeKratos } from '../fakes/fakeKratos.ts';
import { stub } from '../stubVscode.ts';

/** The messages of the progress; `onProgress` is called as soon as it is shown. */
const screen = { messages: [] as string[], onProgress: (_cancel: () => void) => {} };

stub(commands, { executeCommand: async () => undefined });
stub(window, {
  withProgress: (_options: unknown, task: (progress: unknown, token: unknown) => Promise<void>) => {
    const cancelled = new EventEmitter<void>();
    const report = ({ message }: { message: string }) => screen.messages.push(message);
    const working = task({ report }, { onCancellationRequested: cancelled.event });
    screen.onProgress(() => cancelled.fire());
    return working;
  },
});

/** Checks the server at `url`. Returns the reports in the order in which they were shown. */
async function check(url: string, server: Pick<Server, 'transport' | 'waits'>, secrets: Pick<ConnectionSecrets, 'of'>) {
  screen.messages.length = 0;
  const fake = new FakeConnections({ acme: new FakeKratos().open() });
  fake.urls.set('acme', new URL(url));
  const shown: string[] = [];
  let consentRequests = 0;
  const resetConsent = () => {
    consentRequests += 1;
  };
  const run = createCheck({
    connections: Object.assign(fake, {
      server: () => ({ ...server, pageBase: { countsFrom: undefined }, failures: new Map(), resetConsent }),
    }),
    secrets: secrets as ConnectionSecrets,
    settings: new MemorySettings([]),
    documents: {
      ended: new AbortController().signal,
      write: (_uri, text) => void shown.push(text),
      dispose() {},
    },
    activeFile: () => undefined,
  });
  await run({ connectionId: 'acme' });
  return { shown, consentRequests };
}

const nothingKept = { of: () => ({ get: async () => undefined }) };

test('ends a cancelled check whose secret storage never responds', async () => {
  screen.onProgress = (cancel) => cancel();
  const transport = { send: () => Promise.reject(new Error('requested')), close: async () => {} };
  const { shown } = await check(
    'http://127.0.0.1:1',
    { transport, waits: new RateLimitWaits() },
    {
      of: () => ({ get: () => new Promise<undefined>(() => {}) }),
    },
  );
  expect(shown.at(-1)).toContain('**Cancelled.**');
});

test('shows in the progress of a check how long it waits for the rate limit, and requests consent again', async () => {
  screen.onProgress = () => {};
  const server = await startDemoServer({ identities: 3 });
  onTestFinished(() => server.close());
  const waits = new RateLimitWaits();
  const setWaits = (...pending: readonly Wait[]) => {
    waits.update(pending, 0);
    waits.notify();
  };
  const reached = transportTo(server.url);
  const transport: Transport = {
    async send(request) {
      setWaits({ bucket: 'medium', priority: 'interactive', until: 12_000 });
      setWaits();
      return reached.send(request);
    },
    close: () => reached.close(),
  };
  const { shown, consentRequests } = await check(server.url, { transport, waits }, nothingKept);
  expect(screen.messages.slice(0, 2)).toEqual(['Waiting 12 s for the rate limit', '']);
  expect(shown.at(-1)).toContain('**This connection works.**');
  expect(consentRequests).toBe(1);
});
