import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TreeView } from 'vscode';
import type { TreeNode } from '../../../src/tree/nodes.ts';
import { createReveal, type Reveal } from '../../../src/tree/reveal.ts';
import { adaId, anIdentity } from '../builders/identityBuilder.ts';
import { aSession, sessionsOf, uuid } from '../builders/sessionBuilder.ts';
import { EventEmitter } from '../vscodeStub.ts';
import { ada, TreeUnderTest, withFakeTimers } from './treeUnderTest.ts';

const adaRef = { connectionId: 'local', identityId: adaId };

let tree: TreeUnderTest;
let view: RevealedView;
let reveal: Reveal;

/** A view that selects what is revealed, as VS Code does unless a refresh comes between. */
class RevealedView {
  readonly #selected = new EventEmitter<unknown>();
  readonly onDidChangeSelection = this.#selected.event;
  selection: readonly TreeNode[] = [];
  /** The row, whether it takes the focus, and whether it unfolds. */
  readonly revealed: [string, boolean | undefined, boolean | number | undefined][] = [];
  /** How many reveals VS Code gives up without a word. */
  givesUp = 0;
  /** Called for each reveal. */
  onReveal = (_node: TreeNode) => {};

  async reveal(node: TreeNode, { focus, expand }: { focus?: boolean; expand?: boolean | number }): Promise<void> {
    this.revealed.push([node.id, focus, expand]);
    this.onReveal(node);
    if (this.givesUp > 0) {
      this.givesUp -= 1;
      return;
    }
    this.select(node);
  }

  select(...nodes: readonly TreeNode[]): void {
    this.selection = nodes;
    this.#selected.fire({});
  }
}

withFakeTimers();

beforeEach(() => {
  tree = new TreeUnderTest({ pageSize: 5 });
  tree.server.identitiesHeld.push(
    ...Array.from({ length: 6 }, (_, place) => anIdentity({ id: uuid(100 + place) })),
    anIdentity(),
  );
  tree.server.sessionsHeld.set(adaId, sessionsOf(12));
  view = new RevealedView();
  reveal = createReveal(view as unknown as TreeView<TreeNode>, tree.provider, tree.connections);
});

