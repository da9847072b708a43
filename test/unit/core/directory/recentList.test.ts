import { describe, expect, it } from 'vitest';
import { TransportError } from '../../../../src/core/http/transport.ts';
import { exactText } from '../../../../src/core/kratos/json/exactJson.ts';
import { aSession, uuid } from '../../builders/sessionBuilder.ts';
import { began, RecentServer } from './recentServer.ts';

const minute = 60_000;
const numbersOf = (items: readonly { readonly id: string }[]) =>
  items.map(({ id }) => Number.parseInt(id.slice(-12), 16));
const descending = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => from - index);

describe('the list of recent sessions', () => {
  it('sends no request before it is opened', async () => {
    const server = new RecentServer(3);
    const { recentSessions } = server.open();
    expect(recentSessions.state).toMatchObject({ phase: { kind: 'idle' }, items: [], backTo: undefined });
    expect(server.requests).toEqual([]);
  });

  it('reads the newest 1,000 sessions by one request, and 1,000 older ones with each page more', async () => {
    const server = new RecentServer(2500);
    const { recentSessions } = server.open();
    await Promise.all([recentSessions.open(), recentSessions.open()]);
    expect(numbersOf(recentSessions.state.items)).toEqual(descending(2500, 1501));
    expect(recentSessions.state).toMatchObject({ isNewestFirst: true, backTo: began + 1501 * minute });
    await recentSessions.more();
    await recentSessions.more();
    await recentSessions.more();
    expect(numbersOf(recentSessions.state.items)).toEqual(descending(2500, 1));
    expect(recentSessions.state.end).toEqual({ kind: 'unproven', why: 'pages' });
    expect(server.requests).toEqual(['/admin/sessions 1000', '/admin/sessions 1000 1501', '/admin/sessions 1000 501']);
    expect(server.priorities).toEqual(['interactive', 'prefetch', 'prefetch']);
  });

  it('reads back to a time, and no further than the page that holds it', async () => {
    const server = new RecentServer(5000);
    const { recentSessions } = server.open();
    await recentSessions.more(began + 2400 * minute);
    expect(recentSessions.state).toMatchObject({ phase: { kind: 'ready' }, backTo: began + 2001 * minute });
    await recentSessions.more(began + 3000 * minute);
    expect(server.requests).toHaveLength(4);
  });

  it('keeps at most 20,000 sessions, and reports that older ones are not read', async () => {
    const server = new RecentServer(20_100);
    const { recentSessions } = server.open();
    await recentSessions.more(began);
    expect(recentSessions.state).toMatchObject({ isFull: true, end: { kind: 'more' } });
    expect(recentSessions.state.items).toHaveLength(20_000);
    await recentSessions.more();
    expect(server.requests).toHaveLength(20);
    server.sessions.unshift({ number: 20_101 });
    await recentSessions.refresh();
    expect(numbersOf(recentSessions.state.items)).toEqual(descending(20_101, 102));
  });

  it('no longer says that the list was read to its end when newer sessions push older ones out of it', async () => {
    const server = new RecentServer(19_900);
    const { recentSessions } = server.open();
    await recentSessions.more(began);
    expect(recentSessions.state).toMatchObject({ isFull: false, end: { kind: 'unproven', why: 'pages' } });
    server.sessions.unshift(...descending(20_050, 19_901).map((number) => ({ number })));
    await recentSessions.refresh();
    expect(numbersOf(recentSessions.state.items)).toEqual(descending(20_050, 51));
    expect(recentSessions.state).toMatchObject({ isFull: true, end: { kind: 'more' } });
  });

  it('keeps what was read when a page fails, and reads back as far as before with the next try', async () => {
    const server = new RecentServer(3000);
    const { recentSessions } = server.open();
    server.respond = async ({ query }) =>
      query?.some(([name]) => name === 'page_token') ? { status: 403, body: Buffer.from('') } : undefined;
    await recentSessions.more(began);
    expect(recentSessions.state).toMatchObject({ phase: { kind: 'failed', failure: { kind: 'forbidden' } } });
    expect(recentSessions.state.items).toHaveLength(1000);
    server.respond = async () => undefined;
    await recentSessions.retry();
    expect(numbersOf(recentSessions.state.items)).toEqual(descending(3000, 1));
  });

  it('keeps what was read when it is cancelled, and can go on', async () => {
    const server = new RecentServer(3000);
    const { recentSessions } = server.open();
    server.respond = async ({ query }) => {
      if (query?.some(([, value]) => value === '1001')) {
        recentSessions.cancel();
        throw new TransportError({ kind: 'cancelled' });
      }
      return undefined;
    };
    await recentSessions.more(began);
    expect(recentSessions.state.phase).toEqual({ kind: 'ready' });
    expect(numbersOf(recentSessions.state.items)).toEqual(descending(3000, 1001));
    server.respond = async () => undefined;
    await recentSessions.more();
    expect(numbersOf(recentSessions.state.items)).toEqual(descending(3000, 1));
  });

  it('does not repeat a cancelled request on an automatic retry', async () => {
    const server = new RecentServer(3);
    const { recentSessions } = server.open();
    server.respond = async () => {
      throw new TransportError({ kind: 'cancelled' });
    };
    await recentSessions.open();
    expect(recentSessions.state.phase).toMatchObject({ kind: 'failed', failure: { kind: 'cancelled' } });
    await recentSessions.retry({ automatic: true });
    expect(server.requests).toHaveLength(1);
  });

  it('proves a list of one page, and shows malformed rows in it', async () => {
    const server = new RecentServer(2);
    server.sessions.push({ number: 0, over: { expires_at: 5 } });
    const { recentSessions } = server.open();
    await recentSessions.open();
    expect(recentSessions.state.end).toEqual({ kind: 'complete', by: 'onlyPage' });
    expect(recentSessions.state.items.map(({ kind }) => kind)).toEqual(['session', 'session', 'malformed']);
  });

  it('claims no time where the server sorts by id, as Kratos v1.0 does', async () => {
    const server = new RecentServer(100);
    server.sessions = server.sessions.map((session) => ({ ...session, over: { issued_at: shuffled(session.number) } }));
    const { recentSessions } = server.open();
    await recentSessions.open();
    expect(recentSessions.state).toMatchObject({ isNewestFirst: false, backTo: undefined });
  });
});

