import { commands, Disposable, type TreeView, window, workspace } from 'vscode';
import type { CommandId } from '../commands/ids.ts';
import { deferred, type Handlers } from '../commands/register.ts';
import type { Connections } from '../connections/connections.ts';
import type { TargetSources } from '../files/targets.ts';
import type { IpDatabases } from '../ipDatabases/ipDatabases.ts';
import { labelTraitsSetting, readLabelTraits } from '../platform/labelTraits.ts';
import type { ShowError } from '../platform/notifications.ts';
import type { TreeNode } from './nodes.ts';
import { TreeProvider } from './provider.ts';
import type { Reveal } from './reveal.ts';

const viewId = 'kratosExplorer.identities';

interface IdentityTree extends Disposable {
  /** The selected rows. */
  readonly selection: () => readonly TreeNode[];
  readonly isVisible: () => boolean;
  readonly onDidSelect: TreeView<TreeNode>['onDidChangeSelection'];
  /** Calls `listener` when the view is shown or hidden, and when other rows are selected. */
  readonly onDidChangeUse: (listener: () => void) => Disposable;
  readonly reveal: Reveal;
  /** Loads what keeps the times in rows and the palette's context keys up to date; the returned function starts it. */
  readonly loadLater: () => Promise<() => Disposable>;
  /** Returns the handlers of the tree's commands. */
  readonly handlers: (sources: TargetSources, showError: ShowError) => Pick<Handlers, CommandId<'tree'>>;
}

/** Creates the view of connections, identities and sessions. Sends no request before its rows are drawn. */
export function createIdentityTree(connections: Connections, ipDatabases: () => Promise<IpDatabases>): IdentityTree {
  const showProgress = (work: Promise<unknown>) => {
    void window.withProgress({ location: { viewId } }, () => work);
  };
  let labelTraits = readLabelTraits();
  const provider = new TreeProvider({
    connections,
    labelTraits: () => labelTraits,
    now: () => new Date(),
    ipDatabases,
    selection: () => view.selection,
    showProgress,
  });
  const view: TreeView<TreeNode> = window.createTreeView(viewId, {
    treeDataProvider: provider,
    showCollapseAll: true,
    canSelectMany: true,
  });
  const reveal: Reveal = async (ref, focus) =>
    (await import('./reveal.ts')).createReveal(view, provider, connections)(ref, focus);
  const disposables = Disposable.from(
    view,
    provider,
    followWelcome(view, provider, connections),
    view.onDidExpandElement(({ element }) => void provider.setUnfolded(element, true)),
    view.onDidCollapseElement(({ element }) => {
      void provider.setUnfolded(element, false);
      const folded = [element, ...provider.shownBelow(element)];
      void import('./listCommands.ts').then(({ cancelMore }) => {
        for (const node of folded) {
          cancelMore(connections, node);
        }
      });
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
    onDidSelect: view.onDidChangeSelection,
    onDidChangeUse: (listener) =>
      Disposable.from(
        view.onDidChangeVisibility(() => listener()),
        view.onDidChangeSelection(() => listener()),
      ),
    reveal,
    loadLater: async () => {
      const [{ followSelection }, { keepTimesFresh }] = await Promise.all([
        import('./selectionContext.ts'),
        import('./freshTimes.ts'),
      ]);
      return () =>
        Disposable.from(followSelection(view, provider, connections), keepTimesFresh(view, provider, connections));
    },
    handlers: (sources, showError) =>
      deferred('tree', async () =>
        (await import('./treeCommands.ts')).treeCommands({
          view,
          provider,
          connections,
          labelTraits: () => labelTraits,
          sources,
          reveal,
          showProgress,
          showError,
        }),
      ),
    dispose: () => disposables.dispose(),
  };
}

/** Keeps the welcome, the message above the rows and the actions in the title up to date. */
function followWelcome(view: TreeView<TreeNode>, provider: TreeProvider, connections: Connections): Disposable {
  const apply = () => {
    const { welcome } = provider;
    const shownWelcome = welcome?.kind === 'unreachable' ? undefined : welcome?.kind;
    void commands.executeCommand('setContext', 'kratosExplorer.hasConnection', connections.list.length > 0);
    void commands.executeCommand('setContext', 'kratosExplorer.welcome', shownWelcome);
    if (welcome?.kind === 'unreachable') {
      void import('../text/failureText.ts').then(({ failureText }) => {
        if (provider.welcome === welcome) {
          view.message = failureText(welcome.reason);
        }
      });
    } else if (view.message !== undefined) {
      // exactOptionalPropertyTypes: "" removes it.
      view.message = '';
    }
  };
  apply();
  return Disposable.from(provider.onDidChangeWelcome(apply), connections.onDidChangeList(apply));
}
