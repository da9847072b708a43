import { describe, expect, test } from 'vitest';
import { Uri } from 'vscode';
import {
  identityTargets,
  selectedSessions,
  sessionOrIdentityTargets,
  sessionTargets,
  type TargetSources,
} from '../../../src/files/targets.ts';
import { identityUri, parseKratosUri, sessionUri } from '../../../src/files/uris.ts';
import { adaId as identityId } from '../builders/identityBuilder.ts';
import { uuid } from '../builders/sessionBuilder.ts';

const [sessionId, otherSessionId] = ['5f1e7f2c-9b60-4f43-9a53-4d0a4a1d6b9e', uuid(2)];
const identityRef = { connectionId: 'acme', identityId };
const session = { ...identityRef, sessionId };
const other = { ...identityRef, sessionId: otherSessionId };
const row = (ref: typeof session) => ({ kind: 'session', id: 'row', ref });
const identityRow = { kind: 'identity', id: 'row', ref: identityRef };
const connectionRow = { kind: 'connection', id: 'acme', connectionId: 'acme' };

function sources(overrides: Partial<TargetSources> = {}): TargetSources {
  const unexpected = () => {
    throw new Error('opened a look-up though the target is known');
  };
  return {
    pageSelection: () => [],
    activeFile: () => undefined,
    treeSelection: () => [],
    isTreeInUse: () => false,
    pickSession: unexpected,
    pickIdentity: unexpected,
    ...overrides,
  };
}

async function sessionIds(args: readonly unknown[], from: Partial<TargetSources> = {}) {
  return (await sessionTargets(args, sources(from), 'Copy')).map((ref) => ref.sessionId);
}

