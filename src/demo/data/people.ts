import { exactNumber } from '../goJson.ts';
import type { Random } from '../random.ts';
import { day, hour, minute } from '../time.ts';
import { type DeviceDraft, method, month, type SessionDraft } from './draft.ts';
import type { PersonDraft } from './person.ts';
import { browser, browsers, hostileUserAgents, script } from './userAgents.ts';

const organizationId = '7a1c3f52-0b7e-4c43-9d0c-5d1b6b9e2f10';

const from = (userAgent: string, ipAddress: string, location = ''): DeviceDraft => ({ userAgent, ipAddress, location });
const home = from(browser.chromeWindows, '203.0.113.24', 'Berlin, DE');
const signedIn = (ago: number, device: DeviceDraft = home, more: Partial<SessionDraft> = {}): SessionDraft => ({
  ago,
  methods: [method.password],
  devices: [device],
  ...more,
});
const several = (count: number) => (): SessionDraft[] =>
  Array.from({ length: count }, (_, index) => signedIn(2 * hour + index * 9 * hour));

const named = (first: string, last: string, email: string): Pick<PersonDraft, 'traits' | 'email'> => ({
  traits: { email, name: { first, last } },
  email,
});

/** Returns 400 days of three logins a day, mostly at home. */
function longHistory(random: Random, count: number): SessionDraft[] {
  const places = [
    ['203.0.113.51', 'Berlin, DE'],
    ['203.0.113.51', 'Berlin, DE'],
    ['203.0.113.52', 'Potsdam, DE'],
    ['198.51.100.14', 'Munich, DE'],
    ['2001:db8:51::14', ''],
  ] as const;
  return Array.from({ length: count }, (_, index): SessionDraft => {
    const [ip, place] = random.pick(places);
    const ago = 9 * hour + index * 8 * hour + random.below(4 * hour);
    const phone = random.chance(30);
    return {
      ago,
      lasts: phone ? month : day,
      revoked: random.chance(12),
      methods: random.chance(25)
        ? [method.password, method.totp]
        : [random.chance(20) ? method.google : method.password],
      devices: [from(phone ? browser.safariIphone : random.pick(browsers), ip, place)],
    };
  });
}

