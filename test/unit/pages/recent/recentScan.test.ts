import { expect, it } from 'vitest';
import type { Directory } from '../../../../src/core/directory/directory.ts';
import { deviceFamily } from '../../../../src/core/origins/deviceFamily.ts';
import { recentOthers } from '../../../../src/pages/host/recent/recentScan.ts';
import { agents, days, origins, signIn } from '../../builders/originBuilder.ts';
import { uuid } from '../../builders/sessionBuilder.ts';
import { began, RecentServer } from '../../core/directory/recentServer.ts';

const minute = 60_000;
const going = new AbortController().signal;
const own = uuid(1_000_001);
const firefox = { ip_address: '198.51.100.9', user_agent: agents.firefoxLinux };
const shared = ['198.51.100.0/24', deviceFamily(agents.firefoxLinux).key] as const;

const scanOf = (directory: Directory, now = began + 600 * minute) => recentOthers(directory, own, now, going);

it('compares with nothing, and sends no request, before the recent sessions were read', async () => {
  const server = new RecentServer(3);
  expect(await scanOf(server.open())).toBeUndefined();
  expect(server.requests).toEqual([]);
});

it('counts each other identity of a network and device family once, and not the identity itself', async () => {
  const server = new RecentServer(0);
  server.sessions = [
    { number: 60, identity: 1, device: firefox },
    { number: 50, identity: 2, device: firefox },
    { number: 40, identity: 2, device: { ...firefox, ip_address: '198.51.100.200' } },
    { number: 30, identity: 3, device: firefox },
    { number: 20, identity: 4, device: { ...firefox, ip_address: '203.0.113.1' } },
    { number: 10, identity: 5, device: { ...firefox, user_agent: agents.safariIphone } },
    { number: 5, identity: 6, over: { expires_at: 5 } },
  ];
  const directory = server.open();
  await directory.recentSessions.open();
  const recent = await scanOf(directory, began + 130 * minute);
  expect(recent?.identities(...shared)).toBe(2);
  // From the oldest session that could be read, 120 minutes ago.
  expect(recent).toMatchObject({ scanned: 7, hours: 2 });
});

it('adds only what was read since the last time', async () => {
  const server = new RecentServer(0);
  server.mostInPage = 2;
  server.sessions = [
    { number: 60, identity: 2, device: firefox },
    { number: 50, identity: 3, device: firefox },
    { number: 40, identity: 4, device: firefox },
  ];
  const directory = server.open();
  await directory.recentSessions.open();
  expect((await scanOf(directory))?.identities(...shared)).toBe(2);
  await directory.recentSessions.more();
  expect((await scanOf(directory))?.identities(...shared)).toBe(3);
  server.sessions.unshift({ number: 70, identity: 5, device: firefox });
  await directory.recentSessions.refresh();
  expect(await scanOf(directory)).toMatchObject({ scanned: 4 });
  expect((await scanOf(directory))?.identities(...shared)).toBe(4);
});

it('gives an origin the reason that other identities share its network and device', async () => {
  const server = new RecentServer(0);
  server.sessions = [2, 3, 4, 5].map((identity) => ({ number: 60 - identity, identity, device: firefox }));
  const directory = server.open();
  await directory.recentSessions.open();
  const stranger = signIn({ at: '2026-03-20T08:00:00Z', ip: firefox.ip_address, agent: firefox.user_agent });
  const [first] = origins([...days(10), stranger], { recent: await scanOf(directory, began + 56 * minute) });
  expect(first?.reasons.find(({ finding }) => finding.mark === 'shared')?.finding).toEqual({
    mark: 'shared',
    identities: 4,
    scanned: 4,
    hours: 1,
  });
});
