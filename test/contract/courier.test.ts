import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { defaultOptions } from '../../src/core/http/connectionOptions.ts';
import { UndiciTransport } from '../../src/core/http/undiciTransport.ts';
import { createKratosClient } from '../../src/core/kratos/createKratosClient.ts';
import { type DemoServer, startDemoServer } from '../../src/demo/demoServer.ts';
import { profileNames } from '../../src/demo/profile.ts';
import { type Answer, exchange, linksOf } from './exchange.ts';
import { recorded } from './recordings.ts';
import { body, eachServer, elsewhere, fact } from './subject.ts';

interface Message {
  readonly id: string;
  readonly status: string;
  readonly recipient: string;
  readonly body: string;
  readonly subject: string;
  readonly send_count: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly dispatches?: readonly { readonly status: string; readonly message_id: string }[];
}

const path = '/admin/courier/messages';
const idsOf = (answer: Answer): readonly string[] => body<readonly Message[]>(answer).map(({ id }) => id);

await eachServer('messages of the courier', (server) => {
  const { profile, get } = server;
  const list = async (query = ''): Promise<readonly Message[]> => body(await get(`${path}${query}`));

  fact(server, 'are listed newest first, each once, along rel="next"', ['messages'], async () => {
    const newest = await list('?page_size=6');
    const times = newest.map(({ created_at }) => Date.parse(created_at));
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    const walked: string[] = [];
    let next: string | undefined = `${path}?page_size=2`;
    while (next !== undefined && walked.length < newest.length) {
      const answer = await get(next);
      walked.push(...idsOf(answer));
      next = linksOf(answer).next;
    }
    expect(walked).toEqual(newest.map(({ id }) => id));
  });

  fact(server, 'have pages of 10 by default and of 500 at most, without a limit in v1.3.1', [], async () => {
    const sizeOf = async (query: string): Promise<string | null> =>
      new URL(linksOf(await get(`${path}${query}`)).first ?? '', server.url).searchParams.get('page_size');
    expect(await sizeOf('')).toBe('10');
    expect(await sizeOf('?page_size=0')).toBe('10');
    expect(await sizeOf('?page_size=5000')).toBe(profile === 'v1.3.1' ? '5000' : '500');
  });

  fact(server, 'are counted only in v1.3.1', [], async () => {
    const { headers } = await get(`${path}?recipient=nobody@example.org`);
    expect(headers['x-total-count']).toBe(profile === 'v1.3.1' ? '0' : undefined);
  });

  fact(server, 'have no body, and a subject only in v1.3.1', ['messages'], async () => {
    for (const message of await list('?page_size=20')) {
      expect(message.body).toBe('<redacted-unless-dev-mode>');
      expect(message.subject === '<redacted-unless-dev-mode>').toBe(profile !== 'v1.3.1');
    }
  });

  fact(server, 'have their time of creation as updated_at in any status', ['messages'], async () => {
    for (const { created_at, updated_at } of await list('?page_size=20')) {
      expect(updated_at).toBe(created_at);
    }
  });

  fact(server, 'are filtered by status and by recipient', ['messages'], async () => {
    const [message = expect.fail('no message')] = await list('?page_size=1');
    for (const one of await list(`?status=${message.status}`)) {
      expect(one.status).toBe(message.status);
    }
    const own = await list(`?recipient=${encodeURIComponent(message.recipient)}`);
    expect(own.map(({ id }) => id)).toContain(message.id);
    expect(new Set(own.map(({ recipient }) => recipient))).toEqual(new Set([message.recipient]));
  });

  fact(server, 'contain the attempts to send them by id, but not in the list', ['triedMessage'], async (finds) => {
    const one: Message = body(await get(`${path}/${finds.triedMessage}`));
    expect(one.dispatches).toHaveLength(one.send_count);
    expect(new Set(one.dispatches?.map(({ message_id }) => message_id))).toEqual(new Set([one.id]));
    const listed = (await list(`?recipient=${encodeURIComponent(one.recipient)}`)).find(({ id }) => id === one.id);
    expect(listed).not.toHaveProperty('dispatches');
    expect({ ...one, dispatches: undefined }).toEqual({ ...listed, dispatches: undefined });
  });

  fact(server, 'are refused for an empty status', [], async () => {
    const answer = await get(`${path}?status=`);
    expect(answer.status).toBe(400);
    expect(body(answer)).toMatchObject({ error: { code: 400, reason: 'Message status is not valid' } });
  });

  fact(server, 'are refused for a page_size that is not a number, with 500 in the body', [], async () => {
    const answer = await get(`${path}?page_size=abc`);
    expect(answer.status).toBe(400);
    expect(body(answer)).toEqual({
      error: { code: 500, status: 'Internal Server Error', message: 'strconv.Atoi: parsing "abc": invalid syntax' },
    });
  });

  fact(server, 'are refused for a page token of another origin', [], async () => {
    const errors = [];
    for (const token of ['a*cd', 'A'.repeat(60)]) {
      const answer = await get(`${path}?page_token=${token}`);
      expect(answer.status).toBe(400);
      errors.push(body<{ error: object }>(answer).error);
    }
    const status = { code: 400, status: 'Bad Request' };
    const crafted = {
      ...status,
      reason: 'The page token is invalid, do not craft your own page tokens',
      message: 'The request was malformed or contained invalid parameters',
    };
    const invalid = { ...status, message: 'invalid pagination token' };
    const internal = { code: 500, status: 'Internal Server Error' };
    expect(errors).toEqual(
      {
        'v1.3.1': [{ ...internal, message: 'illegal base64 data at input byte 1' }, crafted],
        'v26.2.0': [
          { ...internal, message: 'decode token: illegal base64 data at input byte 1' },
          { ...internal, message: 'decrypt token: %!w(<nil>)' },
        ],
        head: [invalid, invalid],
      }[profile],
    );
  });

  fact(server, 'are refused for a token that is too short, and v26.2.0 drops the connection', [], async () => {
    const answered = get(`${path}?page_token=YWJj`).then(({ status }) => status);
    await (profile === 'v26.2.0' ? expect(answered).rejects.toThrow() : expect(answered).resolves.toBe(400));
  });
});

