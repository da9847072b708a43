import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Select } from '../../../src/contain/actionRunner.ts';
import { askKeptOrigins } from '../../../src/contain/keptOrigins.ts';
import { revokeCommands } from '../../../src/contain/revokeCommands.ts';
import { systemClock } from '../../../src/core/http/clock.ts';
import type { DemoServer } from '../../../src/demo/demoServer.ts';
import type { Target, TargetSources } from '../../../src/files/targets.ts';
import { lineKey } from '../../../src/pages/host/origins/describeOrigins.ts';
import { OriginNotes } from '../../../src/pages/host/origins/originNotes.ts';
import { endedWithTest } from '../../gateways/endedWithTest.ts';
import { type RateGateway, startRateGateway } from '../../gateways/rateGateway.ts';
import { fastClock } from '../fastClock.ts';
import { type Question, Screen, shown } from './screen.ts';
import { windowUnderTest } from './windowUnderTest.ts';

vi.mock('vscode', async (original) =>
  (await import('./screen.ts')).screenVscode(await original<typeof import('../vscodeStub.ts')>()),
);

let screen: Screen;
beforeEach(() => {
  screen = new Screen();
  shown.screen = screen;
});

/** Presses the button that revokes in each modal. */
const revokes = ({ kind, choices }: Question) =>
  kind === 'modal' ? choices.find((choice) => choice.startsWith('Revoke')) : undefined;

/** Selects the sessions from Auckland. */
const stranger: Select = async ({ origins }) => {
  const sessions = origins.flatMap((origin) => origin.sessions.filter(({ location }) => location === 'Auckland, NZ'));
  return { kind: 'origin', origin: { sessions } };
};

const newest: Select = async ({ sessions }) => ({ kind: 'sessions', ids: sessions.slice(0, 1).map(({ id }) => id) });
const all: Select = async () => ({ kind: 'all' });

/** Makes all sessions of an identity active, and returns their ids, newest first. */
function activate({ data }: DemoServer, identityId: string): readonly string[] {
  return data.sessionsOf(identityId).map((session) => {
    session.active = true;
    data.setExpiry(session.id, (Date.now() + 86_400_000) * 1000);
    return session.id;
  });
}