describe('a session command', () => {
  test('takes the rows of the tree before the page and the file while the tree is in use', async () => {
    const from: Partial<TargetSources> = {
      pageSelection: () => [{ kind: 'session', ...session }],
      activeFile: () => sessionUri(session),
      treeSelection: () => [row(other)],
    };
    const isTreeInUse = () => true;
    expect(await sessionIds([], from)).toEqual([sessionId]);
    expect(await sessionIds([], { ...from, isTreeInUse })).toEqual([otherSessionId]);
    expect(await sessionIds([], { ...from, isTreeInUse, pageSelection: () => [] })).toEqual([otherSessionId]);
    expect(selectedSessions([], sources({ ...from, isTreeInUse }))).toMatchObject([other]);
    // A row of the tree that does not suit leaves the choice to the editor.
    expect(await sessionIds([], { ...from, isTreeInUse, treeSelection: () => [identityRow] })).toEqual([sessionId]);
  });

  test('passes its name to the look-up', async () => {
    const names: string[] = [];
    const pickSession = async (command: string) => {
      names.push(command);
      return undefined;
    };
    await sessionTargets([], sources({ pickSession }), 'Copy Session JSON');
    expect(names).toEqual(['Copy Session JSON']);
  });

  test('takes the selected rows of its menu, else the row, else the file of its editor', async () => {
    expect(await sessionIds([row(session), [row(session), row(other), identityRow]])).toEqual([
      sessionId,
      otherSessionId,
    ]);
    expect(await sessionIds([row(session), undefined])).toEqual([sessionId]);
    expect(await sessionIds([sessionUri(other)])).toEqual([otherSessionId]);
    expect(await sessionIds([sessionUri(other, 'withoutIdentity')])).toEqual([otherSessionId]);
  });

  test('takes the active file, else the selected rows, else a look-up', async () => {
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

  test('takes all selected rows when the active file is one of them', async () => {
    const treeSelection = () => [row(session), row(other)];
    expect(await sessionIds([], { activeFile: () => sessionUri(other), treeSelection })).toEqual([
      sessionId,
      otherSessionId,
    ]);
    const third = { ...session, sessionId: identityId };
    expect(await sessionIds([], { activeFile: () => sessionUri(third), treeSelection })).toEqual([identityId]);
  });

  test('takes nothing when the user closes the look-up', async () => {
    expect(await sessionIds([], { pickSession: async () => undefined })).toEqual([]);
  });

  test('takes nothing when it is called on a row without a session', async () => {
    const pickSession = async () => undefined;
    expect(await sessionIds([connectionRow], { activeFile: () => sessionUri(session), pickSession })).toEqual([]);
  });
});

test('a menu of a page passes the rows that are selected in the page, and never those of the tree', async () => {
  const menu = {
    webviewSection: 'session',
    kind: 'session',
    sessionId,
    selected: 2,
    webview: 'kratosExplorer.identity',
  };
  const selected = [session, other].map((ref) => ({ kind: 'session' as const, ...ref }));
  const page = sources({ pageSelection: () => selected, treeSelection: () => [row(session)] });
  expect(await sessionTargets([menu], page, 'Copy')).toEqual(selected);
  expect(await sessionOrIdentityTargets([menu], page, 'Save')).toEqual(selected);
  expect(selectedSessions([menu], page)).toEqual(selected);
  expect((await identityTargets([menu], page, 'Copy')).map((ref) => ref.identityId)).toEqual([identityId]);
  const pickSession = async () => undefined;
  expect(await sessionIds([menu], { treeSelection: () => [row(session)], pickSession })).toEqual([]);
});

test('an identity command takes each identity of the selected sessions once', async () => {
  const refs = await identityTargets([row(session), [row(session), row(other), identityRow]], sources(), 'Copy');
  expect(refs.map((ref) => ref.identityId)).toEqual([identityId]);
});

test('saving takes the sessions among the rows, else the identities, else the active file', async () => {
  const saved = async (args: readonly unknown[], from: Partial<TargetSources> = {}) =>
    sessionOrIdentityTargets(args, sources(from), 'Save');
  expect(await saved([undefined, [identityRow, row(session), row(other)]])).toEqual([
    { kind: 'session', ...session },
    { kind: 'session', ...other },
  ]);
  expect(await saved([identityRow, [identityRow]])).toEqual([{ kind: 'identity', ...identityRef }]);
  expect(await saved([], { activeFile: () => identityUri(identityRef) })).toEqual([
    { kind: 'identity', ...identityRef },
  ]);
  expect(await saved([], { activeFile: () => sessionUri(session, 'withoutIdentity') })).toEqual([
    { kind: 'session', form: 'withoutIdentity', ...session },
  ]);
  expect(await saved([], { pickSession: async () => session })).toEqual([{ kind: 'session', ...session }]);
  expect(await saved([], { pickSession: async () => undefined })).toEqual([]);
});

test('a comparison takes the rows of its menu, else the selected rows', () => {
  const treeSelection = () => [row(session), row(other)];
  expect(selectedSessions([], sources({ treeSelection }))).toHaveLength(2);
  expect(selectedSessions([row(session), [row(session)]], sources({ treeSelection }))).toHaveLength(1);
});

describe('a kratos: URI', () => {
  test('is parsed to the session or identity that it was made from', () => {
    expect(parseKratosUri(sessionUri(session))).toEqual({ kind: 'session', form: 'whole', ...session });
    expect(parseKratosUri(sessionUri(session, 'withoutIdentity'))).toEqual({
      kind: 'session',
      form: 'withoutIdentity',
      ...session,
    });
    expect(parseKratosUri(identityUri(identityRef))).toEqual({ kind: 'identity', ...identityRef });
  });

  test('is parsed to the same session or identity when it ends in a name', () => {
    for (const name of ['Chrome 141 on Windows', '', '日本語 🙂 100% #1?', 'x.json', '/../..']) {
      expect(parseKratosUri(sessionUri(session, 'whole', name))).toEqual(parseKratosUri(sessionUri(session)));
      expect(parseKratosUri(Uri.parse(sessionUri(session, 'withoutIdentity', name).toString()))).toEqual(
        parseKratosUri(sessionUri(session, 'withoutIdentity')),
      );
      expect(parseKratosUri(identityUri(identityRef, name))).toEqual(parseKratosUri(identityUri(identityRef)));
    }
  });

  test.each([
    ['Chrome 141 on Windows', 'Chrome 141 on Windows 5f1e7f2c.json'],
    ['', '5f1e7f2c.json'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j 5f1e7f2c.json'],
    ['../../etc/passwd', 'etc passwd 5f1e7f2c.json'],
    ['evil\u202Enosj.exe\n\0', 'evil⟨U+202E⟩nosj.exe⟨U+000A⟩⟨U+0000⟩ 5f1e7f2c.json'],
    ['  . ', '5f1e7f2c.json'],
    ['x'.repeat(1000), `${'x'.repeat(59)}… 5f1e7f2c.json`],
  ])('labels the tab of a session of the device %j as %j', (name, label) => {
    expect(sessionUri(session, 'whole', name).path.split('/').at(-1)).toBe(label);
  });

  test('is not parsed when its scheme or path is different', () => {
    const uri = sessionUri(session);
    expect(parseKratosUri(uri.with({ scheme: 'file' }))).toBeUndefined();
    expect(parseKratosUri(uri.with({ path: '/identities/x.json' }))).toBeUndefined();
    expect(parseKratosUri(uri.with({ path: uri.path.replace('.json', '') }))).toBeUndefined();
  });

  test('matches the patterns of the panel, except without its identity', () => {
    // package.json: "kratos:/**/sessions/*.json" and "kratos:/**/sessions/*/*.json"
    const patterns = /\/sessions\/([^/]*\/)?[^/]*\.json$/;
    for (const name of [undefined, 'Chrome 141 on Windows']) {
      expect(sessionUri(session, 'whole', name).path).toMatch(patterns);
      expect(sessionUri(session, 'withoutIdentity', name).path).not.toMatch(patterns);
    }
  });
});
