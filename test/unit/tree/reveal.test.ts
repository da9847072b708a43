import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TreeView } from 'vscode';
import type { TreeNode } from '../../../src/tree/nodes.ts';
import { createReveal, type Reveal } from '../../../src/tree/reveal.ts';
import { adaId, anIdentity } from '../builders/identityBuilder.ts';
import { aSession, uuid } from '../builders/sessionBuilder.ts';
import { EventEmitter } from '../vscodeStub.ts';
import { TreeUnderTest } from './treeUnderTest.ts';

const ada = `local/${adaId}`;
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

  async reveal(node: TreeNode, { focus, expand }: { focus?: boolean; expand?: boolean | number }): Promise<void> {
    this.revealed.push([node.id, focus, expand]);
    if (this.givesUp > 0) {
      this.givesUp -= 1;
      return;
    }
    this.selection = [node];
    this.#selected.fire({});
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  tree = new TreeUnderTest({ pageSize: 5 });
  tree.server.identitiesHeld.push(
    ...Array.from({ length: 6 }, (_, place) => anIdentity({ id: uuid(100 + place) })),
    anIdentity(),
  );
  tree.server.sessionsHeld.set(
    adaId,
    Array.from({ length: 12 }, (_, place) => aSession({ id: uuid(place + 1) })),
  );
  view = new RevealedView();
  reveal = createReveal(view as unknown as TreeView<TreeNode>, tree.provider, tree.connections);
});

afterEach(() => {
  vi.useRealTimers();
});

describe('showing a row of the tree', () => {
  it('reads an identity that its list does not hold, and gives it a row of its own that unfolds', async () => {
    await reveal(adaRef);
    expect(view.revealed).toEqual([[ada, true, true]]);
    expect(tree.directory.found.map(({ id }) => id)).toEqual([adaId]);
    expect(tree.server.requests).toContain(`identity ${adaId}`);
  });

  it('takes the row that an identity has in the list', async () => {
    await tree.unfold('local');
    await reveal({ connectionId: 'local', identityId: uuid(101) });
    expect(view.revealed).toEqual([[`local/${uuid(101)}`, true, true]]);
    expect(tree.directory.found).toEqual([]);
  });

  it('shows a session of the first page in its place, and leaves the focus', async () => {
    await reveal({ ...adaRef, sessionId: uuid(2) });
    expect(view.revealed).toEqual([[`${ada}/${uuid(2)}`, false, false]]);
    expect(tree.directory.foundSessions(adaId)).toEqual([]);
  });

  it('gives a session that lies further down a row of its own, without a request beyond the first page', async () => {
    const session = await tree.directory.readSession(uuid(11));
    tree.server.requests.length = 0;
    await reveal({ ...adaRef, sessionId: session.id });
    expect(view.revealed).toEqual([[`${ada}/${uuid(11)}`, false, false]]);
    expect(tree.directory.foundSessions(adaId)).toEqual([session]);
    expect(tree.server.requests.filter((request) => request.includes('session'))).toEqual(['all sessions 0']);
  });

  it('has a list read again that was proven whole before the session was there', async () => {
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

  it('has a list read again, once, that had grown old while its identity was folded', async () => {
    await tree.unfold('local');
    await reveal({ ...adaRef, sessionId: uuid(2) });
    tree.directory.outdateSessions(new Set());
    tree.server.requests.length = 0;
    await reveal({ ...adaRef, sessionId: uuid(2) });
    await tree.unfold('local', ada);
    expect(tree.server.requests).toEqual(['all sessions 0']);
  });

  it('reads a session that nothing is known of', async () => {
    await reveal({ ...adaRef, sessionId: uuid(12) });
    expect(view.revealed).toEqual([[`${ada}/${uuid(12)}`, false, false]]);
    expect(tree.server.requests).toContain(`session ${uuid(12)}`);
  });

  it('fails with what the server said when there is no such session', async () => {
    await expect(reveal({ ...adaRef, sessionId: uuid(99) })).rejects.toMatchObject({
      failure: { kind: 'notFound', resource: 'session' },
    });
  });

  it('tries again when a refresh made VS Code give up', async () => {
    view.givesUp = 1;
    const shown = reveal(adaRef);
    await vi.advanceTimersByTimeAsync(5000);
    await shown;
    expect(view.revealed).toHaveLength(2);
    expect(view.selection.map(({ id }) => id)).toEqual([ada]);
  });

  it('does nothing when the connection is gone', async () => {
    await reveal({ connectionId: 'gone', identityId: adaId });
    expect(view.revealed).toEqual([]);
  });
});
