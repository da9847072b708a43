import { l10n, window } from 'vscode';
import { labelTraitsOf, nameWithFacts } from '../connections/connectionFacts.ts';
import { pickConnection } from '../connections/pickConnection.ts';
import { validConnections } from '../connections/validConnections.ts';
import { identityTargets, type TargetSources } from '../files/targets.ts';
import { identityName, shortId } from '../text/identityName.ts';
import type { FoundItem } from './finding.ts';
import { type LoadedRow, type LoadedScope, LoadedSessions } from './loadedSessions.ts';
import { keepOrder, pressRowButton } from './lookupPick.ts';
import type { RowContext } from './rows.ts';

/** Resolves with the loaded session that the user picks. The arguments are a menu's row, and an initial query. */
export async function findInLoaded(
  args: readonly unknown[],
  sources: TargetSources,
  context: () => RowContext,
): Promise<FoundItem | undefined> {
  const scope = await findScope(args, sources, context());
  if (scope === undefined) {
    return undefined;
  }
  const sessions = new LoadedSessions(scope, context());
  const title = l10n.t('Search Loaded Sessions of {0}', scopeName(scope, context()));
  const [, text] = args;
  return pickSession(title, typeof text === 'string' ? text : '', (query) => sessions.rows(query, context()));
}

/** Returns the identity of the row, page or file that the command is for, else the connection. */
async function findScope(
  args: readonly unknown[],
  sources: TargetSources,
  { connections }: RowContext,
): Promise<LoadedScope | undefined> {
  const command = l10n.t('Search Loaded Sessions');
  const ofNone = { ...sources, pickIdentity: async () => undefined };
  const [identity] = await identityTargets(args.slice(0, 1), ofNone, command);
  if (identity !== undefined) {
    return identity;
  }
  const connection = await pickConnection(
    validConnections(connections),
    args[0] ?? sources.treeSelection()[0],
    command,
  );
  return connection && { connectionId: connection.id, identityId: undefined };
}

function scopeName({ connectionId, identityId }: LoadedScope, { connections, labelTraits }: RowContext): string {
  const connection = connections.get(connectionId);
  if (identityId === undefined) {
    return connection === undefined ? connectionId : nameWithFacts(connection);
  }
  const identity = connections.directory(connectionId)?.knownIdentity(identityId);
  return identity === undefined ? shortId(identityId) : identityName(identity, labelTraitsOf(connection, labelTraits));
}

function pickSession(
  title: string,
  text: string,
  rowsOf: (query: string) => readonly LoadedRow[],
): Promise<FoundItem | undefined> {
  return new Promise((resolve) => {
    const pick = window.createQuickPick<LoadedRow>();
    keepOrder(pick);
    pick.title = title;
    pick.placeholder = l10n.t('Text, or ip:203.0.113.0/24 device: place: country: method: state: since:2h -not');
    const show = (query: string) => {
      const rows = rowsOf(query);
      pick.items = rows;
      const completion = rows.find(({ completed }) => completed !== undefined);
      const session = rows.find(({ found }) => found !== undefined);
      const active = query.endsWith(':') ? (completion ?? session) : (session ?? completion);
      pick.activeItems = active === undefined ? [] : [active];
    };
    pick.onDidChangeValue(show);
    pick.onDidAccept(() => {
      const [row] = pick.selectedItems;
      if (row?.completed !== undefined) {
        pick.value = row.completed;
        show(row.completed);
      } else if (row?.found !== undefined) {
        resolve(row.found);
        pick.hide();
      }
    });
    pick.onDidTriggerItemButton(({ item, button }) => pressRowButton(item, button));
    pick.onDidHide(() => {
      pick.dispose();
      resolve(undefined);
    });
    pick.value = text;
    show(text);
    pick.show();
  });
}