describe('Showing a row of the tree', () => {
  it('expands and selects a connection, and reads nothing itself', async () => {
    await reveal({ connectionId: 'local' });
    expect(view.revealed).toEqual([['local', true, true]]);
    expect(tree.server.requests).toEqual([]);
  });

  it('shows nothing for a connection that does not exist', async () => {
    await reveal({ connectionId: 'gone' });
    expect(view.revealed).toEqual([]);
  });

  it('reads an identity that is not in the list, and shows it in an expanded row of its own', async () => {
    await reveal(adaRef);
    expect(view.revealed).toEqual([[ada, true, true]]);
    expect(tree.directory.found.map(({ id }) => id)).toEqual([adaId]);
    expect(tree.server.requests).toContain(`identity ${adaId}`);
  });

  it('shows an identity in the row that it has in the list', async () => {
    await tree.unfold('local');
    await reveal({ connectionId: 'local', identityId: uuid(101) });
    expect(view.revealed).toEqual([[`local/${uuid(101)}`, true, true]]);
    expect(tree.directory.found).toEqual([]);
  });

  it('shows a session of the first page in its place without moving the focus', async () => {
    await reveal({ ...adaRef, sessionId: uuid(2) });
    expect(view.revealed).toEqual([[`${ada}/${uuid(2)}`, false, false]]);
    expect(tree.directory.foundSessions(adaId)).toEqual([]);
  });

  it('shows a session of a later page in a row of its own, and requests only the first page', async () => {
    const session = await tree.directory.readSession(uuid(11));
    tree.server.requests.length = 0;
    await reveal({ ...adaRef, sessionId: session.id });
    expect(view.revealed).toEqual([[`${ada}/${uuid(11)}`, false, false]]);
    expect(tree.directory.foundSessions(adaId)).toEqual([session]);
    expect(tree.server.requests.filter((request) => request.includes('session'))).toEqual(['all sessions 0']);
  });

  it('refreshes a complete list that does not contain the session', async () => {
    const sessions = [1, 2].map((number) => aSession({ id: uuid(number) }));
    tree.server.sessionsHeld.set(adaId, sessions);
    await tree.directory.sessionsOf(adaId).open();
    expect(tree.directory.sessionsState(adaId)?.end.kind).toBe('complete');
    tree.server.sessionsHeld.set(adaId, [aSession({ id: uuid(3) }), ...sessions]);
    await reveal({ ...adaRef, sessionId: uuid(3) });
    await tree.settle();
    expect(view.revealed).toEqual([[`${ada}/${uuid(3)}`, false, false]]);
    expect(tree.directory.foundSessions(adaId)).toEqual([]);
    expect(tree.directory.sessionsState(adaId)?.items.map(({ id }) => id)).toEqual([3, 1, 2].map(uuid));
  });

  it('refreshes an outdated list of a collapsed identity once', async () => {
    await tree.unfold('local');
    await reveal({ ...adaRef, sessionId: uuid(2) });
    tree.directory.outdateSessions(new Set());
    tree.server.requests.length = 0;
    await reveal({ ...adaRef, sessionId: uuid(2) });
    await tree.unfold('local', ada);
    expect(tree.server.requests).toEqual(['all sessions 0']);
  });

  it('reads a session that was not read before', async () => {
    await reveal({ ...adaRef, sessionId: uuid(12) });
    expect(view.revealed).toEqual([[`${ada}/${uuid(12)}`, false, false]]);
    expect(tree.server.requests).toContain(`session ${uuid(12)}`);
  });

  it('fails with the error of the server when the session does not exist', async () => {
    await expect(reveal({ ...adaRef, sessionId: uuid(99) })).rejects.toMatchObject({
      failure: { kind: 'notFound', resource: 'session' },
    });
  });

  it('shows the row again when VS Code gave up because of a refresh', async () => {
    view.givesUp = 1;
    const shown = reveal(adaRef);
    await vi.advanceTimersByTimeAsync(5000);
    await shown;
    expect(view.revealed).toHaveLength(2);
    expect(view.selection.map(({ id }) => id)).toEqual([ada]);
  });

  it('leaves the rows selected that the user has selected since', async () => {
    await tree.unfold('local');
    view.givesUp = 4;
    const shown = reveal({ connectionId: 'local', identityId: uuid(101) });
    await vi.advanceTimersByTimeAsync(10);
    view.select(tree.node(`local/${uuid(102)}`), tree.node(`local/${uuid(103)}`));
    await vi.advanceTimersByTimeAsync(5000);
    await shown;
    expect(view.revealed).toHaveLength(1);
    expect(view.selection.map(({ id }) => id)).toEqual([102, 103].map((number) => `local/${uuid(number)}`));
  });

  it('shows the row that is in the tree when a refresh has replaced the one before', async () => {
    await tree.unfold('local');
    const id = `local/${uuid(101)}`;
    const before = tree.node(id);
    view.onReveal = (node) => {
      if (node === before) {
        tree.directory.identityFilter = 'ada';
        tree.rows('local');
        tree.directory.identityFilter = undefined;
        throw new Error('TreeError: the row is not in the tree');
      }
    };
    const shown = reveal({ connectionId: 'local', identityId: uuid(101) });
    await vi.advanceTimersByTimeAsync(100);
    tree.rows('local');
    await vi.advanceTimersByTimeAsync(5000);
    await shown;
    expect(view.revealed.map(([revealed]) => revealed)).toEqual([id, id]);
    expect(view.selection).toEqual([tree.node(id)]);
    expect(view.selection).not.toContain(before);
  });

  it('shows no row when the connection no longer exists', async () => {
    await reveal({ connectionId: 'gone', identityId: adaId });
    expect(view.revealed).toEqual([]);
  });
});
