import { describe, expect, test, vi } from 'vitest';
import type { HttpRequest, HttpResponse, WritePermit } from '../../../../src/core/http/transport.ts';
import { call, endpoints } from '../../../../src/core/kratos/endpoints.ts';
import { createKratosWrites, type KratosWrites } from '../../../../src/core/kratos/writes.ts';
import { adaId } from '../../builders/identityBuilder.ts';
import { uuid } from '../../builders/sessionBuilder.ts';
import { errorBody, failureOf } from './clientUnderTest.ts';

const permit = {} as WritePermit;
const id = uuid(1);

/** Writes to a server with one response to all requests. */
function writesTo({ status = 200, body = '' }: { readonly status?: number; readonly body?: string }) {
  const requests: HttpRequest[] = [];
  const send = async (request: HttpRequest): Promise<HttpResponse> => {
    requests.push(request);
    return { status, headers: {}, body: Buffer.from(body) };
  };
  return { requests, writes: createKratosWrites({ send }) };
}

const recovery = JSON.stringify({
  recovery_link: 'http://127.0.0.1/recovery',
  recovery_code: '123456',
  expires_at: 't',
});

describe('the client writes', () => {
  test.each<[string, string, (writes: KratosWrites) => Promise<unknown>, Partial<HttpRequest> & { json?: unknown }]>([
    [
      'DELETE of one session to revoke it',
      '',
      (writes) => writes.revokeSession(id, { permit }),
      { method: 'DELETE', path: `/admin/sessions/${id}` },
    ],
    [
      'POST with the ids of sessions to disable them',
      '{"processed":1,"more":false}',
      (writes) => writes.disableSessions([id, uuid(2)], { permit }),
      { method: 'POST', path: '/admin/sessions', json: { action: 'disable', sessions: [id, uuid(2)] } },
    ],
    [
      'PATCH to extend a session, whose response may be empty',
      '',
      (writes) => writes.extendSession(id, { permit }),
      { method: 'PATCH', path: `/admin/sessions/${id}/extend` },
    ],
    [
      'a JSON Patch of the state alone to disable an identity',
      '{}',
      (writes) => writes.setIdentityState(adaId, 'inactive', { permit }),
      {
        method: 'PATCH',
        path: `/admin/identities/${adaId}`,
        json: [{ op: 'replace', path: '/state', value: 'inactive' }],
      },
    ],
    [
      'DELETE of one type of credential',
      '',
      (writes) => writes.removeCredential(adaId, 'totp', { permit }),
      { method: 'DELETE', path: `/admin/identities/${adaId}/credentials/totp`, query: [] },
    ],
    [
      'DELETE of one of several credentials of a type',
      '',
      (writes) => writes.removeCredential(adaId, 'oidc', { permit, identifier: 'github:7' }),
      { method: 'DELETE', query: [['identifier', 'github:7']] },
    ],
    [
      'POST for a recovery code',
      recovery,
      (writes) => writes.createRecoveryCode(adaId, { permit }),
      { method: 'POST', path: '/admin/recovery/code', json: { identity_id: adaId } },
    ],
    [
      'POST for a recovery link',
      recovery,
      (writes) => writes.createRecoveryLink(adaId, { permit }),
      { method: 'POST', path: '/admin/recovery/link', json: { identity_id: adaId } },
    ],
  ])('%s', async (_name, body, act, request) => {
    const { requests, writes } = writesTo({ body });
    await act(writes);
    expect(requests).toEqual([expect.objectContaining({ ...request, bucket: 'low', permit })]);
  });

  test('nothing for an id that is no UUID, a missing one, or the sign for all', async () => {
    const { requests, writes } = writesTo({});
    for (const wrong of ['', '*', '..', 'nope', `${id}/extend`, `${id}/../..`]) {
      expect(await failureOf(writes.revokeSession(wrong, { permit }))).toMatchObject({ kind: 'notFound' });
      expect(await failureOf(writes.extendSession(wrong, { permit }))).toMatchObject({ kind: 'notFound' });
      expect(await failureOf(writes.disableSessions([id, wrong], { permit }))).toMatchObject({ kind: 'notFound' });
      expect(await failureOf(writes.removeCredential(wrong, 'totp', { permit }))).toMatchObject({ kind: 'notFound' });
    }
    expect(await failureOf(writes.disableSessions([], { permit }))).toMatchObject({ kind: 'notFound' });
    expect(await failureOf(writes.removeCredential(adaId, '..', { permit }))).toMatchObject({ kind: 'notFound' });
    expect(requests).toEqual([]);
  });
});

test.each([
  [204, ''],
  [200, ''],
  [200, '{}'],
])('a revocation succeeds with status %i and the body %j', async (status, body) => {
  await expect(writesTo({ status, body }).writes.revokeSession(id, { permit })).resolves.toBeUndefined();
});

test('a revocation fails as not found after a 404 of Kratos', async () => {
  const { writes } = writesTo({ status: 404, body: errorBody({ code: 404 }) });
  expect(await failureOf(writes.revokeSession(id, { permit }))).toEqual({ kind: 'notFound', resource: 'session', id });
});

test('an endpoint that writes sends nothing without a permit', async () => {
  const send = vi.fn();
  await expect(call({ send }, endpoints.revokeSession, { id })).rejects.toThrow(/ needs a permit\.$/);
  expect(send).not.toHaveBeenCalled();
});

test('removing a credential fails with the reason of the server, not as a missing route', async () => {
  const reason = 'You tried to remove a totp but this user have no totp set up.';
  const { writes } = writesTo({ status: 404, body: errorBody({ code: 404, reason }) });
  expect(await failureOf(writes.removeCredential(adaId, 'totp', { permit }))).toEqual({ kind: 'rejected', reason });
});

test('disabling several sessions fails as a missing route where the server responds with 405', async () => {
  const { writes } = writesTo({ status: 405, body: 'Method Not Allowed\n' });
  expect(await failureOf(writes.disableSessions([id], { permit }))).toMatchObject({ kind: 'noSuchRoute', status: 405 });
});

test('a recovery has link, code and end', async () => {
  const { writes } = writesTo({ status: 201, body: recovery });
  expect(await writes.createRecoveryCode(adaId, { permit })).toEqual({
    link: 'http://127.0.0.1/recovery',
    code: '123456',
    expiresAt: 't',
  });
});

describe('whether a session is active', () => {
  test('is read without its identity, whose state would hide it', async () => {
    const { requests, writes } = writesTo({ body: JSON.stringify({ id, active: true, devices: 5 }) });
    expect(await writes.isSessionActive(id)).toBe(true);
    expect(requests).toEqual([expect.objectContaining({ method: 'GET', path: `/admin/sessions/${id}`, query: [] })]);
  });

  test('is not read from the response for another session', async () => {
    const { writes } = writesTo({ body: JSON.stringify({ id: uuid(2), active: false }) });
    expect(await failureOf(writes.isSessionActive(id))).toEqual({ kind: 'otherResponse' });
  });
});
