import type { TreeView } from 'vscode';
import type { CommandId } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connections } from '../connections/connections.ts';
import type { TargetSources } from '../files/targets.ts';
import type { ShowError } from '../platform/notifications.ts';
import { filterCommands } from './filterCommands.ts';
import { listCommands } from './listCommands.ts';
import type { TreeNode } from './nodes.ts';
import type { TreeProvider } from './provider.ts';
import { refreshCommands } from './refreshCommands.ts';
import type { Reveal } from './reveal.ts';
import { rowCommands } from './rowCommands.ts';

export interface TreeCommandParts {
  readonly view: Pick<TreeView<TreeNode>, 'selection' | 'reveal'>;
  readonly provider: TreeProvider;
  readonly connections: Connections;
  /** Returns the setting kratosExplorer.labelTraits. */
  readonly labelTraits: () => readonly string[];
  readonly sources: TargetSources;
  readonly reveal: Reveal;
  /** Shows that the tree waits for `work`. */
  readonly showProgress: (work: Promise<unknown>) => void;
  readonly showError: ShowError;
}

/** Returns the commands of the tree's rows, lists and filters. */
export function treeCommands(parts: TreeCommandParts): Pick<Handlers, CommandId<'tree'>> {
  return { ...listCommands(parts), ...refreshCommands(parts), ...filterCommands(parts), ...rowCommands(parts) };
}
