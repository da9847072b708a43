import { expect, it } from 'vitest';
import type { IdentityFacts } from '../../../../src/core/origins/identityFacts.ts';
import type { OriginsInput } from '../../../../src/core/origins/origins.ts';
import type { Answer, Mark } from '../../../../src/core/origins/reason.ts';
import type { SourceSession } from '../../../../src/core/origins/sessionFacts.ts';
import { agents, days, origins, type SignIn, signIn } from '../../builders/originBuilder.ts';

const at = '2026-03-30T08:00:00Z';
const elsewhere = { at, ip: '198.51.100.9', agent: agents.firefoxLinux, location: 'Amsterdam, NL' };
const noData = { at, ip: null, methods: [], aal: '' };

/** Returns the result of `mark` for the origin of a session with these facts after `history`. */
function answer(
  mark: Mark,
  history: readonly SourceSession[],
  facts: SignIn,
  input: Omit<OriginsInput, 'sessions'> = {},
) {
  const session = signIn(facts);
  const origin = origins([...history, session], input).find(({ sessions }) =>
    sessions.some(({ id }) => id === session.id),
  );
  return origin?.answers[mark];
}

const coordinates: OriginsInput['lookup'] = (address) =>
  address.startsWith('203') ? { latitude: 52.5, longitude: 13.4 } : { latitude: -36.8, longitude: 174.8 };
const oneCountry = { ...elsewhere, location: 'Berlin, DE' };
const minutesLater = '2026-03-13T08:19:00Z';
const changed = (minutes: number): { identity: IdentityFacts } => ({
  identity: {
    changes: [{ what: 'password', time: Date.parse(at) + minutes * 60_000 }],
    secondFactors: [],
  },
});
const secondFactor = { identity: { changes: [], secondFactors: ['totp'] } };
const strong = days(10, { aal: 'aal2' });
const churn = ['100.64.0.1', '192.0.2.1'].map((ip, hour) =>
  signIn({ ip, at: `2026-03-30T0${5 + hour}:00:00Z`, agent: agents.safariIphone }),
);
const recent = (identities: number) => ({ recent: { scanned: 2000, hours: 24, identities: () => identities } });

