import { describe, expect, it } from 'vitest';
import { DemoData, type DemoDataOptions } from '../../../src/demo/data/demoData.ts';
import type { DemoIdentity, DemoSession } from '../../../src/demo/model.ts';
import { day, hour, minute } from '../../../src/demo/time.ts';

const now = Date.UTC(2026, 10, 23, 15) * 1000;
const demoData = (options: Partial<DemoDataOptions> = {}): DemoData =>
  new DemoData({ seed: 1, identities: 1, now, clock: () => now, ...options });

interface Snapshot {
  readonly identity: DemoIdentity | undefined;
  readonly sessions: readonly DemoSession[];
}

const snapshot = (data: DemoData, id: string): Snapshot => ({
  identity: data.identity(id),
  sessions: data.sessionsOf(id),
});

describe('the demo data', () => {
  it('are equal for the same seed, independent of the number of identities and the order of use', async () => {
    const few = demoData();
    const many = demoData({ identities: 400 });
    await many.makeEverything();
    expect(few.people).toEqual(many.people);
    for (const id of Object.values(few.people).toReversed()) {
      expect(snapshot(few, id)).toEqual(snapshot(many, id));
    }
    const more = demoData({ identities: 800 });
    expect(more.ids).toEqual(expect.arrayContaining([...many.ids]));
  });

  it('differ for another seed', () => {
    expect(demoData({ seed: 2 }).people.ada).not.toBe(demoData().people.ada);
  });

  it('contain the well-known people unless the number of identities is 0', () => {
    expect(demoData({ identities: 1 }).ids).toHaveLength(Object.keys(demoData().people).length);
    expect(demoData({ identities: 500 }).ids).toHaveLength(500);
    expect(demoData({ identities: 0 }).ids).toEqual([]);
  });

  it('have the numbers of sessions that the names of people say', () => {
    const data = demoData();
    const counts = {
      noSessions: 0,
      oneSession: 1,
      twoSessions: 2,
      threeSessions: 3,
      fourSessions: 4,
      fiftyOneSessions: 51,
      ada: 1203,
    } as const;
    for (const [name, count] of Object.entries(counts)) {
      expect(data.sessionsOf(data.people[name as keyof typeof counts]), name).toHaveLength(count);
    }
  });

  it('contain each id once', async () => {
    const data = demoData({ identities: 2000 });
    await data.makeEverything();
    const sessions = [...data.sessions()];
    const devices = sessions.flatMap((session) => session.devices ?? []);
    const ids = [...data.ids, ...sessions, ...devices].map((one) => (typeof one === 'string' ? one : one.id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('use only reserved domains and address ranges', async () => {
    const data = demoData({ identities: 2000 });
    await data.makeEverything();
    for (const id of data.ids) {
      for (const { value, via } of data.identity(id)?.verifiableAddresses ?? []) {
        expect(via === 'sms' || /@example\.(org|net|com)$/.test(value), value).toBe(true);
      }
    }
    const reserved = /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+(:\d+)?$|^\[?2001:db8:|^$/;
    for (const { devices } of data.sessions()) {
      for (const { ipAddress } of devices ?? []) {
        expect(ipAddress).toMatch(reserved);
      }
    }
  });

  it('contain a takeover: sessions at home with a second factor, then a recovery elsewhere', () => {
    const data = demoData();
    const rows = data.sessionsOf(data.people.takenOver).toSorted((a, b) => a.issuedAt - b.issuedAt);
    const place = ({ devices }: DemoSession): string | undefined => devices?.[0]?.location;
    const recovery = rows.findIndex(({ methods }) => methods?.some(({ method }) => method === 'code_recovery'));
    const [before, after] = [rows.slice(0, recovery), rows.slice(recovery)];
    expect(new Set(before.map(place))).toEqual(new Set(['Berlin, DE']));
    expect(new Set(after.map(place))).toEqual(new Set(['Auckland, NZ']));
    expect(before.filter(({ aal }) => aal === 'aal2').length).toBeGreaterThan(before.length / 2);
    expect(after.every(({ aal, active, expiresAt }) => aal === 'aal1' && active && expiresAt > now)).toBe(true);
  });

  it('contain a takeover: a recovery mail, the sign-in with its code and a new password, minutes apart', async () => {
    const data = demoData();
    const [signIn] = data
      .sessionsOf(data.people.takenOver)
      .filter(({ methods }) => methods?.some(({ method }) => method === 'code_recovery'));
    const at = signIn?.issuedAt ?? 0;
    const mails = (await data.messages()).filter(({ recipient }) => recipient === 'emmy@example.net');
    expect(mails.map(({ templateType, status }) => [templateType, status])).toEqual([
      ['recovery_code_valid', 'sent'],
      ['recovery_code_valid', 'sent'],
    ]);
    const untilSignIn = mails.map(({ createdAt }) => at - createdAt);
    expect(Math.min(...untilSignIn)).toBeGreaterThan(0);
    expect(Math.min(...untilSignIn)).toBeLessThan(5 * minute);
    const password = data.identity(data.people.takenOver)?.credentials.find(({ type }) => type === 'password');
    expect((password?.updatedAt ?? 0) - at).toBeGreaterThan(0);
    expect((password?.updatedAt ?? 0) - at).toBeLessThan(10 * minute);
    expect(password?.createdAt).toBeLessThan(now - 400 * day);
  });

  it('contain the same messages to the people’s own addresses for the same seed', async () => {
    const [messages, again] = [
      await demoData({ identities: 2000 }).messages(),
      await demoData({ identities: 2000 }).messages(),
    ];
    expect(messages).toEqual(again);
    const data = demoData({ identities: 2000 });
    const addresses = new Set(data.ids.flatMap((id) => data.identity(id)?.recoveryAddresses.map(({ value }) => value)));
    expect(messages.length).toBeGreaterThan(300);
    expect(messages.filter(({ recipient }) => !addresses.has(recipient))).toEqual([]);
  });

  it('contain active sessions and sessions about to expire, expired and revoked', () => {
    const data = demoData();
    const left = data
      .sessionsOf(data.people.everyStatus)
      .map(({ active, expiresAt }) => ({ active, left: expiresAt - now }));
    expect(left.some((one) => one.active && one.left > hour)).toBe(true);
    expect(left.some((one) => one.active && one.left > 0 && one.left < hour / 10)).toBe(true);
    expect(left.some((one) => one.active && one.left < -day)).toBe(true);
    expect(left.some((one) => !one.active && one.left > 0)).toBe(true);
  });

  it('can be changed by tests', () => {
    const data = demoData();
    const { id } = data.addIdentity({ count: 2 });
    expect(data.ids).toContain(id);
    const added = data.addSession(id);
    expect(added.issuedAt).toBe(now);
    expect(data.sessionsOf(id)).toContain(added);
    expect(data.revokeSession(added.id)).toBe(true);
    expect(data.session(added.id)?.active).toBe(false);
    expect(data.deleteSession(added.id)).toBe(true);
    expect(data.deleteSession(added.id)).toBe(false);
    expect(data.deleteSessionsOf(id)).toBe(2);
    expect(data.setState(id, 'inactive')).toBe(true);
    expect(data.identity(id)?.state).toBe('inactive');
    expect(data.deleteIdentity(id)).toBe(true);
    expect(data.identity(id)).toBeUndefined();
    expect(() => data.addSession(id)).toThrow('There is no identity');
  });
});
