import { type Disposable, EventEmitter, type TreeDataProvider, type TreeItem } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Directory, DirectoryChange } from '../directory/directory.ts';
import { FollowedDirectories } from './followedDirectories.ts';
import { treeItem } from './items.ts';
import { NodeStore } from './nodeStore.ts';
import {
  type ConnectionNode,
  connectionNodeId,
  hasList,
  type IdentityNode,
  identityNodeId,
  parentId,
  sessionNodeId,
  type TreeNode,
} from './nodes.ts';
import { RedrawPlan } from './redrawPlan.ts';
import { RedrawQueue } from './redrawQueue.ts';
import { connectionRows, identityRows, sessionRows } from './rows.ts';
import { needsRefresh, refreshSessionList } from './sessionRefresh.ts';
import type { Surroundings } from './surroundings.ts';
import { leavesRows, type Welcome, welcomeOf } from './welcome.ts';

export interface TreeOptions {
  readonly connections: Connections;
  readonly labelTraits: () => readonly string[];
  readonly now: () => Date;
  /** Shows that the tree waits for `work`. */
  readonly showProgress: (work: Promise<void>) => void;
}

/**
 * The rows of the tree. Asks for a first page once and for what has grown old once more, and after a change has just
 * those rows drawn again that changed.
 */
export class TreeProvider implements TreeDataProvider<TreeNode>, Disposable {
  readonly #options: TreeOptions;
  readonly #store = new NodeStore();
  readonly #plan: RedrawPlan;
  readonly #followed: FollowedDirectories;
  readonly #queue: RedrawQueue;
  readonly #changed = new EventEmitter<TreeNode[] | undefined>();
  readonly #welcomeChanged = new EventEmitter<void>();
  readonly #listListener: Disposable;
  #welcome: Welcome | undefined;

  readonly onDidChangeTreeData = this.#changed.event;
  readonly onDidChangeWelcome = this.#welcomeChanged.event;

