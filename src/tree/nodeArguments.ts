import type { TreeView } from 'vscode';
import type { TreeNode } from './nodes.ts';
import type { TreeProvider } from './provider.ts';

interface Rows {
  readonly provider: Pick<TreeProvider, 'node'>;
  readonly view: Pick<TreeView<TreeNode>, 'selection'>;
}

/** Returns the row that a command is for: its argument, if it is in the tree, else the first selected one. */
export function argumentNode(rows: Rows, argument: unknown): TreeNode | undefined {
  return argumentNodes(rows, [argument])[0];
}

/** Returns the rows that a menu passes: the selected ones, else the one that was clicked. The palette passes none. */
export function argumentNodes({ provider, view }: Rows, [first, selected]: readonly unknown[]): readonly TreeNode[] {
  const ofMenu: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [first];
  const candidates = first === undefined ? view.selection : ofMenu;
  return candidates.flatMap((candidate) => (hasId(candidate) ? (provider.node(candidate.id) ?? []) : []));
}

function hasId(argument: unknown): argument is { readonly id: string } {
  return typeof argument === 'object' && argument !== null && 'id' in argument && typeof argument.id === 'string';
}
