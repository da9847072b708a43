import { describe, expect, test } from 'vitest';
import type { HttpRequest, Transport, WritePermit } from '../../../../src/core/http/transport.ts';
import { call, type Endpoint, endpoints } from '../../../../src/core/kratos/endpoints.ts';
import { uuid } from '../../builders/sessionBuilder.ts';

const revoke: Endpoint = { method: 'DELETE', template: '/admin/sessions/{id}', bucket: 'low', resource: 'session' };
const write = { permit: {} as WritePermit };
const id = uuid(1);
const { signal } = new AbortController();

function answering(status: number, body = '') {
  const requests: HttpRequest[] = [];
  const transport: Transport = {
    async send(request) {
      requests.push(request);
      return { status, headers: {}, body: Buffer.from(body) };
    },
    async close() {},
  };
  return { transport, requests };
}

describe('an endpoint without a response body', () => {
  test.each([
    [204, ''],
    [200, ''],
    [200, '{}'],
  ])('succeeds with status %i and the body %j', async (status, body) => {
    const { transport, requests } = answering(status, body);
    expect(await call(transport, revoke, { id, write, signal })).toBeUndefined();
    expect(requests).toEqual([
      expect.objectContaining({ method: 'DELETE', path: `/admin/sessions/${id}`, bucket: 'low', permit: write.permit }),
    ]);
  });

  test('fails as not found when Kratos says so', async () => {
    const { transport } = answering(404, '{"error":{"code":404,"status":"Not Found","message":"x"}}');
    await expect(call(transport, revoke, { id, write })).rejects.toMatchObject({
      failure: { kind: 'notFound', resource: 'session', id },
    });
  });

  test.each(['', '..', 'a/b', `${id}/../..`])('sends nothing for the id %j', async (wrong) => {
    const { transport, requests } = answering(204);
    await expect(call(transport, revoke, { id: wrong, write })).rejects.toMatchObject({
      failure: { kind: 'notFound' },
    });
    expect(requests).toEqual([]);
  });

  test('sends nothing without a permit', async () => {
    const { transport, requests } = answering(204);
    await expect(call(transport, revoke, { id })).rejects.toThrow('DELETE /admin/sessions/{id} needs a permit.');
    expect(requests).toEqual([]);
  });
});

test('an endpoint with a response body fails when the body is empty', async () => {
  await expect(call(answering(200).transport, endpoints.session, { id })).rejects.toMatchObject({
    failure: { kind: 'notKratos', found: { what: 'empty' } },
  });
});
