import { type Disposable, EventEmitter, type TreeDataProvider, type TreeItem } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Directory, DirectoryChange } from '../directory/directory.ts';
import { type Drawn, drawnFrom, redraw } from './drawn.ts';
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
import { connectionRows, identityRows, sessionRows } from './rows.ts';
import type { Surroundings } from './surroundings.ts';
import { tooltipText } from './tooltips.ts';
import { type Welcome, welcomeOf } from './welcome.ts';

export interface TreeOptions {
  readonly connections: Connections;
  readonly labelTraits: () => readonly string[];
  readonly now: () => Date;
  /** Shows that the tree waits for `work`. */
  readonly showProgress: (work: Promise<void>) => void;
}

/** While everything is being read, rows are added at most this often. */
const betweenRedraws = 1000;

/**
 * The rows of the tree. Answers at once with what is known, asks for a first page once, and after a change has just those
 * rows drawn again that changed.
 */
export class TreeProvider implements TreeDataProvider<TreeNode>, Disposable {
  readonly #options: TreeOptions;
  readonly #store = new NodeStore();
  readonly #drawn = new WeakMap<TreeNode, Drawn>();
  readonly #redrawnAt = new WeakMap<TreeNode, number>();
  readonly #followed = new Map<Directory, () => void>();
  readonly #changed = new EventEmitter<TreeNode[] | undefined>();
  readonly #welcomeChanged = new EventEmitter<void>();
  readonly #listListener: Disposable;
  /** Ids of rows that something changed about since the last flush. */
  readonly #stale = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #timerWaits = false;
  #welcome: Welcome | undefined;

  readonly onDidChangeTreeData = this.#changed.event;
  readonly onDidChangeWelcome = this.#welcomeChanged.event;

