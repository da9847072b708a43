import { describe, expect, it } from 'vitest';
import { describePanel, type PanelFacts } from '../../../src/details/describePanel.ts';
import type { SessionModel } from '../../../src/details/panelModel.ts';
import { visibleText } from '../../../src/presentation/visibleText.ts';
import { aConnection } from '../builders/connectionBuilder.ts';
import { anIdentity, wireIdentityInSession } from '../builders/identityBuilder.ts';
import { aSession, uuid, wireDevice } from '../builders/sessionBuilder.ts';
import { now, panelFacts } from './panelFacts.ts';

/** What a stranger may send as a user agent: a bidirectional override, HTML, a command link and a bell. */
const hostile = '\u202Emoc.elgoog <img src=x onerror=alert(1)> [x](command:evil)\u0007';
const hostileShown = '⟨U+202E⟩moc.elgoog <img src=x onerror=alert(1)> [x](command:evil)⟨U+0007⟩';

function panel(over: Partial<PanelFacts> = {}) {
  return describePanel(panelFacts(over), [], now);
}

function shown(over: Partial<PanelFacts> = {}): SessionModel {
  const { session } = panel(over);
  if (session === undefined) {
    throw new Error('no session is shown');
  }
  return session;
}

/** Every string of a model but those that are only copied. */
function drawnTexts(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, member]) => (key === 'exact' ? [] : drawnTexts(member)))
    : [];
}

describe('the status of a session', () => {
  it('is active, with the time that is left for the panel to tick', () => {
    expect(shown().status).toEqual({
      kind: 'active',
      text: 'Active, expires {when}',
      at: Date.parse('2026-11-24T15:46:10.851Z'),
      why: undefined,
    });
  });

  it('is active without an expiry where the server holds none, or none that can be read', () => {
    for (const expires_at of [null, 'tomorrow']) {
      const { status } = shown({ session: aSession({ expires_at }) });
      expect(status).toMatchObject({ kind: 'active', text: 'Active, without an expiry', at: undefined });
    }
  });

  it('is expired once its expiry has passed, whatever the server said when it was read', () => {
    const session = aSession({ active: true, expires_at: '2026-11-23T18:46:10Z' });
    expect(shown({ session }).status).toMatchObject({ kind: 'expired', text: 'Expired {when}' });
    expect(shown({ session }).times.map(({ label }) => label)).toEqual(['Signed in', 'Expired']);
  });

  it('is revoked or signed out, and says that nobody knows which', () => {
    const { status } = shown({ session: aSession({ active: false }) });
    expect(status).toMatchObject({ kind: 'revoked', text: 'Revoked or signed out' });
    expect(status.why).toContain('reports neither which nor when');
  });

  it('is blocked by a disabled identity, as the session came with it or as it was read since', () => {
    const disabled = { active: false, identity: wireIdentityInSession({ state: 'inactive' }) };
    expect(shown({ session: aSession(disabled) }).status.kind).toBe('identityInactive');
    expect(shown({ identityState: 'inactive' }).status.kind).toBe('identityInactive');
  });

  it('promises nothing of a session that may have been revoked before its identity was disabled', () => {
    const disabled = { active: false, identity: wireIdentityInSession({ state: 'inactive' }) };
    expect(shown({ session: aSession(disabled) }).status.why).toMatch(/unless it was also revoked/);
  });
});

describe('the times of a session', () => {
  it('are those of sign-in and expiry, each with the exact text that the server sent', () => {
    expect(shown().times).toEqual([
      {
        label: 'Signed in',
        moment: {
          text: '2026-11-23T15:46:10.851012408Z',
          exact: '2026-11-23T15:46:10.851012408Z',
          at: Date.parse('2026-11-23T15:46:10.851Z'),
        },
      },
      { label: 'Expires', moment: expect.objectContaining({ exact: '2026-11-24T15:46:10.851012408Z' }) },
    ]);
  });

  it('tell a later authentication from the sign-in', () => {
    const session = aSession({ authenticated_at: '2026-11-23T17:00:00Z' });
    expect(shown({ session }).times.map(({ label }) => label)).toEqual(['Signed in', 'Last authenticated', 'Expires']);
  });

  it('are not recorded in year 1, and shown as they are when they are no time', () => {
    const session = aSession({ issued_at: '0001-01-01T00:00:00Z', authenticated_at: null, expires_at: 'soon' });
    expect(shown({ session }).times).toEqual([
      { label: 'Signed in', moment: undefined },
      { label: 'Expires', moment: { text: 'soon', exact: 'soon', at: undefined } },
    ]);
  });

  it('make a timeline that begins with the first method and marks each', () => {
    expect(shown().timeline).toEqual({
      start: Date.parse('2026-11-23T15:46:10.850Z'),
      end: Date.parse('2026-11-24T15:46:10.851Z'),
      endLabel: 'Expires',
      marks: [{ at: Date.parse('2026-11-23T15:46:10.850Z'), label: 'password' }],
    });
  });

  it('make none where begin or end is unknown, or the end comes first', () => {
    const without = [
      { issued_at: null, authenticated_at: null },
      { expires_at: null },
      { expires_at: '2026-11-20T00:00:00Z' },
    ];
    for (const over of without) {
      expect(shown({ session: aSession(over) }).timeline, JSON.stringify(over)).toBeUndefined();
    }
  });
});

