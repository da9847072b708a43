import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { defaultOptions } from '../../src/core/http/connectionOptions.ts';
import type { WritePermit } from '../../src/core/http/transport.ts';
import { UndiciTransport } from '../../src/core/http/undiciTransport.ts';
import { createKratosClient } from '../../src/core/kratos/createKratosClient.ts';
import { createKratosWrites, mostDisabledAtOnce } from '../../src/core/kratos/writes.ts';
import { failureOf } from '../unit/core/kratos/clientUnderTest.ts';
import { eachWritableServer, provider, withSessions } from './writing.ts';

const unknown = '00000000-0000-4000-8000-000000000000';

/** The client's writes, with a permit for every request. */
await eachWritableServer('our client that writes', (server) => {
  const { profile, makeIdentity } = server;
  const older = profile === 'v1.3.1';
  const options = { permit: {} as WritePermit };
  const transport = new UndiciTransport(defaultOptions(new URL(server.url)), { mayWrite: () => true });
  afterAll(() => transport.close());
  const client = createKratosClient(transport);
  const writes = createKratosWrites(transport);

  withSessions(server, 'revokes a session, reads that it ended, and may revoke it again', async () => {
    const identity = await makeIdentity();
    const [ended, kept] = [await identity.signIn(), await identity.signIn()];
    expect(await writes.isSessionActive(ended)).toBe(true);
    for (let time = 1; time <= 2; time++) {
      await writes.revokeSession(ended, options);
      expect(await writes.isSessionActive(ended)).toBe(false);
    }
    expect(await writes.isSessionActive(kept)).toBe(true);
  });

  withSessions(server, 'disables several sessions at once, or reports that the server cannot', async () => {
    const identity = await makeIdentity();
    const [ended, kept] = [await identity.signIn(), await identity.signIn()];
    const others = Array.from({ length: mostDisabledAtOnce - 1 }, () => randomUUID());
    const disabling = writes.disableSessions([ended, ...others], options);
    if (profile === 'head') {
      expect(await disabling).toBe(1);
      expect(await writes.disableSessions([ended], options)).toBe(0);
    } else {
      expect(await failureOf(disabling)).toEqual({ kind: 'noSuchRoute', template: '/admin/sessions', status: 405 });
    }
    expect(await writes.isSessionActive(ended)).toBe(profile !== 'head');
    expect(await writes.isSessionActive(kept)).toBe(true);
  });

  withSessions(server, 'tells a session that ended from one whose identity is disabled', async () => {
    const identity = await makeIdentity();
    const [revoked, kept] = [await identity.signIn(), await identity.signIn()];
    await writes.setIdentityState(identity.id, 'inactive', options);
    await writes.revokeSession(revoked, options);
    expect((await client.identity(identity.id)).state).toBe('inactive');
    expect([(await client.session(revoked)).active, (await client.session(kept)).active]).toEqual([false, false]);
    expect([await writes.isSessionActive(revoked), await writes.isSessionActive(kept)]).toEqual([false, true]);
    await writes.setIdentityState(identity.id, 'active', options);
    expect([(await client.session(revoked)).active, (await client.session(kept)).active]).toEqual([false, true]);
  });

  withSessions(server, 'extends a session, whose expiry is then the same or later', async () => {
    const identity = await makeIdentity();
    const id = await identity.signIn();
    const expiry = async (): Promise<number> => Date.parse((await client.session(id)).expiresAt ?? '');
    const before = await expiry();
    await writes.extendSession(id, options);
    expect(await expiry()).toBeGreaterThanOrEqual(before);
  });

  it('removes one provider by its identifier and passes on why the last first factor stays', async () => {
    const google = provider('google');
    const { id } = await makeIdentity(google);
    const identifier = `google:${google.subject}`;
    expect(await failureOf(writes.removeCredential(id, 'oidc', options))).toEqual({
      kind: 'rejected',
      reason: 'You must provide an identifier to delete this credential.',
    });
    await writes.removeCredential(id, 'oidc', { ...options, identifier });
    expect(await failureOf(writes.removeCredential(id, 'password', options))).toEqual({
      kind: 'rejected',
      reason: older
        ? 'You cannot remove first factor credentials.'
        : 'You cannot remove the last first factor credential.',
    });
    expect(await failureOf(writes.removeCredential(id, 'totp', options))).toEqual({
      kind: 'rejected',
      reason: 'You tried to remove a totp but this user have no totp set up.',
    });
  });

  it('creates a code and a link for recovery, or passes on that the method is disabled', async () => {
    const { id } = await makeIdentity();
    const link = expect.stringMatching(/^https?:\/\//);
    for (const [create, code] of [
      [writes.createRecoveryCode, expect.stringMatching(/^\d+$/)],
      [writes.createRecoveryLink, undefined],
    ] as const) {
      const creating = create(id, options);
      const created = await creating.catch((error: unknown) => (error as { failure: unknown }).failure);
      expect([
        { link, code, expiresAt: expect.stringMatching(/^\d{4}-.*Z$/) },
        { kind: 'rejected', reason: expect.stringContaining('was disabled by system administrator') },
      ]).toContainEqual(created);
    }
  });

  it('reports what does not exist', async () => {
    const session = { kind: 'notFound', resource: 'session', id: unknown };
    expect(await failureOf(writes.revokeSession(unknown, options))).toEqual(session);
    expect(await failureOf(writes.extendSession(unknown, options))).toEqual(session);
    expect(await failureOf(writes.isSessionActive(unknown))).toEqual(session);
    expect(await failureOf(writes.setIdentityState(unknown, 'inactive', options))).toEqual({
      kind: 'notFound',
      resource: 'identity',
      id: unknown,
    });
    expect(await failureOf(writes.removeCredential(unknown, 'totp', options))).toMatchObject({ kind: 'rejected' });
  });
});
