import { describe, expect, it, vi } from 'vitest';
import { KratosError } from '../../../../src/core/kratos/failure.ts';
import { IdentityReading } from '../../../../src/pages/host/identity/identityReading.ts';
import { adaId, anIdentity } from '../../builders/identityBuilder.ts';
import { aSession, uuid } from '../../builders/sessionBuilder.ts';
import { FakeConnections } from '../../fakes/fakeConnections.ts';
import { FakeKratos, refused } from '../../fakes/fakeKratos.ts';

const ref = { connectionId: 'acme', identityId: adaId };

/** Opens the page's reading of Ada, who has so many sessions. */
function adaWith(count: number, identity = anIdentity()) {
  const server = new FakeKratos();
  server.identitiesHeld.push(identity);
  server.sessionsHeld.set(
    adaId,
    Array.from({ length: count }, (_, index) => aSession({ id: uuid(index + 1) })),
  );
  const directory = server.open();
  const connections = new FakeConnections({ acme: directory });
  return { server, directory, connections, reading: new IdentityReading(ref, connections) };
}

describe('opening the page of an identity', () => {
  it('reads all of up to 500 sessions', async () => {
    const { reading } = adaWith(500);
    await reading.open();
    expect(reading.items).toHaveLength(500);
    expect(reading.sessions?.end.kind).toBe('complete');
  });

  it('reads 500 of 1,203 sessions, and the others only on request', async () => {
    const { reading } = adaWith(1203);
    await reading.open();
    expect(reading.items).toHaveLength(500);
    await reading.readAll();
    expect(reading.items).toHaveLength(1203);
  });

  it('shows sessions that are known before any request', () => {
    const { directory, connections } = adaWith(3);
    directory.pinFoundSession(adaId, aSession({ id: uuid(9) }));
    const reading = new IdentityReading(ref, connections);
    expect(reading.items.map(({ id }) => id)).toEqual([uuid(9)]);
  });

  it('adds the session to select when the sessions that were read do not hold it', async () => {
    const { reading, server } = adaWith(700);
    await Promise.all([reading.open(), reading.include(uuid(650)), reading.include(uuid(3))]);
    expect(reading.items.map(({ id }) => id).filter((id) => id === uuid(650) || id === uuid(3))).toHaveLength(2);
    expect(reading.items).toHaveLength(501);
    await reading.include(uuid(9_999));
    expect(reading.items).toHaveLength(501);
    expect(server.requests.filter((request) => request.startsWith('session '))).toEqual([
      `session ${uuid(650)}`,
      `session ${uuid(9_999)}`,
    ]);
  });

  it('never requests the secrets of credentials', async () => {
    const { server, reading } = adaWith(1);
    await reading.open();
    expect(server.requests).toContain(`identity ${adaId}`);
    expect(server.requests.filter((request) => request.includes('include_credential'))).toEqual([]);
  });

  it('reads mails once for an address that is used for verification and recovery', async () => {
    const { server, reading } = adaWith(1);
    server.mailsHeld.set('ada@example.org', [
      {
        recipient: 'ada@example.org',
        template: 'recovery_code_valid',
        status: 'sent',
        sendCount: 1,
        createdAt: undefined,
      },
    ]);
    await reading.open();
    expect(server.requests.filter((request) => request.startsWith('mails'))).toEqual(['mails ada@example.org']);
    expect(reading.mails?.mails.map(({ template }) => template)).toEqual(['recovery_code_valid']);
  });

  it('keeps sessions and identity when the mails are refused', async () => {
    const { server, reading } = adaWith(2);
    server.mails = async () => {
      throw new KratosError(refused);
    };
    await reading.open();
    expect(reading.items).toHaveLength(2);
    expect(reading.identity?.id).toBe(adaId);
    expect(reading.mailsFailure).toEqual(refused);
  });

  it('shows no mails of an earlier reading while it says that mails are not shown', async () => {
    const { server, reading } = adaWith(2);
    await reading.open();
    expect(reading.mails).toBeDefined();
    server.mails = async () => {
      throw new KratosError(refused);
    };
    await reading.refresh();
    expect(reading.mailsFailure).toEqual(refused);
    expect(reading.mails).toBeUndefined();
  });

  it('compares with an unknown number of sessions while a filter hides some', async () => {
    const { directory, reading } = adaWith(3);
    await reading.open();
    expect(reading.loaded).toBeUndefined();
    directory.setSessionFilter(adaId, 'active');
    await reading.open();
    expect(reading.sessions?.end.kind).toBe('complete');
    expect(reading.loaded).toEqual({ sessions: 3, total: undefined });
  });

  it('reports an identity that the server does not have as gone', async () => {
    const { server, reading } = adaWith(0);
    server.identitiesHeld.length = 0;
    await reading.open();
    expect(reading.phase).toEqual({ kind: 'gone' });
  });

  it('keeps what is shown when a refresh fails', async () => {
    const { server, reading } = adaWith(2);
    await reading.open();
    server.failure = refused;
    await reading.refresh();
    expect(reading.phase).toEqual({ kind: 'failed', failure: refused });
    expect(reading.items).toHaveLength(2);
  });
});

describe('a page of an identity follows its server', () => {
  it('reports rows when the identity is disabled', async () => {
    const { server, directory, reading } = adaWith(2);
    await reading.open();
    const changed = vi.fn();
    reading.onDidChange(changed);
    server.identitiesHeld[0] = anIdentity({ state: 'inactive' });
    await directory.readIdentity(adaId);
    expect(changed).toHaveBeenCalledWith('rows');
    expect(reading.identity?.state).toBe('inactive');
  });

  it('reports rows when a session was read again', async () => {
    const { directory, reading } = adaWith(2);
    await reading.open();
    const changed = vi.fn();
    reading.onDidChange(changed);
    await directory.readSession(uuid(2));
    expect(changed).toHaveBeenCalledWith('rows');
  });

  it('forgets the identity when the connection is gone', async () => {
    const { connections, reading } = adaWith(2);
    await reading.open();
    connections.set('acme', undefined);
    expect(reading.phase).toEqual({ kind: 'noConnection' });
    expect(reading.items).toEqual([]);
  });

  it('forgets the mails of the server that the connection had before', async () => {
    const { connections, reading } = adaWith(2);
    await reading.open();
    expect(reading.mails).toBeDefined();
    connections.set('acme', adaWith(1).directory);
    expect(reading.mails).toBeUndefined();
  });

  it('becomes unread when another view has read the identity after a failure', async () => {
    const { server, directory, reading } = adaWith(2);
    server.failure = refused;
    await reading.open();
    expect(reading.phase.kind).toBe('failed');
    server.failure = undefined;
    await directory.readIdentity(adaId);
    expect(reading.phase).toEqual({ kind: 'unread' });
    await reading.open();
    expect(reading.phase).toEqual({ kind: 'ready' });
  });

  it('sends no request after it was closed', async () => {
    const { server, reading } = adaWith(1203);
    let pages = 0;
    server.afterAnswer = () => {
      pages += 1;
      if (pages === 2) {
        reading.dispose();
      }
    };
    await reading.open();
    const before = [...server.requests];
    await Promise.all([reading.refresh(), reading.readAll(), reading.include(uuid(900)), reading.clearFilter()]);
    expect(pages).toBe(2);
    expect(server.requests).toEqual(before);
  });

  it('ends no request of the tree when it is closed', async () => {
    const { directory, reading } = adaWith(2);
    await reading.open();
    reading.dispose();
    await directory.sessionsOf(adaId).refresh();
    expect(directory.sessionsState(adaId)?.phase).toEqual({ kind: 'ready' });
  });
});