describe('the factors of a session', () => {
  it('are its methods with level, time, provider and organization', () => {
    const session = aSession({
      authentication_methods: [
        {
          method: 'oidc',
          aal: 'aal1',
          completed_at: '2026-11-23T15:46:10Z',
          provider: 'google',
          organization: uuid(9),
        },
      ],
    });
    expect(shown({ session }).factors).toEqual([
      {
        method: { text: 'oidc', exact: 'oidc' },
        aal: { text: 'aal1', exact: 'aal1' },
        completed: {
          text: '2026-11-23T15:46:10Z',
          exact: '2026-11-23T15:46:10Z',
          at: Date.parse('2026-11-23T15:46:10Z'),
        },
        provider: { text: 'google', exact: 'google' },
        organization: { text: uuid(9), exact: uuid(9) },
      },
    ]);
  });

  it('hold nothing where an old session holds nothing', () => {
    const session = aSession({
      authentication_methods: [{ method: 'v0.6_legacy_session', aal: '', completed_at: '0001-01-01T00:00:00Z' }],
    });
    expect(shown({ session }).factors).toEqual([
      {
        method: { text: 'v0.6_legacy_session', exact: 'v0.6_legacy_session' },
        aal: undefined,
        completed: undefined,
        provider: undefined,
        organization: undefined,
      },
    ]);
  });

  it('are none where the server sends null', () => {
    expect(shown({ session: aSession({ authentication_methods: null }) }).factors).toEqual([]);
  });
});

describe('the device of a session', () => {
  it('is named by its user agent, which is kept beside it', () => {
    const { devices } = shown();
    expect(devices).toHaveLength(1);
    expect(devices[0]).toMatchObject({
      name: { text: 'Chrome 141 on Windows' },
      ip: { text: '203.0.113.80' },
      location: { text: 'Berlin, DE' },
      userAgent: { exact: expect.stringContaining('Mozilla/5.0 (Windows NT 10.0') },
    });
    expect(panel().title).toBe('Chrome 141 on Windows');
  });

  it('may be several, none, or one without anything', () => {
    expect(shown({ session: aSession({ devices: [wireDevice(), wireDevice()] }) }).devices).toHaveLength(2);
    expect(shown({ session: aSession({ devices: null }) }).devices).toEqual([]);
    const empty = aSession({ devices: [wireDevice({ ip_address: '', user_agent: null, location: '' })] });
    expect(shown({ session: empty }).devices).toEqual([
      {
        name: { text: 'No user agent', exact: 'No user agent' },
        ip: undefined,
        location: undefined,
        userAgent: undefined,
      },
    ]);
  });
});

describe('text of strangers', () => {
  it('is shown with its invisible characters visible, and copied as it is', () => {
    const session = aSession({
      devices: [wireDevice({ user_agent: hostile, location: hostile, ip_address: hostile })],
      authentication_methods: [{ method: hostile, aal: hostile, completed_at: hostile, provider: hostile }],
    });
    const { devices, factors } = shown({ session });
    const value = { text: hostileShown, exact: hostile };
    expect(devices[0]).toMatchObject({ ip: value, location: value, userAgent: value });
    expect(factors[0]).toMatchObject({
      method: value,
      aal: value,
      provider: value,
      completed: { ...value, at: undefined },
    });
  });

  it('leaves no invisible character anywhere that is drawn', () => {
    const traits = { name: hostile, [hostile]: hostile };
    const facts = panelFacts({
      session: aSession({
        devices: [wireDevice({ user_agent: hostile })],
        identity: wireIdentityInSession({ traits }),
      }),
      connection: aConnection({ name: hostile, environment: { name: hostile } }),
    });
    const lines = drawnTexts(describePanel(facts, [], now)).flatMap((text) => text.split('\n'));
    expect(lines.filter((line) => visibleText(line) !== line)).toEqual([]);
    expect(lines.filter((line) => line.includes('⟨U+202E⟩')).length).toBeGreaterThan(5);
  });
});

