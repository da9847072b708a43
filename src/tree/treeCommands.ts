import type { TreeView } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { IdentityRef } from '../connections/refs.ts';
import type { TargetSources } from '../files/targets.ts';
import type { ShowError } from '../platform/notifications.ts';
import { filterCommands } from './filterCommands.ts';
import { listCommands, type ShowProgress } from './listCommands.ts';
import type { TreeNode } from './nodes.ts';
import type { TreeProvider } from './provider.ts';
import { refreshCommands } from './refreshCommands.ts';
import type { Reveal } from './reveal.ts';
import { rowCommands } from './rowCommands.ts';

export interface TreeCommandParts {
  readonly view: TreeView<TreeNode>;
  readonly provider: TreeProvider;
  readonly connections: Connections;
  /** Returns the setting kratosExplorer.labelTraits. */
  readonly labelTraits: () => readonly string[];
  readonly sources: TargetSources;
  readonly reveal: Reveal;
  readonly showProgress: ShowProgress;
  readonly showError: ShowError;
  /** Returns whether the sessions of an identity are unfolded. */
  readonly isUnfolded: (ref: IdentityRef) => boolean;
}

/** The commands of the tree's rows, lists and filters. */
export function treeCommands(parts: TreeCommandParts) {
  const { connections, labelTraits, provider, reveal, showError, showProgress, sources, view } = parts;
  return {
    ...listCommands(view, provider, connections, showProgress, showError),
    ...refreshCommands(parts),
    ...filterCommands(view, provider, connections, labelTraits),
    ...rowCommands(provider, connections, sources, reveal),
  };
}
