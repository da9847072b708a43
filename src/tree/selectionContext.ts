import { commands, Disposable, type TreeView } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { suggestionFor } from './failureItem.ts';
import { stateOfList } from './listWords.ts';
import { nearestList, type TreeNode } from './nodes.ts';
import type { TreeProvider } from './provider.ts';

/**
 * Keeps the context keys of the palette up to date, which says in package.json what each command needs there. They are
 * no `enablement`: a click on a row runs no command that is disabled, and the key changes only after the click.
 */
export function followSelection(
  view: TreeView<TreeNode>,
  provider: TreeProvider,
  connections: Connections,
): Disposable {
  const shown = new Map<string, unknown>();
  const setContext = (key: string, value: unknown) => {
    if (shown.get(key) !== value) {
      shown.set(key, value);
      void commands.executeCommand('setContext', key, value);
    }
  };
  const apply = () => {
    setContext('kratosExplorer.selection', selectionWords(view.selection, connections));
    setContext(
      'kratosExplorer.hasIdentityFilter',
      connections.list.some((one) => hasFilter(one, connections)),
    );
  };
  apply();
  return Disposable.from(view.onDidChangeSelection(apply), provider.onDidChangeTreeData(apply));
}

function hasFilter(entry: Connections['list'][number], connections: Connections): boolean {
  return entry.kind !== 'invalid' && connections.directory(entry.id)?.identityFilter !== undefined;
}

/**
 * Returns the kind of the selected row and what applies to it and to the list that it is in or about, as "identity more
 * found"; of several rows "several session two".
 */
function selectionWords(selection: readonly TreeNode[], connections: Connections): string {
  const [node, ...others] = selection;
  if (node === undefined) {
    return '';
  }
  if (others.length > 0) {
    const kind = others.every((other) => other.kind === node.kind) ? node.kind : undefined;
    return ['several', kind, selection.length === 2 ? 'two' : undefined].filter(Boolean).join(' ');
  }
  const list = nearestList(node);
  const state = list && stateOfList(list, { connections });
  const directory = list && connections.directory(list.connectionId);
  const filter = list?.identityId === undefined ? undefined : directory?.sessionFilter(list.identityId);
  const isFound = node.kind === 'identity' && directory?.found.some(({ id }) => id === node.ref.identityId);
  const words = [
    node.kind,
    // A list that was not opened has no next page yet.
    state?.end.kind === 'more' && state.items.length > 0 ? 'more' : undefined,
    state?.phase.kind,
    filter !== undefined && filter !== 'all' ? 'filtered' : undefined,
    isFound ? 'found' : undefined,
    node.kind === 'failure' && suggestionFor(node, { connections }) ? 'suggestion' : undefined,
  ];
  return words.filter(Boolean).join(' ');
}
