import { describe, expect, test } from 'vitest';
import type { Select } from '../../../src/contain/actionRunner.ts';
import { type Question, revokes, screen, stubScreen } from './screen.ts';
import { all, newest, type WindowUnderTest, windowUnderTest } from './windowUnderTest.ts';

stubScreen();

/** Selects the sessions from Auckland. */
const stranger: Select = async ({ origins }) => {
  const sessions = origins.flatMap((origin) => origin.sessions.filter(({ location }) => location === 'Auckland, NZ'));
  return { kind: 'origin', origin: { sessions } };
};

describe('revoking sessions', () => {
  test('ends those of a stranger and keeps those of the owner, with plan, evidence, results and audit', async () => {
    const window = await windowUnderTest();
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
    expect(modal?.detail).toContain('Revoking does not change the password. Anyone who knows it can sign in again.');
    expect(window.plan()).toContain('Revoked (3)\n− 40 m   python-requests');
    expect(window.plan()).toMatch(/^= 2 d {4}Safari 18 on iPhone, Berlin, DE, 203\.0\.113\.24/m);
    expect(window.active(emmy)).toEqual(before.filter((id) => !strangers.includes(id)));
    expect(new Set(window.writes().map(String))).toEqual(
      new Set(strangers.map((id) => `DELETE,/admin/sessions/${id}`)),
    );
    expect(window.result()).toContain('# 3 of 3 sessions of `emmy@example.net` ended.');
    expect(window.result().match(/ended and verified/g)).toHaveLength(3);
    expect(screen.texts('message')).toEqual(['3 of 3 sessions of emmy@example.net ended.']);
    expect(await window.evidence()).toEqual(
      expect.arrayContaining(strangers.map((id) => expect.stringContaining(`${id}.json`))),
    );
    const lines = await window.auditLines();
    expect(lines.map(({ kind }) => kind)).toEqual(['intent', 'outcome']);
    expect(lines[0]).toMatchObject({ reason: 'INC-7', targets: expect.arrayContaining(strangers) });
  });

  test('shows the ended sessions in the lists of the window without a refresh', async () => {
    const window = await windowUnderTest();
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
    const window = await windowUnderTest();
    screen.answer = answer;
    await window.revoke(window.server.people.threeSessions, all);
    expect(window.writes()).toEqual([]);
    expect(await window.evidence()).toEqual([]);
    expect(await window.auditLines()).toEqual([]);
  });

  test('asks once more beside the plan when the user reviews the list', async () => {
    const window = await windowUnderTest();
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
      const window = await windowUnderTest({ entry: { production: true } });
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
    const window = await windowUnderTest();
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
    const window = await windowUnderTest();
    const asked: string[] = [];
    screen.unlock = (connectionId) => asked.push(connectionId);
    await window.revoke(window.server.people.threeSessions, all);
    expect(asked).toEqual(['prod-eu']);
    expect(window.server.requests).toEqual([]);
    expect(screen.questions).toEqual([]);
  });

  test('sends nothing when the connection is locked while the question is open', async () => {
    const window = await windowUnderTest();
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
    const change = async (window: WindowUnderTest) => {
      const entry = { name: 'prod-eu', url: window.server.url, writable: true, production: true };
      await window.connections.replace('prod-eu', entry);
      await window.unlock();
    };

    test('shows no question and sends nothing when it changed before the question', async () => {
      const window = await windowUnderTest();
      screen.answer = revokes;
      const revoking = window.revoke(window.server.people.threeSessions, async () => {
        await change(window);
        return { kind: 'all' };
      });
      await expect(revoking).rejects.toThrow('Nothing was sent, because “prod-eu” was changed meanwhile. Start again.');
      expect([screen.questions, window.writes()]).toEqual([[], []]);
    });

    test('sends nothing when it changed while the question is open', async () => {
      const window = await windowUnderTest();
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
    const window = await windowUnderTest();
    const { oneSession: otto } = window.server.people;
    for (const { id } of window.server.data.sessionsOf(otto)) {
      window.server.data.revokeSession(id);
    }
    await window.revoke(otto, newest);
    expect(screen.texts('message')).toEqual(['Nothing was sent: none of these sessions is active.']);
    expect(window.writes()).toEqual([]);
  });

  test('sends nothing for the expired sessions of a disabled identity', async () => {
    const window = await windowUnderTest();
    const { threeSessions: drew } = window.server.people;
    const [expired = ''] = window.activate(drew);
    window.server.data.setExpiry(expired, (Date.now() - 60_000) * 1000);
    window.server.data.setState(drew, 'inactive');
    screen.answer = revokes;
    await window.revoke(drew, all);
    expect(screen.texts('modal')).toEqual(['Revoke all 2 sessions of drew@example.org on prod-eu?']);
    expect(window.plan()).toContain('Ended before, so nothing is sent (1)');
    expect(window.writes().map(([, target]) => target)).not.toContain(`/admin/sessions/${expired}`);
  });

  test('shows a link in the name of an identity as text in the title of the progress', async () => {
    const window = await windowUnderTest();
    const { id } = window.server.data.addIdentity({ email: '[x](command:workbench.action.quit)', count: 1 });
    screen.answer = revokes;
    await window.revoke(id, all);
    expect(screen.progressTitles.at(-1)).toBe('Revoking sessions of [x]\u2060(command:workbench.action.quit)');
  });

  test('shows plans and results of two identities of the same name in documents of their own', async () => {
    const window = await windowUnderTest();
    screen.answer = revokes;
    for (let count = 0; count < 2; count += 1) {
      const { id } = window.server.data.addIdentity({ email: 'shared@example.org', count: 1 });
      await window.revoke(id, all);
    }
    expect(window.documents()).toHaveLength(4);
  });
});
