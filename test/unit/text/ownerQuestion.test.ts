import { expect, it } from 'vitest';
import { ownerQuestion } from '../../../src/text/ownerQuestion.ts';
import { agents, days, origins, type SignIn, signIn } from '../builders/originBuilder.ts';

const stranger: SignIn = { ip: '198.51.100.9', agent: agents.firefoxLinux, location: 'Auckland, NZ' };
const titleOf = (session: SignIn, input: Parameters<typeof origins>[1] = {}) =>
  ownerQuestion(origins([signIn(session)], input), 'UTC').split('\n')[2];

it('names device, place and network of each sign-in, with its times in UTC and in the local zone', () => {
  const sessions = [
    signIn({ ...stranger, at: '2026-11-25T10:07:00Z' }),
    signIn({ ...stranger, at: '2026-07-02T22:30:00Z' }),
  ];
  expect(ownerQuestion(origins(sessions), 'Europe/Berlin')).toBe(
    `Do you recognise these sign-ins to your account? Please answer for each number.

1. Firefox on Linux, Auckland, NZ, 198.51.100.0/24
   - 25 Nov 2026, 10:07 UTC (25 Nov 2026, 11:07 CET)
   - 2 Jul 2026, 22:30 UTC (3 Jul 2026, 00:30 CEST)

Times are in UTC and in the time zone Europe/Berlin. Places are estimated from the network.`,
  );
});

it('names a time once where the local zone is UTC', () => {
  expect(
    ownerQuestion(origins([signIn(stranger)]), 'UTC')
      .split('\n')
      .slice(3),
  ).toEqual(['   - 4 Mar 2026, 08:00 UTC', '', 'Times are in UTC. Places are estimated from the network.']);
});

it('contains no address of a sign-in, also with databases of addresses', () => {
  const sessions = [signIn(stranger), signIn({ ip: '2001:db8:51:1:2:3:4:5' }), signIn({ ip: '203.0.113.77:4433' })];
  const lookup = () => ({ city: 'Auckland', operator: 'Example Net' });
  const text = ownerQuestion(origins(sessions, { lookup }), 'UTC');
  expect(text).toContain('2001:db8:51::/48 (Example Net)');
  expect(text).not.toMatch(/198\.51\.100\.9|51:1:2|203\.0\.113\.77/);
});

it.each<[string, SignIn, string]>([
  ['a country alone', { location: 'DE' }, 'Chrome on Windows, DE, 203.0.113.0/24'],
  ['Tor', { location: 'T1' }, 'Chrome on Windows, Tor, 203.0.113.0/24'],
  ['an unknown country', { location: 'XX' }, 'Chrome on Windows, 203.0.113.0/24'],
  ['no device', { ip: null }, 'No device recorded, no address'],
  ['an address that is none', { ip: 'unknown', location: '' }, 'Chrome on Windows, no address'],
  [
    'a hostile place',
    { location: 'Eve\u202e\n2. You, DE' },
    'Chrome on Windows, Eve⟨U+202E⟩⟨U+000A⟩2. You, DE, 203.0.113.0/24',
  ],
])('names a sign-in with %s', (_what, session, title) => {
  expect(titleOf(session)).toBe(`1. ${title}`);
});

it('names the city of the user’s database where Kratos has no place', () => {
  const lookup = () => ({ city: 'Lagos', country: 'NG' });
  expect(titleOf({ location: 'XX' }, { lookup })).toBe('1. Chrome on Windows, Lagos, NG, 203.0.113.0/24');
});

it('names the newest ten times of a device in a network, and counts the others', () => {
  const lines = ownerQuestion(origins(days(1210)), 'UTC').split('\n');
  expect(lines.filter((line) => line.includes(' UTC'))).toHaveLength(10 + 1);
  expect(lines).toContain('   - and 1,200 earlier sign-ins');
});

it('names twenty devices and networks, and counts the others', () => {
  const sessions = Array.from({ length: 23 }, (_, index) => signIn({ ip: `203.0.${index}.7` }));
  const text = ownerQuestion(origins(sessions), 'UTC');
  expect(text).toContain('\n20. ');
  expect(text).toContain('and sign-ins with 3 other devices or from other networks');
});

it('names a sign-in whose time is missing, and one in year 1 or 9999', () => {
  const sessions = [null, '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'].map((at) => signIn({ at }));
  expect(ownerQuestion(origins(sessions), 'Pacific/Auckland').split('\n').slice(3, 6)).toEqual([
    expect.stringMatching(/^ {3}- 31 Dec 9999, 23:59 UTC \(1 Jan 10000, 12:59 /),
    expect.stringMatching(/^ {3}- 1 Jan 1, 00:00 UTC \(/),
    '   - at a time that is not known',
  ]);
});
