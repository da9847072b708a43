import { describe, expect, test } from 'vitest';
import type { Select } from '../../../src/contain/actionRunner.ts';
import { askKeptOrigins } from '../../../src/contain/keptOrigins.ts';
import { revokeCommands } from '../../../src/contain/revokeCommands.ts';
import type { Target } from '../../../src/files/targets.ts';
import { lineKey } from '../../../src/pages/host/origins/describeOrigins.ts';
import { OriginNotes } from '../../../src/pages/host/origins/originNotes.ts';
import { revokes, screen, stubScreen } from './screen.ts';
import { identityRow, noSources, sessionRow, type WindowUnderTest, windowUnderTest } from './windowUnderTest.ts';

stubScreen();

describe('the commands that revoke', () => {
  function commandsOf(window: WindowUnderTest, selection: readonly Target[] = []) {
    const sources = { ...noSources, pageSelection: () => selection };
    return revokeCommands({ runner: window.runner, sources, memory: window.memory });
  }
  const idsOf = (window: WindowUnderTest, identityId: string) =>
    window.server.data.sessionsOf(identityId).map(({ id }) => id);

  test('plan the selected sessions of each identity by themselves', async () => {
    const window = await windowUnderTest();
    const { twoSessions: zoe, threeSessions: drew } = window.server.people;
    const [first = '', second = ''] = idsOf(window, drew);
    const [other = ''] = idsOf(window, zoe);
    screen.answer = revokes;
    const rows = [sessionRow(drew, first), sessionRow(zoe, other), sessionRow(drew, second)];
    await commandsOf(window)['kratosExplorer.revokeSessions'](rows[0], rows);
    expect(screen.texts('modal')).toEqual([
      'Revoke 2 of 3 sessions of drew@example.org on prod-eu?',
      'Revoke 1 of 2 sessions of zoe@example.org on prod-eu?',
    ]);
    expect(window.active(drew)).toHaveLength(1);
    expect(window.active(zoe)).toHaveLength(1);
  });

  test('revoke all sessions of the origin of one', async () => {
    const window = await windowUnderTest();
    const { takenOver: emmy } = window.server.people;
    const [strange = ''] = idsOf(window, emmy);
    screen.answer = revokes;
    await commandsOf(window)['kratosExplorer.revokeOrigin'](sessionRow(emmy, strange));
    expect(screen.texts('modal')[0]).toMatch(/^Revoke [23] of 8 sessions of emmy@example\.net on prod-eu\?$/);
    expect(
      idsOf(window, emmy)
        .slice(3)
        .filter((id) => window.active(emmy).includes(id)),
    ).toHaveLength(5);
  });

  test('keep the selected sessions of a page and revoke all others', async () => {
    const window = await windowUnderTest();
    const { threeSessions: drew } = window.server.people;
    const [kept = ''] = idsOf(window, drew);
    screen.answer = revokes;
    const selection: Target = { kind: 'session', connectionId: 'prod-eu', identityId: drew, sessionId: kept };
    await commandsOf(window, [selection])['kratosExplorer.revokeAllBut']({ webviewSection: 'session' });
    expect(window.active(drew)).toEqual([kept]);
  });

  test('ask from the palette which origins are kept, although a row of the page is selected', async () => {
    const window = await windowUnderTest();
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
    const window = await windowUnderTest();
    const { threeSessions: drew } = window.server.people;
    screen.answer = revokes;
    await commandsOf(window)['kratosExplorer.revokeAllSessions'](identityRow(drew));
    expect(window.active(drew)).toEqual([]);
  });
});

describe('keeping origins', () => {
  test('checks those that the owner recognised, and revokes all others', async () => {
    const window = await windowUnderTest();
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
    const window = await windowUnderTest();
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
    const window = await windowUnderTest();
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
