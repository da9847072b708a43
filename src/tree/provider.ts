import { type Disposable, EventEmitter, type TreeDataProvider, type TreeItem } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Directory, DirectoryChange } from '../directory/directory.ts';
import { FollowedDirectories } from './followedDirectories.ts';
import { treeItem } from './items.ts';
import { NodeStore } from './nodeStore.ts';
import {
  type ConnectionNode,
  connectionNodeId,
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
 * The rows of the tree. Answers at once with what is known, asks for a first page once and for what has grown old once
 * more, and after a change has just those rows drawn again that changed.
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

  getChildren(node?: TreeNode): TreeNode[] {
    return [...this.#rowsBelow(node)];
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

  #rowsBelow(node: TreeNode | undefined): readonly TreeNode[] {
    const { connections } = this.#options;
    if (node === undefined) {
      this.#followed.update();
      return this.#store.replace(undefined, leavesRows(this.#welcome) ? connectionRows(connections) : []);
    }
    switch (node.kind) {
      case 'connection': {
        const directory = connections.directory(node.connectionId);
        return directory === undefined
          ? []
          : this.#opened(node, directory, () => identityRows(node.connectionId, directory));
      }
      case 'identity': {
        const { connectionId, identityId } = node.ref;
        const directory = connections.directory(connectionId);
        return directory === undefined
          ? []
          : this.#opened(node, directory, () => sessionRows(connectionId, identityId, directory));
      }
      default:
        return [];
    }
  }

  #opened(node: ConnectionNode | IdentityNode, directory: Directory, rows: () => readonly TreeNode[]) {
    const list = node.kind === 'connection' ? directory.identities : directory.sessionsOf(node.ref.identityId);
    if (list.state.phase.kind === 'idle') {
      this.#options.showProgress(list.open());
    } else if (node.kind === 'identity' && needsRefresh(list.state)) {
      this.#options.showProgress(refreshSessionList(directory, node.ref.identityId));
    }
    return this.#store.replace(node.id, rows());
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
