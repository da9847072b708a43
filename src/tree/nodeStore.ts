import type { TreeNode } from './nodes.ts';

const root = '';

/** Stores the rows of the tree, so that a row keeps its object for as long as it is shown. */
export class NodeStore {
  readonly #nodes = new Map<string, TreeNode>();
  readonly #children = new Map<string, readonly TreeNode[]>();
  readonly #onRemove: (node: TreeNode) => void;

  /** Calls `onRemove` for each row that leaves the tree. */
  constructor(onRemove: (node: TreeNode) => void) {
    this.#onRemove = onRemove;
  }

  /** Returns the row with this id, if it is in the tree. */
  get(id: string): TreeNode | undefined {
    return this.#nodes.get(id);
  }

  /** Returns the rows below `parentId` (undefined: at the top) as they were stored last. */
  children(parentId: string | undefined): readonly TreeNode[] {
    return this.#children.get(parentId ?? root) ?? [];
  }

  /**
   * Stores `wanted` below `parentId` and returns the rows to show: where a row is already there, its object. Removes
   * the others, with everything below them.
   */
  replace(parentId: string | undefined, wanted: readonly TreeNode[]): readonly TreeNode[] {
    const before = this.children(parentId);
    const nodes = wanted.map((node) => this.#keep(node));
    const ids = new Set(wanted.map(({ id }) => id));
    for (const { id } of before) {
      if (!ids.has(id)) {
        this.#forget(id);
      }
    }
    this.#children.set(parentId ?? root, nodes);
    return nodes;
  }

  #keep(node: TreeNode): TreeNode {
    const known = this.#nodes.get(node.id);
    // The last row of a list turns from "Load more" into its failure under one id, so that it keeps the focus.
    if (known !== undefined && known.kind === node.kind && problemOf(known) === problemOf(node)) {
      return known;
    }
    this.#nodes.set(node.id, node);
    return node;
  }

  #forget(id: string): void {
    const node = this.#nodes.get(id);
    this.#nodes.delete(id);
    if (node !== undefined) {
      this.#onRemove(node);
    }
    for (const child of this.#children.get(id) ?? []) {
      this.#forget(child.id);
    }
    this.#children.delete(id);
  }
}

function problemOf(node: TreeNode): string | undefined {
  return node.kind === 'malformed' ? node.problem : undefined;
}
