import { expect, onTestFinished, test } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../../../src/core/http/transport.ts';
import { directoryOver } from './directoryOver.ts';

const message = (recipient: string, created_at: string | null, rest: object = {}) => ({
  recipient,
  template_type: 'recovery_code_valid',
  status: 'sent',
  send_count: 1,
  created_at,
  ...rest,
});

function directoryOf(respond: (request: HttpRequest) => Partial<Omit<HttpResponse, 'body'>> & { body: string }) {
  const requests: string[] = [];
  const directory = directoryOver(
    {
      async send(request) {
        requests.push(`${request.path}?${request.query?.map(([name, value]) => `${name}=${value}`).join('&') ?? ''}`);
        const { body, ...rest } = respond(request);
        return { status: 200, headers: {}, ...rest, body: Buffer.from(body) };
      },
      close: async () => {},
    },
    { pageSize: () => 10 },
  );
  onTestFinished(() => directory.dispose());
  return { directory, requests };
}

const recipientOf = ({ query }: HttpRequest) => query?.find(([name]) => name === 'recipient')?.[1] ?? '';

test('merges the mails of several addresses, newest first, and reads an address once that is given twice', async () => {
  const { directory, requests } = directoryOf((request) => {
    const recipient = recipientOf(request);
    return recipient === 'ada@example.org'
      ? {
          headers: { link: '</x?page_token=n>; rel="next"' },
          body: JSON.stringify([
            message(recipient, '2026-11-27T10:00:00Z'),
            message(recipient, null),
            message(recipient, '2026-11-25T10:00:00Z'),
          ]),
        }
      : { body: JSON.stringify([message(recipient, '2026-11-26T10:00:00Z'), null]) };
  });
  const { mails, ...rest } = await directory.mails(['ada@example.org', '+4930901820', 'ada@example.org']);
  expect(mails.map(({ createdAt }) => createdAt?.slice(0, 10))).toEqual([
    '2026-11-27',
    '2026-11-26',
    '2026-11-25',
    undefined,
  ]);
  expect(rest).toEqual({ withOlder: ['ada@example.org'], notRead: [], malformed: 1 });
  expect(requests).toEqual([
    '/admin/courier/messages?recipient=ada@example.org&page_size=100',
    '/admin/courier/messages?recipient=+4930901820&page_size=100',
  ]);
});

test('reads the mails of ten addresses at most, and names the others', async () => {
  const { directory, requests } = directoryOf(() => ({ body: '[]' }));
  const addresses = Array.from({ length: 12 }, (_, index) => `ada+${index}@example.org`);
  const { notRead } = await directory.mails(addresses);
  expect(requests).toHaveLength(10);
  expect(notRead).toEqual(['ada+10@example.org', 'ada+11@example.org']);
});

test('fails as the server does when it refuses the mails', async () => {
  const { directory } = directoryOf(() => ({ status: 403, body: '' }));
  await expect(directory.mails(['ada@example.org'])).rejects.toMatchObject({ failure: { kind: 'forbidden' } });
});

test('reads the version of the server once', async () => {
  const { directory, requests } = directoryOf(() => ({ body: '{"version":"v26.2.0"}' }));
  expect(await Promise.all([directory.serverVersion(), directory.serverVersion()])).toEqual(['v26.2.0', 'v26.2.0']);
  expect(await directory.serverVersion()).toBe('v26.2.0');
  expect(requests).toEqual(['/admin/version?']);
});

test.each([
  [404, '404 page not found\n'],
  [403, ''],
  [200, '{}'],
])('returns no version for a response with status %i and %j, and sends no second request', async (status, body) => {
  const { directory, requests } = directoryOf(() => ({ status, body }));
  expect(await directory.serverVersion()).toBeUndefined();
  expect(await directory.serverVersion()).toBeUndefined();
  expect(requests).toHaveLength(1);
});

test('requests a version again that it did not receive', async () => {
  let status = 500;
  const { directory } = directoryOf(() => ({ status, body: '{"version":"v1.3.1"}' }));
  await expect(directory.serverVersion()).rejects.toMatchObject({ failure: { kind: 'serverError' } });
  status = 200;
  expect(await directory.serverVersion()).toBe('v1.3.1');
});
