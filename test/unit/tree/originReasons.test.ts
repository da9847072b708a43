import { setImmediate } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { OriginReasons } from '../../../src/tree/originReasons.ts';
import { adaId, anIdentity } from '../builders/identityBuilder.ts';
import { aSession, uuid, wireDevice } from '../builders/sessionBuilder.ts';
import { ada, noDatabases, type TreeTestOptions, TreeUnderTest, treeOf, withFakeTimers } from './treeUnderTest.ts';

withFakeTimers();

const ref = { connectionId: 'local', identityId: adaId };
const owner = [1, 2, 3, 4].map((number) => signedIn(number, {}));
const stranger = signedIn(9, {
  devices: [wireDevice({ ip_address: '198.51.100.4', location: 'Auckland, NZ' })],
  authentication_methods: [{ method: 'code_recovery', aal: 'aal1', completed_at: null }],
});

/** Returns a session of a day in November that has the number of its id. */
function signedIn(number: number, over: Readonly<Record<string, unknown>>) {
  const time = `2026-11-${10 + number}T08:00:00Z`;
  return aSession({ id: uuid(number), issued_at: time, authenticated_at: time, ...over });
}

function labelOf(tree: TreeUnderTest, number: number): string | undefined {
  return tree.itemOf(`${ada}/${uuid(number)}`).accessibilityInformation?.label;
}

/** Returns the tree in which VS Code shows Ada's sessions, after the reasons of their origins were found. */
async function unfoldedTree(sessions: readonly ReturnType<typeof aSession>[], options?: TreeTestOptions) {
  const tree = await treeOf(sessions, options);
  tree.announced.length = 0;
  await tree.provider.setUnfolded(tree.node(ada), true);
  await tree.settle();
  return tree;
}

it('says for screen readers how many reasons a session has, and redraws only the rows that have some', async () => {
  const tree = await unfoldedTree([stranger, ...owner]);
  expect(tree.announced).toEqual([[`${ada}/${uuid(9)}`]]);
  expect(labelOf(tree, 9)).toMatch(/, 3 reasons$/);
  expect(labelOf(tree, 1)).not.toContain('reason');
  expect(tree.words('local', ada)[0]).not.toContain('reason');
});

it('lists the reasons at the end of the tooltip of a session, with what they were compared with', async () => {
  const tree = await treeOf([stranger, ...owner]);
  expect(await tree.tooltipOf(`${ada}/${uuid(9)}`)).toMatch(
    new RegExp(
      [
        'Where and how it began: 3 reasons',
        '- First sign-in from NZ. The 4 earlier sessions since 11 November came from DE.',
        '- First sign-in from 198.51.100.0/24; 1 other network in the 4 earlier sessions since 11 November.',
        '- Signed in with a recovery code, not with a credential.$',
      ].join('\n'),
    ),
  );
  expect(await tree.tooltipOf(`${ada}/${uuid(1)}`)).not.toContain('reason');
});

it('counts the place of an origin for each of its sessions, and a recovery only for the session that began with it', async () => {
  const next = signedIn(10, { devices: [wireDevice({ ip_address: '198.51.100.4', location: 'Auckland, NZ' })] });
  const tree = await unfoldedTree([next, stranger, ...owner]);
  expect([labelOf(tree, 9), labelOf(tree, 10)]).toEqual([
    expect.stringMatching(/, 3 reasons$/),
    expect.stringMatching(/, 2 reasons$/),
  ]);
  const tooltip = await tree.tooltipOf(`${ada}/${uuid(10)}`);
  expect(tooltip).toContain('- First sign-in from NZ.');
  expect(tooltip).not.toContain('recovery');
});

it('says in the tooltip of a session how much of an incomplete list was compared', async () => {
  const tree = await unfoldedTree([stranger, ...owner, signedIn(0, {})], { pageSize: 5 });
  expect(await tree.tooltipOf(`${ada}/${uuid(9)}`)).toContain('came from DE. Compared with the 5 loaded of 6.');
  tree.directory.setSessionFilter(adaId, 'active');
  await tree.unfold('local', ada);
  expect(await tree.tooltipOf(`${ada}/${uuid(9)}`)).toContain('Compared with the 5 loaded; there may be more.');
});

