import { type Disposable, EventEmitter, type TreeDataProvider, type TreeItem } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { followDirectories } from '../connections/followDirectories.ts';
import type { IdentityRef } from '../connections/refs.ts';
import type { DirectoryChange, ListChange } from '../core/directory/directoryChange.ts';
import type { ListPhase } from '../core/directory/listState.ts';
import type { IpDatabases } from '../ipDatabases/ipDatabases.ts';
import type { Surroundings } from './itemParts.ts';
import { loadFailureRows, treeItem } from './items.ts';
import { listNamed, listWaiting, stateOfList } from './listWords.ts';
import { NodeStore } from './nodeStore.ts';
import {
  type ConnectionNode,
  connectionNodeId,
  hasList,
  type IdentityNode,
  identityNodeId,
  type ListRef,
  listNodeId,
  parentId,
  refOfList,
  type SessionNode,
  sessionNodeId,
  type TreeNode,
} from './nodes.ts';
import type { OriginReasons } from './originReasons.ts';
import { RedrawQueue } from './redrawQueue.ts';
import { connectionRows, listEdges, listRows } from './rows.ts';
import { refreshSessionList } from './sessionRefresh.ts';
import { leavesRows, type Welcome, welcomeOf } from './welcome.ts';

interface TreeOptions {
  readonly connections: Connections;
  readonly labelTraits: () => readonly string[];
  readonly now: () => Date;
  readonly ipDatabases: () => Promise<Pick<IpDatabases, 'read'>>;
  readonly selection: () => readonly TreeNode[];
  /** Shows that the tree waits for `work`. */
  readonly showProgress: (work: Promise<unknown>) => void;
}

/** While everything is being read, rows are added at most this often, in milliseconds. */
const betweenRedraws = 1000;

/** If more rows than this below one row changed, redrawing that row is faster. */
const singleRows = 50;

/** The rows of the tree. Reads the first page of a list that is unfolded, and redraws only the rows that changed. */
export class TreeProvider implements TreeDataProvider<TreeNode>, Disposable {
  readonly #options: TreeOptions;
  readonly #store = new NodeStore((node) => this.#forget(node));
  readonly #queue: RedrawQueue;
  readonly #changed = new EventEmitter<TreeNode[] | undefined>();
  readonly #welcomeChanged = new EventEmitter<void>();
  readonly #listeners: readonly Disposable[];
  /** Rows whose tooltip VS Code keeps. It says when they were read, so they are redrawn with their list. */
  readonly #hovered = new Set<string>();
  /** The ids of the identities whose sessions are unfolded. */
  readonly #unfolded = new Set<string>();
  /** When each list was drawn again last. */
  readonly #redrawnAt = new Map<string, number>();
  #reasons: OriginReasons | undefined;
  #welcome: Welcome | undefined;

  readonly onDidChangeTreeData = this.#changed.event;
  readonly onDidChangeWelcome = this.#welcomeChanged.event;

