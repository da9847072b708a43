import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Connections } from '../../../src/connections/connections.ts';
import { isTextOutdated, keepTimesFresh } from '../../../src/tree/freshTimes.ts';
import type { SessionNode } from '../../../src/tree/nodes.ts';
import { adaId, anIdentity } from '../builders/identityBuilder.ts';
import { aSession, uuid } from '../builders/sessionBuilder.ts';
import { EventEmitter } from '../vscodeStub.ts';
import { TreeUnderTest, withFakeTimers } from './treeUnderTest.ts';

const node: SessionNode = {
  kind: 'session',
  id: `local/${adaId}/${uuid(1)}`,
  ref: { connectionId: 'local', identityId: adaId, sessionId: uuid(1) },
};

/** A session that is created at 15:46:10 and expires a day later. */
let connections: Pick<Connections, 'directory'>;

withFakeTimers();

beforeEach(async () => {
  const tree = new TreeUnderTest();
  tree.server.identitiesHeld.push(anIdentity());
  tree.server.sessionsHeld.set(adaId, [aSession()]);
  await tree.directory.readSession(uuid(1));
  connections = { directory: (id) => (id === 'local' ? tree.directory : undefined) };
});

describe('The relative times in the row of a session', () => {
  it.each([
    ['change when a minute of the first hour has passed', '2026-11-23T15:50:00Z', '2026-11-23T15:51:00Z', true],
    ['do not change within the same hour of the first day', '2026-11-23T18:50:00Z', '2026-11-23T18:51:00Z', false],
    ['change when the next hour begins', '2026-11-23T18:45:30Z', '2026-11-23T18:46:30Z', true],
    ['change when the session has expired in between', '2026-11-24T15:46:00Z', '2026-11-24T15:46:20Z', true],
    ['do not change when the session had already expired', '2026-11-24T17:50:00Z', '2026-11-24T17:51:00Z', false],
    ['change when the session expires in fewer hours', '2026-11-23T19:45:30Z', '2026-11-23T19:46:30Z', true],
  ])('the relative times of a session %s', (_what, before, after, otherwise) => {
    expect(isTextOutdated(node, connections, new Date(before), new Date(after))).toBe(otherwise);
  });

  it('the relative times of 10,000 sessions are compared in turns, so that other work runs in between', async () => {
    // The turns are measured by the clock that the test does not set.
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    vi.setSystemTime('2026-11-23T15:50:00Z');
    const rows = Array.from({ length: 10_000 }, () => node);
    const redrawn: SessionNode[] = [];
    const view = { visible: true, onDidChangeVisibility: new EventEmitter<never>().event };
    const provider = {
      shownSessions: () => rows,
      redrawRows: (others: readonly SessionNode[]) => redrawn.push(...others),
    };
    const keeping = keepTimesFresh(view, provider, connections);
    let turns = 0;
    await vi.advanceTimersByTimeAsync(60_000);
    while (redrawn.length === 0) {
      turns += 1;
      await setImmediate();
    }
    expect(redrawn).toHaveLength(rows.length);
    expect(turns).toBeGreaterThan(1);
    keeping.dispose();
  });

  it('the relative times of an unknown session do not change', () => {
    const other: SessionNode = { ...node, ref: { ...node.ref, connectionId: 'gone' } };
    expect(isTextOutdated(other, connections, new Date(0), new Date('2030-01-01T00:00:00Z'))).toBe(false);
  });
});