it('finds the reasons again when the list of an unfolded identity changed', async () => {
  const tree = await unfoldedTree([stranger, ...owner]);
  tree.announced.length = 0;
  // Without earlier sessions there is nothing to compare with, and only the recovery is left.
  tree.server.sessionsHeld.set(adaId, [stranger]);
  await tree.directory.sessionsOf(adaId).refresh();
  await vi.waitFor(() => expect(labelOf(tree, 9)).toMatch(/, 1 reason$/));
  await tree.settle();
  expect(tree.announced.at(-1)).toEqual([`${ada}/${uuid(9)}`]);
});

it('keeps the reasons while a list is read again, and redraws nothing when they stay the same', async () => {
  const tree = await unfoldedTree([stranger, ...owner]);
  tree.announced.length = 0;
  const refreshed = tree.directory.sessionsOf(adaId).refresh();
  await tree.settle();
  expect(labelOf(tree, 9)).toMatch(/, 3 reasons$/);
  await refreshed;
  await tree.settle();
  expect(tree.announced.flat()).not.toContain(`${ada}/${uuid(9)}`);
});

it('finds no reasons for a list that is not unfolded, and forgets those of one that is folded', async () => {
  const tree = await treeOf([stranger, ...owner]);
  await tree.directory.sessionsOf(adaId).refresh();
  await tree.settle();
  expect(labelOf(tree, 9)).not.toContain('reason');
  await tree.provider.setUnfolded(tree.node(ada), true);
  expect(labelOf(tree, 9)).toMatch(/, 3 reasons$/);
  await tree.provider.setUnfolded(tree.node(ada), false);
  expect(labelOf(tree, 9)).not.toContain('reason');
});

it('sends no request to find reasons', async () => {
  const tree = await treeOf([stranger, ...owner]);
  tree.server.requests.length = 0;
  await tree.provider.setUnfolded(tree.node(ada), true);
  await tree.tooltipOf(`${ada}/${uuid(9)}`);
  expect(tree.server.requests).toEqual([]);
});

it.each([
  ['Check Connection has brought it', (tree: TreeUnderTest) => tree.directory.noteServerVersion('v26.2.0')],
  ['a plan or a page has requested it', (tree: TreeUnderTest) => tree.directory.serverVersion()],
])('adds the reasons that depend on the version of the server when %s', async (_how, bring) => {
  const tree = await treeOf([stranger, ...owner]);
  const changed = { type: 'password', identifiers: [], updated_at: '2026-11-19T08:04:00Z' };
  tree.server.identitiesHeld.splice(0, 1, anIdentity({ credentials: { password: changed } }));
  await tree.directory.identities.refresh();
  await tree.provider.setUnfolded(tree.node(ada), true);
  await tree.settle();
  expect(labelOf(tree, 9)).toMatch(/, 3 reasons$/);
  tree.announced.length = 0;
  await bring(tree);
  await tree.settle();
  expect(labelOf(tree, 9)).toMatch(/, 4 reasons$/);
  expect(tree.announced).toEqual([[`${ada}/${uuid(9)}`]]);
  expect(await tree.tooltipOf(`${ada}/${uuid(9)}`)).toContain(
    '- The password credential was last written 4 minutes after this sign-in.',
  );
});

it('drops the search for reasons in a long list when the list changes or is folded', async () => {
  vi.useRealTimers();
  const many = Array.from({ length: 3000 }, (_, place) => ({ ...stranger, id: uuid(place + 100) }));
  const tree = new TreeUnderTest({ pageSize: 5000 });
  const changes: (readonly string[])[] = [];
  const reasons = new OriginReasons({
    connections: tree.connections,
    ipDatabases: async () => noDatabases,
    onChange: (_, sessionIds) => changes.push(sessionIds),
  });
  const list = tree.directory.sessionsOf(adaId);
  tree.server.sessionsHeld.set(adaId, many);
  await list.open();
  const first = reasons.update(ref);
  tree.server.sessionsHeld.set(adaId, [stranger]);
  await list.refresh();
  await Promise.all([first, reasons.update(ref)]);
  expect(changes).toEqual([[uuid(9)]]);
  tree.server.sessionsHeld.set(adaId, many);
  await list.refresh();
  const second = reasons.update(ref);
  await setImmediate();
  reasons.forget(ref);
  await second;
  expect(changes).toEqual([[uuid(9)]]);
});
