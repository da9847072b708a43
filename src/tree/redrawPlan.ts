import type { Connections } from '../connections/connections.ts';
import type { ListPhase } from '../directory/listState.ts';
import { type Drawn, drawnFrom, redraw } from './drawn.ts';
import { stateOfList } from './listWords.ts';
import type { NodeStore } from './nodeStore.ts';
import { hasList, listOf, parentId, type TreeNode } from './nodes.ts';

export interface RedrawPlanOptions {
  readonly connections: Pick<Connections, 'directory'>;
  readonly store: NodeStore;
  readonly now: () => Date;
}

/** While everything is being read, rows are added at most this often, in milliseconds. */
const betweenRedraws = 1000;

/** Remembers what rows were drawn from, and tells which of them have to be drawn again. */
export class RedrawPlan {
  readonly #options: RedrawPlanOptions;
  readonly #drawn = new WeakMap<TreeNode, Drawn>();
  readonly #redrawnAt = new WeakMap<TreeNode, number>();

  constructor(options: RedrawPlanOptions) {
    this.#options = options;
  }

  /** The row is being drawn from what is known now. */
  noteDrawn(node: TreeNode): void {
    const drawn = this.#drawnNow(node);
    if (drawn !== undefined) {
      this.#drawn.set(node, drawn);
    }
  }

  /** The rows to draw again, of those that something changed about: as few as will do, and none below another. */
  due(ids: readonly string[]): readonly TreeNode[] {
    const { store, now } = this.#options;
    const nodes = new Set(
      ids
        .map((id) => store.get(id))
        .filter((node) => node !== undefined)
        .flatMap((node) => this.#dueFor(node)),
    );
    for (const node of nodes) {
      this.#redrawnAt.set(node, now().getTime());
    }
    return [...nodes].filter((node) => !this.#isBelow(node, nodes));
  }

  /** Milliseconds until rows may be added again to a list that is being read to its end. */
  leftToWait(id: string): number {
    const node = this.#options.store.get(id);
    const phase = node && this.#phaseBelow(node);
    return node !== undefined && phase?.kind === 'loading' && phase.what === 'all'
      ? (this.#redrawnAt.get(node) ?? Number.NEGATIVE_INFINITY) + betweenRedraws - this.#options.now().getTime()
      : 0;
  }

  /** Whether something below the row is being read. */
  isLoading(node: TreeNode): boolean {
    return this.#phaseBelow(node)?.kind === 'loading';
  }

  #dueFor(node: TreeNode): readonly TreeNode[] {
    if (!hasList(node)) {
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
          .map((id) => this.#options.store.get(`${node.id}/${id}`))
          .filter((row) => row !== undefined);
    }
  }

  #isBelow(node: TreeNode, others: ReadonlySet<TreeNode>): boolean {
    const id = parentId(node);
    const parent = id === undefined ? undefined : this.#options.store.get(id);
    return parent !== undefined && (others.has(parent) || this.#isBelow(parent, others));
  }

  #phaseBelow(node: TreeNode): ListPhase | undefined {
    const list = hasList(node) ? listOf(node) : undefined;
    return list && stateOfList(list, this.#options)?.phase;
  }

  #drawnNow(node: TreeNode): Drawn | undefined {
    if (!hasList(node)) {
      return undefined;
    }
    const connectionId = node.kind === 'connection' ? node.connectionId : node.ref.connectionId;
    const directory = this.#options.connections.directory(connectionId);
    return directory && drawnFrom(node, directory);
  }
}
