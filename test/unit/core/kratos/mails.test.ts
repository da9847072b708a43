import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../../src/core/http/transport.ts';
import { createKratosClient, type KratosClient } from '../../../../src/core/kratos/createKratosClient.ts';

const address = 'ada@example.org';
const message = {
  id: '957e63f9-f425-4334-a0ff-4426aea5e405',
  status: 'sent',
  type: 'email',
  recipient: address,
  body: 'Your code is 123456',
  subject: 'Recover access',
  template_type: 'recovery_code_valid',
  channel: 'email',
  send_count: 2,
  created_at: '2026-11-27T07:06:54.429204Z',
  updated_at: '2026-11-27T07:06:54.429204Z',
};

function clientOf(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): { readonly client: KratosClient; readonly requests: HttpRequest[] } {
  const requests: HttpRequest[] = [];
  const client = createKratosClient({
    async send(request) {
      requests.push(request);
      return { status, headers, body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)) };
    },
  });
  return { client, requests };
}

describe('the mails to an address', () => {
  it('are read by one request of the counter for the courier', async () => {
    const { client, requests } = clientOf(200, []);
    const { signal } = new AbortController();
    await client.mails('ada+x@example.org', 100, signal);
    expect(requests).toMatchObject([
      {
        method: 'GET',
        path: '/admin/courier/messages',
        bucket: 'low',
        query: [
          ['recipient', 'ada+x@example.org'],
          ['page_size', '100'],
        ],
        signal,
      },
    ]);
  });

  it('have neither body nor subject, even in the development mode that sends both', async () => {
    const { mails } = await clientOf(200, [message]).client.mails(address, 100);
    expect(mails).toEqual([
      {
        recipient: address,
        template: 'recovery_code_valid',
        status: 'sent',
        sendCount: 2,
        createdAt: '2026-11-27T07:06:54.429204Z',
      },
    ]);
  });

  it('may lack everything but the recipient', async () => {
    const { mails, malformed } = await clientOf(200, [{ recipient: address }]).client.mails(address, 100);
    expect(mails).toEqual([
      { recipient: address, template: '', status: '', sendCount: undefined, createdAt: undefined },
    ]);
    expect(malformed).toBe(0);
  });

  it('are counted when they cannot be read, and the others are kept', async () => {
    const { mails, malformed } = await clientOf(200, [
      null,
      { ...message, send_count: 'two' },
      message,
      {},
    ]).client.mails(address, 100);
    expect(mails).toHaveLength(1);
    expect(malformed).toBe(3);
  });

  it.each([
    ['</admin/courier/messages?page_size=100&page_token=a>; rel="first"', false],
    ['</x?page_token=a>; rel="first",</x?page_token=b>; rel="next"', true],
    ['', false],
  ])('have older ones when the Link header is %j: %j', async (link, hasOlder) => {
    const { client } = clientOf(200, [message], { link });
    expect((await client.mails(address, 1)).hasOlder).toBe(hasOlder);
  });

  it.each([
    [401, '{"error":{"code":401,"message":"no"}}', { kind: 'unauthorized', reason: 'no' }],
    [403, '{"error":{"code":403,"message":"no"}}', { kind: 'forbidden', reason: 'no' }],
    [404, '404 page not found\n', { kind: 'noSuchRoute', template: '/admin/courier/messages', status: 404 }],
    [405, 'Method Not Allowed\n', { kind: 'noSuchRoute', template: '/admin/courier/messages', status: 405 }],
    [429, '', { kind: 'rateLimited' }],
    [500, '{"error":{"code":500,"message":"no table"}}', { kind: 'serverError', reason: 'no table' }],
    [200, '{"error":"none"}', { kind: 'notKratos' }],
  ])('fail with status %i and the body %j', async (status, body, failure) => {
    await expect(clientOf(status, body).client.mails(address, 100)).rejects.toMatchObject({ failure });
  });
});