describe('the identity of a session', () => {
  it('is named with its identifier and its connection', () => {
    expect(shown().byline).toEqual(['Ada Lovelace', 'ada@example.org', 'Acme production']);
  });

  it('is told by its facts, traits and metadata, numbers beyond 2^53 unrounded', () => {
    const known = anIdentity({
      external_id: 'crm-42',
      organization_id: uuid(9),
      traits: { email: 'ada@example.org', roles: ['admin', 'auditor'], vip: true, note: null, empty: {}, blank: '' },
      metadata_public: { plan: 'gold' },
      metadata_admin: null,
    });
    const big = known.json.before.replace('"vip":true', '"customer":9007199254740993');
    const identity = { ...known, json: { ...known.json, before: big } };
    const { facts, times, groups } = shown({ identity }).identity;
    const texts = (rows: typeof facts) => rows.map(({ label, value }) => [label, value?.text]);
    expect(texts(facts)).toEqual([
      ['Identity id', identity.id],
      ['State', 'active'],
      ['Schema', 'customer'],
      ['External id', 'crm-42'],
      ['Organization', uuid(9)],
    ]);
    expect(times).toContainEqual({
      label: 'Created',
      moment: expect.objectContaining({
        exact: '2026-11-20T09:12:44.123456Z',
        at: Date.UTC(2026, 10, 20, 9, 12, 44, 123),
      }),
    });
    expect(groups.map(({ heading }) => heading)).toEqual(['Traits', 'Public metadata']);
    expect(texts(groups[0]?.rows ?? [])).toEqual([
      ['email', 'ada@example.org'],
      ['roles[0]', 'admin'],
      ['roles[1]', 'auditor'],
      ['customer', '9007199254740993'],
      ['note', 'null'],
      ['empty', '{}'],
      ['blank', '""'],
    ]);
  });

  it('is the one that changed last: the known one, or the one that the session came with', () => {
    const session = aSession({
      identity: wireIdentityInSession({ updated_at: '2026-11-22T00:00:00Z', external_id: 'new' }),
    });
    const older = anIdentity({ updated_at: '2026-11-21T00:00:00Z', external_id: 'old' });
    const newer = anIdentity({ updated_at: '2026-11-23T00:00:00Z', external_id: 'newest' });
    const externalId = (identity: typeof older | undefined) =>
      shown({ session, identity }).identity.facts.find(({ label }) => label === 'External id')?.value?.text;
    expect([externalId(undefined), externalId(older), externalId(newer)]).toEqual(['new', 'new', 'newest']);
  });

  it('is its id alone where the server told no more', () => {
    const { identity, byline } = shown({ session: aSession({ identity: null }) });
    expect(identity).toEqual({ facts: [expect.objectContaining({ label: 'Identity id' })], times: [], groups: [] });
    expect(byline).toEqual(['Acme production']);
  });

  it('lists at most 200 values, says how many more there are, and holds out against any depth', () => {
    const many = anIdentity({ traits: Array.from({ length: 1300 }, (_, index) => index) });
    expect(shown({ identity: many }).identity.groups[0]).toMatchObject({
      rows: { length: 200 },
      more: '1,100 more values in the JSON',
    });
    const deep = anIdentity();
    const nested = `{"id":"${deep.id}","traits":${'['.repeat(10_000)}${']'.repeat(10_000)},"schema_id":"customer"}`;
    const identity = { ...deep, json: { before: nested, identity: undefined, after: '' } };
    const { groups, facts } = shown({ identity }).identity;
    expect(groups[0]?.more).toContain('nested too deep');
    expect(facts).toContainEqual({ label: 'Schema', value: { text: 'customer', exact: 'customer' } });
  });

  it('counts the values of long traits, and says of longer ones that they are not listed', () => {
    const traits = (length: number) => shown({ identity: anIdentity({ traits: Array(length).fill(0) }) });
    expect(traits(100_000).identity.groups[0]?.more).toBe('99,800 more values in the JSON');
    expect(traits(500_000).identity.groups[0]).toMatchObject({ rows: [], more: expect.stringContaining('Too long') });
  });
});

describe('other sessions of the identity', () => {
  it('are counted where that is known, and only then', () => {
    const words = [undefined, 0, 1, 1202].map((otherSessions) => shown({ otherSessions }).otherSessions);
    expect(words).toEqual([
      undefined,
      'None: this is the only session of this identity.',
      '1 other session of this identity',
      '1,202 other sessions of this identity',
    ]);
  });
});