describe.skipIf(elsewhere).each(['v26.2.0', 'head'] as const)('sealed page tokens of the demo as %s', (profile) => {
  let demo: DemoServer;
  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    demo = await startDemoServer({ profile });
  });
  afterAll(async () => {
    vi.useRealTimers();
    await demo.close();
  });

  it('are refused when they are more than an hour old', async () => {
    const { next = '' } = linksOf(await exchange(demo.url, path));
    vi.setSystemTime(Date.now() + 3_599_000);
    expect((await exchange(demo.url, next)).status).toBe(200);
    vi.setSystemTime(Date.now() + 2000);
    const late = await exchange(demo.url, next);
    expect(late.status).toBe(400);
    const text = 'page token expired, do not persist page tokens';
    expect(body<{ error: object }>(late).error).toEqual({
      code: 400,
      status: 'Bad Request',
      ...(profile === 'head'
        ? { message: text }
        : {
            reason: text,
            message: 'unmarshal token data: The request was malformed or contained invalid parameters',
          }),
    });
  });
});

describe.each(profileNames)('the client with the recorded messages of %s', (profile) => {
  const mailsIn = (note: string) => {
    const { response } = recorded(profile, 'contain').find((one) => one.note === note) ?? expect.fail(`no "${note}"`);
    const body = Buffer.from(`${JSON.stringify(response.body)}\n`);
    const client = createKratosClient({ send: async () => ({ ...response, body }) });
    return client.mails('ada@example.org', 100);
  };

  it('reads a mail to an address without its body and subject', async () => {
    const { mails, hasOlder, malformed } = await mailsIn('courier, by recipient');
    expect(mails).toEqual([
      {
        recipient: 'ada@example.org',
        template: 'recovery_code_valid',
        status: 'queued',
        sendCount: 0,
        createdAt: expect.stringMatching(/^2026-11-27T07:0\d:\d\d\.\d{6}Z$/),
      },
    ]);
    expect({ hasOlder, malformed }).toEqual({ hasOlder: false, malformed: 0 });
  });

  it('reads that an address has no mails', async () => {
    expect(await mailsIn('courier, by recipient that has none')).toEqual({ mails: [], hasOlder: false, malformed: 0 });
  });

  it('rejects with a KratosError when the server refuses a parameter', async () => {
    const reason = 'Message status is not valid';
    const failure = { kind: 'rejected', reason };
    await expect(mailsIn('courier, by an unknown status')).rejects.toMatchObject({ failure });
  });
});

describe.skipIf(elsewhere).each(profileNames)('the client and the messages of the demo as %s', async (profile) => {
  const demo = await startDemoServer({ profile });
  const transport = new UndiciTransport(defaultOptions(new URL(demo.url)));
  const client = createKratosClient(transport);
  afterAll(async () => {
    await transport.close();
    await demo.close();
  });

  it('reads the mails to an address, the newest first', async () => {
    const { mails, hasOlder } = await client.mails('emmy@example.net', 100);
    expect(mails.map(({ template }) => template)).toEqual(['recovery_code_valid', 'recovery_code_valid']);
    const times = mails.map(({ createdAt }) => Date.parse(createdAt ?? ''));
    expect(times).toEqual(times.toSorted((one, other) => other - one));
    expect(hasOlder).toBe(false);
  });

  it('reads the newest of them alone and says that there are older ones', async () => {
    const all = await client.mails('emmy@example.net', 100);
    const { mails, hasOlder } = await client.mails('emmy@example.net', 1);
    expect(mails).toEqual(all.mails.slice(0, 1));
    expect(hasOlder).toBe(true);
  });
});