  constructor(options: TreeOptions) {
    this.#options = options;
    this.#welcome = welcomeOf(options.connections, undefined);
    this.#queue = new RedrawQueue({
      leftToWait: (id) => this.#leftToWait(id),
      redraw: (ids) => this.#redraw(ids),
    });
    this.#listeners = [
      followDirectories(options.connections, (id, change) => this.#take(id, change)),
      options.connections.onDidChangeList(() => {
        this.#updateWelcome();
        this.redrawAll();
      }),
      // The rows below it are drawn again, too: their menus offer changes only while it is unlocked.
      options.connections.onDidChangeUnlock((id) => this.#queue.mark(connectionNodeId(id))),
    ];
  }

  /** The welcome or message of the whole tree. */
  get welcome(): Welcome | undefined {
    return this.#welcome;
  }

  getTreeItem(node: TreeNode): TreeItem {
    return treeItem(node, this.#surroundings());
  }

  /** Waits a moment for a first page, so that its rows, or its failure, are drawn at once. */
  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    const request = this.#queue.startRequest();
    try {
      await Promise.race([this.#startReading(node), request.timeUp]);
      const rows = this.rowsBelow(node);
      if (rows.some(({ kind }) => kind === 'failure')) {
        await loadFailureRows();
        return [...this.rowsBelow(node)];
      }
      return [...rows];
    } finally {
      request.end();
    }
  }

  /** Returns the rows below `node` (undefined: at the top) from what is known now. */
  rowsBelow(node: TreeNode | undefined): readonly TreeNode[] {
    const { connections } = this.#options;
    if (node === undefined) {
      return this.#store.replace(undefined, leavesRows(this.#welcome) ? connectionRows(connections) : []);
    }
    const list = hasList(node) ? refOfList(node) : undefined;
    const directory = list && connections.directory(list.connectionId);
    // VS Code may request the rows below one that has just left the tree.
    const isShown = this.#store.get(node.id) !== undefined;
    return list === undefined || directory === undefined || !isShown
      ? []
      : this.#store.replace(node.id, listRows(list, directory));
  }

  getParent(node: TreeNode): TreeNode | undefined {
    const parent = parentId(node);
    return parent === undefined ? undefined : this.#store.get(parent);
  }

  /** Tooltips are loaded with the first one. */
  async resolveTreeItem(item: TreeItem, node: TreeNode): Promise<TreeItem> {
    const { tooltipText } = await import('./tooltips.ts');
    if (node.kind === 'session') {
      await (await this.#loadReasons()).update(node.ref);
    }
    item.tooltip = tooltipText(node, this.#surroundings());
    this.#hovered.add(node.id);
    return item;
  }

  /** Called when the user has unfolded or folded a row. Resolves when the reasons of its sessions are found. */
  async setUnfolded(node: TreeNode, isUnfolded: boolean): Promise<void> {
    if (node.kind === 'identity') {
      this.#unfolded[isUnfolded ? 'add' : 'delete'](node.id);
      await this.#updateReasons(node.ref);
    }
  }

  /** Returns whether the sessions of an identity are unfolded. */
  isUnfolded(ref: IdentityRef): boolean {
    return this.#unfolded.has(identityNodeId(ref));
  }

  /** Returns the rows of the sessions of all unfolded identities, as they were drawn last. */
  shownSessions(): readonly SessionNode[] {
    return [...this.#unfolded].flatMap((id) => this.#store.children(id)).filter((node) => node.kind === 'session');
  }

  /** Returns the row with this id (see nodes.ts), if it is in the tree. */
  node(id: string): TreeNode | undefined {
    return this.#store.get(id);
  }

  /** Returns the rows below `node`, as they were drawn last. */
  shownBelow(node: TreeNode): readonly TreeNode[] {
    return this.#store.children(node.id);
  }

  redrawAll(): void {
    this.#changed.fire(undefined);
  }

  /** Redraws single rows. */
  redrawRows(nodes: readonly TreeNode[]): void {
    for (const { id } of nodes) {
      this.#queue.mark(id);
    }
  }

  /** Announces pending changes at once, so that a new row can be revealed. */
  flush(): void {
    this.#queue.flush();
  }

  dispose(): void {
    this.#queue.dispose();
    this.#reasons?.dispose();
    for (const listener of this.#listeners) {
      listener.dispose();
    }
    this.#changed.dispose();
    this.#welcomeChanged.dispose();
  }

  /** Reads what the rows below `node` lack. Resolves when its first page or its failure can be shown. */
  #startReading(node: TreeNode | undefined): Promise<void> | undefined {
    const ref = node && hasList(node) ? refOfList(node) : undefined;
    const list = ref && listNamed(ref, this.#options);
    const directory = ref && this.#options.connections.directory(ref.connectionId);
    if (ref === undefined || list === undefined || directory === undefined) {
      return undefined;
    }
    const { outdated, phase } = list.state;
    const readsFromStart = phase.kind === 'loading' && (phase.what === 'first' || phase.what === 'refresh');
    if (phase.kind === 'idle') {
      this.#options.showProgress(list.open());
    } else if (ref.identityId !== undefined && outdated && !readsFromStart) {
      this.#options.showProgress(refreshSessionList(directory, ref.identityId));
      return undefined;
    }
    return phase.kind === 'idle' || (phase.kind === 'loading' && phase.what === 'first') ? list.open() : undefined;
  }

  /** Finds the reasons of the origins of an identity's sessions if they are unfolded, and forgets them if not. */
  async #updateReasons(ref: IdentityRef): Promise<void> {
    if (this.isUnfolded(ref)) {
      await (await this.#loadReasons()).update(ref);
    } else {
      this.#reasons?.forget(ref);
    }
  }

  /** A row that comes back is folded, as VS Code draws it. */
  #forget(node: TreeNode): void {
    this.#hovered.delete(node.id);
    this.#redrawnAt.delete(node.id);
    void this.setUnfolded(node, false);
  }

  async #loadReasons(): Promise<OriginReasons> {
    const { OriginReasons } = await import('./originReasons.ts');
    const { connections, ipDatabases } = this.#options;
    this.#reasons ??= new OriginReasons({
      connections,
      ipDatabases,
      onChange: (ref, sessionIds) => {
        for (const sessionId of sessionIds) {
          this.#queue.mark(sessionNodeId({ ...ref, sessionId }));
        }
      },
    });
    return this.#reasons;
  }

  #take(connectionId: string, change: DirectoryChange): void {
    switch (change.kind) {
      case 'identities':
        this.#updateWelcome();
        this.#markList({ connectionId, identityId: undefined }, change);
        return;
      case 'sessions':
        this.#markList({ connectionId, identityId: change.identityId }, change);
        break;
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
        return;
      case 'version':
        for (const node of this.#store.children(connectionNodeId(connectionId))) {
          if (node.kind === 'identity') {
            void this.#updateReasons(node.ref);
          }
        }
        return;
      case 'recentSessions':
        return;
    }
    if (change.identityId !== undefined) {
      void this.#updateReasons({ connectionId, identityId: change.identityId });
    }
  }

  #markList(list: ListRef, { rows, edges }: ListChange): void {
    const id = listNodeId(list);
    for (const hovered of this.#hovered) {
      if (hovered === id || hovered.startsWith(`${id}/`)) {
        this.#hovered.delete(hovered);
        this.#queue.mark(hovered);
      }
    }
    if (rows === 'all' || (edges && !this.#hasEdges(list))) {
      this.#queue.mark(id);
      return;
    }
    for (const row of rows) {
      this.#queue.mark(`${id}/${row}`);
    }
    if (edges) {
      this.#queue.mark(`${id}/$before`);
      this.#queue.mark(`${id}/$after`);
    }
  }

  /** Returns whether the rows around a list have the right kinds, so that redrawing them is enough. */
  #hasEdges(list: ListRef): boolean {
    const { connections } = this.#options;
    const state = stateOfList(list, this.#options);
    const directory = connections.directory(list.connectionId);
    if (state === undefined || directory === undefined) {
      return false;
    }
    const id = listNodeId(list);
    const { before, after } = listEdges(state, listWaiting(state.phase, directory) !== undefined);
    return this.#store.get(`${id}/$before`)?.kind === before && this.#store.get(`${id}/$after`)?.kind === after;
  }

  /** Marks the rows that show how long the lists of a connection wait. */
  #markLoading(connectionId: string): void {
    for (const node of [this.#store.get(connectionId), ...this.#store.children(connectionId)]) {
      if (node !== undefined && hasList(node) && this.#phaseBelow(node)?.kind === 'loading') {
        this.#markList(refOfList(node), { rows: [], edges: true });
      }
    }
  }

  #phaseBelow(node: ConnectionNode | IdentityNode): ListPhase | undefined {
    return stateOfList(refOfList(node), this.#options)?.phase;
  }

  /** Returns the milliseconds until rows may be added again to a list that is being read to its end. */
  #leftToWait(id: string): number {
    const node = this.#store.get(id);
    const phase = node && hasList(node) ? this.#phaseBelow(node) : undefined;
    const redrawnAt = this.#redrawnAt.get(id) ?? Number.NEGATIVE_INFINITY;
    return phase?.kind === 'loading' && phase.what === 'all' ? redrawnAt + betweenRedraws - performance.now() : 0;
  }

  /** Announces these rows, and none below another. */
  #redraw(ids: readonly string[]): void {
    const marked = ids.map((id) => this.#store.get(id)).filter((node) => node !== undefined);
    const below = Map.groupBy(marked, (node) => parentId(node));
    const due = new Set(
      marked.map((node) => {
        const above = parentId(node);
        const isOneOfMany = (below.get(above)?.length ?? 0) > singleRows;
        return (isOneOfMany && above !== undefined && this.#store.get(above)) || node;
      }),
    );
    const drawn = this.#withSelection(due);
    const rows = drawn && [...drawn].filter((node) => !this.#isBelow(node, drawn));
    for (const { id } of rows ?? due) {
      this.#redrawnAt.set(id, performance.now());
    }
    if (rows?.length !== 0) {
      this.#changed.fire(rows);
    }
  }

  /**
   * Adds the closest row above all selected ones, undefined for the whole tree, if one of them is drawn again: in a
   * list that it draws in part, VS Code drops the selected rows below the first one that is drawn.
   */
  #withSelection(due: ReadonlySet<TreeNode>): ReadonlySet<TreeNode> | undefined {
    const selected = this.#options.selection();
    if (selected.length < 2 || !selected.some((node) => due.has(node) || this.#isBelow(node, due))) {
      return due;
    }
    const [first = [], ...others] = selected.map((node) => this.#above(node));
    const common = first.find((node) => others.every((above) => above.includes(node)));
    return common && new Set([...due, common]);
  }

  /** Returns the rows above `node`, the closest first. */
  #above(node: TreeNode): readonly TreeNode[] {
    const parent = this.getParent(node);
    return parent === undefined ? [] : [parent, ...this.#above(parent)];
  }

  #isBelow(node: TreeNode, others: ReadonlySet<TreeNode>): boolean {
    return this.#above(node).some((above) => others.has(above));
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
    return { connections, labelTraits: labelTraits(), now: now(), reasons: this.#reasons };
  }
}