describe('the JSON of a session', () => {
  it("is the server's own, pretty-printed, with every value as it was written", () => {
    const { json } = shown({ session: aSession({ unknown_member: 1 }) });
    expect(json.text.startsWith('{\n  "id": "00000000-0000-4000-8000-000000000001",\n  "active": true,')).toBe(true);
    expect(json.text).toContain('\n  "unknown_member": 1\n}');
    expect(json.shortened).toBeUndefined();
  });

  it('says so when only its beginning is shown', () => {
    const session = aSession({ padding: 'x'.repeat(300_000) });
    const { json } = shown({ session });
    expect(json.text.length).toBeLessThan(210_000);
    expect(json.shortened).toContain('Only the beginning');
  });

  it('is not more white space than can be drawn, however deep it is nested', () => {
    const traits = JSON.parse(`${'['.repeat(90)}0${',0'.repeat(90_000)}${']'.repeat(90)}`);
    const { json } = shown({ session: aSession({ identity: { ...wireIdentityInSession(), traits } }) });
    expect(json.text.length).toBeLessThanOrEqual(1_000_000);
    expect(json.shortened).toContain('Only the beginning');
  });
});

describe('a panel that cannot show what the server holds now', () => {
  it('names the session by its id while it is read for the first time', () => {
    expect(panel({ session: undefined, phase: { kind: 'reading' } })).toMatchObject({
      title: 'Session 00000000',
      id: { exact: uuid(1) },
      busy: 'Loading the session…',
      notice: undefined,
      session: undefined,
    });
  });

  it('says how long the request budget holds the session up, and lets a person give up', () => {
    const waiting = { phase: { kind: 'reading' }, waiting: 12 } as const;
    expect(panel(waiting)).toMatchObject({ busy: 'Waiting 12 s for the rate limit', mayCancel: true });
    expect(panel({ phase: { kind: 'reading' } }).mayCancel).toBe(false);
  });

  it('keeps what was shown after a failure, says why and offers to try again', () => {
    const failure = { kind: 'refused', origin: 'http://acme.test:4434', detail: 'ECONNREFUSED' } as const;
    const { notice, session, busy } = panel({ phase: { kind: 'failed', failure } });
    expect(notice).toMatchObject({ kind: 'failed', action: 'retry' });
    expect(notice?.text).toContain('Nothing is listening at http://acme.test:4434.');
    expect(session).toBeDefined();
    expect(busy).toBeUndefined();
  });

  it('leads to the key that is missing', () => {
    const failure = { kind: 'secretMissing', origin: 'https://acme.test:4434', secret: 'bearer' } as const;
    expect(panel({ phase: { kind: 'failed', failure } }).notice).toMatchObject({ action: 'enterSecrets' });
  });

  it('says what must be known of the connection beside its name', () => {
    const connection = aConnection({ name: 'Acme', production: true, url: 'http://acme.test' });
    expect(panel({ connection }).session?.byline.at(-1)).toBe('Acme (production, read-only, not encrypted)');
  });

  it('marks the connection in the colour of its environment; production has one of its own', () => {
    const staging = aConnection({ environment: { name: 'staging', color: 'charts.yellow' } });
    expect(panel({ connection: staging }).session?.connectionColor).toBe('charts.yellow');
    expect(panel({ connection: aConnection({ production: true }) }).session?.connectionColor).toBe('charts.red');
    expect(panel({ connection: aConnection() }).session?.connectionColor).toBeUndefined();
  });

  it('tells a session that was deleted from one that never was here', () => {
    expect(panel({ phase: { kind: 'gone' } }).notice?.text).toContain('no longer has this session');
    expect(panel({ phase: { kind: 'gone' }, session: undefined }).notice?.text).toContain('no session with this id');
  });

  it('names the connection that is gone, by its id where its name was never known', () => {
    const { notice } = panel({ phase: { kind: 'noConnection' }, connection: undefined, session: undefined });
    expect(notice).toMatchObject({ action: 'editConnections', text: expect.stringContaining('“acme”') });
  });
});

it('says that the session could not be shown where describing it throws, and offers to read it again', () => {
  const session = new Proxy(aSession(), {
    get: (target, key) => {
      if (key === 'methods') {
        throw new RangeError('Maximum call stack size exceeded');
      }
      return Reflect.get(target, key);
    },
  });
  expect(panel({ session })).toMatchObject({
    title: 'Session 00000000',
    session: undefined,
    notice: {
      text: 'Session 00000000 could not be shown: RangeError: Maximum call stack size exceeded',
      action: 'retry',
    },
  });
});