/** The well-known people, whose ids depend only on the seed. Tests and screenshots use them by name. */
export const people = {
  /** 1,203 sessions. */
  ada: {
    ...named('Ada', 'Lovelace', 'ada@example.org'),
    externalId: 'crm-1815',
    credentials: { totp: ['ada@example.org'], oidc: ['google:110169484474386276334'] },
    credentialsWritten: { totp: 390 * day, oidc: 120 * day },
    // Two minutes before the sign-in with the code.
    messages: [{ template: 'recovery_code_valid', ago: 9 * day + 2 * minute }],
    metadataPublic: { plan: 'team', seats: 12 },
    metadataAdmin: { tier: 'gold', account_manager: 'charles@example.net' },
    sessions: (random) => [
      signedIn(3 * hour, from(browser.chromeWindows, '203.0.113.51', 'Berlin, DE')),
      signedIn(2 * day, from(browser.safariIphone, '203.0.113.7'), { lasts: month, methods: [method.google] }),
      signedIn(9 * day, from(script.curl, '198.51.100.9'), { methods: [method.codeRecovery] }),
      ...longHistory(random, 1200),
    ],
  },
  /** No sessions: the mail for the verification of her address never arrived. */
  noSessions: {
    ...named('Nora', 'Neumann', 'nora@example.org'),
    verified: false,
    messages: [{ template: 'verification_code_valid', ago: 12 * day, status: 'abandoned' }],
  },
  oneSession: { ...named('Otto', 'Eins', 'otto@example.org'), sessions: several(1) },
  twoSessions: { ...named('Zoe', 'Zweig', 'zoe@example.org'), sessions: several(2) },
  threeSessions: { ...named('Drew', 'Dreyer', 'drew@example.org'), sessions: several(3) },
  fourSessions: { ...named('Vera', 'Viereck', 'vera@example.org'), sessions: several(4) },
  /** 51 sessions: one more than a page of 50. */
  fiftyOneSessions: {
    ...named('Mary', 'Sommerfeld', 'mary@example.org'),
    sessions: (random) => longHistory(random, 51),
  },
  /** Disabled, but the rows of her sessions are still active. */
  grace: { ...named('Grace', 'Hopper', 'grace@example.org'), disabled: true, sessions: several(3) },
  /**
   * An account that was taken over. Emmy signs in at home in Berlin, on her computer with a second factor and on her
   * phone. Two days ago a stranger in Auckland, who reads her mail, asked for a recovery code twice, signed in with the
   * second three minutes later, and changed the password four minutes after that. They have used it since, without a
   * second factor and at last from a script.
   */
  takenOver: {
    ...named('Emmy', 'Ritter', 'emmy@example.net'),
    externalId: 'crm-2207',
    credentials: { totp: ['emmy@example.net'], code: [] },
    credentialsWritten: { totp: 310 * day, password: 46 * hour + 56 * minute },
    messages: [
      { template: 'recovery_code_valid', ago: 47 * hour + 14 * minute },
      { template: 'recovery_code_valid', ago: 47 * hour + 3 * minute },
    ],
    sessions: () => [
      signedIn(40 * minute, from(script.python, '198.51.100.77', 'Auckland, NZ')),
      signedIn(26 * hour, from(browser.firefoxLinux, '198.51.100.77', 'Auckland, NZ'), { lasts: month }),
      signedIn(47 * hour, from(browser.firefoxLinux, '198.51.100.77', 'Auckland, NZ'), {
        lasts: month,
        methods: [method.codeRecovery],
      }),
      signedIn(2 * day + 7 * hour, from(browser.safariIphone, '203.0.113.24', 'Berlin, DE'), { lasts: month }),
      ...Array.from({ length: 20 }, (_, index) =>
        index % 5 === 2
          ? signedIn((3 + index) * day, from(browser.olderSafariIphone, '192.0.2.131', 'Berlin, DE'), { lasts: month })
          : signedIn((3 + index) * day, home, { methods: [method.password, method.totp], revoked: index % 6 === 5 }),
      ),
    ],
  },
  /** Active, about to expire, expired, revoked, and both revoked and expired. */
  everyStatus: {
    ...named('Sina', 'Stahl', 'sina@example.org'),
    sessions: () => [
      signedIn(5 * minute),
      signedIn(24 * hour - 4 * minute),
      signedIn(3 * hour, home, { revoked: true }),
      signedIn(3 * day),
      signedIn(4 * day, home, { revoked: true }),
    ],
  },
  /** One session for each factor, from aal0 to aal2. */
  everyMethod: {
    ...named('Farid', 'Faktor', 'farid@example.org'),
    credentials: { totp: ['farid@example.org'], webauthn: [], passkey: [], lookup_secret: ['farid@example.org'] },
    credentialsWritten: { totp: 200 * day, webauthn: 150 * day, passkey: 80 * day, lookup_secret: 200 * day },
    messages: [
      { template: 'login_code_valid', ago: 6 * hour + minute },
      { template: 'recovery_code_valid', ago: 7 * hour + minute },
      { template: 'recovery_valid', ago: 8 * hour + minute },
    ],
    sessions: () => [
      signedIn(1 * hour, home, { methods: [], aal: 'aal0' }),
      signedIn(2 * hour, home, { methods: [method.password, method.totp] }),
      signedIn(3 * hour, home, { methods: [method.password, method.webauthn] }),
      signedIn(4 * hour, home, { methods: [method.passkey] }),
      signedIn(5 * hour, home, { methods: [method.password, method.lookupSecret] }),
      signedIn(6 * hour, home, { methods: [method.code] }),
      signedIn(7 * hour, home, { methods: [method.codeRecovery] }),
      signedIn(8 * hour, home, { methods: [method.linkRecovery] }),
    ],
  },
  /** Signs in through a company's provider, in an organization. */
  singleSignOn: {
    ...named('Olga', 'Ordner', 'olga@example.com'),
    withoutPassword: true,
    credentials: { oidc: ['acme-sso:5f0c1d2e'] },
    organizationId,
    schemaId: 'employee',
    sessions: () => [
      signedIn(50 * minute, home, {
        methods: [{ method: 'oidc', aal: 'aal1', provider: 'acme-sso', organization: organizationId }],
      }),
      signedIn(30 * hour, home, {
        methods: [{ method: 'oidc', aal: 'aal1', provider: 'acme-sso', organization: organizationId }],
      }),
    ],
  },
  /** Old rows: without devices, without methods, and with a method and no time from before v0.6. */
  legacy: {
    ...named('Lene', 'Altmann', 'lene@example.org'),
    memberFor: 2500 * day,
    sessions: () => [
      signedIn(10 * hour, home, { devices: null }),
      signedIn(20 * hour, home, { methods: null }),
      signedIn(900 * day, home, {
        lasts: 1000 * day,
        methods: [{ method: 'v0.6_legacy_session', aal: '', completed: 'year 1' }],
        aal: 'aal1',
        devices: null,
      }),
    ],
  },
  /** IP addresses in every form that Kratos stores. */
  everyAddress: {
    ...named('Ida', 'Adler', 'ida@example.org'),
    sessions: () =>
      ['203.0.113.42', '203.0.113.42:51432', '2001:db8::42', '[2001:db8::42]:51432', ''].map((ip, index) =>
        signedIn((1 + index) * hour, from(browser.edgeWindows, ip)),
      ),
  },
  /** Scripts, and an empty user agent. */
  everyClient: {
    ...named('Robin', 'Skript', 'robin@example.org'),
    sessions: () =>
      [...browsers, ...Object.values(script), ''].map((agent, index) =>
        signedIn((1 + index) * hour, from(agent, '192.0.2.15', 'Hamburg, DE')),
      ),
  },
  /** Hostile text in every member that a stranger can write. */
  hostile: {
    traits: {
      email: 'mallory@example.net',
      name: { first: '<b>Mallory</b>\u202e', last: '$(warning) [x](command:workbench.action.quit)' },
      bio: 'line\nbreak \u0007 \u001b[31m </script><script>alert(1)</script>',
    },
    email: 'mallory@example.net',
    metadataAdmin: { note: '=HYPERLINK("https://example.com")' },
    sessions: () =>
      hostileUserAgents.map((agent, index) =>
        signedIn((1 + index) * hour, from(agent, '192.0.2.66', index === 0 ? '\u202eED ,nilreB' : '<i>Nowhere</i>')),
      ),
  },
  /** A phone number and no e-mail address. */
  phoneOnly: {
    traits: { phone: '+4930901820', name: { first: 'Theo', last: 'Funk' } },
    phone: '+4930901820',
    messages: [{ template: 'login_code_valid', ago: 6 * hour + minute }],
    sessions: () => [
      signedIn(6 * hour, from(browser.chromeAndroid, '203.0.113.90', 'Leipzig, DE'), { methods: [method.code] }),
    ],
  },
  /** A username and nothing else. */
  usernameOnly: {
    traits: { username: 'kassandra' },
    username: 'kassandra',
    schemaId: 'employee',
    sessions: several(2),
  },
  /** No trait to use as a name, and no credentials. */
  nameless: { traits: {}, withoutPassword: true, sessions: () => [] },
  /** A name nested deeper than usual. */
  nestedName: {
    traits: {
      contact: { emails: [{ address: 'pia@example.com', primary: true }] },
      profile: { person: { name: { given: 'Pia', middle: 'M.', family: 'Vogel' } } },
    },
    email: 'pia@example.com',
    sessions: several(1),
  },
  rightToLeft: {
    traits: { email: 'yusuf@example.org', name: { first: 'يوسف', last: 'الحكيم' } },
    email: 'yusuf@example.org',
    sessions: several(1),
  },
  chineseJapaneseKorean: {
    traits: { email: 'hana@example.org', name: { first: '花子', last: '山田' }, nickname: '하나' },
    email: 'hana@example.org',
    sessions: several(1),
  },
  /** Numbers that a double cannot represent. */
  bigNumber: {
    traits: {
      email: 'numa@example.org',
      name: { first: 'Numa', last: 'Zahl' },
      customer_number: exactNumber('9007199254740993'),
      balance: exactNumber('12345678901234567890.10'),
    },
    email: 'numa@example.org',
    sessions: several(2),
  },
} as const satisfies Record<string, PersonDraft>;

export type PersonName = keyof typeof people;