describe('revoking sessions', () => {
  test('ends those of a stranger and keeps those of the owner, with plan, evidence, results and audit', async () => {
    const window = await windowUnderTest(screen);
    const { takenOver: emmy } = window.server.people;
    await window.connections.directory('prod-eu')?.sessionsOf(emmy).all();
    const before = window.active(emmy);
    const strangers = window.server.data
      .sessionsOf(emmy)
      .slice(0, 3)
      .map(({ id }) => id);
    screen.answer = revokes;
    await window.revoke(emmy, stranger);

    expect(screen.texts('modal')).toEqual([`Revoke 3 of ${before.length} sessions of emmy@example.net on prod-eu?`]);
    const [modal] = screen.questions;
    expect(modal?.choices).toEqual(['Review List', 'Revoke 3 Sessions']);
    expect(modal?.detail).toMatch(/^Kept: Safari 18 on iPhone, Berlin, DE, 203\.0\.113\.24 \(2 d\); .*; …$/m);
    expect(modal?.detail).toContain('All sessions were read, ended ones included: 24 of 24.');
    expect(modal?.detail).toContain('Revoking does not change the password. Whoever knows it can sign in again.');
    expect(window.plan()).toContain('Revoked (3)\n− 40 m   python-requests');
    expect(window.plan()).toMatch(/^= 2 d {4}Safari 18 on iPhone, Berlin, DE, 203\.0\.113\.24/m);
    expect(window.active(emmy)).toEqual(before.filter((id) => !strangers.includes(id)));
    expect(new Set(window.writes().map(String))).toEqual(
      new Set(strangers.map((id) => `DELETE,/admin/sessions/${id}`)),
    );
    expect(window.result()).toContain('# 3 of 3 sessions of `emmy@example.net` ended.');
    expect(window.result().match(/ended and seen ended/g)).toHaveLength(3);
    expect(screen.texts('message')).toEqual(['3 of 3 sessions of emmy@example.net ended.']);
    expect(await window.evidence()).toEqual(
      expect.arrayContaining(strangers.map((id) => expect.stringContaining(`${id}.json`))),
    );
    const lines = await window.auditLines();
    expect(lines.map(({ kind }) => kind)).toEqual(['intent', 'outcome']);
    expect(lines[0]).toMatchObject({ reason: 'INC-7', targets: expect.arrayContaining(strangers) });
  });

  test('shows the ended sessions in the lists of the window without a refresh', async () => {
    const window = await windowUnderTest(screen);
    const { threeSessions: drew } = window.server.people;
    const directory = window.connections.directory('prod-eu');
    await directory?.sessionsOf(drew).open();
    screen.answer = revokes;
    await window.revoke(drew, all);
    const shown = directory?.sessionsState(drew)?.items.map((row) => row.kind === 'session' && row.active);
    expect(shown).toEqual([false, false, false]);
    expect(screen.texts('modal')).toEqual(['Revoke all 3 sessions of drew@example.org on prod-eu?']);
  });

  test.each<[string, (question: Question) => unknown]>([
    ['the user closes the question', () => undefined],
    [
      'the user reviews the list and then revokes nothing',
      ({ kind, choices }) => (kind === 'modal' ? choices[0] : choices[0]),
    ],
    ['the user closes the list', ({ kind, choices }) => (kind === 'modal' ? choices[0] : undefined)],
  ])('sends nothing but GETs when %s', async (_name, answer) => {
    const window = await windowUnderTest(screen);
    screen.answer = answer;
    await window.revoke(window.server.people.threeSessions, all);
    expect(window.writes()).toEqual([]);
    expect(await window.evidence()).toEqual([]);
    expect(await window.auditLines()).toEqual([]);
  });

  test('asks once more beside the plan when the user reviews the list', async () => {
    const window = await windowUnderTest(screen);
    const { threeSessions: drew } = window.server.people;
    screen.answer = ({ kind, choices }) =>
      kind === 'modal' ? 'Review List' : kind === 'pick' ? choices[1] : undefined;
    await window.revoke(drew, all);
    expect(screen.questions.find(({ kind }) => kind === 'pick')?.choices).toEqual([
      'Revoke Nothing',
      'Revoke 3 Sessions',
    ]);
    expect(window.active(drew)).toEqual([]);
  });

  test.each([
    ['prod-eu', 0],
    ['prod-us', 3],
    [undefined, 3],
  ])(
    'on production, with %j typed as the name of the connection, leaves %i of 3 sessions active',
    async (typed, left) => {
      const window = await windowUnderTest(screen, { entry: { production: true } });
      const { threeSessions: drew } = window.server.people;
      screen.answer = (question) => (question.kind === 'input' ? typed : revokes(question));
      await window.revoke(drew, all);
      expect(screen.texts('input')).toEqual(['Revoke all 3 sessions of drew@example.org on prod-eu?']);
      expect(window.active(drew)).toHaveLength(left);
    },
  );

  test.each([
    ['Keep It', 1],
    ['Include', 0],
    [undefined, 4],
  ])('asks about a session that began since the plan: %j leaves %i sessions active', async (answer, left) => {
    const window = await windowUnderTest(screen);
    const { threeSessions: drew } = window.server.people;
    screen.answer = (question) => {
      if (question.text.startsWith('1 new session')) {
        return answer;
      }
      if (question.kind === 'modal') {
        window.server.data.addSession(drew, {
          devices: [{ userAgent: 'curl/8.5.0', ipAddress: '192.0.2.9', location: 'Lagos, NG' }],
        });
      }
      return revokes(question);
    };
    await window.revoke(drew, all);
    const asked = screen.questions.find(({ text }) => text.startsWith('1 new session'));
    expect(asked?.text).toBe('1 new session since the plan (curl 8.5, Lagos, NG, 192.0.2.9). Include it?');
    expect(asked?.choices).toEqual(['Keep It', 'Include']);
    expect(window.active(drew)).toHaveLength(left);
  });

  test('leads a locked connection to Unlock, and reads and sends nothing while it stays locked', async () => {
    const window = await windowUnderTest(screen);
    const asked: string[] = [];
    screen.unlock = (connectionId) => asked.push(connectionId);
    await window.revoke(window.server.people.threeSessions, all);
    expect(asked).toEqual(['prod-eu']);
    expect(window.server.requests).toEqual([]);
    expect(screen.questions).toEqual([]);
  });

  test('sends nothing when the connection is locked while the question is open', async () => {
    const window = await windowUnderTest(screen);
    const unlocks = await window.connections.unlocks();
    screen.answer = (question) => {
      unlocks.lock('prod-eu');
      return revokes(question);
    };
    await window.revoke(window.server.people.threeSessions, all);
    expect(window.writes()).toEqual([]);
    expect(screen.texts('message')).toEqual([
      'Nothing was sent, because the connection is locked. Unlock it and try again.',
    ]);
  });

  describe('of a connection that becomes one of production meanwhile, and is unlocked again', () => {
    const change = async (window: Awaited<ReturnType<typeof windowUnderTest>>) => {
      const entry = { name: 'prod-eu', url: window.server.url, writable: true, production: true };
      await window.connections.replace('prod-eu', entry);
      await window.unlock();
    };

    test('asks and sends nothing when it changed before the question', async () => {
      const window = await windowUnderTest(screen);
      screen.answer = revokes;
      const revoking = window.revoke(window.server.people.threeSessions, async () => {
        await change(window);
        return { kind: 'all' };
      });
      await expect(revoking).rejects.toThrow('Nothing was sent, because “prod-eu” was changed meanwhile. Start again.');
      expect([screen.questions, window.writes()]).toEqual([[], []]);
    });

    test('sends nothing when it changed while the question is open', async () => {
      const window = await windowUnderTest(screen);
      screen.answer = async (question) => {
        if (question.kind === 'modal') {
          await change(window);
        }
        return revokes(question);
      };
      await window.revoke(window.server.people.threeSessions, all);
      expect(window.writes()).toEqual([]);
      expect(screen.texts('message')).toEqual([
        'Nothing was sent, because the connection is locked. Unlock it and try again.',
      ]);
    });
  });

  test('says that nothing was sent for sessions that ended before', async () => {
    const window = await windowUnderTest(screen);
    const { oneSession: otto } = window.server.people;
    for (const { id } of window.server.data.sessionsOf(otto)) {
      window.server.data.revokeSession(id);
    }
    await window.revoke(otto, newest);
    expect(screen.texts('message')).toEqual(['Nothing was sent: none of these sessions is active.']);
    expect(window.writes()).toEqual([]);
  });

  test('sends nothing for the expired sessions of a disabled identity', async () => {
    const window = await windowUnderTest(screen);
    const { threeSessions: drew } = window.server.people;
    const [expired = ''] = activate(window.server, drew);
    window.server.data.setExpiry(expired, (Date.now() - 60_000) * 1000);
    window.server.data.setState(drew, 'inactive');
    screen.answer = revokes;
    await window.revoke(drew, all);
    expect(screen.texts('modal')).toEqual(['Revoke all 2 sessions of drew@example.org on prod-eu?']);
    expect(window.plan()).toContain('Ended before, so nothing is sent (1)');
    expect(window.writes().map(([, target]) => target)).not.toContain(`/admin/sessions/${expired}`);
  });

  test('lists what failed first, tries it again on request, and copies the results as Markdown', async () => {
    const window = await windowUnderTest(screen);
    const { threeSessions: drew } = window.server.people;
    window.server.faults.add({ matching: /^DELETE /, failing: { kind: 'status', status: 503 } });
    screen.answer = (question) =>
      question.kind === 'modal'
        ? revokes(question)
        : (question.choices.find((choice) => choice === 'Try Failed Again') ?? 'Copy as Markdown');
    await window.revoke(drew, all);
    await vi.waitFor(() => expect(screen.copied).toContain('1 of 1 session of `drew@example.org` ended.'));
    expect(screen.texts('message')).toEqual([
      '2 of 3 sessions of drew@example.org ended. Failed: 1.',
      '1 of 1 session of drew@example.org ended.',
    ]);
    expect(screen.texts('modal')).toEqual([
      'Revoke all 3 sessions of drew@example.org on prod-eu?',
      'Revoke the only session of drew@example.org on prod-eu?',
    ]);
    expect(window.writes()).toHaveLength(4);
    expect(window.active(drew)).toEqual([]);
    expect(window.errors).toEqual([]);
  });

  test('sends nothing more after the user cancels, and shows what was not sent', async () => {
    const window = await windowUnderTest(screen);
    const { takenOver: emmy } = window.server.people;
    window.server.faults.add({ matching: /^DELETE /, times: 4, failing: { kind: 'hang' } });
    screen.answer = revokes;
    const revoking = window.revoke(emmy, all);
    const deleted = () => window.writes().filter(([method]) => method === 'DELETE');
    await vi.waitFor(() => expect(deleted()).toHaveLength(4), 15_000);
    screen.cancel();
    await revoking;
    expect(deleted()).toHaveLength(4);
    expect(screen.texts('message')).toEqual(['0 of 8 sessions of emmy@example.net ended. Failed: 4. Not sent: 4.']);
    expect(window.result().match(/not sent: cancelled/g)).toHaveLength(4);
    expect(window.active(emmy)).toHaveLength(8);
  });

  test.each<[string, string, (window: Awaited<ReturnType<typeof windowUnderTest>>) => unknown]>([
    ['the user cancels', 'cancelled', () => screen.cancel()],
    [
      'the connection is locked',
      'the connection was locked',
      async ({ connections }) => (await connections.unlocks()).lock('prod-eu'),
    ],
  ])('calls sessions not sent whose requests still wait for the rate limit when %s', async (_when, why, end) => {
    const window = await windowUnderTest(screen);
    const { takenOver: emmy } = window.server.people;
    const failing = { kind: 'status', status: 429, retryAfter: 600 } as const;
    window.server.faults.add({ matching: /^DELETE /, times: 4, failing });
    screen.answer = revokes;
    const revoking = window.revoke(emmy, all);
    const waiting = expect.stringMatching(/Waiting \d+ s for the rate limit$/);
    await vi.waitFor(() => expect(screen.progress).toContainEqual(waiting));
    await end(window);
    await revoking;
    expect(screen.texts('message')).toEqual(['0 of 8 sessions of emmy@example.net ended. Not sent: 8.']);
    expect(window.result().match(new RegExp(`not sent: ${why}`, 'g'))).toHaveLength(8);
    expect(window.active(emmy)).toHaveLength(8);
  });

  test('revokes 1,200 of 1,203 sessions by three requests where the server takes several at once', async () => {
    const window = await windowUnderTest(screen, { profile: 'head' });
    const { ada } = window.server.people;
    const ids = activate(window.server, ada).slice(0, 3);
    screen.answer = revokes;
    await window.revoke(ada, async () => ({ kind: 'allBut', ids, origins: [] }));
    expect(screen.texts('message')).toEqual(['1,200 of 1,200 sessions of ada@example.org ended.']);
    expect(window.active(ada).sort()).toEqual(ids.sort());
    expect(window.writes()).toEqual(Array.from({ length: 3 }, () => ['POST', '/admin/sessions']));
    expect(screen.progress).toContain('Revoking: 500 of 1,200');
  });

  test('shows a link in the name of an identity as text in the title of the progress', async () => {
    const window = await windowUnderTest(screen);
    const { id } = window.server.data.addIdentity({ email: '[x](command:workbench.action.quit)', count: 1 });
    screen.answer = revokes;
    await window.revoke(id, all);
    expect(screen.progressTitles.at(-1)).toBe('Revoking sessions of [x]\u2060(command:workbench.action.quit)');
  });

  test('shows plans and results of two identities of the same name in documents of their own', async () => {
    const window = await windowUnderTest(screen);
    screen.answer = revokes;
    for (let count = 0; count < 2; count += 1) {
      const { id } = window.server.data.addIdentity({ email: 'shared@example.org', count: 1 });
      await window.revoke(id, all);
    }
    expect(window.documents()).toHaveLength(4);
  });

  test('cancels the reading before the plan', async () => {
    const window = await windowUnderTest(screen);
    window.server.faults.add({ matching: /sessions\?/, failing: { kind: 'hang' } });
    const revoking = window.revoke(window.server.people.threeSessions, all);
    await vi.waitFor(() =>
      expect(window.server.requests.some(({ target }) => target.includes('sessions?'))).toBe(true),
    );
    screen.cancel();
    await revoking;
    expect(screen.questions).toEqual([]);
  });

  test('checks in another window what a window had begun', async () => {
    const window = await windowUnderTest(screen);
    const { threeSessions: drew } = window.server.people;
    screen.answer = revokes;
    await window.revoke(drew, newest);
    const [intent] = await window.auditLines();
    if (intent?.kind !== 'intent') {
      throw new Error('no intent');
    }
    const writes = window.writes().length;
    const other = window.open();
    await other.runner.checkUnfinished(intent);
    expect(other.result()).toContain('1 of 1 session of');
    expect(window.writes()).toHaveLength(writes);
    const kinds = (await window.auditLines()).map(({ kind }) => kind);
    expect(kinds).toEqual(['intent', 'outcome', 'outcome']);
  });
});

