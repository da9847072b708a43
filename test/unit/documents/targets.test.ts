import { describe, expect, test } from 'vitest';
import {
  identityTargets,
  selectedSessions,
  sessionTargets,
  type TargetSources,
} from '../../../src/documents/targets.ts';
import { identityUri, parseKratosUri, sessionUri } from '../../../src/documents/uris.ts';
import { identityId, otherSessionId, sessionId } from './items.ts';

const identityRef = { connectionId: 'acme', identityId };
const session = { ...identityRef, sessionId };
const other = { ...identityRef, sessionId: otherSessionId };
const row = (ref: typeof session) => ({ kind: 'session', id: 'row', ref });
const identityRow = { kind: 'identity', id: 'row', ref: identityRef };
const connectionRow = { kind: 'connection', id: 'acme', connectionId: 'acme' };

function sources(overrides: Partial<TargetSources> = {}): TargetSources {
  const unexpected = () => {
    throw new Error('asked the person for what is known');
  };
  return {
    activeFile: () => undefined,
    treeSelection: () => [],
    pickSession: unexpected,
    pickIdentity: unexpected,
    ...overrides,
  };
}

async function sessionIds(args: readonly unknown[], from: Partial<TargetSources> = {}) {
  return (await sessionTargets(args, sources(from))).map((ref) => ref.sessionId);
}

describe('a session command is about', () => {
  test('all selected rows of its menu, else the row, else the file of its editor', async () => {
    expect(await sessionIds([row(session), [row(session), row(other), identityRow]])).toEqual([
      sessionId,
      otherSessionId,
    ]);
    expect(await sessionIds([row(session), undefined])).toEqual([sessionId]);
    expect(await sessionIds([sessionUri(other)])).toEqual([otherSessionId]);
    expect(await sessionIds([sessionUri(other, 'withoutIdentity')])).toEqual([otherSessionId]);
  });

  test('without arguments the active file before the tree’s selection before a look-up', async () => {
    const activeFile = () => sessionUri(session);
    const treeSelection = () => [row(other)];
    const pickSession = async () => session;
    expect(await sessionIds([], { activeFile, treeSelection })).toEqual([sessionId]);
    expect(await sessionIds([], { treeSelection })).toEqual([otherSessionId]);
    expect(await sessionIds([undefined], { activeFile: () => identityUri(identityRef), pickSession })).toEqual([
      sessionId,
    ]);
    expect(await sessionIds([], { treeSelection: () => [connectionRow], pickSession })).toEqual([sessionId]);
  });

  test('all of several selected rows, where the active file is one of them', async () => {
    const treeSelection = () => [row(session), row(other)];
    expect(await sessionIds([], { activeFile: () => sessionUri(other), treeSelection })).toEqual([
      sessionId,
      otherSessionId,
    ]);
    const third = { ...session, sessionId: identityId };
    expect(await sessionIds([], { activeFile: () => sessionUri(third), treeSelection })).toEqual([identityId]);
  });

  test('nothing when the person leaves the look-up', async () => {
    expect(await sessionIds([], { pickSession: async () => undefined })).toEqual([]);
  });

  test('never another session than the row it was called on', async () => {
    const pickSession = async () => undefined;
    expect(await sessionIds([connectionRow], { activeFile: () => sessionUri(session), pickSession })).toEqual([]);
  });
});

test('an identity command takes a session for its identity, and none twice', async () => {
  const refs = await identityTargets([row(session), [row(session), row(other), identityRow]], sources());
  expect(refs.map((ref) => ref.identityId)).toEqual([identityId]);
});

test('a comparison takes the rows of its menu, else those selected', () => {
  const treeSelection = () => [row(session), row(other)];
  expect(selectedSessions([], sources({ treeSelection }))).toHaveLength(2);
  expect(selectedSessions([row(session), [row(session)]], sources({ treeSelection }))).toHaveLength(1);
});

describe('an address', () => {
  test('leads back to what it names', () => {
    expect(parseKratosUri(sessionUri(session))).toEqual({ kind: 'session', form: 'whole', ...session });
    expect(parseKratosUri(sessionUri(session, 'withoutIdentity'))).toEqual({
      kind: 'session',
      form: 'withoutIdentity',
      ...session,
    });
    expect(parseKratosUri(identityUri(identityRef))).toEqual({ kind: 'identity', ...identityRef });
  });

  test('of anything else names nothing', () => {
    const uri = sessionUri(session);
    expect(parseKratosUri(uri.with({ scheme: 'file' }))).toBeUndefined();
    expect(parseKratosUri(uri.with({ path: '/identities/x.json' }))).toBeUndefined();
    expect(parseKratosUri(uri.with({ path: uri.path.replace('.json', '') }))).toBeUndefined();
  });

  test('without the identity is none of those that the panel is the editor of', () => {
    // package.json: "kratos:/**/sessions/*.json"
    expect(sessionUri(session).path).toMatch(/\/sessions\/[^/]*\.json$/);
    expect(sessionUri(session, 'withoutIdentity').path).not.toMatch(/\/sessions\/[^/]*\.json$/);
  });
});
