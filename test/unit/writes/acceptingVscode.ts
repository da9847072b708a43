import type * as vscode from 'vscode';
import { commands, EventEmitter, env, languages, QuickPickItemKind, Uri, window, workspace } from 'vscode';
import { stub } from '../stubVscode.ts';

type Row = vscode.QuickPickItem;

/** A user who confirms every question, and the window that they use. */
export const user = {
  /** Which of several rows or buttons they take. */
  takes: 'first' as 'first' | 'last',
  /** What they type into an empty input. */
  types: '',
  /** The address that they type instead of the proposed one. */
  address: '',
  /** What the extension logged as an error. */
  errors: [] as string[],
  /** The titles of the pickers and inputs that they were shown. */
  titles: [] as (string | undefined)[],
  /** The number of further questions that they answer before they close each. */
  patience: 0,
  settings: new Map<string, unknown>(),
  handlers: new Map<string, (...args: unknown[]) => unknown>(),
  editors: new Map<string, vscode.CustomReadonlyEditorProvider>(),
  /** The panels of pages that are no files. */
  panels: [] as PagePanel[],
  tree: undefined as vscode.TreeDataProvider<unknown> | undefined,
  selection: [] as unknown[],
  changeSettings: (_entries: unknown): void => undefined,
};

/** Sends messages as a page does, and waits until the extension has handled each. */
export interface PagePanel {
  readonly panel: vscode.WebviewPanel;
  send(message: unknown): Promise<void>;
}

function answers(): boolean {
  user.patience -= 1;
  return user.patience >= 0;
}

function taken<Choice>(choices: readonly Choice[]): Choice | undefined {
  return answers() ? choices.at(user.takes === 'first' ? 0 : -1) : undefined;
}

const nothing = { dispose: () => undefined };
const onNothing = () => nothing;

