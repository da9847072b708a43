import { Disposable, l10n, StatusBarAlignment, type Uri, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Connection } from '../connections/connection.ts';
import { type Connections, validConnections } from '../connections/connections.ts';
import { connectionOf } from '../connections/pickConnection.ts';
import { tabFile } from '../files/tabFiles.ts';
import { scheme } from '../files/uris.ts';
import { FollowedState } from './connectionState.ts';
import { statusText } from './statusText.ts';

interface ViewInUse {
  readonly isVisible: () => boolean;
  readonly selection: () => readonly unknown[];
  /** Calls `listener` when the view is shown or hidden, and when other rows are selected. */
  readonly onDidChangeUse: (listener: () => void) => Disposable;
}

/** Shows the connection in use and its state while the view or a `kratos:` file is visible. A click offers actions. */
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
    const content = statusText(shown.connection, shown.followed.state);
    const { text, tooltip, label, color, background } = content;
    // Reading a list to its end fires thousands of changes with the same content.
    const signature = JSON.stringify([shown.connection.id, content]);
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
      command: commandIds.showConnectionActions,
      title: l10n.t('Show Connection Actions'),
      arguments: [{ connectionId: shown.connection.id }],
    };
    item.show();
  };

  const update = () => {
    const files = visibleFiles();
    const hints = {
      files: files.map(({ authority }) => authority),
      selected: view.selection().map(connectionOf),
      before: shown?.connection.id,
    };
    const connection = view.isVisible() || files.length > 0 ? connectionInUse(connections, hints) : undefined;
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

/** Returns the visible `kratos:` files, that of the active editor first. */
function visibleFiles(): readonly Uri[] {
  const { all, activeTabGroup } = window.tabGroups;
  return [activeTabGroup, ...all.filter((group) => group !== activeTabGroup)]
    .map(({ activeTab }) => tabFile(activeTab))
    .filter((uri) => uri !== undefined)
    .filter((uri) => uri.scheme === scheme);
}

/** Connection ids of the visible files, of the selected rows, and the one in use before. */
interface ConnectionHints {
  readonly files: readonly string[];
  readonly selected: readonly (string | undefined)[];
  readonly before: string | undefined;
}

/** Returns the connection of a visible file, else of a selected row, else the one before, else the first. */
export function connectionInUse(
  connections: Pick<Connections, 'get' | 'list'>,
  { files, selected, before }: ConnectionHints,
): Connection | undefined {
  for (const id of [...files, ...selected, before]) {
    const connection = id === undefined ? undefined : connections.get(id);
    if (connection !== undefined) {
      return connection;
    }
  }
  return validConnections(connections)[0];
}