describe('refreshing the recent sessions', () => {
  it('reads one page of 1,000 when the known sessions go on in it, and forgets those that were deleted', async () => {
    const server = new RecentServer(2500);
    const { recentSessions } = server.open();
    await recentSessions.open();
    await recentSessions.more();
    server.sessions = [{ number: 2502 }, { number: 2501 }, ...server.sessions.filter(({ number }) => number !== 2400)];
    server.requests.length = 0;
    await recentSessions.refresh();
    expect(server.requests).toEqual(['/admin/sessions 1000']);
    expect(numbersOf(recentSessions.state.items)).toEqual([...descending(2502, 2401), ...descending(2399, 501)]);
    await recentSessions.more();
    expect(recentSessions.state.items).toHaveLength(2501);
  });

  it('leaves no gap when more sessions are new than one page holds', async () => {
    const server = new RecentServer(1200);
    const { recentSessions } = server.open();
    await recentSessions.open();
    server.sessions = [...new RecentServer(4000).sessions];
    await recentSessions.refresh();
    expect(numbersOf(recentSessions.state.items)).toEqual(descending(4000, 201));
  });

  it('shows none of the newer sessions as long as they do not join the known ones', async () => {
    const server = new RecentServer(1200);
    const { recentSessions } = server.open();
    await recentSessions.open();
    server.sessions = [...new RecentServer(4000).sessions];
    server.respond = async ({ query }) =>
      query?.some(([, value]) => value === '3001') ? { status: 500, body: Buffer.from('') } : undefined;
    await recentSessions.refresh();
    expect(recentSessions.state.phase).toMatchObject({ kind: 'failed', at: 'refresh' });
    expect(numbersOf(recentSessions.state.items)).toEqual(descending(1200, 201));
  });

  it('no longer reports a list as complete when its sessions are from two readings', async () => {
    const server = new RecentServer(900);
    const { recentSessions } = server.open();
    await recentSessions.open();
    server.sessions = [...new RecentServer(1500).sessions];
    await recentSessions.refresh();
    expect(recentSessions.state.items).toHaveLength(1500);
    expect(recentSessions.state.end).toEqual({ kind: 'unproven', why: 'pages' });
  });

  it('keeps the time at which the newest sessions were read when older ones are read or a refresh fails', async () => {
    const server = new RecentServer(3000);
    const { recentSessions } = server.open();
    expect(recentSessions.state.readAt).toBeUndefined();
    await recentSessions.open();
    const { readAt } = recentSessions.state;
    expect(readAt).toBeInstanceOf(Date);
    await recentSessions.more();
    server.respond = async () => ({ status: 403, body: Buffer.from('') });
    await recentSessions.refresh();
    expect(recentSessions.state).toMatchObject({ phase: { kind: 'failed' } });
    expect(recentSessions.state.readAt).toBe(readAt);
    server.respond = async () => undefined;
    await recentSessions.refresh();
    expect(recentSessions.state.readAt).not.toBe(readAt);
  });

  it('replaces the list when no known session is left', async () => {
    const server = new RecentServer(3);
    const { recentSessions } = server.open();
    await recentSessions.open();
    server.sessions = [{ number: 9 }];
    await recentSessions.refresh();
    expect(numbersOf(recentSessions.state.items)).toEqual([9]);
  });
});

describe('a session in the recent ones and elsewhere', () => {
  it('is known to all views, and its identity is not, because only a part of it is embedded', async () => {
    const server = new RecentServer(1);
    const directory = server.open();
    await directory.recentSessions.open();
    expect(directory.knownSession(uuid(1))?.id).toBe(uuid(1));
    expect(directory.identityState(uuid(1_000_001))).toBe('active');
    expect(directory.knownIdentity(uuid(1_000_001))).toBeUndefined();
  });

  it('shows what was read last of it, wherever that was', async () => {
    const server = new RecentServer(2);
    const directory = server.open();
    await directory.recentSessions.open();
    const revoked = aSession({ id: uuid(2), active: false });
    server.respond = async () => ({ body: Buffer.from(exactText(revoked.json)) });
    await directory.readSession(uuid(2));
    expect(directory.recentSessions.get(uuid(2))).toMatchObject({ active: false });
    server.respond = async () => undefined;
    await directory.recentSessions.refresh();
    expect(directory.knownSession(uuid(2))).toMatchObject({ active: true });
  });

  it('is removed from both when the server no longer has it', async () => {
    const server = new RecentServer(2);
    const directory = server.open();
    await directory.recentSessions.open();
    const error = JSON.stringify({
      error: { code: 404, status: 'Not Found', message: 'Unable to locate the resource' },
    });
    server.respond = async () => ({
      status: 404,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(error),
    });
    await expect(directory.readSession(uuid(2))).rejects.toMatchObject({ failure: { kind: 'notFound' } });
    expect(numbersOf(directory.recentSessions.state.items)).toEqual([1]);
  });
});

/** Returns a time that goes up and down from number to number. */
function shuffled(number: number): string {
  return new Date(began + ((number * 37) % 101) * minute * 60).toISOString();
}
