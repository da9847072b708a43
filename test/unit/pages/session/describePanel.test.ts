import { describe, expect, it } from 'vitest';
import { visibleText } from '../../../../src/text/visibleText.ts';
import { aConnection } from '../../builders/connectionBuilder.ts';
import { wireIdentityInSession } from '../../builders/identityBuilder.ts';
import { aSession, uuid, wireDevice } from '../../builders/sessionBuilder.ts';
import { panel, shownSession as shown } from './panelFacts.ts';

/** Untrusted text: a bidirectional override, HTML, a command link and a bell. */
const hostile = '\u202Emoc.elgoog <img src=x onerror=alert(1)> [x](command:evil)\u0007';
const hostileShown = '⟨U+202E⟩moc.elgoog <img src=x onerror=alert(1)> [x](command:evil)⟨U+0007⟩';

/** Returns every string of a model except those that are only copied. */
function drawnTexts(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, member]) => (key === 'exact' ? [] : drawnTexts(member)))
    : [];
}

describe('untrusted text', () => {
  it('shows invisible characters of untrusted text and keeps the exact text for copying', () => {
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

  it('draws no invisible character anywhere in the panel', () => {
    const traits = { name: hostile, [hostile]: hostile };
    const model = panel({
      session: aSession({
        devices: [wireDevice({ user_agent: hostile })],
        identity: wireIdentityInSession({ traits }),
      }),
      connection: aConnection({ name: hostile, environment: { name: hostile } }),
    });
    const lines = drawnTexts(model).flatMap((text) => text.split('\n'));
    expect(lines.filter((line) => visibleText(line) !== line)).toEqual([]);
    expect(lines.filter((line) => line.includes('⟨U+202E⟩')).length).toBeGreaterThan(5);
  });
});

describe('a panel without the current session', () => {
  it('shows the session id while the session is first read', () => {
    expect(panel({ session: undefined, phase: { kind: 'reading' } })).toMatchObject({
      title: 'Session 00000000',
      id: { exact: uuid(1) },
      busy: 'Loading the session…',
      notice: undefined,
      session: undefined,
    });
  });

  it('shows the wait for the rate limit and can cancel it', () => {
    const waiting = { phase: { kind: 'reading' }, waiting: 12 } as const;
    expect(panel(waiting)).toMatchObject({ busy: 'Waiting 12 s for the rate limit', mayCancel: true });
    expect(panel({ phase: { kind: 'reading' } }).mayCancel).toBe(false);
  });

  it('keeps the session after a failure, shows the reason and offers to retry', () => {
    const failure = { kind: 'refused', origin: 'http://acme.test:4434', detail: 'ECONNREFUSED' } as const;
    const { notice, session, busy } = panel({ phase: { kind: 'failed', failure } });
    expect(notice).toMatchObject({ kind: 'failed', action: 'retry' });
    expect(notice?.text).toContain('Nothing is listening at http://acme.test:4434.');
    expect(session).toBeDefined();
    expect(busy).toBeUndefined();
  });

  it('offers to enter a missing secret', () => {
    const failure = { kind: 'secretMissing', origin: 'https://acme.test:4434', secret: 'bearer' } as const;
    expect(panel({ phase: { kind: 'failed', failure } }).notice).toMatchObject({ action: 'enterSecrets' });
  });

  it('shows the facts of the connection beside its name', () => {
    const connection = aConnection({ name: 'Acme', production: true, url: 'http://acme.test' });
    expect(panel({ connection }).session?.byline.at(-1)).toBe('Acme (production, read-only, not encrypted)');
  });

  it('does not say that it may be unlocked while it is, which the page says beside it', () => {
    const connection = aConnection({ name: 'Acme', writable: true });
    expect(panel({ connection }).session?.byline.at(-1)).toBe('Acme (may be unlocked)');
    expect(panel({ connection, isUnlocked: true }).session?.byline.at(-1)).toBe('Acme');
  });

  it('marks the connection with the color of its environment or of production', () => {
    const staging = aConnection({ environment: { name: 'staging', color: 'charts.yellow' } });
    expect(panel({ connection: staging }).session?.connectionColor).toBe('charts.yellow');
    expect(panel({ connection: aConnection({ production: true }) }).session?.connectionColor).toBe('charts.red');
    expect(panel({ connection: aConnection() }).session?.connectionColor).toBeUndefined();
  });

  it('distinguishes a deleted session from one that the server never had', () => {
    expect(panel({ phase: { kind: 'gone' } }).notice?.text).toContain('no longer has this session');
    expect(panel({ phase: { kind: 'gone' }, session: undefined }).notice?.text).toContain('no session with this id');
  });

  it('names a removed connection by its id when its name is unknown', () => {
    const { notice } = panel({ phase: { kind: 'noConnection' }, connection: undefined, session: undefined });
    expect(notice).toMatchObject({ action: 'editConnections', text: expect.stringContaining('“acme”') });
  });
});

it('says that the session could not be shown when describing it throws, and offers to retry', () => {
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