test('does not check what was begun over a connection that has another path now', async () => {
  const window = await windowUnderTest(screen);
  screen.answer = revokes;
  await window.revoke(window.server.people.threeSessions, newest);
  const [intent] = await window.auditLines();
  if (intent?.kind !== 'intent') {
    throw new Error('no intent');
  }
  const { url, requests } = window.server;
  await window.connections.replace('prod-eu', { name: 'prod-eu', url: `${url}/other-project`, writable: true });
  const sent = requests.length;
  await window.runner.checkUnfinished(intent);
  expect(screen.questions.at(-1)?.text).toBe(
    `There is no connection “prod-eu” to ${url}, so what was begun there cannot be checked.`,
  );
  expect(requests).toHaveLength(sent);
});

describe('a connection to Ory Network', () => {
  test('offers to check the sessions again in 3 minutes, and shows what they are then', async () => {
    const window = await windowUnderTest(screen, { entry: { url: 'https://acme.projects.oryapis.com' } });
    const { threeSessions: drew } = window.server.people;
    screen.answer = (question) =>
      question.kind === 'message' && window.clock.timers === 0 && screen.texts('message').length === 1
        ? question.choices.find((choice) => choice === 'Check Again in 3 Minutes')
        : revokes(question);
    await window.revoke(drew, all);
    const [modal] = screen.questions;
    expect(modal?.detail).toContain('Edge sessions may be accepted for up to 2 min 30 s.');
    await vi.waitFor(() => expect(window.clock.timers).toBe(1));
    await window.clock.pass(3 * 60_000);
    await vi.waitFor(() => expect(screen.texts('message')).toHaveLength(2));
    expect((await window.auditLines()).map(({ kind }) => kind)).toEqual(['intent', 'outcome', 'outcome']);
    expect(window.writes()).toHaveLength(3);
    expect(window.errors).toEqual([]);
  });

  test('is also one with a domain of its own, by the tier of its rate limit', async () => {
    const entry = { url: 'https://auth.acme.example', rateLimit: 'production' } as const;
    const window = await windowUnderTest(screen, { entry });
    await window.revoke(window.server.people.threeSessions, all);
    expect(screen.questions[0]?.detail).toContain('Edge sessions may be accepted for up to 2 min 30 s.');
  });

  test('says in the status bar when it checks again, and does not after the window has ended', async () => {
    const window = await windowUnderTest(screen, { entry: { url: 'https://acme.projects.oryapis.com' } });
    screen.answer = (question) => (question.kind === 'message' ? 'Check Again in 3 Minutes' : revokes(question));
    await window.revoke(window.server.people.threeSessions, newest);
    await vi.waitFor(() => expect(window.clock.timers).toBe(1));
    expect(screen.progressTitles.at(-1)).toMatch(/^Sessions of drew@example\.org are checked again at \d+:\d\d/);
    window.end();
    expect(window.clock.timers).toBe(0);
  });

  test('does not check sessions again over a connection that leads elsewhere meanwhile', async () => {
    const window = await windowUnderTest(screen, { entry: { url: 'https://acme.projects.oryapis.com' } });
    screen.answer = (question) => (question.kind === 'message' ? 'Check Again in 3 Minutes' : revokes(question));
    await window.revoke(window.server.people.threeSessions, newest);
    await vi.waitFor(() => expect(window.clock.timers).toBe(1));
    const before = window.result();
    Object.assign(window.connections, { server: () => undefined });
    await window.clock.pass(3 * 60_000);
    await vi.waitFor(() => expect(window.errors).toHaveLength(1));
    expect(String(window.errors)).toContain('“prod-eu” was changed meanwhile, so its sessions were not checked again.');
    expect(window.result()).toBe(before);
    expect(await window.auditLines()).toHaveLength(2);
  });

  test('says 3 minutes later why a session did not end, and offers to try it again', async () => {
    const window = await windowUnderTest(screen, { entry: { url: 'https://acme.projects.oryapis.com' } });
    const { threeSessions: drew } = window.server.people;
    window.server.faults.add({ matching: /^DELETE /, failing: { kind: 'status', status: 403 } });
    screen.answer = (question) =>
      question.kind === 'message' && screen.texts('message').length === 1
        ? question.choices.find((choice) => choice === 'Check Again in 3 Minutes')
        : revokes(question);
    await window.revoke(drew, newest);
    const before = window.result().split('\n').at(-2);
    await vi.waitFor(() => expect(window.clock.timers).toBe(1));
    await window.clock.pass(3 * 60_000);
    await vi.waitFor(() => expect(screen.texts('message')).toHaveLength(2));
    expect(before).toContain('failed');
    expect(window.result().split('\n').at(-2)).toBe(before);
    expect(screen.questions.at(-1)?.choices).toContain('Try Failed Again');
  });
});

