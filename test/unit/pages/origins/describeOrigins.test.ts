import { describe, expect, it } from 'vitest';
import type { OriginsInput } from '../../../../src/core/origins/origins.ts';
import type { SourceSession } from '../../../../src/core/origins/sessionFacts.ts';
import { describeOrigins, type OriginContext } from '../../../../src/pages/host/origins/describeOrigins.ts';
import type { OriginModel } from '../../../../src/pages/protocol/identityModel.ts';
import { runSteps } from '../../../origins/runSteps.ts';
import { agents, days, origins, signIn } from '../../builders/originBuilder.ts';

const stranger = { ip: '198.51.100.9', agent: agents.firefoxLinux, location: 'Auckland, NZ' };
const home = days(6);
const theirs = [
  signIn({ ...stranger, id: 'first', at: '2026-03-20T08:00:00Z', methods: ['code_recovery'] }),
  signIn({ ...stranger, id: 'second', at: '2026-03-21T08:00:00Z' }),
];

function described(
  sessions: readonly SourceSession[],
  context: Partial<OriginContext> = {},
  input: Omit<OriginsInput, 'sessions'> = {},
): OriginModel[] {
  return runSteps(
    describeOrigins(origins(sessions, input), {
      now: new Date('2026-03-22T08:00:00Z'),
      loaded: undefined,
      isActive: () => false,
      recognition: () => undefined,
      ...context,
    }),
  );
}

describe('the model of an origin', () => {
  it('names its place and device, its sessions, newest first, and how many of them are active', () => {
    expect(described([...home, ...theirs], { isActive: (id) => id === 'second' })[0]).toMatchObject({
      titles: ['Firefox on Linux, NZ, 198.51.100.0/24'],
      firstSeen: Date.parse('2026-03-20T08:00:00Z'),
      sessionIds: ['second', 'first'],
      activeCount: 1,
      network: '198.51.100.0/24',
    });
  });

  it('has each reason as a sentence', () => {
    expect(described([...home, ...theirs])[0]?.reasons).toContainEqual({
      kind: 'signIn',
      text: 'Signed in with a recovery code, not with a credential.',
    });
  });

  it('says in each reason that compares sessions how many of an incomplete list are loaded', () => {
    const [first] = described([...home, ...theirs], { loaded: { sessions: 8, total: 1203 } });
    expect(first?.reasons[0]?.text).toMatch(/ Compared with the 8 loaded of 1,203\.$/);
  });

  it('has the result of each mark, also of those that found nothing', () => {
    const [first] = described([...home, ...theirs]);
    expect(first?.answers).toHaveLength(14);
    expect(first?.answers).toEqual(
      expect.arrayContaining(['New country: marked', 'Backup code: as usual', 'Shared with other identities: no data']),
    );
  });

  it('has a title for each network and device that was joined, the first seen first', () => {
    const phone = signIn({ agent: agents.safariIphone, at: '2026-03-20T08:00:00Z' });
    expect(described([...home, phone])[0]?.titles).toEqual([
      'Chrome on Windows, DE, 203.0.113.0/24',
      'Safari on iOS, DE, 203.0.113.0/24',
    ]);
  });

  it.each<[string, SourceSession, string]>([
    ['without a device', signIn({ ip: null }), 'No device recorded, no address'],
    ['with an empty user agent', signIn({ agent: '', location: '' }), 'No user agent, 203.0.113.0/24'],
    ['behind Tor', signIn({ location: 'T1' }), 'Chrome on Windows, Tor, 203.0.113.0/24'],
    ['with a text in place of an address', signIn({ ip: 'unknown' }), 'Chrome on Windows, DE, no address'],
  ])('is named by what is known of a session %s', (_, session, title) => {
    expect(described([session])[0]?.titles).toEqual([title]);
  });

  it('names the network operator of the user’s database, with invisible characters made visible', () => {
    const [first] = described(home, {}, { lookup: () => ({ asn: 64_500, operator: 'Example\u202eNet' }) });
    expect(first?.titles).toEqual(['Chrome on Windows, DE, 203.0.113.0/24 (Example⟨U+202E⟩Net)']);
  });
});

describe('the key of an origin', () => {
  it('stays the same when sessions are added, and differs between origins', () => {
    const before = described([...home, ...theirs]);
    const after = described([...days(3, {}, 10), ...home, ...theirs.slice(0, 1)]);
    expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
    expect(new Set(before.map(({ key }) => key)).size).toBe(2);
  });

  it('is the one under which the origin was noted, also when an older network joins it later', () => {
    const [{ key } = { key: '' }] = described(home);
    const text = 'Recognised by the owner, noted by ana, 14:02';
    const recognition: OriginContext['recognition'] = (one) => (one === key ? { isRecognised: true, text } : undefined);
    const older = signIn({ agent: agents.safariIphone, at: '2026-03-01T08:00:00Z' });
    expect(described([older, ...home], { recognition })).toMatchObject([{ key, recognition: { text } }]);
    expect(described([older, ...home])[0]?.key).not.toBe(key);
  });

  it('contains neither address nor device, and is short for a user agent of any length', () => {
    const [first] = described([signIn({ agent: 'x'.repeat(5000) })]);
    expect(first?.key).toMatch(/^[\w-]{43}$/);
  });
});
