import { Disposable, type ExtensionContext, ExtensionMode, l10n, window } from 'vscode';
import { registerReportDocuments } from './check/reportDocuments.ts';
import { commandIds } from './commands/ids.ts';
import { deferred, registerCommands } from './commands/register.ts';
import { ConnectionSecrets } from './connections/secrets/connectionSecrets.ts';
import { SettingConnections } from './connections/settingConnections.ts';
import { connectionSettings } from './connections/settings/connectionSettings.ts';
import { KratosError } from './core/kratos/failure.ts';
import { registerKratosFiles } from './files/kratosFileSystem.ts';
import { activeTabFile } from './files/tabFiles.ts';
import type { TargetSources } from './files/targets.ts';
import { registerEditors } from './pages/host/editors.ts';
import { readLabelTraits } from './platform/labelTraits.ts';
import { createLog, logError } from './platform/log.ts';
import { createShowError } from './platform/notifications.ts';
import { once } from './platform/once.ts';
import { createAskUnencrypted } from './server/consent.ts';
import { createIdentityTree } from './tree/view.ts';

/** Creates the parts of the extension, connects and registers them. */
export function activate(context: ExtensionContext): ExtensionContext | undefined {
  const log = createLog();
  const showError = createShowError(log);
  const secrets = new ConnectionSecrets(context.secrets);
  const askUnencrypted = createAskUnencrypted(context.globalState);
  const connections = new SettingConnections({
    settings: connectionSettings,
    secrets,
    memory: context.globalState,
    askUnencrypted,
    log,
  });
  const ipDatabases = once(async () => new (await import('./ipDatabases/ipDatabases.ts')).IpDatabases());
  const tree = createIdentityTree(connections, ipDatabases);
  const failed = async (error: unknown) => {
    if (!(error instanceof KratosError)) {
      logError(log, error);
    }
    showError((await import('./text/failureText.ts')).errorText(error));
  };
  const find = once(async () =>
    (await import('./find/findCommands.ts')).findCommands({
      connections,
      sources,
      labelTraits: readLabelTraits,
      reveal: tree.reveal,
      log: (message) => log.info(message),
      failed,
    }),
  );
  let isTreeInUse = false;
  const inEditor = () => {
    isTreeInUse = false;
  };
  const sources: TargetSources = {
    activeFile: activeTabFile,
    pageSelection: () => editors.selection(),
    treeSelection: tree.selection,
    isTreeInUse: () => isTreeInUse,
    pickSession: async (pending) => (await find()).pickSession(pending),
    pickIdentity: async (pending) => (await find()).pickIdentity(pending),
  };
  const editors = registerEditors({
    extensionUri: context.extensionUri,
    connections,
    ipDatabases,
    memory: context.globalState,
    log,
    onFocus: inEditor,
  });
  const reports = registerReportDocuments();
  const check = once(async () =>
    (await import('./check/checkCommand.ts')).createCheck({
      connections,
      secrets,
      settings: connectionSettings,
      documents: reports,
      activeFile: activeTabFile,
    }),
  );
  const containment = once(async () =>
    (await import('./contain/containment.ts')).createContainment({
      context,
      connections,
      documents: reports,
      ipDatabases,
      sources,
      failed,
    }),
  );
  const handlers = {
    ...deferred('connections', async () =>
      (await import('./connections/connectionCommands.ts')).connectionCommands({
        connections,
        secrets,
        settings: connectionSettings,
        askUnencrypted,
        log,
        reveal: ({ id }) => tree.reveal({ connectionId: id }),
      }),
    ),
    ...deferred('start', async () =>
      (await import('./start/startCommands.ts')).startCommands({
        extensionId: context.extension.id,
        connections,
        documents: reports,
        memory: context.globalState,
      }),
    ),
    ...deferred('unlock', async () =>
      (await import('./connections/unlock/unlockCommands.ts')).unlockCommands(connections),
    ),
    ...deferred('contain', async () => (await containment()).loadHandlers()),
    ...tree.handlers(sources, showError),
    ...deferred('documents', async () =>
      (await import('./files/documentCommands.ts')).documentCommands(connections, sources),
    ),
    ...deferred('find', async () => (await find()).handlers),
    [commandIds.showConnectionActions]: async (node: unknown) =>
      (await import('./status/connectionActions.ts')).showConnectionActions(connections, node),
    [commandIds.checkConnection]: async (node: unknown) => (await check())(node),
    [commandIds.openIdentity]: async (...args: unknown[]) => {
      const { identityTargets } = await import('./files/targets.ts');
      const [ref] = await identityTargets(args, sources, l10n.t('Open Identity'));
      if (ref !== undefined) {
        await editors.openIdentity(ref);
      }
    },
    [commandIds.showRecentSessions]: (node: unknown) => editors.openRecent(node),
    [commandIds.showLog]: () => log.show(),
    [commandIds.copySupportInformation]: async () =>
      (await import('./check/supportInformation.ts')).copySupportInformation({
        connections,
        extension: context.extension,
      }),
  };
  context.subscriptions.push(
    log,
    secrets,
    connections,
    tree,
    tree.onDidSelect(() => {
      isTreeInUse = true;
    }),
    onOtherTab(inEditor),
    window.onDidChangeTextEditorSelection(inEditor),
    registerKratosFiles(connections),
    reports,
    startLater(
      async () => {
        const [
          { followStatus },
          { showUnlocks },
          { atFirstUse },
          { followStart },
          { followDocumentsWithIds },
          followTree,
        ] = await Promise.all([
          import('./status/statusBar.ts'),
          import('./status/unlockItems.ts'),
          import('./contain/unfinished.ts'),
          import('./start/startContext.ts'),
          import('./find/documentsWithIds.ts'),
          tree.loadLater(),
        ]);
        const offer = async () => (await containment()).offerUnfinished();
        return () =>
          Disposable.from(
            followStatus(connections, tree),
            showUnlocks(connections),
            followTree(),
            followStart(connections),
            followDocumentsWithIds(),
            atFirstUse(tree, () => void offer().catch(failed)),
          );
      },
      (error) => logError(log, error),
    ),
    editors,
    registerCommands(handlers, failed),
  );
  // A test disposes the subscriptions as VS Code does.
  return context.extensionMode === ExtensionMode.Test ? context : undefined;
}

/** Calls `listener` when another tab is active, and not when the title of the same one changed. */
function onOtherTab(listener: () => void): Disposable {
  let { activeTab } = window.tabGroups.activeTabGroup;
  return window.tabGroups.onDidChangeTabs(() => {
    const before = activeTab;
    activeTab = window.tabGroups.activeTabGroup.activeTab;
    if (activeTab !== before) {
      listener();
    }
  });
}

/** Loads code that the first rows do not need in a later turn, because an import blocks the event loop. */
function startLater(load: () => Promise<() => Disposable>, failed: (error: unknown) => void): Disposable {
  let disposed = false;
  let started: Disposable | undefined;
  const turn = setImmediate(() => {
    load().then((start) => {
      if (!disposed) {
        started = start();
      }
    }, failed);
  });
  return new Disposable(() => {
    disposed = true;
    clearImmediate(turn);
    started?.dispose();
  });
}