test('revokes 1,200 of 1,203 sessions one by one within the limits of Ory Network’s Developer tier', async () => {
  const gateways: RateGateway[] = [];
  const gateway = async (upstream: string) => {
    const options = { now: () => systemClock.now(), windows: 'sliding' } as const;
    const started = await endedWithTest(startRateGateway(upstream, options));
    gateways.push(started);
    return started;
  };
  const window = await windowUnderTest(screen, { gateway });
  const { ada } = window.server.people;
  const ids = activate(window.server, ada).slice(0, 3);
  // The unlock keeps the clock of the machine: its own timers would skip its time.
  await window.unlock();
  const real = { ...systemClock };
  onTestFinished(() => void Object.assign(systemClock, real));
  Object.assign(systemClock, fastClock);
  screen.answer = revokes;
  await window.revoke(ada, async () => ({ kind: 'allBut', ids, origins: [] }));

  expect(screen.texts('message')).toEqual(['1,200 of 1,200 sessions of ada@example.org ended.']);
  expect(window.active(ada)).toEqual(ids);
  const deleted = window.writes().flatMap(([method, target]) => (method === 'DELETE' ? [target] : []));
  expect([deleted.length, new Set(deleted).size]).toEqual([1200, 1200]);
  expect(gateways.flatMap(({ refused }) => refused)).toEqual([]);
  expect(screen.progress).toContainEqual(
    expect.stringMatching(/^Revoking: \d+ of 1,200 · Waiting \d+ s for the rate limit$/),
  );
});