  constructor(options: TreeOptions) {
    this.#options = options;
    this.#welcome = welcomeOf(options.connections, undefined);
    this.#listListener = options.connections.onDidChangeList(() => {
      this.#followDirectories();
      this.#updateWelcome();
      this.redrawAll();
    });
  }

  /** What stands in the place of the rows; undefined while there are rows. */
  get welcome(): Welcome | undefined {
    return this.#welcome;
  }

  getTreeItem(node: TreeNode): TreeItem {
    if (node.kind === 'connection' || node.kind === 'identity') {
      const drawn = this.#drawnNow(node);
      if (drawn !== undefined) {
        this.#drawn.set(node, drawn);
      }
    }
    return treeItem(node, this.#surroundings());
  }

  getChildren(node?: TreeNode): TreeNode[] {
    return [...this.#rowsBelow(node)];
  }

  getParent(node: TreeNode): TreeNode | undefined {
    const parent = parentId(node);
    return parent === undefined ? undefined : this.#store.get(parent);
  }

  resolveTreeItem(item: TreeItem, node: TreeNode): TreeItem {
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
    clearTimeout(this.#timer);
    this.#flush();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listListener.dispose();
    for (const unfollow of this.#followed.values()) {
      unfollow();
    }
    this.#followed.clear();
    this.#changed.dispose();
    this.#welcomeChanged.dispose();
  }

  #rowsBelow(node: TreeNode | undefined): readonly TreeNode[] {
    const { connections } = this.#options;
    if (node === undefined) {
      this.#followDirectories();
      return this.#store.replace(undefined, this.#welcome === undefined ? connectionRows(connections) : []);
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
    }
    return this.#store.replace(node.id, rows());
  }

  #followDirectories(): void {
    const { connections } = this.#options;
    const wanted = new Map<Directory, string>();
    for (const connection of connections.list) {
      const directory = connection.kind === 'invalid' ? undefined : connections.directory(connection.id);
      if (connection.kind !== 'invalid' && directory !== undefined) {
        wanted.set(directory, connection.id);
      }
    }
    for (const [directory, unfollow] of this.#followed) {
      if (!wanted.has(directory)) {
        unfollow();
        this.#followed.delete(directory);
      }
    }
    for (const [directory, connectionId] of wanted) {
      if (!this.#followed.has(directory)) {
        this.#followed.set(
          directory,
          directory.onDidChange((change) => this.#take(connectionId, change)),
        );
      }
    }
  }

  #take(connectionId: string, change: DirectoryChange): void {
    switch (change.kind) {
      case 'identities':
        this.#updateWelcome();
        this.#stale.add(connectionNodeId(connectionId));
        break;
      case 'sessions':
      case 'identity':
        this.#stale.add(identityNodeId({ connectionId, identityId: change.identityId }));
        break;
      case 'session':
        if (change.identityId !== undefined) {
          this.#stale.add(sessionNodeId({ connectionId, identityId: change.identityId, sessionId: change.sessionId }));
        }
        break;
    }
    // A row that waits for its turn must not hold up the others.
    if (this.#timer === undefined || this.#timerWaits) {
      this.#flushIn(0);
    }
  }

  #flushIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timerWaits = milliseconds > 0;
    this.#timer = setTimeout(() => this.#flush(), milliseconds);
  }

  #updateWelcome(): void {
    const before = this.#welcome;
    this.#welcome = welcomeOf(this.#options.connections, before);
    if (before !== this.#welcome) {
      this.#welcomeChanged.fire();
      if (before?.kind !== this.#welcome?.kind) {
        this.redrawAll();
      }
    }
  }

  #flush(): void {
    this.#timer = undefined;
    const now = this.#options.now().getTime();
    const nodes = new Set<TreeNode>();
    let wait: number | undefined;
    for (const id of [...this.#stale]) {
      const node = this.#store.get(id);
      const left = node === undefined ? 0 : this.#leftToWait(node, now);
      if (left > 0) {
        wait = Math.min(wait ?? left, left);
        continue;
      }
      this.#stale.delete(id);
      for (const due of node === undefined ? [] : this.#dueFor(node)) {
        nodes.add(due);
        this.#redrawnAt.set(due, now);
      }
    }
    if (wait !== undefined) {
      this.#flushIn(wait);
    }
    this.redrawRows([...nodes].filter((node) => !this.#isBelow(node, nodes)));
  }

  /** Milliseconds until rows may be added again to a list that is being read to its end. */
  #leftToWait(node: TreeNode, now: number): number {
    const list = this.#listBelow(node);
    const phase = list?.state.phase;
    return phase?.kind === 'loading' && phase.what === 'all'
      ? (this.#redrawnAt.get(node) ?? Number.NEGATIVE_INFINITY) + betweenRedraws - now
      : 0;
  }

  #dueFor(node: TreeNode): readonly TreeNode[] {
    if (node.kind !== 'connection' && node.kind !== 'identity') {
      return [node];
    }
    const before = this.#drawn.get(node);
    const after = this.#drawnNow(node);
    if (before === undefined || after === undefined) {
      return [];
    }
    const due = redraw(before, after);
    this.#drawn.set(node, after);
    switch (due.kind) {
      case 'nothing':
        return [];
      case 'all':
        return [node];
      case 'rows':
        return [...due.itemIds, ...due.edges.map((edge) => `$${edge}`)]
          .map((id) => this.#store.get(`${node.id}/${id}`))
          .filter((row) => row !== undefined);
    }
  }

  #isBelow(node: TreeNode, others: ReadonlySet<TreeNode>): boolean {
    const parent = this.getParent(node);
    return parent !== undefined && (others.has(parent) || this.#isBelow(parent, others));
  }

  #listBelow(node: TreeNode) {
    switch (node.kind) {
      case 'connection':
        return this.#options.connections.directory(node.connectionId)?.identities;
      case 'identity':
        return this.#options.connections.directory(node.ref.connectionId)?.sessionsOf(node.ref.identityId);
      default:
        return undefined;
    }
  }

  #drawnNow(node: ConnectionNode | IdentityNode): Drawn | undefined {
    const connectionId = node.kind === 'connection' ? node.connectionId : node.ref.connectionId;
    const directory = this.#options.connections.directory(connectionId);
    return directory && drawnFrom(node, directory);
  }

  #surroundings(): Surroundings {
    const { connections, labelTraits, now } = this.#options;
    return { connections, labelTraits: labelTraits(), now: now() };
  }
}