  constructor(options: TreeOptions) {
    this.#options = options;
    this.#welcome = welcomeOf(options.connections, undefined);
    this.#followed = new FollowedDirectories(options.connections, (id, change) => this.#take(id, change));
    this.#plan = new RedrawPlan({ connections: options.connections, store: this.#store, now: options.now });
    this.#queue = new RedrawQueue({
      leftToWait: (id) => this.#plan.leftToWait(id),
      redraw: (ids) => this.redrawRows(this.#plan.due(ids)),
    });
    this.#listListener = options.connections.onDidChangeList(() => {
      this.#followed.update();
      this.#updateWelcome();
      this.redrawAll();
    });
  }

  /** What there is to say of the tree as a whole. */
  get welcome(): Welcome | undefined {
    return this.#welcome;
  }

  getTreeItem(node: TreeNode): TreeItem {
    this.#plan.noteDrawn(node);
    return treeItem(node, this.#surroundings());
  }

  /** Waits a moment for a first page, so that its rows, or its failure, are drawn at once. */
  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const request = this.#queue.startRequest();
    try {
      await Promise.race([this.#startReading(node), request.timeUp]);
      return [...this.rowsBelow(node)];
    } finally {
      request.end();
    }
  }

  /** Makes the rows below `node` (undefined: at the top) of what is known now. */
  rowsBelow(node: TreeNode | undefined): readonly TreeNode[] {
    const { connections } = this.#options;
    if (node === undefined) {
      this.#followed.update();
      return this.#store.replace(undefined, leavesRows(this.#welcome) ? connectionRows(connections) : []);
    }
    const directory = hasList(node) ? this.#directoryOf(node) : undefined;
    if (!hasList(node) || directory === undefined) {
      return [];
    }
    return this.#store.replace(
      node.id,
      node.kind === 'connection'
        ? identityRows(node.connectionId, directory)
        : sessionRows(node.ref.connectionId, node.ref.identityId, directory),
    );
  }

  getParent(node: TreeNode): TreeNode | undefined {
    const parent = parentId(node);
    return parent === undefined ? undefined : this.#store.get(parent);
  }

  /** Tooltips are loaded with the first one. */
  async resolveTreeItem(item: TreeItem, node: TreeNode): Promise<TreeItem> {
    const { tooltipText } = await import('./tooltips.ts');
    item.tooltip = tooltipText(node, this.#surroundings());
    return item;
  }

  /** The row with this id (see nodes.ts), if it is in the tree. */
  node(id: string): TreeNode | undefined {
    return this.#store.get(id);
  }

  /** The rows below `node`, as they were drawn last. */
  shownBelow(node: TreeNode): readonly TreeNode[] {
    return this.#store.children(node.id);
  }

  redrawAll(): void {
    this.#changed.fire(undefined);
  }

  /** Draws single rows again, for what they say has grown old. */
  redrawRows(nodes: readonly TreeNode[]): void {
    if (nodes.length > 0) {
      this.#changed.fire([...nodes]);
    }
  }

  /** Announces at once what has changed: whoever reveals a row next finds it. */
  flush(): void {
    this.#queue.flush();
  }

  dispose(): void {
    this.#queue.dispose();
    this.#listListener.dispose();
    this.#followed.dispose();
    this.#changed.dispose();
    this.#welcomeChanged.dispose();
  }

  /** Reads what the rows below `node` lack. Resolves when there is something to show of it, its failure included. */
  #startReading(node: TreeNode | undefined): Promise<void> | undefined {
    const directory = node && hasList(node) ? this.#directoryOf(node) : undefined;
    if (node === undefined || !hasList(node) || directory === undefined) {
      return undefined;
    }
    const list = node.kind === 'connection' ? directory.identities : directory.sessionsOf(node.ref.identityId);
    const { phase } = list.state;
    if (phase.kind === 'idle') {
      this.#options.showProgress(list.open());
    } else if (node.kind === 'identity' && needsRefresh(list.state)) {
      this.#options.showProgress(refreshSessionList(directory, node.ref.identityId));
      return undefined;
    }
    return phase.kind === 'idle' || (phase.kind === 'loading' && phase.what === 'first') ? list.open() : undefined;
  }

  #directoryOf(node: ConnectionNode | IdentityNode): Directory | undefined {
    return this.#options.connections.directory(node.kind === 'connection' ? node.connectionId : node.ref.connectionId);
  }

  #take(connectionId: string, change: DirectoryChange): void {
    switch (change.kind) {
      case 'identities':
        this.#updateWelcome();
        this.#queue.mark(connectionNodeId(connectionId));
        break;
      case 'sessions':
      case 'identity':
        this.#queue.mark(identityNodeId({ connectionId, identityId: change.identityId }));
        break;
      case 'session':
        if (change.identityId !== undefined) {
          this.#queue.mark(sessionNodeId({ connectionId, identityId: change.identityId, sessionId: change.sessionId }));
        }
        break;
      case 'waiting':
        this.#markLoading(connectionNodeId(connectionId));
        break;
    }
  }

  /** The rows of a connection below which something is being read. */
  #markLoading(connectionId: string): void {
    for (const id of [connectionId, ...this.#store.children(connectionId).map((node) => node.id)]) {
      const node = this.#store.get(id);
      if (node !== undefined && this.#plan.isLoading(node)) {
        this.#queue.mark(id);
      }
    }
  }

  #updateWelcome(): void {
    const before = this.#welcome;
    this.#welcome = welcomeOf(this.#options.connections, before);
    if (before !== this.#welcome) {
      this.#welcomeChanged.fire();
      if (leavesRows(before) !== leavesRows(this.#welcome)) {
        this.redrawAll();
      }
    }
  }

  #surroundings(): Surroundings {
    const { connections, labelTraits, now } = this.#options;
    return { connections, labelTraits: labelTraits(), now: now() };
  }
}
