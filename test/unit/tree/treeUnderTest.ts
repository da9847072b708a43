import { beforeEach, vi } from 'vitest';
import { type TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Connection, InvalidConnection } from '../../../src/connections/connection.ts';
import type { Connections, UnlockState } from '../../../src/connections/connections.ts';
import type { Directory } from '../../../src/core/directory/directory.ts';
import type { IpDatabases } from '../../../src/ipDatabases/ipDatabases.ts';
import { loadFailureRows } from '../../../src/tree/items.ts';
import type { TreeNode } from '../../../src/tree/nodes.ts';
import { TreeProvider } from '../../../src/tree/provider.ts';
import { aConnection } from '../builders/connectionBuilder.ts';
import { adaId, anIdentity } from '../builders/identityBuilder.ts';
import type { aSession } from '../builders/sessionBuilder.ts';
import { FakeKratos } from '../fakes/fakeKratos.ts';
import { FakeWaits } from '../fakes/fakeWaits.ts';
import { EventEmitter } from '../vscodeStub.ts';

// As getChildren does before it returns the row of a failure.
await loadFailureRows();

export const now = new Date('2026-11-23T18:46:11Z');

export const noDatabases: Pick<IpDatabases, 'read'> = { read: async () => ({ lookup: undefined, problems: () => [] }) };

export interface TreeTestOptions {
  readonly connections?: readonly (Connection | InvalidConnection)[];
  readonly labelTraits?: readonly string[];
  readonly pageSize?: number;
}

export const local: Connection = { ...aConnection(), id: 'local', name: 'Local' };

/** The id of the row of Ada, an identity of the connection `local`. */
export const ada = `local/${adaId}`;

/** Gives each test of a file timers that the test moves. */
export function withFakeTimers(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => void vi.useRealTimers();
  });
}

/**
 * The tree over servers of its own, drawn as by VS Code: `unfold` expands a row as the user does, and `rows` has the
 * rows.
 */
export class TreeUnderTest {
  readonly server = new FakeKratos();
  readonly waits = new FakeWaits();
  readonly directory: Directory;
  readonly connections: Connections;
  readonly provider: TreeProvider;
  /** What was announced, an entry for each event: the ids of the rows, or "everything". */
  readonly announced: string[][] = [];
  readonly progress: Promise<unknown>[] = [];
  /** The connections that are to ask for consent again. */
  readonly consentResets: string[] = [];
  readonly #listChanged = new EventEmitter<void>();
  readonly #unlockChanged = new EventEmitter<string>();
  readonly #unlocked = new Map<string, UnlockState>();
  readonly #directories = new Map<string, Directory>();
  list: readonly (Connection | InvalidConnection)[];
  selection: readonly TreeNode[] = [];
  now = now;

  constructor({ connections = [local], labelTraits = [], pageSize = 100 }: TreeTestOptions = {}) {
    this.list = connections;
    this.directory = this.server.open({ pageSize, waits: this.waits });
    this.#directories.set('local', this.directory);
    this.connections = this.#connections();
    this.provider = new TreeProvider({
      connections: this.connections,
      labelTraits: () => labelTraits,
      now: () => this.now,
      ipDatabases: async () => noDatabases,
      selection: () => this.selection,
      showProgress: (work) => this.progress.push(work),
    });
    this.provider.onDidChangeTreeData((nodes) => this.announced.push(nodes?.map(({ id }) => id) ?? ['everything']));
  }

  setConnections(list: readonly (Connection | InvalidConnection)[]): void {
    this.list = list;
    this.#listChanged.fire();
  }

  setUnlock(connectionId: string, unlock: UnlockState | undefined): void {
    if (unlock === undefined) {
      this.#unlocked.delete(connectionId);
    } else {
      this.#unlocked.set(connectionId, unlock);
    }
    this.#unlockChanged.fire(connectionId);
  }

  /** Draws the rows below the row at this path of ids, and waits for the responses to what that requests. */
  async unfold(...ids: string[]): Promise<readonly TreeNode[]> {
    this.rows(...ids);
    await this.settle();
    const rows = this.rows(...ids);
    await this.settle();
    return rows;
  }

  /** Draws and returns the rows below the row at this path of ids. */
  rows(...ids: string[]): readonly TreeNode[] {
    let below: readonly TreeNode[] = this.#draw(undefined);
    for (const id of ids) {
      const node = below.find((one) => one.id === id);
      if (node === undefined) {
        throw new Error(`no row ${id} among ${below.map((one) => one.id).join(', ')}`);
      }
      below = this.#draw(node);
    }
    return below;
  }

  /** Returns the text of the rows, as "label | description". */
  words(...ids: string[]): readonly string[] {
    return this.rows(...ids).map((node) => wordsOf(this.item(node)));
  }

  item(node: TreeNode): TreeItem {
    return this.provider.getTreeItem(node);
  }

  /** Returns the item of the row with this id, which must be in the tree. */
  itemOf(id: string): TreeItem {
    return this.item(this.node(id));
  }

  async tooltipOf(id: string): Promise<unknown> {
    const node = this.node(id);
    return (await this.provider.resolveTreeItem(this.item(node), node)).tooltip;
  }

  node(id: string): TreeNode {
    const node = this.provider.node(id);
    if (node === undefined) {
      throw new Error(`no row ${id}`);
    }
    return node;
  }

  /**
   * Waits for all responses and for the changes that they announce, which wait for getChildren. Timers must be fake.
   */
  async settle(): Promise<void> {
    await vi.advanceTimersByTimeAsync(5);
  }

  #draw(node: TreeNode | undefined): readonly TreeNode[] {
    void this.provider.getChildren(node);
    const nodes = this.provider.rowsBelow(node);
    for (const child of nodes) {
      this.item(child);
    }
    return nodes;
  }

  #connections(): Connections {
    const test = this;
    return {
      get list() {
        return test.list;
      },
      get: (id) => test.list.find((one): one is Connection => one.kind !== 'invalid' && one.id === id),
      directory: (id) => {
        if (!test.list.some((one) => one.kind !== 'invalid' && one.id === id)) {
          return undefined;
        }
        const known = test.#directories.get(id) ?? new FakeKratos().open();
        test.#directories.set(id, known);
        return known;
      },
      resetConsent: (id) => void test.consentResets.push(id),
      onDidChangeList: test.#listChanged.event,
      unlockOf: (id) => test.#unlocked.get(id),
      onDidChangeUnlock: test.#unlockChanged.event,
      addDemo: notHere,
      resetDemo: notHere,
      add: notHere,
      replace: notHere,
      move: notHere,
      remove: notHere,
    };
  }
}

/** Returns a tree in which Ada has these sessions and is expanded to her first page. */
export async function treeOf(
  sessions: readonly ReturnType<typeof aSession>[],
  options?: TreeTestOptions,
): Promise<TreeUnderTest> {
  const tree = new TreeUnderTest(options);
  tree.server.identitiesHeld.push(anIdentity());
  tree.server.sessionsHeld.set(adaId, sessions);
  await tree.unfold('local');
  await tree.unfold('local', ada);
  return tree;
}

export function wordsOf(item: TreeItem): string {
  const label = typeof item.label === 'string' ? item.label : (item.label?.label ?? '');
  return item.description ? `${label} | ${item.description}` : label;
}

export const { Collapsed, Expanded, None } = TreeItemCollapsibleState;

function notHere(): never {
  throw new Error('not part of this test');
}
