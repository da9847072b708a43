import {
  Disposable,
  l10n,
  StatusBarAlignment,
  TabInputCustom,
  TabInputText,
  TabInputTextDiff,
  type Uri,
  window,
} from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import { connectionOf } from '../connections/pickConnection.ts';
import { validConnections } from '../connections/validConnections.ts';
import { scheme } from '../documents/uris.ts';
import { FollowedState } from './connectionState.ts';
import { statusText } from './statusText.ts';

/** What the status bar needs of the tree. */
export interface ViewInUse {
  readonly isVisible: () => boolean;
  readonly selection: () => readonly unknown[];
  /** Calls `listener` when the view is shown or hidden, and when other rows are selected. */
  readonly onDidChangeUse: (listener: () => void) => Disposable;
}

/**
 * Shows the connection in use and its state, as long as the view or one of the connection's files is visible: that of the
 * active file, else of the selected row, else the one before, else the first. A click checks the connection.
 */
export function followStatus(connections: Connections, view: ViewInUse): Disposable {
  const item = window.createStatusBarItem('kratosExplorer.connection', StatusBarAlignment.Left);
  item.name = l10n.t('Kratos Connection');
  let shown: { readonly connection: Connection; readonly followed: FollowedState } | undefined;

  let drawn: string | undefined;

  const draw = () => {
    if (shown === undefined) {
      drawn = undefined;
      item.hide();
      return;
    }
    const said = statusText(shown.connection, shown.followed.state);
    const { text, tooltip, label, color, background } = said;
    // A list that is read to its end changes thousands of times and says the same.
    const signature = JSON.stringify([shown.connection.id, said]);
    if (signature === drawn) {
      return;
    }
    drawn = signature;
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label, role: 'button' };
    item.color = color;
    item.backgroundColor = background;
    item.command = {
      command: commandIds.checkConnection,
      title: l10n.t('Check Connection'),
      arguments: [{ connectionId: shown.connection.id }],
    };
    item.show();
  };

  const update = () => {
    const files = visibleFiles();
    const signs = {
      files: files.map(({ authority }) => authority),
      selected: view.selection().map(connectionOf),
      before: shown?.connection.id,
    };
    const connection = view.isVisible() || files.length > 0 ? connectionInUse(connections, signs) : undefined;
    if (connection !== shown?.connection) {
      shown?.followed.dispose();
      const directory = connection && connections.directory(connection.id);
      shown =
        connection === undefined || directory === undefined
          ? undefined
          : { connection, followed: new FollowedState(directory, draw) };
    }
    draw();
  };

  const listeners = Disposable.from(
    item,
    view.onDidChangeUse(update),
    window.tabGroups.onDidChangeTabs(update),
    window.tabGroups.onDidChangeTabGroups(update),
    connections.onDidChangeList(update),
  );
  update();
  return new Disposable(() => {
    shown?.followed.dispose();
    listeners.dispose();
  });
}

/** The files of connections that can be seen now, that of the active editor first. */
function visibleFiles(): readonly Uri[] {
  const { all, activeTabGroup } = window.tabGroups;
  return [activeTabGroup, ...all.filter((group) => group !== activeTabGroup)]
    .map(({ activeTab }) => fileOf(activeTab?.input))
    .filter((uri) => uri?.scheme === scheme)
    .filter((uri) => uri !== undefined);
}

function fileOf(input: unknown): Uri | undefined {
  if (input instanceof TabInputCustom || input instanceof TabInputText) {
    return input.uri;
  }
  return input instanceof TabInputTextDiff ? input.modified : undefined;
}

/** What speaks for a connection, by its id. */
export interface Signs {
  /** Of the files in sight, that of the active editor first. */
  readonly files: readonly string[];
  /** Of the selected rows. */
  readonly selected: readonly (string | undefined)[];
  /** What was in use before. */
  readonly before: string | undefined;
}

/** The connection that a person is at: that of a file, else of a row, else the one before, else the first. */
export function connectionInUse(
  connections: Pick<Connections, 'get' | 'list'>,
  { files, selected, before }: Signs,
): Connection | undefined {
  for (const id of [...files, ...selected, before]) {
    const connection = id === undefined ? undefined : connections.get(id);
    if (connection !== undefined) {
      return connection;
    }
  }
  return validConnections(connections)[0];
}
