import { Disposable, type TreeView, window, workspace } from 'vscode';
import { deferred } from '../commands/deferred.ts';
import { commandIds } from '../commands/ids.ts';
import type { Connections } from '../connections/connections.ts';
import type { TargetSources } from '../documents/targets.ts';
import { setContextKey } from '../platform/contextKeys.ts';
import { labelTraitsSetting, readLabelTraits } from '../platform/labelTraits.ts';
import type { ShowError } from '../platform/notifications.ts';
import { failureText } from '../presentation/failureText.ts';
import type { filterCommands } from './filterCommands.ts';
import { keepTimesFresh } from './freshTimes.ts';
import { cancelMore, listCommands } from './listCommands.ts';
import { identityNodeId, type TreeNode } from './nodes.ts';
import { TreeProvider } from './provider.ts';
import { refreshCommands } from './refreshCommands.ts';
import { createReveal, type Reveal } from './reveal.ts';
import { rowCommands } from './rowCommands.ts';

const filterCommandIds = [
  commandIds.filterSessions,
  commandIds.filterIdentities,
  commandIds.clearIdentityFilter,
] as const;

export const viewId = 'kratosExplorer.identities';

export interface IdentityTree extends Disposable {
  /** The selected rows. */
  readonly selection: () => readonly TreeNode[];
  readonly isVisible: () => boolean;
  /** Calls `listener` when the view is shown or hidden, and when other rows are selected. */
  readonly onDidChangeUse: (listener: () => void) => Disposable;
  readonly reveal: Reveal;
  /** Returns the handlers of the tree's commands. */
  readonly handlers: (
    sources: TargetSources,
    showError: ShowError,
  ) => ReturnType<typeof listCommands> &
    ReturnType<typeof refreshCommands> &
    ReturnType<typeof filterCommands> &
    ReturnType<typeof rowCommands>;
}

/** Creates the view of connections, identities and sessions. Sends no request before its rows are drawn. */
export function createIdentityTree(connections: Connections): IdentityTree {
  const showProgress = (work: Promise<void>) => {
    void window.withProgress({ location: { viewId } }, () => work);
  };
  let labelTraits = readLabelTraits();
  const provider = new TreeProvider({
    connections,
    labelTraits: () => labelTraits,
    now: () => new Date(),
    showProgress,
  });
  const view: TreeView<TreeNode> = window.createTreeView(viewId, {
    treeDataProvider: provider,
    showCollapseAll: true,
    canSelectMany: true,
  });
  const reveal = createReveal(view, provider, connections);
  const unfolded = followUnfolded(view);
  const disposables = Disposable.from(
    view,
    provider,
    followWelcome(view, provider, connections),
    keepTimesFresh(view, provider, connections, unfolded.ids),
    unfolded,
    view.onDidCollapseElement(({ element }) => {
      for (const node of [element, ...provider.shownBelow(element)]) {
        cancelMore(connections, node);
      }
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(labelTraitsSetting)) {
        labelTraits = readLabelTraits();
        provider.redrawAll();
      }
    }),
  );
  return {
    selection: () => view.selection,
    isVisible: () => view.visible,
    onDidChangeUse: (listener) =>
      Disposable.from(
        view.onDidChangeVisibility(() => listener()),
        view.onDidChangeSelection(() => listener()),
      ),
    reveal,
    handlers: (sources, showError) => ({
      ...listCommands(view, provider, connections, showProgress, showError),
      ...refreshCommands({
        provider,
        connections,
        sources,
        showProgress,
        showError,
        isUnfolded: (ref) => unfolded.ids.has(identityNodeId(ref)),
      }),
      ...deferred(filterCommandIds, async () =>
        (await import('./filterCommands.ts')).filterCommands(view, provider, connections),
      ),
      ...rowCommands(provider, connections, sources, reveal),
    }),
    dispose: () => disposables.dispose(),
  };
}

/** Tracks the ids of the identities that are unfolded. */
function followUnfolded(view: TreeView<TreeNode>): Disposable & { readonly ids: ReadonlySet<string> } {
  const ids = new Set<string>();
  const listeners = Disposable.from(
    view.onDidExpandElement(({ element }) => {
      if (element.kind === 'identity') {
        ids.add(element.id);
      }
    }),
    view.onDidCollapseElement(({ element }) => ids.delete(element.id)),
  );
  return { ids, dispose: () => listeners.dispose() };
}

/** Keeps the welcome, the message above the rows and the actions in the title up to date. */
function followWelcome(view: TreeView<TreeNode>, provider: TreeProvider, connections: Connections): Disposable {
  const apply = () => {
    const { welcome } = provider;
    const unreachable = welcome?.kind === 'unreachable' ? failureText(welcome.reason) : undefined;
    void setContextKey('kratosExplorer.hasConnection', connections.list.length > 0);
    void setContextKey('kratosExplorer.welcome', welcome?.kind === 'unreachable' ? undefined : welcome?.kind);
    if (view.message !== unreachable) {
      // exactOptionalPropertyTypes: "" removes it.
      view.message = unreachable ?? '';
    }
  };
  apply();
  return Disposable.from(provider.onDidChangeWelcome(apply), connections.onDidChangeList(apply));
}
