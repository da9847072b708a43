import type { TreeNode } from './nodes.ts';
import type { TreeProvider } from './provider.ts';

/** Returns the row that a menu or a row's command passes, by its id; undefined if it is not in the tree. */
export function argumentNode(provider: TreeProvider, argument: unknown): TreeNode | undefined {
  return hasId(argument) ? provider.node(argument.id) : undefined;
}

/** Returns all rows that a menu passes: the selected ones, else the one that was clicked. The palette passes none. */
export function argumentNodes(
  provider: TreeProvider,
  [first, selected]: readonly unknown[],
  treeSelection: readonly unknown[],
): readonly TreeNode[] {
  const ofMenu: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [first];
  const candidates = first === undefined ? treeSelection : ofMenu;
  return candidates.map((candidate) => argumentNode(provider, candidate)).filter((node) => node !== undefined);
}

function hasId(argument: unknown): argument is { readonly id: string } {
  return typeof argument === 'object' && argument !== null && 'id' in argument && typeof argument.id === 'string';
}