it.each<[Mark, Answer, SourceSession[], SignIn, Omit<OriginsInput, 'sessions'>?]>([
  ['country', 'marked', days(10), elsewhere],
  ['country', 'usual', days(10), { ...elsewhere, location: 'Munich, DE' }],
  ['country', 'tooLittleHistory', days(2), elsewhere],
  ['country', 'tooLittleHistory', days(10, { location: '' }), elsewhere],
  ['country', 'noData', days(10), { ...elsewhere, location: '' }],
  ['country', 'noData', days(10), { ...elsewhere, location: 'XX' }],
  ['country', 'marked', days(10), { ...elsewhere, location: '' }, { lookup: () => ({ country: 'NL' }) }],

  ['network', 'marked', days(10), elsewhere],
  ['network', 'usual', days(10), elsewhere, { lookup: () => ({ asn: 64_496 }) }],
  ['network', 'tooLittleHistory', days(2), elsewhere],
  ['network', 'noData', days(10), { ...elsewhere, ip: 'unknown' }],

  ['device', 'marked', days(10), elsewhere],
  ['device', 'usual', days(10), { ...elsewhere, agent: agents.chromeWindows.replace('141', '142') }],
  ['device', 'tooLittleHistory', days(2), elsewhere],
  ['device', 'noData', days(10), noData],

  ['client', 'marked', days(10), { ...elsewhere, agent: 'curl/8.5.0' }],
  ['client', 'marked', days(10), { ...elsewhere, agent: '' }],
  ['client', 'usual', days(10), elsewhere],
  [
    'client',
    'usual',
    [...days(9), signIn({ at, agent: 'okhttp/4.12.0' })],
    { ...elsewhere, at: '2026-03-31T00:00:00Z', agent: 'curl/8.5.0' },
  ],
  ['client', 'tooLittleHistory', days(2), { ...elsewhere, agent: 'curl/8.5.0' }],
  ['client', 'noData', days(10), noData],

  ['distance', 'marked', days(10), { ...elsewhere, at: minutesLater }],
  ['distance', 'usual', days(10), elsewhere],
  ['distance', 'marked', days(10), { ...oneCountry, at: minutesLater }, { lookup: coordinates }],
  [
    'distance',
    'usual',
    days(10),
    { ...oneCountry, at: minutesLater },
    { lookup: () => ({ latitude: 52.5, longitude: 13.4 }) },
  ],
  ['distance', 'noData', days(10), { ...elsewhere, location: '' }],

  ['burst', 'marked', [...days(10), ...churn], elsewhere],
  ['burst', 'usual', days(10), elsewhere],
  ['burst', 'noData', days(10), { ...elsewhere, ip: '2001:db8::1' }],

  ['tor', 'marked', [], { location: 'T1' }],
  ['tor', 'usual', [], {}],
  ['tor', 'noData', [], { location: '' }],

  ['recovery', 'marked', [], { methods: ['code_recovery'] }],
  ['recovery', 'usual', [], {}],
  ['recovery', 'noData', [], { methods: [] }],

  ['assurance', 'marked', strong, elsewhere],
  ['assurance', 'usual', strong, { ...elsewhere, aal: 'aal2' }],
  ['assurance', 'usual', days(10), elsewhere],
  ['assurance', 'marked', [...strong, signIn({ at: '2026-03-20T00:00:00Z' })], elsewhere, secondFactor],
  ['assurance', 'usual', days(10), elsewhere, secondFactor],
  ['assurance', 'tooLittleHistory', days(2, { aal: 'aal2' }), elsewhere],
  ['assurance', 'noData', strong, { ...elsewhere, aal: '' }],

  ['method', 'marked', days(10), { ...elsewhere, methods: ['oidc github'] }],
  ['method', 'marked', days(10, { methods: ['oidc google'] }), { ...elsewhere, methods: ['oidc github'] }],
  ['method', 'usual', days(10), elsewhere],
  ['method', 'usual', days(10), { ...elsewhere, methods: ['code_recovery'] }],
  ['method', 'tooLittleHistory', days(2), elsewhere],
  ['method', 'noData', days(10), { ...elsewhere, methods: [] }],

  ['backupCode', 'marked', [], { methods: ['password', 'lookup_secret'] }],
  ['backupCode', 'usual', [], {}],
  ['backupCode', 'noData', [], { methods: [] }],

  ['pause', 'marked', days(10), { ...elsewhere, at: '2026-08-04T08:00:00Z' }],
  ['pause', 'usual', days(10), elsewhere],
  [
    'pause',
    'usual',
    [signIn({ at: '2025-03-04T08:00:00Z' }), ...days(10)],
    { ...elsewhere, at: '2026-08-04T08:00:00Z' },
  ],
  ['pause', 'tooLittleHistory', days(2), { ...elsewhere, at: '2026-08-04T08:00:00Z' }],
  ['pause', 'noData', days(10), { ...elsewhere, at: null }],

  ['change', 'marked', days(10), elsewhere, changed(4)],
  ['change', 'marked', days(10), elsewhere, changed(60)],
  ['change', 'usual', days(10), elsewhere, changed(61)],
  ['change', 'usual', days(10), elsewhere, changed(-4)],
  ['change', 'noData', days(10), elsewhere],

  ['shared', 'marked', days(10), elsewhere, recent(7)],
  ['shared', 'usual', days(10), elsewhere, recent(2)],
  ['shared', 'noData', days(10), elsewhere],
])('answers %s with %s', (mark, expected, history, facts, input) => {
  expect(answer(mark, history, facts, input)).toBe(expected);
});

it('compares with the newest twenty sessions alone', () => {
  const history = [signIn({ at: '2026-03-01T00:00:00Z', ip: '192.0.2.1', location: 'Utrecht, NL' }), ...days(20)];
  expect(answer('country', history, elsewhere)).toBe('marked');
});

it('takes no session of the same moment for an earlier one', () => {
  const history = days(3, { at });
  expect(answer('network', history, elsewhere)).toBe('tooLittleHistory');
});

it('names the baseline of a reason by its number and its beginning', () => {
  const [stranger] = origins([...days(10), signIn(elsewhere)]);
  expect(stranger?.reasons.map(({ baseline }) => baseline)).toEqual(
    Array.from({ length: 3 }, () => ({ sessions: 10, since: Date.parse('2026-03-04T08:00:00Z') })),
  );
});

it('gives no reason for a password written after a recovery from the usual place', () => {
  const owner = origins([...days(10), signIn({ at, methods: ['code_recovery'] })], changed(4));
  expect(owner.map(({ reasons }) => reasons.map(({ finding }) => finding.mark))).toEqual([['recovery']]);
});

it('gives a reason for a password written after a recovery from a new place', () => {
  const [stranger] = origins([...days(10), signIn({ ...elsewhere, methods: ['code_recovery'] })], changed(4));
  expect(stranger?.reasons.map(({ kind }) => kind)).toEqual(['place', 'place', 'device', 'signIn', 'change']);
});