describe('the commands that revoke', () => {
  function commandsOf(window: Awaited<ReturnType<typeof windowUnderTest>>, selection: readonly Target[] = []) {
    const sources: TargetSources = {
      pageSelection: () => selection,
      activeFile: () => undefined,
      treeSelection: () => [],
      isTreeInUse: () => false,
      pickSession: async () => undefined,
      pickIdentity: async () => undefined,
    };
    return revokeCommands({ runner: window.runner, sources, memory: window.memory });
  }
  const node = (identityId: string, sessionId: string) => ({
    kind: 'session',
    ref: { connectionId: 'prod-eu', identityId, sessionId },
  });
  const idsOf = (window: Awaited<ReturnType<typeof windowUnderTest>>, identityId: string) =>
    window.server.data.sessionsOf(identityId).map(({ id }) => id);

  test('plan the selected sessions of each identity by themselves', async () => {
    const window = await windowUnderTest(screen);
    const { twoSessions: zoe, threeSessions: drew } = window.server.people;
    const [first = '', second = ''] = idsOf(window, drew);
    const [other = ''] = idsOf(window, zoe);
    screen.answer = revokes;
    const rows = [node(drew, first), node(zoe, other), node(drew, second)];
    await commandsOf(window)['kratosExplorer.revokeSessions'](rows[0], rows);
    expect(screen.texts('modal')).toEqual([
      'Revoke 2 of 3 sessions of drew@example.org on prod-eu?',
      'Revoke 1 of 2 sessions of zoe@example.org on prod-eu?',
    ]);
    expect(window.active(drew)).toHaveLength(1);
    expect(window.active(zoe)).toHaveLength(1);
  });

  test('revoke all sessions of the origin of one', async () => {
    const window = await windowUnderTest(screen);
    const { takenOver: emmy } = window.server.people;
    const [strange = ''] = idsOf(window, emmy);
    screen.answer = revokes;
    await commandsOf(window)['kratosExplorer.revokeOrigin'](node(emmy, strange));
    expect(screen.texts('modal')[0]).toMatch(/^Revoke [23] of 8 sessions of emmy@example\.net on prod-eu\?$/);
    expect(
      idsOf(window, emmy)
        .slice(3)
        .filter((id) => window.active(emmy).includes(id)),
    ).toHaveLength(5);
  });

  test('keep the selected sessions of a page and revoke all others', async () => {
    const window = await windowUnderTest(screen);
    const { threeSessions: drew } = window.server.people;
    const [kept = ''] = idsOf(window, drew);
    screen.answer = revokes;
    const selection: Target = { kind: 'session', connectionId: 'prod-eu', identityId: drew, sessionId: kept };
    await commandsOf(window, [selection])['kratosExplorer.revokeAllBut']({ webviewSection: 'session' });
    expect(window.active(drew)).toEqual([kept]);
  });

  test('ask from the palette which origins are kept, although a row of the page is selected', async () => {
    const window = await windowUnderTest(screen);
    const { threeSessions: drew } = window.server.people;
    const [selected = ''] = idsOf(window, drew);
    const selection: Target = { kind: 'session', connectionId: 'prod-eu', identityId: drew, sessionId: selected };
    await commandsOf(window, [selection])['kratosExplorer.revokeAllBut']();
    expect(screen.questions.map(({ kind, text }) => [kind, text])).toEqual([
      ['pick', 'Revoke All Sessions of drew@example.org but Those of the Checked Origins'],
    ]);
    expect(window.writes()).toEqual([]);
  });

  test('revoke all sessions of an identity', async () => {
    const window = await windowUnderTest(screen);
    const { threeSessions: drew } = window.server.people;
    screen.answer = revokes;
    const row = { kind: 'identity', ref: { connectionId: 'prod-eu', identityId: drew } };
    await commandsOf(window)['kratosExplorer.revokeAllSessions'](row);
    expect(window.active(drew)).toEqual([]);
  });
});

