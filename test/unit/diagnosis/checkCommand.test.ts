import { expect, onTestFinished, test, vi } from 'vitest';
import { EventEmitter } from 'vscode';
import type { SharedTransport } from '../../../src/connections/connections.ts';
import type { ConnectionSecrets } from '../../../src/connections/secrets/connectionSecrets.ts';
import { startDemoServer } from '../../../src/demo/demoServer.ts';
import { createCheck } from '../../../src/diagnosis/checkCommand.ts';
import type { BudgetWaits } from '../../../src/http/budget/waits.ts';
import { MemorySettings } from '../connections/settings/memorySettings.ts';
import { FakeConnections } from '../documents/fakeConnections.ts';
import { FakeDirectory } from '../documents/fakeDirectory.ts';
import { transportTo } from '../http/transports.ts';

/** What the person reads in the progress; `onProgress` is what they do as soon as it is there. */
const screen = vi.hoisted(() => ({ told: [] as string[], onProgress: (_cancel: () => void) => {} }));
vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  ProgressLocation: { Notification: 15 },
  workspace: { openTextDocument: async () => ({}) },
  window: {
    showTextDocument: async () => ({}),
    withProgress: (_options: unknown, task: (progress: unknown, token: unknown) => Promise<void>) => {
      const cancelled = new EventEmitter<void>();
      const report = ({ message }: { message: string }) => screen.told.push(message);
      const working = task({ report }, { onCancellationRequested: cancelled.event });
      screen.onProgress(() => cancelled.fire());
      return working;
    },
  },
}));

/** Checks the server at `url`; answers with the report as it was shown, the last last. */
async function check(url: string, transport: SharedTransport, secrets: Pick<ConnectionSecrets, 'of'>) {
  screen.told.length = 0;
  const fake = new FakeConnections({ acme: new FakeDirectory() });
  fake.urls.set('acme', new URL(url));
  const shown: string[] = [];
  const run = createCheck({
    connections: Object.assign(fake, { transport: () => transport }),
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
  return { shown, connections: fake };
}

const nothingKept = { of: () => ({ get: async () => undefined }) };

test('Cancel ends a check whose secret storage never answers', async () => {
  screen.onProgress = (cancel) => cancel();
  const transport = { send: () => Promise.reject(new Error('asked')) };
  const { shown } = await check('http://127.0.0.1:1', transport, {
    of: () => ({ get: () => new Promise<undefined>(() => {}) }),
  });
  expect(shown.at(-1)).toContain('**Cancelled.**');
});

test('how long the server’s limits hold a check up is said in its progress, in the words of all waits', async () => {
  screen.onProgress = () => {};
  const server = await startDemoServer({ identities: 3 });
  onTestFinished(() => server.close());
  const seconds = new Map<string, number>();
  let tell = () => {};
  const waits: BudgetWaits = {
    seconds: (bucket, priority) => seconds.get(`${bucket} ${priority}`),
    onChange(listener) {
      tell = listener;
      return () => {
        tell = () => {};
      };
    },
  };
  const reached = transportTo(server.url);
  const transport: SharedTransport = {
    waits,
    async send(request) {
      seconds.set('medium person', 12);
      tell();
      seconds.clear();
      tell();
      return reached.send(request);
    },
  };
  const { shown, connections } = await check(server.url, transport, nothingKept);
  expect(screen.told.slice(0, 2)).toEqual(['Waiting 12 s for the request budget (rate limit)', '']);
  expect(shown.at(-1)).toContain('**This connection works.**');
  // And what the person said no to is asked again.
  expect(connections.askedAgain).toEqual(['acme']);
});
