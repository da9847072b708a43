import { commands, l10n, ThemeIcon, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import { factLine, rowText, shortText } from '../text/visibleText.ts';
import type { ConfiguredConnection, Connection, InvalidConnection } from './connection.ts';
import { connectionColor, connectionFacts, shortAddress } from './connectionFacts.ts';

/** Returns the connection of a row, else the only candidate, else the one that the user picks for the command. */
export async function pickConnection<Candidate extends Connection>(
  candidates: readonly Candidate[],
  node: unknown,
  command: string,
): Promise<Candidate | undefined> {
  const named = connectionOf(node);
  if (named !== undefined) {
    return candidates.find(({ id }) => id === named);
  }
  if (candidates.length === 0) {
    const add = l10n.t('Add Connection');
    if ((await window.showInformationMessage(l10n.t('{0} needs a connection. Add one.', command), add)) === add) {
      await commands.executeCommand(commandIds.addConnection);
    }
    return undefined;
  }
  if (candidates.length === 1) {
    return candidates[0];
  }
  const picked = await window.showQuickPick(
    candidates.map((connection) => ({ ...connectionRow(connection), connection })),
    { title: l10n.t('{0}: which connection?', command), placeHolder: l10n.t('Select a connection') },
  );
  return picked?.connection;
}

/** Returns a connection as a row of a picker. */
function connectionRow(connection: Connection) {
  return {
    label: rowText(shortText(connection.name)),
    description: rowText(factLine([...connectionFacts(connection), shortAddress(connection)])),
    iconPath: new ThemeIcon(connection.kind === 'demo' ? 'beaker' : 'server', connectionColor(connection)),
  };
}

export function isConfigured(entry: Connection | InvalidConnection): entry is ConfiguredConnection {
  return entry.kind === 'configured';
}

/** Returns the connection id of a tree node. Checks its shape, as this folder must not import the tree. */
export function connectionOf(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null) {
    return undefined;
  }
  if ('connectionId' in node && typeof node.connectionId === 'string') {
    return node.connectionId;
  }
  return 'list' in node ? connectionOf(node.list) : 'ref' in node ? connectionOf(node.ref) : undefined;
}