describe('keeping origins', () => {
  test('checks those that the owner recognised, and revokes all others', async () => {
    const window = await windowUnderTest(screen);
    const { takenOver: emmy } = window.server.people;
    const notes = new OriginNotes(window.memory);
    const before = window.active(emmy).length;
    const owner: Select = async (read, identity) => {
      for (const origin of read.origins) {
        const [line] = origin.lines;
        if (line !== undefined && line.country === 'DE') {
          await notes.note(read.ref, lineKey(line), true, new Date());
        }
      }
      return askKeptOrigins(read, { identity, notes, now: new Date() });
    };
    screen.answer = (question) => (question.kind === 'pick' ? question.detail.split('\n') : revokes(question));
    await window.revoke(emmy, owner);
    expect(screen.texts('pick')).toEqual(['Revoke All Sessions of emmy@example.net but Those of the Checked Origins']);
    expect(screen.texts('modal')).toEqual([`Revoke 3 of ${before} sessions of emmy@example.net on prod-eu?`]);
    expect(window.active(emmy)).toHaveLength(before - 3);
  });

  test('lists origins without the icons that texts of the server name', async () => {
    const window = await windowUnderTest(screen);
    const { threeSessions: drew } = window.server.people;
    for (const session of window.server.data.sessionsOf(drew)) {
      Object.assign(session.devices?.[0] ?? {}, { userAgent: '$(trash) Deleted' });
    }
    await window.revoke(drew, (read, identity) =>
      askKeptOrigins(read, { identity, notes: new OriginNotes(window.memory), now: new Date() }),
    );
    const [pick] = screen.questions;
    expect(pick?.choices.join()).toContain('\\$(trash) Deleted');
    expect(pick?.choices.join()).not.toMatch(/(?<!\\)\$\(/);
  });

  test('says that all sessions are revoked when no origin is checked, and nothing when the list is closed', async () => {
    const window = await windowUnderTest(screen);
    const notes = new OriginNotes(window.memory);
    const select: Select = (read, identity) => askKeptOrigins(read, { identity, notes, now: new Date() });
    screen.answer = ({ kind }) => (kind === 'pick' ? [] : undefined);
    await window.revoke(window.server.people.threeSessions, select);
    expect(screen.texts('modal')).toEqual(['Revoke all 3 sessions of drew@example.org on prod-eu?']);
    screen.answer = () => undefined;
    await window.revoke(window.server.people.threeSessions, select);
    expect(screen.texts('modal')).toHaveLength(1);
    expect(window.writes()).toEqual([]);
  });
});
