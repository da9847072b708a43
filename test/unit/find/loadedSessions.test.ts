import { describe, expect, it } from 'vitest';
import { QuickPickItemKind } from 'vscode';

import type { Steps } from '../../../src/core/origins/steps.ts';
import { loadedSessions } from '../../../src/find/loadedSessions.ts';
import type { FoundRowContext } from '../../../src/find/rows.ts';
import { runSteps } from '../../origins/runSteps.ts';
import { anIdentity, adaId as identityId, wireIdentityInSession } from '../builders/identityBuilder.ts';
import { aSession, uuid } from '../builders/sessionBuilder.ts';
import { FakeConnections } from '../fakes/fakeConnections.ts';
import { FakeKratos } from '../fakes/fakeKratos.ts';

const graceId = 'c2a4b8d0-1111-4222-8333-944455566677';
const curl = { ip_address: '203.0.113.7', user_agent: 'curl/8.5.0', location: 'Lagos, NG' };
const wget = { ip_address: '198.51.100.4', user_agent: 'Wget/1.21', location: 'Berlin, DE' };

function directoryOf(sessions: readonly Readonly<Record<string, unknown>>[]) {
  const server = new FakeKratos();
  const directory = server.open();
  directory.pinFound(anIdentity());
  directory.pinFound(anIdentity({ id: graceId, traits: { name: 'Grace Hopper' } }));
  for (const [place, session] of sessions.entries()) {
    const made = aSession({ id: uuid(place), ...session });
    directory.pinFoundSession(made.identityId ?? identityId, made);
  }
  const context: FoundRowContext = {
    connections: new FakeConnections({ acme: directory }),
    labelTraits: [],
    now: new Date('2026-11-23T19:41:25Z'),
    wanted: 'session',
  };
  return { server, context };
}

function loaded(sessions: readonly Readonly<Record<string, unknown>>[], scope?: string) {
  const { server, context } = directoryOf(sessions);
  const all = runSteps(loadedSessions({ connectionId: 'acme', identityId: scope }, context));
  return {
    server,
    rows: (query: string) => runSteps(all.rows(query, context)),
    found: (query: string) => runSteps(all.rows(query, context)).flatMap(({ found, label }) => (found ? [label] : [])),
  };
}

/** Returns the result, and how often the work yielded before it. */
function counted<T>(work: Steps<T>): { readonly result: T; readonly count: number } {
  for (let count = 0; ; count += 1) {
    const { done, value } = work.next();
    if (done) {
      return { result: value, count };
    }
  }
}

const two = [
  { devices: [wget], issued_at: '2026-11-22T16:41:25Z', authentication_methods: [] },
  { devices: [curl], issued_at: '2026-11-23T16:41:25Z', identity: wireIdentityInSession({ id: graceId }) },
];

describe('Search Loaded Sessions', () => {
  it('lists all loaded sessions for an empty query, newest first, without a request', () => {
    const { rows, server } = loaded(two);
    expect(rows('')).toMatchObject([
      { kind: QuickPickItemKind.Separator, label: '2 of 2 loaded sessions' },
      {
        label: 'curl 8.5',
        description: 'active · 3 h · Lagos, NG',
        detail: expect.stringMatching(/^Grace Hopper · .* · password · 203\.0\.113\.7$/),
        alwaysShow: true,
      },
      { label: 'Wget 1.21' },
    ]);
    expect(server.requests).toEqual([]);
  });

  it('prepares, matches and draws a long list in steps, so that other work can run in between', () => {
    const { context } = directoryOf(Array.from({ length: 3000 }, () => ({ devices: [curl] })));
    const { result: all, count: prepared } = counted(
      loadedSessions({ connectionId: 'acme', identityId: undefined }, context),
    );
    expect(prepared).toBe(61);
    expect(counted(all.rows('lagos', context)).count).toBe(8);
  });

  it('lists the sessions of one identity alone when it is opened for that identity', () => {
    expect(loaded(two, graceId).found('')).toEqual(['curl 8.5']);
  });

  it.each([
    ['lagos', ['curl 8.5']],
    ['device:wget', ['Wget 1.21']],
    ['ip:198.51.100.0/24', ['Wget 1.21']],
    ['country:ng', ['curl 8.5']],
    ['since:4h', ['curl 8.5']],
    ['-since:4h', ['Wget 1.21']],
    ['"grace hopper"', ['curl 8.5']],
    [identityId, ['Wget 1.21']],
    ['state:active', ['curl 8.5', 'Wget 1.21']],
    ['state:inactive', []],
    ['method:password', ['curl 8.5']],
  ])('finds by %s', (query, labels) => {
    expect(loaded(two).found(query)).toEqual(labels);
  });

  it('says first what it does not understand, and hides nothing by it', () => {
    const [problem, ...others] = loaded(two).rows('city:lagos');
    expect(problem).toMatchObject({
      label: expect.stringContaining('“city:” is not a field'),
      detail: 'This part is ignored. It hides no session.',
    });
    expect(others.filter(({ found }) => found)).toHaveLength(2);
  });

  it('says that only loaded sessions are searched when none matches, and how many those are', () => {
    expect(loaded(two).rows('firefox')).toMatchObject([{ label: 'None of the 2 loaded sessions matches' }]);
    expect(loaded([]).rows('')).toMatchObject([{ label: 'No sessions are loaded here' }]);
  });

  it('shows 100 of 230 sessions that match, and says how many more there are', () => {
    const { rows, found } = loaded(Array.from({ length: 230 }, () => ({ devices: [curl] })));
    expect(found('lagos')).toHaveLength(100);
    expect(rows('lagos').at(-1)?.label).toBe('130 more sessions match');
  });

  it('offers the values of the field at the end of the query, which replace its value when they are accepted', () => {
    const { rows } = loaded(two);
    const completions = (query: string) => rows(query).flatMap(({ completed }) => completed ?? []);
    expect(completions('active place:la')).toEqual(['active place:"Lagos, NG" ']);
    expect(completions('-dev')).toEqual(['-device:']);
    expect(completions('')).toEqual([]);
    expect(completions('active ')).toEqual([]);
  });

  it('shows hostile values as visible text, and completes to the value itself', () => {
    const place = '$(trash)\u202e x';
    const { rows } = loaded([{ devices: [{ ...curl, location: place }] }]);
    expect(rows('place:').find(({ completed }) => completed)).toMatchObject({
      label: '\\$(trash)⟨U+202E⟩ x',
      completed: `place:"${place}" `,
    });
  });
});