/** Lets everything of VS Code that the extension uses do something, or nothing. */
export function stubAcceptingVscode(): void {
  const configured = new EventEmitter<unknown>();
  user.changeSettings = (entries) => {
    user.settings.set('kratosExplorer.connections', entries);
    configured.fire({ affectsConfiguration: (name: string) => name === 'kratosExplorer.connections' });
  };

  function quickPick() {
    const [changed, accepted, hidden] = [
      new EventEmitter<string>(),
      new EventEmitter<void>(),
      new EventEmitter<void>(),
    ];
    let rows: readonly Row[] = [];
    let state: 'made' | 'shown' | 'hidden' = 'made';
    const use = () => {
      const choices = rows.filter(({ kind }) => kind !== QuickPickItemKind.Separator);
      if (state !== 'shown' || choices.length === 0) {
        return;
      }
      const row = taken(choices);
      if (row !== undefined) {
        Object.assign(pick, { activeItems: [row], selectedItems: [row] });
        accepted.fire();
      }
      setImmediate(pick.hide);
    };
    const pick = {
      title: undefined,
      value: '',
      buttons: [],
      activeItems: [] as readonly Row[],
      selectedItems: [] as readonly Row[],
      get items() {
        return rows;
      },
      set items(shown: readonly Row[]) {
        rows = shown;
        queueMicrotask(use);
      },
      onDidChangeValue: changed.event,
      onDidAccept: accepted.event,
      onDidHide: hidden.event,
      onDidTriggerButton: onNothing,
      onDidTriggerItemButton: onNothing,
      onDidChangeActive: onNothing,
      onDidChangeSelection: onNothing,
      show: () => {
        state = 'shown';
        user.titles.push(pick.title);
        if (rows.length > 0) {
          queueMicrotask(use);
        } else if (answers()) {
          pick.value = user.types;
          changed.fire(user.types);
        } else {
          setImmediate(pick.hide);
        }
      },
      hide: () => {
        if (state !== 'hidden') {
          state = 'hidden';
          hidden.fire();
        }
      },
      dispose: () => pick.hide(),
    };
    return pick;
  }

  function inputBox() {
    const [accepted, hidden] = [new EventEmitter<void>(), new EventEmitter<void>()];
    const box = {
      title: undefined,
      value: '',
      buttons: [],
      onDidChangeValue: onNothing,
      onDidAccept: accepted.event,
      onDidHide: hidden.event,
      onDidTriggerButton: onNothing,
      show: () => {
        user.titles.push(box.title);
        queueMicrotask(() => {
          if (answers()) {
            box.value = box.value === 'http://127.0.0.1:4434' ? user.address : box.value || user.types;
            accepted.fire();
          }
          setImmediate(box.dispose);
        });
      },
      hide: () => hidden.fire(),
      dispose: () => hidden.fire(),
    };
    return box;
  }

  const message = async (_text: string, ...rest: readonly unknown[]) =>
    taken(rest.filter((one) => typeof one === 'string' || Object(one).title !== undefined));
  const document = (what: unknown) => ({ uri: what, languageId: 'json', getText: () => '', lineCount: 1 });

  stub(env, { clipboard: { writeText: async () => undefined, readText: async () => user.types } });
  stub(languages, { setTextDocumentLanguage: async (document: unknown) => document });
  stub(commands, {
    registerCommand: (id: string, handler: (...args: unknown[]) => unknown) => {
      user.handlers.set(id, handler);
      return nothing;
    },
    executeCommand: async (id: string, ...args: unknown[]) => user.handlers.get(id)?.(...args),
  });
  stub(window, {
    activeTextEditor: undefined,
    visibleTextEditors: [],
    tabGroups: {
      all: [],
      activeTabGroup: { tabs: [], viewColumn: 1 },
      onDidChangeTabs: onNothing,
      onDidChangeTabGroups: onNothing,
    },
    createInputBox: inputBox,
    createQuickPick: quickPick,
    createOutputChannel: () => {
      const write = () => undefined;
      const error = (text: string) => user.errors.push(text);
      return { debug: write, info: write, warn: write, error, show: write, dispose: write };
    },
    createStatusBarItem: () => ({ show: () => undefined, hide: () => undefined, ...nothing }),
    createTreeView: (_id: string, options: { treeDataProvider: vscode.TreeDataProvider<unknown> }) => {
      user.tree = options.treeDataProvider;
      return {
        visible: true,
        get selection() {
          return user.selection;
        },
        reveal: async (node: unknown) => {
          user.selection = [node];
        },
        onDidChangeVisibility: onNothing,
        onDidChangeSelection: onNothing,
        onDidExpandElement: onNothing,
        onDidCollapseElement: onNothing,
        ...nothing,
      };
    },
    createWebviewPanel: () => {
      const made = pagePanel();
      user.panels.push(made);
      return made.panel;
    },
    onDidChangeTextEditorSelection: onNothing,
    onDidChangeVisibleTextEditors: onNothing,
    onDidChangeWindowState: onNothing,
    registerCustomEditorProvider: (viewType: string, provider: vscode.CustomReadonlyEditorProvider) => {
      user.editors.set(viewType, provider);
      return nothing;
    },
    registerWebviewPanelSerializer: onNothing,
    setStatusBarMessage: onNothing,
    showInformationMessage: message,
    showWarningMessage: message,
    showErrorMessage: message,
    showInputBox: async ({ title, value = '', validateInput }: vscode.InputBoxOptions = {}) => {
      user.titles.push(title);
      const text = value || user.types;
      return answers() && !(await validateInput?.(text)) ? text : undefined;
    },
    showQuickPick: async (items: readonly Row[] | Promise<readonly Row[]>, options?: vscode.QuickPickOptions) => {
      user.titles.push(options?.title);
      const row = taken(await items);
      return options?.canPickMany && row !== undefined ? [row] : row;
    },
    showOpenDialog: async () => [Uri.file('/nowhere')],
    showSaveDialog: async () => Uri.file('/nowhere'),
    showTextDocument: async (shown: unknown) => ({ document: shown, selections: [], edit: async () => true }),
    withProgress: (_options: unknown, task: (progress: unknown, token: unknown) => unknown) =>
      task({ report: () => undefined }, { isCancellationRequested: false, onCancellationRequested: onNothing }),
  });
  stub(workspace, {
    workspaceFolders: undefined,
    fs: {
      writeFile: async () => undefined,
      readFile: async () => new Uint8Array(),
      stat: async () => Promise.reject(new Error('no file')),
    },
    getConfiguration: (section?: string) => {
      const nameOf = (key: string) => (section === undefined ? key : `${section}.${key}`);
      return {
        get: (key: string) => user.settings.get(nameOf(key)),
        inspect: (key: string) => ({ globalValue: user.settings.get(nameOf(key)) }),
        update: async (key: string, value: unknown) => {
          expectConnections(nameOf(key));
          user.changeSettings(value);
        },
      };
    },
    onDidChangeConfiguration: configured.event,
    onDidChangeTextDocument: onNothing,
    onDidCloseTextDocument: onNothing,
    onDidOpenTextDocument: onNothing,
    openTextDocument: async (what: unknown) => document(what),
    registerFileSystemProvider: onNothing,
    registerTextDocumentContentProvider: onNothing,
  });
}

function expectConnections(name: string): void {
  if (name !== 'kratosExplorer.connections') {
    throw new Error(`The extension wrote the setting ${name}.`);
  }
}

/** Returns a panel in which a page could be loaded. */
export function pagePanel(): PagePanel {
  let handle: ((message: unknown) => unknown) | undefined;
  const disposed = new EventEmitter<void>();
  const panel = {
    title: '',
    visible: true,
    active: true,
    webview: {
      cspSource: '',
      asWebviewUri: (uri: unknown) => uri,
      postMessage: async () => true,
      onDidReceiveMessage: (listener: (message: unknown) => unknown) => {
        handle = listener;
        return nothing;
      },
    },
    reveal: () => undefined,
    onDidDispose: disposed.event,
    onDidChangeViewState: onNothing,
    dispose: () => disposed.fire(),
  };
  return {
    panel: panel as unknown as vscode.WebviewPanel,
    send: async (message) => {
      await handle?.(message);
    },
  };
}
