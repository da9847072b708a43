import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { ConnectionSecrets } from '../../../src/connections/secrets/connectionSecrets.ts';
import { SettingConnections } from '../../../src/connections/settingConnections.ts';
import type { ConnectionEntry } from '../../../src/connections/settings/connectionEntry.ts';
import type { Unlocks } from '../../../src/connections/unlock/unlocks.ts';
import { ActionRunner, type Choose, type Select } from '../../../src/contain/actionRunner.ts';
import { createRecords } from '../../../src/contain/records.ts';
import type { AuditLine } from '../../../src/core/containment/readAuditLog.ts';
import { readAuditLog, verifyAuditLog } from '../../../src/core/containment/readAuditLog.ts';
import { type DemoServerOptions, startDemoServer } from '../../../src/demo/demoServer.ts';
import type { TargetSources } from '../../../src/files/targets.ts';
import { IpDatabases } from '../../../src/ipDatabases/ipDatabases.ts';
import { MemorySecrets } from '../connections/secrets/memorySecrets.ts';
import { Memory, MemorySettings } from '../connections/settings/memorySettings.ts';
import { SimulatedClock } from '../core/http/rateLimit/simulatedClock.ts';
import { serverAt } from '../server/serverAt.ts';
import { screen } from './screen.ts';

function leadTo(url: URL, connections: SettingConnections): void {
  let unlocks: Unlocks | undefined;
  const reached = serverAt(
    url,
    {},
    {
      writes: {
        isValid: (permit) => unlocks?.isValid('prod-eu', permit) === true,
        renew: (permit) => unlocks?.renew('prod-eu', permit),
      },
    },
  );
  const load = connections.unlocks.bind(connections);
  Object.assign(connections, {
    server: () => reached,
    directory: () => undefined,
    unlocks: async () => {
      unlocks = await load();
      return unlocks;
    },
  });
}

export const all: Select = async () => ({ kind: 'all' });
export const newest: Select = async ({ sessions }) => ({
  kind: 'sessions',
  ids: sessions.slice(0, 1).map(({ id }) => id),
});

/** The window of a user who has selected nothing. */
export const noSources: TargetSources = {
  pageSelection: () => [],
  activeFile: () => undefined,
  treeSelection: () => [],
  isTreeInUse: () => false,
  pickSession: async () => undefined,
  pickIdentity: async () => undefined,
};

export function identityRow(identityId: string) {
  return { kind: 'identity', ref: { connectionId: 'prod-eu', identityId } };
}

export function sessionRow(identityId: string, sessionId: string) {
  return { kind: 'session', ref: { connectionId: 'prod-eu', identityId, sessionId } };
}

interface WindowOptions extends DemoServerOptions {
  readonly entry?: Partial<ConnectionEntry>;
  /** Starts a gateway in front of the demo server. */
  readonly gateway?: (upstream: string) => Promise<{ readonly url: string }>;
}

export type WindowUnderTest = Awaited<ReturnType<typeof windowUnderTest>>;

/** Opens a window with one connection to a demo server. */
export async function windowUnderTest({ entry = {}, gateway, ...options }: WindowOptions = {}) {
  const server = await startDemoServer({ identities: 20, ...options });
  onTestFinished(() => server.close());
  const { url } = (await gateway?.(server.url)) ?? server;
  const storage = await mkdtemp(path.join(tmpdir(), 'kratos-revoke-'));
  onTestFinished(() => rm(storage, { recursive: true, force: true }));
  const clock = new SimulatedClock();
  const errors: unknown[] = [];

  function open() {
    const memory = new Memory();
    const connections = new SettingConnections({
      settings: new MemorySettings([{ name: 'prod-eu', url, writable: true, ...entry }]),
      secrets: new ConnectionSecrets(new MemorySecrets()),
      memory,
      askUnencrypted: async () => true,
      log: { info: () => {}, warn: () => {}, debug: () => {} },
    });
    onTestFinished(() => connections.dispose());
    if (entry.url !== undefined) {
      // Another address, which no test may reach, leads to the demo server, too.
      leadTo(new URL(server.url), connections);
    }
    const documents = new Map<string, string>();
    const records = createRecords({ storage, chosen: () => undefined, memory });
    const ended = new AbortController();
    const runner = new ActionRunner({
      connections,
      documents: {
        ended: ended.signal,
        write: (uri, text) => {
          documents.delete(uri.path);
          documents.set(uri.path, text);
        },
        dispose() {},
      },
      ipDatabases: new IpDatabases(),
      records: async () => records,
      tool: 'kratos-explorer 1.0.0',
      failed: (error) => errors.push(error),
      clock,
    });
    const lastText = (extension: string) => [...documents].findLast(([name]) => name.endsWith(extension))?.[1] ?? '';
    const unlock = async () => {
      const connection = connections.get('prod-eu');
      if (connection !== undefined) {
        (await connections.unlocks()).unlock(connection, 'INC-7');
      }
    };
    return {
      connections,
      memory,
      runner,
      unlock,
      /** Ends the window. */
      end: () => ended.abort(),
      plan: () => lastText('.txt'),
      result: () => lastText('.md'),
      revoke: (identityId: string, select: Select) =>
        runner.runOnSessions({ connectionId: 'prod-eu', identityId }, { kind: 'revokeSessions' }, select),
      change: (identityId: string, choose: Choose) =>
        runner.runOnIdentity({ connectionId: 'prod-eu', identityId }, choose),
      documents: () => [...documents.values()],
    };
  }

  const window = open();
  screen.unlock = window.unlock;
  return {
    server,
    storage,
    clock,
    errors,
    ...window,
    /** Opens another window beside. */
    open,
    writes: () =>
      server.requests.filter(({ method }) => method !== 'GET').map(({ method, target }) => [method, target]),
    /** Makes all sessions of an identity active, and returns their ids, newest first. */
    activate: (identityId: string) =>
      server.data.sessionsOf(identityId).map((session) => {
        session.active = true;
        server.data.setExpiry(session.id, (Date.now() + 86_400_000) * 1000);
        return session.id;
      }),
    active: (identityId: string) =>
      server.data
        .sessionsOf(identityId)
        .filter(({ active, expiresAt }) => active && expiresAt > Date.now() * 1000)
        .map(({ id }) => id),
    auditLines: async (): Promise<readonly AuditLine[]> => {
      const folder = path.join(storage, 'audit');
      const names = await readdir(folder).catch(() => []);
      const files = await Promise.all(names.sort().map((name) => readFile(path.join(folder, name))));
      if (files.some((file) => verifyAuditLog(file).kind !== 'whole')) {
        throw new Error('The audit log is broken.');
      }
      return files.flatMap(readAuditLog);
    },
    /** Returns the text of each file of evidence and of the audit logs. */
    files: async () => {
      const entries = await readdir(storage, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile());
      return await Promise.all(files.map(({ parentPath, name }) => readFile(path.join(parentPath, name), 'utf8')));
    },
    evidence: () => readdir(path.join(storage, 'evidence'), { recursive: true }).catch(() => []),
  };
}
